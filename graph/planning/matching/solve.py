"""Solve a matching problem part by part, with proof."""

import numpy as np

from graph.planning.ground import Tell, silent
from graph.planning.matching.cut import cuts
from graph.planning.matching.flow import prepare, solvable
from graph.planning.matching.parts import split
from graph.planning.matching.pins import take_pins
from graph.planning.matching.problem import Problem
from graph.planning.matching.score import left_of, scores
from graph.planning.matching.solution import PartSolution, Solution


def solve(
    problem: Problem, *, time_limit_s: float = 60.0, seed: int = 0, tell: Tell = silent
) -> Solution:
    """The best flow in the aims of Score in their strict order, part by part.

    Pins come first, what is pinned beyond the room is left. `tell` hears of every part; what
    it raises ends the solving.
    """
    parts, pinned = split(problem), take_pins(problem)
    flows = prepare(problem, parts, pinned)
    flow = pinned.flow.copy()
    free = np.zeros_like(flow)
    waiting = list(solvable(parts, flows))
    done = parts.count - len(waiting)
    for number, part in enumerate(waiting, start=done + 1):
        arcs = slice(flows.arc_start[part], flows.arc_start[part + 1])
        free[flows.arcs[arcs]] = flows.solve(part)
        tell(number, parts.count)
    flow += free
    left = left_of(problem, flow)
    found = scores(problem, parts, flow)
    bounds = scores(problem, parts, pinned.cheapest + free) if len(pinned.overfull) else found
    proofs = cuts(problem, parts, pinned, flow, left)
    overfull = parts.agent_part[pinned.overfull]
    is_infeasible = np.zeros(parts.count, dtype=np.bool_)
    is_infeasible[overfull] = True
    solved = tuple(
        PartSolution(
            parts.items_of(part), parts.agents_of(part),
            "infeasible" if is_infeasible[part] else "optimal",
            found[part], bounds[part], proofs.get(part),
            pinned.overfull[overfull == part] if is_infeasible[part] else None,
        )
        for part in range(parts.count)
    )  # fmt: skip
    return Solution(flow, solved)
