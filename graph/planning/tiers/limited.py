"""A plan that may change only so many items: those that mend most, the others stay as they are."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from graph.messages import N_
from graph.planning.matching.parts import split
from graph.planning.matching.score import scores
from graph.planning.matching.solution import Solution
from graph.planning.matching.trade_off import best_with
from graph.planning.plan import Status
from graph.planning.reason import Reason
from graph.planning.tiers.building import Build
from graph.planning.tiers.outcome import Outcome, outcome_of, outcome_within

_LIMITED: Final = N_(
    "%(limit)d changes are allowed, %(needed)d would be best; what is left, short or over the"
    " maximum then counts %(faults)d, with so few changes at least %(bound)d; who is over the"
    " maximum may stay so"
)


@dataclass(frozen=True, eq=False)
class Limited:
    """What can be had with so many changes, and what is to be said of it.

    `unlimited` is the outcome with as many changes as it takes, which shortages are proved by.
    """

    solution: Solution
    outcome: Outcome
    unlimited: Outcome
    notes: tuple[Reason, ...] = ()


def limited(build: Build, solution: Solution, limit: int | None) -> Limited:
    """The solution where it changes no more items than the limit, else the best found within.

    Bounds of parts stay those without a limit. Items that several have and that could be
    mended by taking one away come after all others.
    """
    outcome = outcome_of(build, solution)
    if limit is None or len(outcome.changed) <= limit:
        return Limited(solution, outcome, outcome)
    problem = build.problem
    present = np.full(len(problem.supply), -1, dtype=np.int64)
    held = np.flatnonzero(build.is_held)[::-1]
    present[problem.arc_item[held]] = held
    best = best_with(problem, present, limit)
    found = scores(problem, split(problem), best.flow)
    parts = tuple(
        part if score == part.score else replace(part, score=score, status=_not_best(part.status))
        for part, score in zip(solution.parts, found, strict=True)
    )
    within = Solution(best.flow, parts)
    note = Reason(_LIMITED, {
        "limit": limit, "needed": len(outcome.changed), "faults": best.faults, "bound": best.bound,
    })  # fmt: skip
    return Limited(within, outcome_within(build, within, present, limit), outcome, (note,))


def _not_best(status: Status) -> Status:
    return "feasible" if status == "optimal" else status
