"""A plan as one page that carries everything it needs: for reading, printing and signing.

Pictures and tables of a large plan are cut to what a page can carry, and it says what it
leaves out; the workbook has all of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from graph.messages import _
from graph.planning.plan import Part, Plan, Score, Shortage
from graph.planning.request import Request
from graph.replacing import replacing
from graph.rules import Rules
from graph.snapshot import Snapshot
from viz.page import page
from viz.plan_compare import compared, head_figures
from viz.plan_drawing import WIDTH
from viz.plan_moves import tiers_of
from viz.plan_names import PlanNames
from viz.plan_orders import Orders, chosen_first
from viz.plan_picture import MOST_PICTURES, Pictures, pictures_of_tiers
from viz.plan_terms import terms_of
from viz.plan_words import plan_title, status_word

STYLES: Final = ("report.css", "plan.css")


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """How much one page carries: pictures, lines of changes, of people, parts, shortages."""

    pictures: int = MOST_PICTURES
    lines: int = 2_000
    person_items: int = 2_000
    parts: int = 200
    shortages: int = 100


@dataclass(frozen=True, slots=True)
class ShortageView:
    """A proof that something must be left, and what would mend it."""

    place: str
    proof: str
    left: int
    remedies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """What was decided together, and how well; a score shows its bound where they differ."""

    place: str
    items: int
    agents: int
    status: str
    is_best: bool
    scores: tuple[str, ...]


def write_plan_page(
    path: Path, plan: Plan, snapshot: Snapshot, rules: Rules, limits: PlanLimits | None = None
) -> None:
    """Write the page to `path`, whole or not at all, readable by its owner only.

    `snapshot` are the facts the plan was made on. Raises OSError when the place cannot be
    written.
    """
    text = plan_html(plan, snapshot, rules, limits)
    with replacing(path) as file:
        file.write_text(text, encoding="utf-8")


def plan_html(
    plan: Plan, snapshot: Snapshot, rules: Rules, limits: PlanLimits | None = None
) -> str:
    """The page as text; it asks no other host for anything and needs no script."""
    limits = limits or PlanLimits()
    names = PlanNames(plan, snapshot)
    tiers = tiers_of(plan, snapshot, rules, names)
    orders = Orders(plan, names)
    areas, lines_left = orders.by_area(limits.lines)
    people, items_left = chosen_first(
        orders.by_person(), limits.person_items, lambda each: each.count
    )
    parts = sorted(plan.parts, key=lambda each: (each.status == "optimal", -each.score.changed))
    lines = compared(plan, rules)
    return page(
        "plan.html",
        styles=STYLES,
        scripts=[],
        footer=_("Internal papers – keep safe"),
        unit=unit_of(plan.request, snapshot, names),
        title=plan_title(plan.request.kind),
        plan=plan,
        status=status_word(plan.status),
        figures=head_figures(plan, tiers),
        compared=[each for each in lines if each.change],
        same=[each for each in lines if not each.change],
        shortages=[shortage_view(each, names) for each in plan.shortages[: limits.shortages]],
        clashes=[each.text(names) for each in plan.clashes],
        notes=[each.text(names) for each in plan.notes],
        terms=terms_of(plan, rules, names),
        handovers=orders.handovers(),
        areas=areas,
        lines_left=lines_left,
        people=people,
        items_left=items_left,
        has_roles=orders.has_roles,
        is_reorganised=plan.request.kind == "reorganise",
        score_headings=score_headings(),
        parts=[part_view(each, names) for each in parts[: limits.parts]],
        **picture_values(
            pictures_of_tiers(tiers, names, limits.pictures), with_roles=len(tiers) > 1
        ),
    )


def picture_values(pictures: Pictures, *, with_roles: bool) -> dict[str, Any]:
    """What the template of the pictures needs."""
    return {
        "pictures": pictures,
        "picture_kinds": frozenset[str]().union(*(each.kinds for each in pictures.shown)),
        "plan_width": WIDTH,
        "with_roles": with_roles,
    }


def unit_of(request: Request, snapshot: Snapshot, names: PlanNames) -> str:
    """What a plan is about: the area asked for, who leaves, or all there is."""
    if request.kind == "leave" and request.without:
        return _(", ").join(map(names, request.without))
    if request.area is not None:
        is_area = names.label(request.area) == "Area"
        return names.path(request.area) if is_area else names(request.area)
    roots = [
        name
        for name, above in zip(snapshot.areas.names, snapshot.areas.parent, strict=True)
        if above < 0
    ]
    if len(roots) > 1:
        return _("%(first)s and others, %(count)s areas") % {
            "first": roots[0],
            "count": len(roots),
        }
    return roots[0] if roots else ""


def shortage_view(shortage: Shortage, names: PlanNames) -> ShortageView:
    """A shortage in words."""
    return ShortageView(
        names.place(shortage.areas),
        shortage.proof.text(names),
        shortage.left,
        tuple(each.text(names) for each in shortage.remedies),
    )


def part_view(part: Part, names: PlanNames) -> PartView:
    """A part in words."""
    return PartView(
        names.place(part.areas), part.items, part.agents, status_word(part.status),
        part.status == "optimal", tuple(_scores(part.score, part.bound)),
    )  # fmt: skip


def score_headings() -> tuple[str, ...]:
    """The aims in their order, in a few characters each."""
    return (
        _("left with nobody"),
        _("below the lower bounds"),
        _("relations changed"),
        _("distance"),
    )


def _scores(score: Score, bound: Score) -> Iterable[str]:
    for name in ("uncovered", "shortfall", "changed", "distance"):
        value, least = getattr(score, name), getattr(bound, name)
        is_same = value == least
        yield str(value) if is_same else _("%(value)s, at least %(least)s") % {
            "value": value, "least": least,
        }  # fmt: skip
