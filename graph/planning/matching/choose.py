"""One part with all or nothing: who gets nothing, and how the rest is shared."""

import time
from dataclasses import dataclass

import numpy as np

from graph.planning.matching.alike import merge
from graph.planning.matching.branch import branch
from graph.planning.matching.choice_model import ChoiceModel
from graph.planning.matching.closing import Aims, aims_of, polished
from graph.planning.matching.problem import Problem
from graph.snapshot.arrays import Flags, Numbers


@dataclass(frozen=True, eq=False)
class Demand:
    """What is asked of one part besides its bounds.

    `is_wish` (items): serving these comes before everything else. `must_open` (agents): they
    have pinned items, so nothing is not an answer for them.
    """

    is_wish: Flags
    must_open: Flags


@dataclass(frozen=True, eq=False)
class Chosen:
    """A flow, and the aims no flow can beat; `is_closed` when the flow reaches them."""

    flow: Numbers
    bound: Aims
    is_closed: bool


def choose(
    problem: Problem,
    demand: Demand,
    start: Numbers,
    floor: Aims,
    end: float,
    seed: int,
) -> Chosen:
    """The best flow that is found before `end` (of `time.monotonic`), no worse than `start`.

    `floor` is proven already. Branching closes what is easy. Then CP-SAT takes cover and minima
    first, and changes and distance with what those have reached.
    """
    flow, proven = start, floor
    if not demand.is_wish.any():
        tried = branch(problem, demand.must_open, start, floor, end)
        flow, proven = tried.flow, tried.bound
    best = aims_of(problem, demand.is_wish, flow)
    if best == proven or time.monotonic() >= end:
        return Chosen(flow, proven, best == proven)
    return _search(problem, demand, Chosen(flow, proven, False), end, seed)


def _search(problem: Problem, demand: Demand, start: Chosen, end: float, seed: int) -> Chosen:
    """What CP-SAT finds and proves from there: half the time with one search, then with many."""
    flow, proven = start.flow, start.bound
    best = aims_of(problem, demand.is_wish, flow)
    alike, least = merge(problem, demand.is_wish), _least(problem)
    model = ChoiceModel(alike.problem, alike.is_wish, demand.must_open, alike.together(flow))
    for group in model.groups():
        model.aim_for(group, proven)
        for is_last in (False, True):
            if best[: group.stop] == proven[: group.stop] or time.monotonic() >= end:
                break
            now = time.monotonic()
            limit_s = end - now if is_last else (end - now) / 2
            found = model.better(group, alike.together(flow), limit_s, seed, on_all_cores=is_last)
            if found.flow is not None:
                flow = polished(problem, demand.is_wish, alike.apart(found.flow))
                best = aims_of(problem, demand.is_wish, flow)
            proven = max(proven, (*best[: group.start], *found.bound, *least[group.stop :]))
        if best[: group.stop] != proven[: group.stop]:
            break
        model.hold(group, best)
    return Chosen(flow, proven, best == proven)


def _least(problem: Problem) -> Aims:
    """What no flow at all can beat, aim by aim."""
    changed, distance = problem.left_changed.copy(), problem.left_distance.copy()
    np.minimum.at(changed, problem.arc_item, problem.arc_changed)
    np.minimum.at(distance, problem.arc_item, problem.arc_distance)
    supply = problem.supply
    return 0, 0, 0, int((supply * changed).sum()), int((supply * distance).sum())
