"""What if: the checks before and after a plan, other bounds, or people leaving; facts stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from graph.checks.array_forms import ARRAY_FORMS
from graph.checks.judge import Judge
from graph.checks.person import Loss
from graph.checks.run import run_checks
from graph.ledger.changes import EndNode
from graph.planning.after import after
from graph.planning.dependence import worse_off
from graph.planning.plan import Figures, Plan
from graph.planning.request import Request
from graph.rules import Rules
from graph.snapshot.snapshot import Snapshot

LOADS: Final = (
    "committee-member-load", "branch-member-load", "leader-load", "centre-load", "member-load",
    "instructor-load", "person-total-load",
)  # fmt: skip
"""The rules that measure how much somebody carries, from the top of the pyramid down."""

NO_BOUNDS: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LoadFigures:
    """One rule of load over everybody it asks.

    `carrying` have something at all, `total` is what they carry together; `over` and `under`
    are outside the bounds where they are, as the rule finds them.
    """

    rule: str
    asked: int
    carrying: int
    total: int
    over: int
    under: int

    @property
    def average(self) -> float:
        """What each of those who carry something carries, with one decimal; 0 when nobody does."""
        return round(self.total / self.carrying, 1) if self.carrying else 0.0

    def as_json(self) -> dict[str, Any]:
        """The figures as commands print them."""
        return {
            "asked": self.asked,
            "carrying": self.carrying,
            "average": self.average,
            "over": self.over,
            "under": self.under,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Before and after, counted in `area` (None: everywhere).

    `lost` are the households that are worse off afterwards, by the state they come to.
    """

    area: str | None
    before: Figures
    after: Figures
    loads_before: tuple[LoadFigures, ...]
    loads_after: tuple[LoadFigures, ...]
    lost: Loss

    @property
    def differing(self) -> dict[str, tuple[int, int]]:
        """The checks whose count differs, with the count before and after."""
        return {
            rule: (count, self.after.rules[rule])
            for rule, count in self.before.rules.items()
            if self.after.rules[rule] != count
        }

    def as_json(self) -> dict[str, Any]:
        """The comparison as commands print it."""
        sides = (
            ("before", self.before, self.loads_before),
            ("after", self.after, self.loads_after),
        )
        return {"area": self.area} | {
            name: {
                "totals": dict(figures.totals),
                "rules": dict(figures.rules),
                "loads": {each.rule: each.as_json() for each in loads},
            }
            for name, figures, loads in sides
        } | {"lost": self.lost.as_json()}  # fmt: skip


def figures(snapshot: Snapshot, rules: Rules, area: str | None = None) -> Figures:
    """What checking counts, in one area or Party group's area, or everywhere.

    Beside the totals of the checks stand `liaison_links`, and how many members are `over` and
    `under` their bounds. Every rule that is on has a count. NotFound for an unknown area.
    """
    place = area_asked(snapshot, area)
    result = run_checks(snapshot, rules, area=place)
    load = _load(snapshot, rules, "member-load", snapshot.area(place))
    own = {"liaison_links": load.total, "over": load.over, "under": load.under}
    counts = {each.id: each.count for each in result.rules}
    return Figures(dict(result.totals) | own, counts)


def loads(snapshot: Snapshot, rules: Rules, area: str | None = None) -> tuple[LoadFigures, ...]:
    """How many carry how much at every tier, in one area or everywhere."""
    place = snapshot.area(area_asked(snapshot, area))
    return tuple(_load(snapshot, rules, rule, place) for rule in LOADS)


def compare(
    snapshot: Snapshot,
    rules: Rules,
    *,
    plan: Plan | None = None,
    bounds: Mapping[str, int] = NO_BOUNDS,
    without: Sequence[str] = (),
    area: str | None = None,
) -> Comparison:
    """The facts as they are, and as they were with all this: nothing is written or asked.

    The plan's changes are made but for those dropped, then the people of `without` leave with
    everything they carry, and what comes of it is judged with `bounds`, such as
    `{"member-load.max": 12}`; today is judged without them. A plan's own bounds count only if
    they are given. Where the plan ends the area, both sides are counted in the next one above.
    NotFound for people, areas or rules that are not there, and for a plan whose ground is gone.
    """
    for each in without:
        snapshot.find(each, "Person")
    then = after(snapshot, plan.operations) if plan is not None else snapshot
    leaving = [each for each in dict.fromkeys(without) if then.position(each) is not None]
    then = after(then, map(EndNode, leaving)) if leaving else then
    then_rules = rules.with_bounds(bounds) if bounds else rules
    place = area_of_both(snapshot, then, area_asked(snapshot, area))
    return Comparison(
        place,
        figures(snapshot, rules, place),
        figures(then, then_rules, place),
        loads(snapshot, rules, place),
        loads(then, then_rules, place),
        worse_off(snapshot, then, place),
    )


def area_asked(snapshot: Snapshot, id: str | None) -> str | None:
    """The area meant by the id of an area or Party group: a group stands for where it lies.

    NotFound for any other id; None for None, and for a group that lies nowhere.
    """
    if id is None:
        return None
    label, position = snapshot.find(id, "Area", "PartyGroup")
    place = int(snapshot.area_of(label)[position])
    return snapshot.nodes["Area"].id(place) if place >= 0 else None


def area_concerned(snapshot: Snapshot, request: Request) -> str | None:
    """The area in which a plan for this request shows; None: everywhere.

    Where members of the whole village may take over in a grid, that is the village.
    """
    area = area_asked(snapshot, request.area)
    if area is None or request.reach == "grid":
        return area
    place = snapshot.find(area, "Area")[1]
    above = int(snapshot.areas.parent[place])
    is_grid = snapshot.areas.kinds[place] == "grid" and above >= 0
    return snapshot.nodes["Area"].id(above) if is_grid else area


def area_of_both(before: Snapshot, then: Snapshot, area: str | None) -> str | None:
    """The area if it is still there, else the nearest above it that is; None: everywhere."""
    if area is None:
        return None
    nodes = before.nodes["Area"]
    above = (nodes.id(each) for each in before.areas.upwards(before.find(area, "Area")[1]))
    return next((each for each in above if then.nodes["Area"].position(each) is not None), None)


def _load(snapshot: Snapshot, rules: Rules, rule: str, place: int | None) -> LoadFigures:
    judge = Judge.of(rules[rule], rules, snapshot.areas, snapshot.nodes["Area"])
    (asked,) = ARRAY_FORMS[rule](snapshot, judge)
    inside = snapshot.inside(asked.label, place)[asked.positions]
    asked = asked.only(inside)
    assert asked.value is not None
    variant = judge.of_areas(snapshot.area_of(asked.label)[asked.positions])
    is_over = asked.value > judge.maximum(variant)
    fired = judge.fires(variant, asked.value, asked.expected)
    return LoadFigures(
        rule,
        len(asked.positions),
        int(np.count_nonzero(asked.value)),
        int(asked.value.sum()),
        int(np.count_nonzero(fired & is_over)),
        int(np.count_nonzero(fired & ~is_over)),
    )
