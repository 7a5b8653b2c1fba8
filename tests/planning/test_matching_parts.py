"""Matching: independent parts are found, and solved as if there were nothing else."""

from dataclasses import replace

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from support_matching import agent, answer, item, problem, problems

from graph.planning.matching.parts import split
from graph.planning.matching.solve import solve


def alone(given, part):
    """One part as a problem without the others."""
    items, agents = part.items, part.agents
    arcs = np.isin(given.arc_item, items)
    return replace(
        given, supply=given.supply[items], is_pinned=given.is_pinned[items],
        left_changed=given.left_changed[items], left_distance=given.left_distance[items],
        minimum=given.minimum[agents], maximum=given.maximum[agents], base=given.base[agents],
        arc_item=np.searchsorted(items, given.arc_item[arcs]),
        arc_agent=np.searchsorted(agents, given.arc_agent[arcs]),
        arc_changed=given.arc_changed[arcs], arc_distance=given.arc_distance[arcs],
    ), arcs  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(problems(items=8, agents=8))
def test_parts_are_the_connected_components(given):
    network = nx.Graph()
    network.add_nodes_from(("item", row) for row in range(len(given.supply)))
    network.add_nodes_from(("agent", one) for one in range(len(given.minimum)))
    ends = zip(given.arc_item.tolist(), given.arc_agent.tolist(), strict=True)
    network.add_edges_from((("item", row), ("agent", one)) for row, one in ends)
    parts = split(given)
    found = [
        {("item", row) for row in parts.items_of(part).tolist()}
        | {("agent", one) for one in parts.agents_of(part).tolist()}
        for part in range(parts.count)
    ]
    assert sorted(map(sorted, found)) == sorted(map(sorted, nx.connected_components(network)))
    firsts = [min(items) for part in range(parts.count) if (items := parts.items_of(part).tolist())]
    assert firsts == sorted(firsts)


@settings(deadline=None, max_examples=50)
@given(st.permutations(range(40)))
def test_a_long_chain_is_one_part(order):
    arcs = {(row, order[row + step]): (0, 0) for row in range(39) for step in (0, 1)}
    given = problem([item()] * 39, [agent()] * 40, arcs)
    assert split(given).count == 1


@settings(deadline=None, max_examples=150)
@given(problems(items=7, agents=7))
def test_a_part_alone_has_the_same_answer_as_among_others(given):
    found = solve(given)
    for part in found.parts:
        own, arcs = alone(given, part)
        by_itself = solve(own)
        assert by_itself.flow.tolist() == found.flow[arcs].tolist()
        (only,) = by_itself.parts
        assert (only.score, only.bound, only.status) == (part.score, part.bound, part.status)


def test_parts_come_in_the_order_of_their_items_and_agents_without_any_last():
    _, parts = answer(problem(
        [item(), item(), item()], [agent(), agent(), agent()],
        {(0, 2): (0, 0), (2, 0): (0, 0)},
    ))  # fmt: skip
    assert [(part.items.tolist(), part.agents.tolist()) for part in parts] == [
        ([0], [2]), ([1], []), ([2], [0]), ([], [1]),
    ]  # fmt: skip


def test_nothing_at_all_has_no_parts():
    flow, parts = answer(problem([], [], {}))
    assert (flow, parts) == ({}, ())
