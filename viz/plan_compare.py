"""What a plan changes in figures: the five at its head, and every check before and after."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from graph.messages import N_, _
from graph.planning.plan import Figures, Plan
from graph.rules import Rules
from graph.words import word
from viz.plan_moves import TierMoves
from viz.plan_shapes import kind_of

LineKind = Literal["total", "problem", "hint"]
Counts = Mapping[str, int]

_STATES: Final = ("uncovered", "broken", "suspended", "whole")
"""The states of households from the worst up: whoever leaves one for a better one is no loss."""

_TOTALS: Final = {
    "households": N_("homes"),
    "whole": N_("whole"),
    "suspended": N_("suspended"),
    "broken": N_("broken chain"),
    "uncovered": N_("uncovered"),
    "members": N_("Party members"),
    "members_liaising": N_("liaise households"),
    "members_expected": N_("asked to liaise households"),
    "liaison_links": N_("liaison links to households"),
    "over": N_("members over the upper bound"),
    "under": N_("members under the lower bound"),
    "instructors": N_("instructors"),
}
_WORDS: Final = {
    "centre_households": "CentreHousehold",
    "groups": "PartyGroup",
    "branches": "branch",
    "enterprises": "Enterprise",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One count before and after; `is_worse` where the change is not to the good."""

    kind: LineKind
    label: str
    before: int
    after: int
    is_worse: bool = False

    @property
    def change(self) -> int:
        """How many more; below 0: fewer."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class HeadFigure:
    """One of the figures at the head; `before` None where there is only one number."""

    label: str
    before: int | None
    after: int


def compared(plan: Plan, rules: Rules) -> list[Compared]:
    """Totals and checks before and after, in their usual order; empty without figures."""
    if plan.before is None or plan.after is None:
        return []
    return compared_figures(plan.before, plan.after, rules)


def compared_figures(before: Figures, after: Figures, rules: Rules) -> list[Compared]:
    """The same of any figures before and after."""
    return [*_totals(before.totals, after.totals), *_rules(before.rules, after.rules, rules)]


def _totals(before: Counts, after: Counts) -> Iterator[Compared]:
    for key, was in before.items():
        label = _(_TOTALS[key]) if key in _TOTALS else word(_WORDS.get(key, ""))
        if label and key in after:
            yield Compared("total", label, was, after[key], _is_worse(key, before, after))


def _is_worse(key: str, before: Counts, after: Counts) -> bool:
    """Whether more than before are in this state or a worse one."""
    if key in ("over", "under"):
        return after[key] > before[key]
    if key not in _STATES:
        return False
    if key == "whole":
        return after[key] < before[key]
    these = _STATES[: _STATES.index(key) + 1]
    is_more = after[key] > before[key]
    return is_more and sum(after[each] for each in these) > sum(before[each] for each in these)


def _rules(before: Counts, after: Counts, rules: Rules) -> Iterator[Compared]:
    known = [each.id for each in rules]
    asked = [*filter({**before, **after}.__contains__, known)]
    for rule in map(rules.__getitem__, asked):
        was, now = before.get(rule.id, 0), after.get(rule.id, 0)
        yield Compared(rule.severity, rule.title, was, now, now > was)


def head_figures(plan: Plan, tiers: Sequence[TierMoves]) -> list[HeadFigure]:
    """What it does in five figures: hand-overs, people, and three counts before and after."""
    concerned = {
        agent for each in plan.chosen for agent in (*each.givers, each.taker) if agent is not None
    }
    rows = [row for tier in tiers for row in tier.rows.values()]
    nobody = _nobody(plan, tiers)

    def count(kind: str) -> tuple[int, int]:
        return (
            sum(kind_of(row, row.before) == kind for row in rows),
            sum(kind_of(row, row.after) == kind for row in rows),
        )

    return [
        HeadFigure(_("changes in all"), None, len(plan.chosen)),
        HeadFigure(_("those concerned"), None, len(concerned)),
        HeadFigure(_(nobody_label(tiers)), *nobody),
        HeadFigure(_("over the upper bound"), *count("over")),
        HeadFigure(_("under the lower bound"), *count("under")),
    ]


def nobody_label(tiers: Sequence[TierMoves]) -> str:
    """What items of nobody are called: in the words of the one tier, or in general."""
    return tiers[0].words.nobody_message if len(tiers) == 1 else N_("nobody has these")


def plan_areas(plan: Plan) -> set[str]:
    """The areas a plan speaks of."""
    found = {each.area for each in plan.changes} | {each.area for each in plan.loads}
    found.update(area for part in plan.parts for area in part.areas)
    return found.union(area for shortage in plan.shortages for area in shortage.areas)


def _nobody(plan: Plan, tiers: Iterable[TierMoves]) -> tuple[int, int]:
    areas = plan_areas(plan)
    counted = [(tier.nobody_before, tier.nobody_after) for tier in tiers if tier.has_nobody]
    return (
        sum(before[area] for before, _after in counted for area in areas),
        sum(after[area] for _before, after in counted for area in areas),
    )
