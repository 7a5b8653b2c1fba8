"""The best flow of a problem when bounds are plain bounds: the relaxation of all or nothing."""

from collections.abc import Callable

import numpy as np

from graph.planning.matching.at_once import seen_at_once
from graph.planning.matching.flow import prepare
from graph.planning.matching.parts import Parts, split
from graph.planning.matching.pins import Pinned, take_pins
from graph.planning.matching.problem import Problem
from graph.snapshot.arrays import Numbers


def best_flow(problem: Problem) -> Numbers:
    """The best flow, pins included, of a problem that may fall into any parts."""
    parts, pinned = split(problem), take_pins(problem)
    flow: Numbers = pinned.flow + free_flow(problem, parts, pinned, _unheard)
    return flow


def free_flow(
    problem: Problem, parts: Parts, pinned: Pinned, done: Callable[[int], None]
) -> Numbers:
    """The best flow over the arcs of items that are not pinned.

    `done` hears how many parts are solved, as often as that grows. Raises ValueError where
    distances are beyond what the solver can add up.
    """
    is_solved, flow = seen_at_once(problem, parts, pinned)
    flows = prepare(problem, parts, pinned)
    waiting = np.flatnonzero(~is_solved & (np.diff(flows.arc_start) > 0)).tolist()
    solved = parts.count - len(waiting)
    done(solved)
    for number, part in enumerate(waiting, start=1):
        flow[flows.arcs_of(part)] = flows.solve(part)
        done(solved + number)
    return flow


def _unheard(solved: int) -> None:
    pass
