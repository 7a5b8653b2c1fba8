"""The best flow of every part, by OR-Tools: items to agents, and from everywhere to one end."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from graph.planning.matching.network import (
    Int32,
    Int64,
    Network,
    Refused,
    answer,
    cheapest_in_order,
)
from graph.planning.matching.parts import Parts
from graph.planning.matching.pins import Pinned
from graph.planning.matching.problem import Problem
from graph.planning.matching.weights import Weights, weigh
from graph.snapshot.arrays import Numbers, Positions


@dataclass(frozen=True, eq=False)
class Flows:
    """The free arcs part by part, ready to be handed to the solver as slices.

    `arcs` are positions in the problem, `arc_start` (parts + 1) where each part begins. Nodes
    are numbered within the part: items, then agents, then the end. `earning` and `spare`
    (agents, part by part) are how many units fill the shortfall and how many more there is
    room for.
    """

    problem: Problem
    parts: Parts
    weights: Weights
    arcs: Positions
    arc_start: Numbers
    tail: Int32
    head: Int32
    capacity: Int64
    cost: Int64
    supply: Int64
    left_cost: Int64
    earning: Int64
    spare: Int64

    def solve(self, part: int) -> Int64:
        """The flow over the free arcs of one part, best in all aims in their order.

        Raises Refused if distances are so far that not even they alone fit.
        """
        if self.weights.is_too_big[part]:
            return self._in_order(part)
        try:
            return self._at_once(part)
        except Refused:
            return self._in_order(part)

    def _at_once(self, part: int) -> Int64:
        arcs, items, agents = self._slices(part)
        tail, head, capacity, supply = self._ends(part)
        heavy = int(self.weights.heavy[part])
        solver = SimpleMinCostFlow()
        add = solver.add_arcs_with_capacity_and_unit_cost
        add(self.tail[arcs], self.head[arcs], self.capacity[arcs], self.cost[arcs])
        many = agents.stop - agents.start
        cost = np.zeros(len(tail), dtype=np.int64)
        cost[: items.stop - items.start] = self.left_cost[items]
        cost[len(tail) - 2 * many : len(tail) - many] = -heavy
        add(tail, head, capacity, cost)
        return answer(solver, supply, arcs.stop - arcs.start)

    def _in_order(self, part: int) -> Int64:
        arcs, items, agents = self._slices(part)
        tail, head, capacity, supply = self._ends(part)
        problem, own = self.problem, self.arcs[arcs]
        mine = self.parts.items[items]
        many = agents.stop - agents.start
        none = np.zeros(2 * many, dtype=np.int64)
        cover = np.r_[
            np.zeros(len(own), dtype=np.int64), np.ones(len(mine), dtype=np.int64),
            -np.ones(many, dtype=np.int64), np.zeros(many, dtype=np.int64),
        ]  # fmt: skip
        changed = np.r_[problem.arc_changed[own], problem.left_changed[mine], none]
        distance = np.r_[problem.arc_distance[own], problem.left_distance[mine], none]
        network = Network(
            np.r_[self.tail[arcs], tail], np.r_[self.head[arcs], head],
            np.r_[self.capacity[arcs], capacity], supply,
        )  # fmt: skip
        return cheapest_in_order(network, (cover, changed, distance))[: len(own)]

    def _slices(self, part: int) -> tuple[slice, slice, slice]:
        parts = self.parts
        return (
            slice(int(self.arc_start[part]), int(self.arc_start[part + 1])),
            slice(int(parts.item_start[part]), int(parts.item_start[part + 1])),
            slice(int(parts.agent_start[part]), int(parts.agent_start[part + 1])),
        )

    def _ends(self, part: int) -> tuple[Int32, Int32, Int64, Int64]:
        """The arcs to the end: from every item, from every agent earning, from every agent."""
        _, items, agents = self._slices(part)
        n, m = items.stop - items.start, agents.stop - agents.start
        tail = np.empty(n + 2 * m, dtype=np.int32)
        tail[: n + m] = np.arange(n + m)
        tail[n + m :] = np.arange(n, n + m)
        head = np.full(n + 2 * m, n + m, dtype=np.int32)
        given = self.supply[items]
        capacity = np.concatenate((given, self.earning[agents], self.spare[agents]))
        supply = np.zeros(n + m + 1, dtype=np.int64)
        supply[:n] = given
        supply[-1] = -given.sum()
        return tail, head, capacity, supply


def prepare(problem: Problem, parts: Parts, pinned: Pinned) -> Flows:
    """Everything the solver needs, for all parts together."""
    weights = weigh(problem, parts)
    item_rank, agent_rank = np.empty_like(parts.items), np.empty_like(parts.agents)
    item_rank[parts.items] = np.arange(len(parts.items))
    agent_rank[parts.agents] = np.arange(len(parts.agents))
    arcs = _arcs_by_part(problem, parts, pinned)
    item, agent = problem.arc_item[arcs], problem.arc_agent[arcs]
    part = parts.item_part[item]
    many_items = np.diff(parts.item_start)
    local_agent = agent_rank[agent] - parts.agent_start[part] + many_items[part]
    supply = np.where(problem.is_pinned, 0, problem.supply).astype(np.int64)
    earning = np.clip(problem.minimum - pinned.done, 0, pinned.room)
    cost = problem.arc_changed[arcs] * weights.changed[part] + problem.arc_distance[arcs]
    left_cost = (
        problem.left_changed * weights.changed[parts.item_part]
        + problem.left_distance + weights.heavy[parts.item_part]
    )  # fmt: skip
    return Flows(
        problem, parts, weights, arcs,
        np.r_[0, np.cumsum(np.bincount(part, minlength=parts.count))],
        (item_rank[item] - parts.item_start[part]).astype(np.int32),
        local_agent.astype(np.int32),
        supply[item],
        cost.astype(np.int64, copy=False),
        supply[parts.items],
        left_cost[parts.items].astype(np.int64, copy=False),
        earning[parts.agents].astype(np.int64, copy=False),
        (pinned.room - earning)[parts.agents].astype(np.int64, copy=False),
    )  # fmt: skip


def _arcs_by_part(problem: Problem, parts: Parts, pinned: Pinned) -> Positions:
    arcs = np.flatnonzero(pinned.is_free)
    part = parts.item_part[problem.arc_item[arcs]]
    return arcs if (part[1:] >= part[:-1]).all() else arcs[np.argsort(part, kind="stable")]


def solvable(parts: Parts, flows: Flows) -> Iterator[int]:
    """The parts in which there is anything to decide."""
    yield from np.flatnonzero(np.diff(flows.arc_start)).tolist()
