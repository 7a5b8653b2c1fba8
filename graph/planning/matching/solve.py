"""Solve a matching problem part by part, with proof."""

from collections.abc import Callable

import numpy as np

from graph.planning.ground import Tell, silent
from graph.planning.matching.all_or_nothing import decide_all_or_nothing
from graph.planning.matching.cut import cuts
from graph.planning.matching.parts import Parts, split
from graph.planning.matching.pins import Pinned, take_pins
from graph.planning.matching.problem import Problem
from graph.planning.matching.relaxed import free_flow
from graph.planning.matching.score import left_of, scores
from graph.planning.matching.solution import PartSolution, Solution
from graph.snapshot.arrays import Numbers


def solve(
    problem: Problem, *, time_limit_s: float = 60.0, seed: int = 0, tell: Tell = silent
) -> Solution:
    """The best flow in the aims of Score in their strict order, part by part.

    Pins come first; what is pinned beyond the room is left. Plain bounds are always solved to
    the end. With all or nothing the parts share `time_limit_s`, and one that does not close in
    its share is "feasible". The same problem has the same flow again, but for parts that did
    not close or took every core to close; those that closed have the same score.
    `tell` hears how many parts are done; what it raises ends the solving. Raises ValueError
    where distances times nodes of a part are beyond 2⁶¹, which the solver can't add up.
    """
    parts, pinned = split(problem), take_pins(problem)
    flow = pinned.flow + free_flow(problem, parts, pinned, _telling(problem, parts, tell))
    solved = _as_solved(problem, parts, pinned, flow)
    if problem.is_all_or_nothing:
        return decide_all_or_nothing(
            problem, parts, Solution(flow, solved), time_limit_s, seed, tell
        )
    return Solution(flow, solved)


def _telling(problem: Problem, parts: Parts, tell: Tell) -> Callable[[int], None]:
    """Tell of the flows where they are the whole work."""
    if problem.is_all_or_nothing:
        return lambda done: tell(0, parts.count)
    return lambda done: tell(done, parts.count)


def _as_solved(
    problem: Problem, parts: Parts, pinned: Pinned, flow: Numbers
) -> tuple[PartSolution, ...]:
    found = bounds = scores(problem, parts, flow)
    if len(pinned.overfull):
        bounds = scores(problem, parts, flow - pinned.flow + pinned.cheapest)
    proofs = cuts(problem, parts, pinned, flow, left_of(problem, flow))
    overfull = parts.agent_part[pinned.overfull]
    is_infeasible = np.zeros(parts.count, dtype=np.bool_)
    is_infeasible[overfull] = True
    return tuple(
        PartSolution(
            parts.items_of(part), parts.agents_of(part),
            "infeasible" if infeasible else "optimal", found[part], bounds[part],
            proofs.get(part), pinned.overfull[overfull == part] if infeasible else None,
        )
        for part, infeasible in enumerate(is_infeasible.tolist())
    )  # fmt: skip
