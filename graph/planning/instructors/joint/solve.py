"""The best grouping, aim by aim: exact where there are few enterprises, else with a bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph.planning.instructors.joint.grouping import GroupAims, Grouping
from graph.planning.instructors.joint.model import GroupingModel
from graph.planning.instructors.joint.runs import in_runs
from graph.planning.instructors.staged import Staged
from graph.planning.plan import Status

_FEW: Final = 80
"""Up to so many enterprises the exact model mostly closes in seconds."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """Which organisation each comes into, how good that is, and what nothing can beat."""

    chosen: Sequence[int | None]
    aims: GroupAims
    bound: GroupAims
    status: Status


def group(grouping: Grouping, *, time_limit_s: float, seed: int) -> Grouped:
    """The grouping with fewest left, among these with fewest founded, and so on.

    With more than a few dozen enterprises: a cut of their order by area, which is rarely far
    from best, and a bound. The same arguments give the same grouping unless time runs out.
    """
    start = in_runs(grouping)
    aims = grouping.aims(start)
    bound = _proven(aims, grouping.bound())
    is_proven = (aims.left, aims.founded) == (0, bound.founded)
    most_new = aims.founded if is_proven else grouping.most_new
    if aims == bound or len(grouping.smalls) > _FEW:
        return Grouped(start, aims, bound, "optimal" if aims == bound else "feasible")
    staged = Staged[Sequence[int | None]](
        GroupingModel(grouping, bound, most_new),
        grouping.aims,
        start,
        time_limit_s=time_limit_s,
        seed=seed,
    )
    chosen = _in_order(grouping, staged.choice)
    status: Status = "optimal" if staged.is_closed else "feasible"
    return Grouped(chosen, grouping.aims(chosen), GroupAims(*staged.bounds), status)


def _proven(aims: GroupAims, bound: GroupAims) -> GroupAims:
    """The bound as far as it says something: after an aim that does not meet it, nothing."""
    kept: list[int] = []
    for value, least in zip(aims, bound, strict=True):
        kept.append(least)
        if value > least:
            break
    return GroupAims(*kept, *[0] * (len(aims) - len(kept)))


def _in_order(grouping: Grouping, chosen: Sequence[int | None]) -> tuple[int | None, ...]:
    """The same with new organisations numbered by their first enterprise."""
    old, numbers = len(grouping.existing), dict[int, int]()
    for each in chosen:
        if each is not None and each >= old:
            numbers.setdefault(each, old + len(numbers))
    return tuple(each if each is None else numbers.get(each, each) for each in chosen)
