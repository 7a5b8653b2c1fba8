"""How far to go: what a plan's first changes mend already, counted as the checks count it."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from graph.planning.after import after
from graph.planning.frontier import frontier
from graph.planning.ground import Ground
from graph.planning.order import beginning, in_order, take
from graph.planning.plan import Figures, Plan
from graph.planning.what_if import area_concerned, area_of_both, figures

__all__ = ["POINTS", "Step", "curve", "take"]

POINTS: Final = 20
"""At so many places, evenly spread over the changes, everything is checked."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is left when only the first `changes` of a plan are made, as `take` gives them.

    `faults` is what the planning itself counts: items without anybody who may have them, units
    below a minimum, units above a maximum. `least` is proven: no other plan that moves at most
    so many items leaves fewer. Both are None for plans of more than one tier.
    """

    changes: int
    figures: Figures
    faults: int | None = None
    least: int | None = None

    @property
    def problems(self) -> int:
        """How many problems the checks find then; hints are never counted with them."""
        return self.figures.totals["problems"]

    @property
    def is_best(self) -> bool:
        """Whether it is proven that so many changes cannot do more; not: whether they can."""
        return self.faults is not None and self.faults == self.least


def curve(ground: Ground, plan: Plan) -> list[Step]:
    """From nothing changed to the whole plan: how many changes leave how many problems.

    Every step leaves fewer problems than those before it; numbers of changes that mend
    nothing more are left out. The first step is the present, the last the whole plan, whatever
    it comes to. Counts are of the area the plan shows in. Where a step is not the best, a
    plan asked for with that many `max_changes` may do better. Raises NotFound when the plan's
    ground is gone.
    """
    bundles = in_order(plan)
    ends = list(accumulate(map(len, bundles), initial=0))
    wanted = (round(ends[-1] * point / POINTS) for point in range(POINTS + 1))
    reached = dict.fromkeys(ends[bisect_right(ends, number) - 1] for number in wanted)
    whole = after(ground.snapshot, plan.operations)
    place = area_of_both(ground.snapshot, whole, area_concerned(ground.snapshot, plan.request))
    proven = frontier(ground, plan)
    steps: list[Step] = []
    for number in reached:
        taken = beginning(plan, bundles, number)
        found = figures(after(ground.snapshot, taken.operations), ground.rules, place)
        step = Step(
            number,
            found,
            proven.left(each.number for each in taken.chosen) if proven else None,
            proven.least(number) if proven else None,
        )
        if not steps or step.problems < steps[-1].problems or number == ends[-1]:
            steps.append(step)
    return steps
