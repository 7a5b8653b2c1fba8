"""The best flow of every part, by OR-Tools: items to agents, and from everywhere to one end."""

from dataclasses import dataclass

import numpy as np

from graph.planning.matching.network import (
    Int32,
    Int64,
    Network,
    Refused,
    cheapest,
    cheapest_in_order,
)
from graph.planning.matching.parts import Parts
from graph.planning.matching.pins import Pinned
from graph.planning.matching.problem import Problem
from graph.planning.matching.weights import Weights, weigh
from graph.snapshot.arrays import Numbers, Positions


@dataclass(frozen=True, eq=False)
class Flows:
    """The free arcs part by part, and what the solver needs to know of items and agents.

    `arcs` are positions in the problem part by part, None where all arcs are free and stand in
    that order already; `arc_start` (parts + 1) says where each part begins. Nodes are numbered
    within the part: items, then agents, then the end. `supply` (items, part by part) is 0 for
    pinned ones. `earning` and `spare` (agents, part by part) are how many units fill the
    shortfall and how many more there is room for.
    """

    problem: Problem
    parts: Parts
    weights: Weights
    arcs: Positions | None
    arc_start: Numbers
    item_node: Int32
    agent_node: Int32
    supply: Int64
    earning: Int64
    spare: Int64

    def arcs_of(self, part: int) -> slice | Positions:
        """Where the free arcs of a part stand in the problem."""
        own = slice(int(self.arc_start[part]), int(self.arc_start[part + 1]))
        return own if self.arcs is None else self.arcs[own]

    def positions(self, part: int, places: Positions) -> Positions:
        """Where the free arcs at these places of a part stand in the problem."""
        own = places + int(self.arc_start[part])
        return own if self.arcs is None else self.arcs[own]

    def solve(self, part: int) -> Int64:
        """The flow over the free arcs of one part, best in all aims in their order.

        Raises Refused if distances are so far that not even they alone fit.
        """
        network = self.network(part)
        many = int(self.arc_start[part + 1] - self.arc_start[part])
        if not self.weights.is_too_big[part]:
            try:
                return cheapest(network, self.cost(part))[:many]
            except Refused:
                pass
        return cheapest_in_order(network, self.aims(part))[:many]

    def network(self, part: int) -> Network:
        """The arcs, then those to the end: from items, from agents earning, from agents."""
        arcs, items, agents = self.arcs_of(part), *self._ends(part)
        n, m = items.stop - items.start, agents.stop - agents.start
        given = self.supply[items]
        tails = self.item_node[self.problem.arc_item[arcs]]
        heads = self.agent_node[self.problem.arc_agent[arcs]]
        nodes = np.arange(n + m, dtype=np.int32)
        supply = np.zeros(n + m + 1, dtype=np.int64)
        supply[:n] = given
        supply[-1] = -given.sum()
        return Network(
            np.concatenate((tails, nodes, nodes[n:])),
            np.concatenate((heads, np.full(n + 2 * m, n + m, dtype=np.int32))),
            np.concatenate((given[tails], given, self.earning[agents], self.spare[agents])),
            supply,
        )

    def cost(self, part: int) -> Int64:
        """What a unit over each arc of the network weighs."""
        cover, changed, distance = self.aims(part)
        weights = self.weights
        cost: Int64 = cover * weights.heavy[part] + changed * weights.changed[part] + distance
        return cost

    def aims(self, part: int) -> tuple[Int64, Int64, Int64]:
        """What a unit over each arc does to cover and shortfall, to changes, to distance."""
        arcs, items, agents = self.arcs_of(part), *self._ends(part)
        mine, problem = self.parts.items[items], self.problem
        m = agents.stop - agents.start
        first = self.arc_start[part + 1] - self.arc_start[part]
        cover = np.zeros(first + len(mine) + 2 * m, dtype=np.int64)
        changed, distance = np.zeros_like(cover), np.zeros_like(cover)
        end = first + len(mine)
        cover[first:end] = 1
        cover[end : end + m] = -1
        changed[:first] = problem.arc_changed[arcs]
        changed[first:end] = problem.left_changed[mine]
        distance[:first] = problem.arc_distance[arcs]
        distance[first:end] = problem.left_distance[mine]
        return cover, changed, distance

    def _ends(self, part: int) -> tuple[slice, slice]:
        parts = self.parts
        return (
            slice(int(parts.item_start[part]), int(parts.item_start[part + 1])),
            slice(int(parts.agent_start[part]), int(parts.agent_start[part + 1])),
        )


def prepare(problem: Problem, parts: Parts, pinned: Pinned) -> Flows:
    """Everything the solver needs, for all parts together."""
    arcs, arc_start = _arcs_by_part(problem, parts, pinned)
    items, agents = np.diff(parts.item_start), np.diff(parts.agent_start)
    item_node = np.empty(len(parts.items), dtype=np.int32)
    agent_node = np.empty(len(parts.agents), dtype=np.int32)
    item_node[parts.items] = np.arange(len(parts.items)) - np.repeat(parts.item_start[:-1], items)
    agent_node[parts.agents] = np.arange(len(parts.agents)) + np.repeat(
        items - parts.agent_start[:-1], agents
    )
    supply = np.where(problem.is_pinned, 0, problem.supply)[parts.items]
    earning = np.clip(problem.minimum - pinned.done, 0, pinned.room)
    return Flows(
        problem, parts, weigh(problem, parts), arcs, arc_start, item_node, agent_node,
        supply.astype(np.int64, copy=False),
        earning[parts.agents].astype(np.int64, copy=False),
        (pinned.room - earning)[parts.agents].astype(np.int64, copy=False),
    )  # fmt: skip


def _arcs_by_part(
    problem: Problem, parts: Parts, pinned: Pinned
) -> tuple[Positions | None, Numbers]:
    """The free arcs part by part, and where each part begins among them."""
    ends = np.r_[0, np.cumsum(np.bincount(problem.arc_item, minlength=len(problem.supply)))]
    many = np.where(problem.is_pinned, 0, np.diff(ends))[parts.items]
    start = np.r_[0, np.cumsum(many)][parts.item_start]
    is_in_order = (parts.item_part[1:] >= parts.item_part[:-1]).all()
    if is_in_order and pinned.is_free.all():
        return None, start
    shift = ends[parts.items] - (np.cumsum(many) - many)
    return np.arange(many.sum()) + np.repeat(shift, many), start
