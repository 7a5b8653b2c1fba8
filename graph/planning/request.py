"""What a plan is asked for. The same request on the same facts gives the same plan."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

PlanKind = Literal[
    "households", "members", "centres", "groups", "branches", "pyramid", "instructors", "leave",
    "reorganise",
]  # fmt: skip

PLAN_KINDS: Final[tuple[PlanKind, ...]] = (
    "households", "members", "centres", "groups", "branches", "pyramid", "instructors", "leave",
    "reorganise",
)  # fmt: skip

Reach = Literal["grid", "village"]
"""How far a household may be from the member: the same grid, or any grid of the same village."""


class Pair(NamedTuple):
    """Something that is handed over, and who has it or shall have it; both by id."""

    item: str
    agent: str


class Ban(NamedTuple):
    """What must not be: this item with this agent; `item` None: nothing with this agent."""

    item: str | None
    agent: str


@dataclass(frozen=True, slots=True)
class Request:
    """Everything that decides a plan besides the facts.

    `on` is the day the plan is to hold from, and the day facts are judged on. `area` is an area
    or Party group; None means everything. `pins` stay or go as they say, `bans` never happen.
    `without` are people who leave or must not be given anything, `joining` people who are
    asked from now on though nobody lists them yet. `bounds` are values for rules that hold in
    this plan alone, such as `{"member-load.max": 12}`. `is_all_or_nothing` reads bounds as
    "nobody, or from minimum to maximum". `max_changes` is the greatest number of items that
    may change hands; None: as many as it takes. `own` holds what only one kind of plan knows,
    as plain JSON values.
    """

    kind: PlanKind
    on: dt.date
    area: str | None = None
    pins: tuple[Pair, ...] = ()
    bans: tuple[Ban, ...] = ()
    without: tuple[str, ...] = ()
    joining: tuple[str, ...] = ()
    reach: Reach = "grid"
    bounds: Mapping[str, int] = field(default_factory=dict, hash=False)
    is_all_or_nothing: bool = False
    max_changes: int | None = None
    time_limit_s: float = 60.0
    seed: int = 0
    own: Mapping[str, Any] = field(default_factory=dict, hash=False)
