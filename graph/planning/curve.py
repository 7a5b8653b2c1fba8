"""How far to go: what a plan's first changes mend already, counted as the checks count it."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from graph.planning.after import after
from graph.planning.ground import Ground
from graph.planning.order import beginning, in_order, take
from graph.planning.plan import Figures, Plan
from graph.planning.what_if import area_concerned, area_of_both, figures

__all__ = ["POINTS", "Step", "curve", "take"]

POINTS: Final = 20
"""At so many places, evenly spread over the changes, everything is checked."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is left when only the first `changes` of a plan are made, as `take` gives them."""

    changes: int
    figures: Figures

    @property
    def problems(self) -> int:
        """How many problems are left; hints are never counted with them."""
        return self.figures.totals["problems"]


def curve(ground: Ground, plan: Plan) -> list[Step]:
    """From nothing changed to the whole plan: how many changes leave how many problems.

    Every step leaves fewer problems than those before it; numbers of changes that mend
    nothing more are left out. The first step is the present, the last the whole plan, whatever
    it comes to. Counts are of the area the plan shows in. Raises NotFound when the plan's ground is gone.
    """
    bundles = in_order(plan)
    ends = list(accumulate(map(len, bundles), initial=0))
    wanted = (round(ends[-1] * point / POINTS) for point in range(POINTS + 1))
    reached = dict.fromkeys(ends[bisect_right(ends, number) - 1] for number in wanted)
    whole = after(ground.snapshot, plan.operations)
    place = area_of_both(ground.snapshot, whole, area_concerned(ground.snapshot, plan.request))
    steps: list[Step] = []
    for number in reached:
        then = after(ground.snapshot, beginning(plan, bundles, number).operations)
        step = Step(number, figures(then, ground.rules, place))
        if not steps or step.problems < steps[-1].problems or number == ends[-1]:
            steps.append(step)
    return steps
