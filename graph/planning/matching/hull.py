"""One part's trade-off: for each number of changed items the fewest faults, as far as convex.

Faults are items nobody takes, shortfall, and units above a maximum. The points at which fewest
faults are proven are the corners of the lower convex hull over (changed items, faults). They
are found from both ends inwards, each with the weight of the line between its neighbours
(Eisner and Severance, Journal of the ACM 23, 1976).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

import numpy as np

from graph.planning.matching.flow import Flows
from graph.planning.matching.network import Int64, Network, cheapest
from graph.planning.matching.weights import LIMIT
from graph.snapshot.arrays import Flags


@dataclass(frozen=True, eq=False)
class Corner:
    """No flow of the part with so many items changed has fewer faults, and none with fewer
    items changed has as few. `faults` leaves out what no flow can mend; `flow` is over the
    part's arcs."""

    changed: int
    faults: int
    flow: Int64


@dataclass(frozen=True, eq=False)
class Hulls:
    """The parts of a trade-off.

    `present` (arcs) is today's flow. `is_placed` (items): somebody has them today; `stays`
    (items): and they may not leave. `over` (agents, part by part) is how far each may stay
    above the maximum.
    """

    flows: Flows
    present: Int64
    is_placed: Flags
    stays: Flags
    over: Int64

    def corners(self, part: int) -> list[Corner]:
        """The corners from today's flow to the fewest faults, by changed items."""
        one = _Part(self, part)
        first = one.corner(self.present[self.flows.arcs_of(part)])
        if first.faults == -int(one.earning.sum()):
            return [first]
        last = one.best(one.on_cycle + 1, 1)
        if last.faults == first.faults:
            return [first]
        found = [first, *_between(one, first, last), last]
        return _without_flat(found)


class _Part:
    """One part as a network with two aims, faults and items changed."""

    def __init__(self, hulls: Hulls, part: int) -> None:
        flows, parts = hulls.flows, hulls.flows.parts
        arcs, mine = flows.arcs_of(part), parts.items_of(part)
        own = slice(int(parts.agent_start[part]), int(parts.agent_start[part + 1]))
        n, m = len(mine), own.stop - own.start
        self.earning, self._spare = flows.earning[own], flows.spare[own]
        self._arcs = int(flows.arc_start[part + 1] - flows.arc_start[part])
        self.on_cycle = min(n, m + 1)
        plain, (cover, changed, distance) = flows.network(part), flows.aims(part)
        self._agent = plain.head[: self._arcs] - n
        capacity = plain.capacity.copy()
        capacity[self._arcs : self._arcs + n][hulls.stays[mine]] = 0
        agents, end = np.arange(n, n + m, dtype=np.int32), np.full(m, n + m, dtype=np.int32)
        self._network = Network(
            np.r_[plain.tail, agents], np.r_[plain.head, end],
            np.r_[capacity, hulls.over[own]], plain.supply,
        )  # fmt: skip
        none = np.zeros(m, dtype=np.int64)
        self._faults = np.r_[cover, none + 1]
        self._changed = np.zeros_like(self._faults)
        self._changed[: self._arcs] = hulls.present[arcs] == 0
        self._changed[self._arcs : self._arcs + n] = hulls.is_placed[mine]
        weight = int(flows.weights.changed[part])
        self._rest = np.r_[changed * weight + distance, none]
        self._heavy = int(flows.weights.heavy[part])
        self._can_rest = not flows.weights.is_too_big[part]

    def best(self, fault: int, change: int) -> Corner:
        """The flow that is cheapest if a fault and a changed item cost that much.

        Of those the one with fewest relations changed and then nearest, unless the numbers
        are too big for the solver.
        """
        common = gcd(fault, change)
        cost = self._faults * (fault // common) + self._changed * (change // common)
        highest = (fault + change) // common * self._heavy * (len(self._network.supply) + 2)
        if self._can_rest and highest * 2 <= LIMIT:
            cost = cost * self._heavy + self._rest
        return self.corner(cheapest(self._network, cost)[: self._arcs])

    def corner(self, flow: Int64) -> Corner:
        """Where a flow stands."""
        load = np.zeros(len(self.earning), dtype=np.int64)
        np.add.at(load, self._agent, flow)
        n = len(self._network.supply) - 1 - len(load)
        taken = np.zeros(n, dtype=np.int64)
        np.add.at(taken, self._network.tail[: self._arcs], flow)
        left = self._network.supply[:n] - taken
        faults = left.sum() - np.minimum(load, self.earning).sum()
        faults += np.maximum(load - self.earning - self._spare, 0).sum()
        changed = (flow * self._changed[: self._arcs]).sum()
        changed += (left * self._changed[self._arcs : self._arcs + n]).sum()
        return Corner(int(changed), int(faults), flow)


def _between(part: _Part, low: Corner, high: Corner) -> Iterator[Corner]:
    """The corners between two, which have fewer faults the more items change."""
    if not _has_room(low, high):
        return
    wide, deep = high.changed - low.changed, low.faults - high.faults
    found = part.best(wide, deep)
    here = wide * found.faults + deep * found.changed
    if here < wide * low.faults + deep * low.changed:
        yield from _between(part, low, found)
        yield found
        yield from _between(part, found, high)


def _has_room(low: Corner, high: Corner) -> bool:
    """Whether whole numbers lie under the line between two: one change mends two faults at most."""
    wide, deep = high.changed - low.changed, low.faults - high.faults
    return any((mended + 1) // 2 * deep < mended * wide for mended in range(1, deep))


def _without_flat(corners: list[Corner]) -> list[Corner]:
    """The corners without those on the line between their neighbours."""
    kept = corners[:1]
    for here, after in zip(corners[1:], [*corners[2:], None], strict=True):
        if after is None or steepness(kept[-1], here) != steepness(here, after):
            kept.append(here)
    return kept


def steepness(low: Corner, high: Corner) -> Fraction:
    """How many faults each changed item mends from one corner to the next."""
    return Fraction(low.faults - high.faults, high.changed - low.changed)
