"""Which planner makes plans of which kind. They are loaded when first asked, with their solvers."""

from collections.abc import Callable
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final

from graph.planning.ground import Ground, Maker
from graph.planning.plan import Plan
from graph.planning.reason import Reason
from graph.planning.request import PlanKind

WhyNot = Callable[[Ground, Plan, str, str], Reason]
"""Why a plan does not give this item to this agent."""

_MAKERS: Final = MappingProxyType[PlanKind, tuple[str, str]](
    {
        "households": ("tiers.households", "plan_households"),
        "members": ("tiers.members", "plan_members"),
        "centres": ("tiers.centres", "plan_centres"),
        "groups": ("tiers.groups", "plan_groups"),
        "branches": ("tiers.branches", "plan_branches"),
        "pyramid": ("tiers.pyramid", "plan_pyramid"),
        "instructors": ("instructors.planner", "plan_instructors"),
        "leave": ("leave", "plan_leave"),
        "reorganise": ("reorganise.planner", "plan_reorganise"),
    }
)

_EXPLAINERS: Final = MappingProxyType[PlanKind, tuple[str, str]](
    {
        **dict.fromkeys(
            ("households", "members", "centres", "groups", "branches"),
            ("tiers.why_not", "why_not"),
        ),
        "instructors": ("instructors.why_not", "why_not_instructor"),
    }
)


def maker_of(kind: PlanKind) -> Maker:
    """The planner of a kind."""
    maker: Maker = _loaded(*_MAKERS[kind])
    return maker


def why_not_of(kind: PlanKind) -> WhyNot | None:
    """Who explains a plan of a kind; None where nobody is chosen."""
    explainer: WhyNot | None = _loaded(*_EXPLAINERS[kind]) if kind in _EXPLAINERS else None
    return explainer


def _loaded(module: str, name: str) -> Any:
    return getattr(import_module(f"graph.planning.{module}"), name)
