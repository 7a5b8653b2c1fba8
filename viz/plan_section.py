"""The picture of a plan as one section of a larger page."""

from dataclasses import dataclass
from typing import Any, Final

from graph.planning.plan import Plan
from graph.rules import Rules
from graph.snapshot import Snapshot
from viz.plan_compare import HeadFigure, head_figures
from viz.plan_moves import tiers_of
from viz.plan_names import PlanNames
from viz.plan_page import picture_values
from viz.plan_picture import Pictures, pictures_of_tiers
from viz.plan_words import plan_title, status_word

MOST_PICTURES: Final = 6
"""So many pictures a section shows; the page of the plan has more."""


@dataclass(frozen=True, slots=True)
class PlanSection:
    """Title, how good the plan is, and its figures."""

    title: str
    status: str
    is_whole: bool
    figures: tuple[HeadFigure, ...]


def section_values(plan: Plan | None, snapshot: Snapshot, rules: Rules) -> dict[str, Any]:
    """What the template of the section needs; its `plan_section` is None without a plan.

    `snapshot` are the facts the plan was made on.
    """
    if plan is None:
        return {"plan_section": None, **picture_values(Pictures((), ""), with_roles=False)}
    names = PlanNames(plan, snapshot)
    tiers = tiers_of(plan, snapshot, rules, names)
    section = PlanSection(
        plan_title(plan.request.kind),
        status_word(plan.status),
        plan.status != "infeasible",
        tuple(head_figures(plan, tiers)),
    )
    pictures = pictures_of_tiers(tiers, names, MOST_PICTURES)
    return {"plan_section": section, **picture_values(pictures, with_roles=len(tiers) > 1)}
