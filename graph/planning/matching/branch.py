"""One part with all or nothing, by branching over who gets nothing: flows bound every branch.

Where few have to get nothing this closes within some flows; CP-SAT goes on where it does not.
"""

import time
from dataclasses import dataclass

import numpy as np

from graph.planning.matching.closing import Aims, aims_of, given_to, is_broken
from graph.planning.matching.flow import prepare
from graph.planning.matching.network import Network, cheapest
from graph.planning.matching.parts import split
from graph.planning.matching.pins import Pinned, take_pins
from graph.planning.matching.problem import Problem
from graph.snapshot.arrays import Flags, Numbers

WORK = 4_000_000
"""As many arcs are looked at, over all branches, before CP-SAT takes over: some seconds."""


@dataclass(frozen=True, eq=False)
class Branched:
    """The best flow found, and the aims no flow can beat."""

    flow: Numbers
    bound: Aims


@dataclass(frozen=True, eq=False)
class _Branch:
    """Who gets nothing and who gets at least the minimum; no flow of it beats `bound`."""

    bound: Aims
    is_closed: Flags
    is_open: Flags


def branch(problem: Problem, must_open: Flags, start: Numbers, floor: Aims, end: float) -> Branched:
    """The best flow found within `WORK` and before `end`, no worse than `start`.

    The one with the least of those who get too little is tried with nothing first. The same
    problem comes to the same unless `end` cuts it short.
    """
    tree = _Tree(problem)
    best, flow = tree.aims(start), start
    waiting = [_Branch(floor, np.zeros_like(must_open), must_open)]
    work = WORK if tree.is_able else 0
    while waiting and work > 0 and time.monotonic() < end:
        here = waiting.pop()
        if here.bound >= best:
            continue
        work -= 2 * len(start)
        found = tree.relaxed(here, is_rewarded=True)
        if found is None:
            continue
        broken = is_broken(problem, found)
        if not broken.any():
            if tree.aims(found) < best:
                best, flow = tree.aims(found), found
            continue
        bound = max(here.bound, tree.bound(here, tree.aims(found)))
        waiting += _two(problem, here, bound, found, broken)
    return Branched(flow, min([best, *(each.bound for each in waiting)]))


def _two(
    problem: Problem, here: _Branch, bound: Aims, flow: Numbers, broken: Flags
) -> list[_Branch]:
    """The two branches at the agent who gets least of those who get too little; last, nothing."""
    given = given_to(problem, flow)
    could = np.flatnonzero(broken)
    agent = could[np.argmin(given[could])]
    is_open, is_closed = here.is_open.copy(), here.is_closed.copy()
    is_open[agent] = is_closed[agent] = True
    return [_Branch(bound, here.is_closed, is_open), _Branch(bound, is_closed, here.is_open)]


class _Tree:
    """What all branches of a part have in common."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._pinned: Pinned = take_pins(problem)
        parts = split(problem)
        flows = prepare(problem, parts, self._pinned)
        self.is_able = parts.count == 1 and not flows.weights.is_too_big[0]
        if self.is_able:
            self._plain, self._cost = flows.network(0), flows.cost(0)
            self._heavy = int(flows.weights.heavy[0])
        self._need = np.maximum(problem.minimum - self._pinned.done, 0)
        self._can_open = self._need <= self._pinned.room

    def aims(self, flow: Numbers) -> Aims:
        """What a flow comes to; there are no wishes here."""
        return aims_of(self._problem, np.zeros_like(self._problem.is_pinned), flow)

    def relaxed(self, here: _Branch, *, is_rewarded: bool) -> Numbers | None:
        """The best flow when the undecided have plain bounds, None if not all open can be filled.

        Filling the open comes before everything else. Unless `is_rewarded`, filling the
        undecided counts for nothing.
        """
        m = len(self._need)
        capacity, cost = self._plain.capacity.copy(), self._cost.copy()
        capacity[-2 * m : -m][here.is_closed] = 0
        capacity[-m:][here.is_closed] = 0
        cost[-2 * m : -m] = np.where(here.is_open, -2 * self._heavy, -self._heavy * is_rewarded)
        network = Network(self._plain.tail, self._plain.head, capacity, self._plain.supply)
        flow = self._pinned.flow.copy()
        own = np.flatnonzero(self._pinned.is_free)
        flow[own] = cheapest(network, cost)[: len(own)]
        is_short = is_broken(self._problem, flow) | (given_to(self._problem, flow) == 0)
        return None if (is_short & here.is_open & (self._need > 0)).any() else flow

    def bound(self, here: _Branch, aims: Aims) -> Aims:
        """What no flow of a branch can beat, from what its relaxed flow comes to.

        Minima are filled whole or not at all, so their shortfall can't be less than what fits
        into the items there are; where that is more than the relaxed flow has, what that flow
        changes to fill them proves nothing, and another one says what must change anyhow.
        """
        short = self._least_short(here)
        if aims[2] >= short:
            return aims
        other = self.relaxed(here, is_rewarded=False)
        least = aims[3:] if other is None else self.aims(other)[3:]
        return 0, aims[1], short, *least

    def _least_short(self, here: _Branch) -> int:
        undecided = ~here.is_closed & ~here.is_open & self._can_open
        must = int(self._need[here.is_open].sum())
        pinned = self._problem.is_pinned
        there_is = int(self._problem.supply[~pinned].sum()) - must
        sums = 1
        for need in self._need[undecided].tolist():
            sums |= sums << need
        fits = (sums & ((1 << (max(0, there_is) + 1)) - 1)).bit_length() - 1
        whole = int(np.maximum(self._problem.minimum - self._pinned.done, 0).sum())
        return whole - must - fits
