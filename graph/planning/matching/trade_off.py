"""How far to go: "k changes remove m findings", from the present to the best.

Here a fault is an item nobody takes, a unit of shortfall, or a unit above a maximum; a change
is an item that is not where it is today. All or nothing is not looked at: minima are plain.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby, pairwise
from math import ceil

import numpy as np

from graph.planning.ground import Tell, silent
from graph.planning.matching.flow import prepare
from graph.planning.matching.hull import Corner, Hulls, steepness
from graph.planning.matching.network import Int64
from graph.planning.matching.parts import split
from graph.planning.matching.pins import Pinned
from graph.planning.matching.problem import Problem
from graph.planning.matching.walks import Walk, closest, walks
from graph.snapshot.arrays import Flags, Numbers, Positions


@dataclass(frozen=True, eq=False)
class Point:
    """With so many items changed there are so many faults, and proven not fewer."""

    changed: int
    faults: int


@dataclass(frozen=True, eq=False)
class Best:
    """A flow with at most as many items changed as asked.

    `bound`: no flow with at most that many has fewer faults. `is_proven`: this one has as few.
    """

    flow: Numbers
    changed: int
    faults: int
    bound: int

    @property
    def is_proven(self) -> bool:
        """Whether no flow within the limit has fewer faults."""
        return self.faults == self.bound


@dataclass(frozen=True, eq=False)
class Edge:
    """From one corner of a part to the next: what each changed item mends, and the difference."""

    part: int
    steepness: Fraction
    changed: int
    arcs: Positions
    more: Numbers


@dataclass(frozen=True, eq=False)
class TradeOff:
    """The convex trade-off of a problem.

    `points` begin with today and end with the fewest faults, and the fewest changes for those;
    each is proven. Between two points the straight line is a bound. `edges` are those of the
    parts, the steepest first, those of one part in their order.
    """

    problem: Problem
    present: Numbers
    points: tuple[Point, ...]
    edges: tuple[Edge, ...]

    def flow_at(self, point: int) -> Numbers:
        """The flow (arcs) of one of the points."""
        flow = self.present.copy()
        for number, edges in enumerate(self._levels(), start=1):
            if number > point:
                break
            for edge in edges:
                flow[edge.arcs] += edge.more
        return flow

    def bound_at(self, changed: int) -> int:
        """No flow with at most so many items changed has fewer faults."""
        for low, high in pairwise(self.points):
            if low.changed <= changed < high.changed:
                mended = Fraction(low.faults - high.faults, high.changed - low.changed)
                return ceil(low.faults - mended * (changed - low.changed))
        return self.points[-1 if changed else 0].faults

    def best_with(self, changed: int) -> Best:
        """The best flow that is found with at most so many items changed.

        It is a point and then whole steps of the next edges, those that come closest to the
        limit. It is proven best where they reach it, and wherever its faults are those of the
        bound; between, a flow with fewer faults may exist. Raises ValueError below 0.
        """
        if changed < 0:
            raise ValueError("at most so many changes: 0 or more")
        flow, room = self.present.copy(), changed
        stopped: set[int] = set()
        for edges in self._levels():
            going = [edge for edge in edges if edge.part not in stopped]
            if sum(edge.changed for edge in going) <= room:
                for edge in going:
                    flow[edge.arcs] += edge.more
                room -= sum(edge.changed for edge in going)
            elif room:
                stopped.update(edge.part for edge in going)
                steps = closest(self._steps(going), room)
                for step in steps:
                    flow[list(step.arcs)] += step.more
                room -= sum(step.changed for step in steps)
            if not room:
                break
        return Best(flow, changed - room, faults_of(self.problem, flow), self.bound_at(changed))

    def _steps(self, edges: list[Edge]) -> list[Walk]:
        is_present = self.present > 0
        is_placed = np.zeros(len(self.problem.supply), dtype=np.bool_)
        is_placed[self.problem.arc_item[is_present]] = True
        return [
            step for edge in edges
            for step in walks(self.problem, edge.arcs, edge.more, is_present, is_placed)
        ]  # fmt: skip

    def _levels(self) -> Iterator[list[Edge]]:
        for _, edges in groupby(self.edges, key=lambda edge: edge.steepness):
            yield list(edges)


def trade_off(problem: Problem, present: Positions, *, tell: Tell = silent) -> TradeOff:
    """The trade-off from today's situation.

    `present` (items): the arc over which an item with all its supply goes today, -1 for none.
    An agent who is over the maximum today may stay over, but nobody goes further over. A
    pinned item that is where it is pinned stays; any other pin may be served or not, and is a
    fault while it is not. `tell` hears of every part. Raises Refused as `solve` does.
    """
    flow = np.zeros(len(problem.arc_item), dtype=np.int64)
    is_placed = present >= 0
    flow[present[is_placed]] = problem.supply[is_placed]
    hulls = _hulls(problem, flow, is_placed)
    parts = hulls.flows.parts
    edges: list[Edge] = []
    has_arcs = (np.diff(hulls.flows.arc_start) > 0).tolist()
    for part in range(parts.count):
        corners = hulls.corners(part) if has_arcs[part] else []
        edges += (_edge(hulls, part, *ends) for ends in pairwise(corners))
        tell(part + 1, parts.count)
    edges.sort(key=lambda edge: -edge.steepness)
    return TradeOff(problem, flow, tuple(_points(problem, flow, edges)), tuple(edges))


def best_with(problem: Problem, present: Positions, changed: int) -> Best:
    """The best flow found with at most so many items changed: `trade_off`, then its `best_with`."""
    return trade_off(problem, present).best_with(changed)


def faults_of(problem: Problem, flow: Numbers) -> int:
    """Items nobody takes, shortfall, and units above a maximum, `base` included."""
    load = problem.base.astype(np.int64)
    np.add.at(load, problem.arc_agent, flow)
    short = np.maximum(problem.minimum - load, 0).sum()
    over = np.maximum(load - problem.maximum, 0).sum()
    return int(problem.supply.sum() - flow.sum() + short + over)


def _hulls(problem: Problem, flow: Int64, is_placed: Flags) -> Hulls:
    room = np.maximum(problem.maximum - problem.base, 0).astype(np.int64)
    load = np.zeros_like(room)
    np.add.at(load, problem.arc_agent, flow)
    everything = np.ones(len(flow), dtype=np.bool_)
    free = Problem(
        problem.supply, np.zeros_like(problem.is_pinned), problem.left_changed,
        problem.left_distance, problem.minimum, problem.maximum, problem.base,
        problem.arc_item, problem.arc_agent, problem.arc_changed, problem.arc_distance,
    )  # fmt: skip
    parts = split(problem)
    none = np.zeros_like(flow)
    pinned = Pinned(none, none, room, problem.base, everything, np.arange(0))
    over = np.maximum(load - room, 0)
    # Where a minimum is above the maximum, units between them mend as much as they break.
    between = np.minimum(over, np.maximum(problem.minimum - problem.base - room, 0))
    flows = prepare(free, parts, pinned)
    flows = replace(flows, spare=flows.spare + between[parts.agents])
    stays = is_placed & problem.is_pinned
    return Hulls(flows, flow, is_placed, stays, (over - between)[parts.agents])


def _edge(hulls: Hulls, part: int, low: Corner, high: Corner) -> Edge:
    more = high.flow - low.flow
    moved = np.flatnonzero(more)
    return Edge(
        part, steepness(low, high), high.changed - low.changed,
        hulls.flows.positions(part, moved), more[moved],
    )  # fmt: skip


def _points(problem: Problem, flow: Numbers, edges: list[Edge]) -> Iterator[Point]:
    point = Point(0, faults_of(problem, flow))
    yield point
    for mended, level in groupby(edges, key=lambda edge: edge.steepness):
        wide = sum(edge.changed for edge in level)
        point = Point(point.changed + wide, point.faults - int(mended * wide))
        yield point
