"""What cannot be had is proved, and what would mend it mends it."""

import networkx as nx
import pytest
from support_networks import Sketch
from support_tiers import household_ids, plan_of, total, village

from graph.planning.plan import Plan, Shortage
from graph.planning.reason import Id, Reason
from graph.planning.request import Ban
from graph.planning.tiers.households import plan_households


def short_village(households: int = 212, members: int = 9) -> Sketch:
    """Grid A-3 with too many households, and A-4 with two members and one household."""
    sketch = village().add("C-3", at="A-3").add("C-4", at="A-4")
    for number in range(1, members + 1):
        sketch.add(f"P-{number}", at="A-3").link("LIAISES", "C-3", f"P-{number}")
    for number in (91, 92):
        sketch.add(f"P-{number}", at="A-4").link("LIAISES", "C-4", f"P-{number}")
    sketch.add(*household_ids(1, households), at="A-3")
    return sketch.add("H-9001", at="A-4")


def the_shortage(plan: Plan) -> Shortage:
    (shortage,) = plan.shortages
    return shortage


def remedy(shortage: Shortage, beginning: str) -> Reason:
    """The one whose message begins like that."""
    (found,) = [each for each in shortage.remedies if each.message.startswith(beginning)]
    return found


def test_a_shortage_is_said_in_numbers(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LIAISON_LANG", "en")
    shortage = the_shortage(plan_of(plan_households, short_village()))
    assert (shortage.items, shortage.room, shortage.left) == (212, 135, 77)
    assert shortage.areas == ("A-3",)
    assert len(shortage.agents) == 9
    assert shortage.proof.text({"A-3": "grid 3"}.get) == (
        "grid 3 has 212 households; 9 members available × 15 = 135, 77 are left:"
        " still needed 6 members"
    )


def test_a_shortage_is_said_in_chinese(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LIAISON_LANG", "zh")
    shortage = the_shortage(plan_of(plan_households, short_village()))
    assert shortage.proof.text({"A-3": "第3网格"}.get) == (
        "第3网格 共 212 户，可安排 9 名党员 × 15 = 135，尚缺 77：还需 6 名党员"
    )


def test_so_many_more_members_are_enough_and_one_fewer_is_not():
    for more, left in ((6, 0), (5, 2)):
        sketch = short_village()
        joining = [f"P-{number}" for number in range(50, 50 + more)]
        sketch.add(*joining, at="A-3")
        plan = plan_of(plan_households, sketch, joining=tuple(joining))
        assert total(plan).uncovered == left


def test_the_smallest_maximum_is_enough_and_one_less_is_not():
    value = remedy(the_shortage(plan_of(plan_households, short_village())), "%(bound)s").values
    assert value == {"bound": "member-load.max", "value": 24, "maximum": 15}
    for maximum, left in ((24, 0), (23, 5)):
        plan = plan_of(plan_households, short_village(), bounds={"member-load.max": maximum})
        assert total(plan).uncovered == left


def test_the_village_helps_as_far_as_it_has_room():
    shortage = the_shortage(plan_of(plan_households, short_village(households=140)))
    said = remedy(shortage, "let the village help: ").values
    assert said["room"] == 29
    over = plan_of(plan_households, short_village(households=140), reach="village")
    assert total(over).uncovered == 0


def test_where_the_village_is_not_enough_more_members_are_counted_beside_it():
    shortage = the_shortage(plan_of(plan_households, short_village()))
    said = remedy(shortage, "let the village help, ").values
    assert (said["room"], said["more"].values["number"]) == (29, 4)
    for more, left in ((4, 0), (3, 3)):
        sketch = short_village()
        joining = [f"P-{number}" for number in range(50, 50 + more)]
        sketch.add(*joining, at="A-3")
        plan = plan_of(plan_households, sketch, joining=tuple(joining), reach="village")
        assert total(plan).uncovered == left


def test_where_there_is_nobody_at_all_that_is_said():
    sketch = village().add(*household_ids(1, 16), at="A-3")
    shortage = the_shortage(plan_of(plan_households, sketch))
    assert (shortage.agents, shortage.items, shortage.left) == ((), 16, 16)
    assert shortage.proof.values["more"].values["number"] == 2
    assert shortage.proof.values["areas"] == (Id("A-3"),)


def test_the_tightest_cut_is_found_where_bans_make_it_smaller_than_the_grid():
    sketch = short_village(households=8, members=2)
    bans = tuple(Ban(each, "P-2") for each in household_ids(1, 5))
    bounds = {"member-load.min": 0, "member-load.max": 4}
    shortage = the_shortage(plan_of(plan_households, sketch, bans=bans, bounds=bounds))
    assert (shortage.items, shortage.agents, shortage.left) == (5, ("P-1",), 1)


def test_no_shortage_where_everybody_finds_room():
    plan = plan_of(plan_households, short_village(households=135))
    assert plan.shortages == ()
    assert plan.status == "optimal"


@pytest.mark.parametrize("seed", range(6))
def test_what_is_left_is_what_an_independent_maximum_flow_leaves(seed: int):
    sketch = short_village(households=30 + seed * 7, members=3)
    bans = tuple(Ban(f"H-{1 + (seed * 5 + n * 3) % 30}", f"P-{1 + n % 3}") for n in range(12))
    bounds = {"member-load.min": 0, "member-load.max": 4 + seed * 2}
    plan = plan_of(plan_households, sketch, bans=bans, bounds=bounds, area="A-3")
    network = nx.DiGraph()
    homes = household_ids(1, 30 + seed * 7)
    for home in homes:
        network.add_edge("from", home, capacity=1)
        for member in ("P-1", "P-2", "P-3"):
            if Ban(home, member) not in bans:
                network.add_edge(home, member, capacity=1)
    for member in ("P-1", "P-2", "P-3"):
        network.add_edge(member, "to", capacity=4 + seed * 2)
    taken = nx.maximum_flow_value(network, "from", "to")
    assert sum(each.left for each in plan.shortages) == len(homes) - taken == total(plan).uncovered


def test_what_only_all_or_nothing_leaves_is_said_to_be_so():
    sketch = short_village(households=5, members=2)
    bounds = {"member-load.min": 3, "member-load.max": 4}
    plan = plan_of(plan_households, sketch, bounds=bounds, area="A-3", is_all_or_nothing=True)
    assert sorted(each.after for each in plan.loads) == [0, 4]
    shortage = the_shortage(plan)
    assert (shortage.items, shortage.room, shortage.left, plan.status) == (5, 4, 1, "infeasible")
    plainly = plan_of(plan_households, sketch, bounds=bounds, area="A-3")
    assert (total(plainly).uncovered, plainly.shortages) == (0, ())


def test_a_plan_within_so_many_changes_counts_only_what_cannot_be_had_at_all():
    sketch = short_village(households=140)
    whole = the_shortage(plan_of(plan_households, sketch))
    within = the_shortage(plan_of(plan_households, sketch, max_changes=3))
    assert (within.proof, within.remedies) == (whole.proof, whole.remedies)
