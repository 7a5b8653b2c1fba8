"""Flows in which nobody gets too little, because some agents get nothing at all.

Once it is said who gets nothing, the rest is a plain flow: it fills as much of the minima as can
be filled while it covers as much as can be covered, so it leaves somebody with too little only
where that can't be helped.
"""

import time
from dataclasses import replace

import numpy as np

from graph.planning.matching.problem import Problem
from graph.planning.matching.relaxed import best_flow
from graph.planning.matching.score import left_of, score
from graph.snapshot.arrays import Flags, Numbers

Aims = tuple[int, ...]
"""Wishes left, then uncovered, shortfall, changed and distance."""


def given_to(problem: Problem, flow: Numbers) -> Numbers:
    """How much each agent gets."""
    given = np.zeros(len(problem.minimum), dtype=np.int64)
    np.add.at(given, problem.arc_agent, flow)
    return given


def is_broken(problem: Problem, flow: Numbers) -> Flags:
    """The agents who get something and stay below their minimum."""
    given = given_to(problem, flow)
    broken: Flags = (given > 0) & (problem.base + given < problem.minimum)
    return broken


def aims_of(problem: Problem, is_wish: Flags, flow: Numbers) -> Aims:
    """What a flow comes to."""
    got = score(problem, flow)
    wishes = int(left_of(problem, flow)[is_wish].sum())
    return wishes, got.uncovered, got.shortfall, got.changed, got.distance


def flow_closing(problem: Problem, is_closed: Flags) -> Numbers:
    """The best flow in which these agents get nothing."""
    maximum = np.where(is_closed, np.minimum(problem.maximum, problem.base), problem.maximum)
    return best_flow(replace(problem, maximum=maximum, is_all_or_nothing=False))


def closed_until_whole(problem: Problem, flow: Numbers, must_open: Flags, end: float) -> Numbers:
    """A flow without anyone who gets too little, from the best one with plain bounds.

    Those who get the least are closed first; then, until `end` (of `time.monotonic`), each is
    opened again if all can be served.
    Those of `must_open` are never closed, so they must be able to reach their minimum when
    nobody else gets anything.
    """
    is_closed = np.zeros(len(problem.minimum), dtype=np.bool_)
    is_asked = problem.minimum > problem.base
    while (broken := is_broken(problem, flow)).any():
        given = given_to(problem, flow)
        could = broken & ~must_open
        if not could.any():
            could = is_asked & ~must_open & ~is_closed
        could_close = np.flatnonzero(could)
        least = could_close[np.argsort(given[could_close], kind="stable")]
        is_closed[least[: max(1, len(least) // 4)]] = True
        flow = flow_closing(problem, is_closed)
    for agent in np.flatnonzero(is_closed).tolist():
        if time.monotonic() >= end:
            break
        is_closed[agent] = False
        opened = flow_closing(problem, is_closed)
        if is_broken(problem, opened).any():
            is_closed[agent] = True
        else:
            flow = opened
    return flow


def polished(problem: Problem, is_wish: Flags, flow: Numbers) -> Numbers:
    """A flow at least as good in which the same agents get nothing, or the flow itself."""
    is_closed = (problem.minimum > problem.base) & (given_to(problem, flow) == 0)
    other = flow_closing(problem, is_closed)
    is_whole = not is_broken(problem, other).any()
    is_better = aims_of(problem, is_wish, other) < aims_of(problem, is_wish, flow)
    return other if is_whole and is_better else flow
