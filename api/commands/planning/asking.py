"""What a call asks of a plan: the options, and the request they come to."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from api.deps import Door
from graph.errors import InvalidChange
from graph.history.asking import read_day
from graph.messages import _
from graph.planning.plans import Plans
from graph.planning.request import Ban, Pair, PlanKind, Reach, Request

PlanOut = Annotated[
    Path | None, typer.Option("--out", metavar="PLAN", help=_("Write the plan to this file."))
]
Scope = Annotated[
    str,
    typer.Option("--area", metavar="ID", help=_("Only this area or Party group; default: all.")),
]
Pins = Annotated[
    list[str] | None,
    typer.Option("--pin", metavar="ITEM[=AGENT]", help=_("This one stays; or it goes to them.")),
]
Bans = Annotated[
    list[str] | None,
    typer.Option("--ban", metavar="ITEM=AGENT|AGENT", help=_("Never these two; or not this one.")),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="ID", help=_("Who leaves, or must not be given anything.")),
]
Joining = Annotated[
    list[str] | None,
    typer.Option("--joining", metavar="ID", help=_("Who is asked from now on.")),
]
ReachOf = Annotated[
    str,
    typer.Option(
        "--reach",
        metavar="grid|village",
        help=_("How far somebody may be: the grid, or the village."),
    ),
]
Bounds = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="RULE.BOUND=N",
        help=_("Another bound, for this alone: member-load.max=12."),
    ),
]
AllOrNothing = Annotated[
    bool,
    typer.Option("--all-or-nothing", help=_("Everybody gets nothing, or from minimum to maximum.")),
]
MaxChanges = Annotated[
    int | None,
    typer.Option("--max-changes", metavar="K", min=0, help=_("At most so many change hands.")),
]
TimeLimit = Annotated[
    float, typer.Option("--time-limit", metavar="SECONDS", min=0.1, help=_("Search no longer."))
]
Drop = Annotated[
    str, typer.Option("--drop", metavar="N,N", help=_("Leave these changes out, by their numbers."))
]
PlanOn = Annotated[
    str, typer.Option("--on", metavar="DATE", help=_("The day it is to hold from; default: today."))
]
WorkbookOut = Annotated[
    Path | None,
    typer.Option(
        "--workbook", metavar="FILE.xlsx", help=_("The workbook; default: beside the plan.")
    ),
]
PageOut = Annotated[
    Path | None,
    typer.Option("--page", metavar="FILE.html", help=_("Also as a page: pictures, change orders.")),
]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What stood in a call, as it was written."""

    kind: PlanKind
    area: str = ""
    on: str = ""
    pins: Sequence[str] | None = None
    bans: Sequence[str] | None = None
    without: Sequence[str] | None = None
    joining: Sequence[str] | None = None
    reach: str = "grid"
    bounds: Sequence[str] | None = None
    is_all_or_nothing: bool = False
    max_changes: int | None = None
    time_limit_s: float = 60.0
    own: dict[str, Any] = field(default_factory=dict)

    def request(self, door: Door, plans: Plans) -> Request:
        """The request they come to. InvalidChange for what cannot be meant."""
        on = read_day(self.on) if self.on else door.today
        return Request(
            kind=self.kind,
            on=on,
            area=self.area or None,
            pins=tuple(
                Pair(*_halves(each, _("ITEM=AGENT")))
                if "=" in each
                else plans.staying(each.strip(), on=on)
                for each in self.pins or ()
            ),
            bans=tuple(map(_ban, self.bans or ())),
            without=tuple(self.without or ()),
            joining=tuple(self.joining or ()),
            reach=_reach(self.reach),
            bounds=read_bounds(self.bounds),
            is_all_or_nothing=self.is_all_or_nothing,
            max_changes=self.max_changes,
            time_limit_s=self.time_limit_s,
            own=self.own,
        )


def read_bounds(texts: Sequence[str] | None) -> dict[str, int]:
    """`member-load.max=12` and the like, by rule and bound."""
    found: dict[str, int] = {}
    for text in texts or ():
        name, value = _halves(text, _("RULE.BOUND=NUMBER"))
        rule, _dot, bound = name.rpartition(".")
        is_number = value.isascii() and value.isdigit() and len(value) <= 9
        if not rule or not bound or not is_number:
            raise InvalidChange(
                _("“%(text)s”: write it as %(form)s")
                % {"text": text[:40], "form": _("RULE.BOUND=NUMBER")}
            )
        found[name] = int(value)
    return found


def read_pairs(texts: Sequence[str], form: str) -> list[tuple[str, str]]:
    """The two halves of each text around its equals sign; `form` says how it is written."""
    return [_halves(each, form) for each in texts]


def read_numbers(text: str) -> tuple[int, ...]:
    """The numbers in `3,5,8`; none for an empty text."""
    parts = [each.strip() for each in text.replace("，", ",").split(",") if each.strip()]
    if any(not each.isascii() or not each.isdigit() or len(each) > 9 for each in parts):
        raise InvalidChange(
            _("“%(text)s”: write it as %(form)s") % {"text": text[:40], "form": "3,5,8"}
        )
    return tuple(map(int, parts))


def day_of(text: str, door: Door) -> dt.date:
    """The day written, else today."""
    return read_day(text) if text else door.today


def _ban(text: str) -> Ban:
    return Ban(*_halves(text, _("ITEM=AGENT"))) if "=" in text else Ban(None, text.strip())


def _halves(text: str, form: str) -> tuple[str, str]:
    first, equals, second = (each.strip() for each in text.partition("="))
    if not (first and equals and second):
        raise InvalidChange(
            _("“%(text)s”: write it as %(form)s") % {"text": text[:40], "form": form}
        )
    return first, second


def _reach(text: str) -> Reach:
    for each in get_args(Reach):
        if text == each:
            found: Reach = each
            return found
    raise InvalidChange(
        _("“%(text)s” is no reach; choose one of: %(choices)s")
        % {"text": text[:40], "choices": ", ".join(get_args(Reach))}
    )
