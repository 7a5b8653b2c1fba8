"""Matching: when something is left, the cut proves that it must be."""

import networkx as nx
import numpy as np
from hypothesis import given, settings
from support_matching import agent, answer, item, problem, problems

from graph.planning.matching.solve import solve


def greatest_flow(given, room):
    """What of the items that are not pinned can be taken at all, by networkx."""
    network = nx.DiGraph()
    network.add_nodes_from(("source", "sink"))
    for row in np.flatnonzero(~given.is_pinned).tolist():
        network.add_edge("source", ("item", row), capacity=int(given.supply[row]))
    for one, much in enumerate(room.tolist()):
        network.add_edge(("agent", one), "sink", capacity=int(much))
    for row, one in zip(given.arc_item.tolist(), given.arc_agent.tolist(), strict=True):
        network.add_edge(("item", row), ("agent", one))
    return nx.maximum_flow_value(network, "source", "sink")


def room_beside_pins(given):
    asked = np.zeros(len(given.minimum), dtype=np.int64)
    pinned = given.is_pinned[given.arc_item]
    np.add.at(asked, given.arc_agent[pinned], given.supply[given.arc_item[pinned]])
    return np.maximum(given.maximum - given.base - asked, 0)


@settings(deadline=None, max_examples=300)
@given(problems(items=7, agents=5, supply=4))
def test_the_cut_proves_what_an_independent_flow_says_is_left(given):
    found, room = solve(given), room_beside_pins(given)
    free = int(given.supply[~given.is_pinned].sum())
    cuts = [part.cut for part in found.parts if part.cut is not None]
    assert sum(cut.left for cut in cuts) == free - greatest_flow(given, room)
    for cut in cuts:
        own = np.isin(given.arc_item, cut.items)
        assert not given.is_pinned[cut.items].any()
        assert set(given.arc_agent[own].tolist()) == set(cut.agents.tolist())
        assert cut.supply == given.supply[cut.items].sum()
        assert cut.room == room[cut.agents].sum()
        assert cut.left > 0


def test_names_only_those_who_matter_for_what_is_left():
    _, (part,) = answer(problem(
        [item(3), item(2), item()],
        [agent(maximum=2), agent(maximum=2), agent()],
        {(0, 0): (1, 0), (1, 0): (0, 0), (1, 1): (0, 0), (2, 1): (0, 0), (2, 2): (9, 9)},
    ))  # fmt: skip
    assert part.cut.items.tolist() == [0]
    assert part.cut.agents.tolist() == [0]
    assert (part.cut.supply, part.cut.room, part.cut.left) == (3, 2, 1)


def test_nothing_left_needs_no_proof():
    _, (part,) = answer(problem([item(2)], [agent(maximum=2)], {(0, 0): (1, 0)}))
    assert part.cut is None


def test_an_item_without_any_agent_is_its_own_proof():
    _, (part,) = answer(problem([item(2)], [], {}))
    assert (part.cut.items.tolist(), part.cut.agents.tolist()) == ([0], [])
    assert (part.cut.supply, part.cut.room) == (2, 0)


def test_pinned_items_are_not_in_the_cut_but_take_their_room():
    _, (part,) = answer(problem(
        [item(2, is_pinned=True), item(3)], [agent(maximum=4)], {(0, 0): (0, 0), (1, 0): (0, 0)}
    ))  # fmt: skip
    assert part.cut.items.tolist() == [1]
    assert (part.cut.supply, part.cut.room, part.cut.left) == (3, 2, 1)
