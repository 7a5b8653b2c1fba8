"""When enterprises must be left: the proof, checked by another flow, and what would mend it."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_instructor_plans import begun, planned, town
from support_instructors import random_sharing

from graph.planning.instructors.lacking import least_maximum, tightest
from graph.planning.instructors.sharing import Agent, Sharing
from graph.planning.instructors.solve import share

RUNNING = "until=2027-06-01"
TWELVE = {f"E-{number}": {} for number in range(1, 13)}


def test_twelve_enterprises_and_three_instructors_leave_three():
    people = {f"P-{number}": {} for number in (1, 2, 3)}
    plan = planned(town("", {**TWELVE, **people}), joining=tuple(people))
    (shortage,) = plan.shortages
    assert (shortage.items, shortage.room, shortage.left) == (12, 9, 3)
    assert (shortage.areas, shortage.agents) == (("A-1",), tuple(people))
    assert shortage.proof.text(str) == (
        "A-1：12 家企业只能由 3 名指导员 × 3 = 9 承担，剩 3 家无人联系：还需指导员 1 名"
    )
    assert [each.text(str) for each in shortage.remedies] == [
        "A-1 增派指导员 1 名",
        "将 instructor-load.max 由 3 改为 4",
    ]


def test_what_a_remedy_says_is_enough():
    people = {f"P-{number}": {} for number in (1, 2, 3)}
    place = town("", {**TWELVE, **people, "P-4": {}})
    more = planned(place, joining=(*people, "P-4"))
    higher = planned(place, joining=tuple(people), bounds={"instructor-load.max": 4})
    assert [len(begun(each)) for each in (more, higher)] == [12, 12]
    assert more.shortages == higher.shortages == ()


def test_room_that_is_taken_already_does_not_count():
    place = town(f"P-1 INSTRUCTS E-21 E-22 {RUNNING}\nP-2 INSTRUCTS E-23 {RUNNING}", TWELVE)
    (shortage,) = planned(place).shortages
    assert (shortage.items, shortage.room, shortage.left) == (12, 3, 9)
    assert "尚可承担 3 家" in shortage.proof.text(str)


def test_with_nobody_at_all_the_neighbour_with_room_is_named():
    place = town(
        f"P-1 INSTRUCTS E-21 {RUNNING}\nP-1 LOCATED_IN A-21\nE-21 LOCATED_IN A-21", {"E-1": {}}
    )
    (shortage,) = planned(place).shortages
    assert (shortage.items, shortage.agents, shortage.room) == (1, (), 0)
    assert [each.text(str) for each in shortage.remedies] == [
        "A-1 增派指导员 1 名",
        "A-2 的指导员尚可承担 2 家：可请其中几名兼顾此处",
    ]


def test_where_all_are_taken_nothing_is_short():
    place = town(f"P-1 INSTRUCTS E-21 {RUNNING}", {"E-1": {}})
    assert planned(place).shortages == ()


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_the_cut_is_the_one_a_maximum_flow_finds(seed: int):
    sharing = without_pins(random_sharing(seed))
    chosen = share(sharing, time_limit_s=30, seed=0).chosen
    items, agents = tightest(sharing, chosen)
    wanted = [n for n, each in enumerate(sharing.items) if each.is_wanted and each.is_needy]
    room = sum(sharing.agents[each].room for each in agents)
    assert max(0, len(items) - room) == len(wanted) - most_taken(sharing, wanted)
    for each in items:
        assert {arc.agent for arc in sharing.items[each].arcs} <= set(agents)


def without_pins(sharing: Sharing) -> Sharing:
    """The same with enterprises that all need somebody and may go anywhere they can."""
    items = tuple(
        type(each)(
            tuple(type(arc)(arc.agent, arc.changed, arc.fit, arc.is_large) for arc in each.arcs),
            True, True, each.left_changed,
        )
        for each in sharing.items
    )  # fmt: skip
    return Sharing(items, sharing.agents)


def most_taken(sharing: Sharing, wanted: list[int]) -> int:
    """How many can be taken at most, by networkx."""
    flow = nx.DiGraph()
    flow.add_nodes_from(["from", "to"])
    for number in wanted:
        flow.add_edge("from", ("item", number), capacity=1)
        for arc in sharing.items[number].arcs:
            flow.add_edge(("item", number), ("agent", arc.agent), capacity=1)
    for number, agent in enumerate(sharing.agents):
        flow.add_edge(("agent", number), "to", capacity=agent.room)
    return int(nx.maximum_flow_value(flow, "from", "to"))


@pytest.mark.parametrize("seed", range(40))
def test_the_smallest_maximum_is_the_first_that_leaves_nobody(seed: int):
    sharing = without_pins(random_sharing(seed))
    wanted = list(range(len(sharing.items)))
    found = least_maximum(sharing, 3)
    if any(not each.arcs for each in sharing.items):
        assert found is None
        return
    with_more = (
        tuple(Agent(each.room + more, each.kept, each.has_large) for each in sharing.agents)
        for more in range(1, 10)
    )
    enough = [
        most_taken(Sharing(sharing.items, agents), wanted) == len(wanted) for agents in with_more
    ]
    assert found == 3 + 1 + enough.index(True)
