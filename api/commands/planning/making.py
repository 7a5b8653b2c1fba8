"""`liaison plan households` and its sisters: ask for a plan, see what it does, write it down."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from api.commands.options import AsJson, door_of
from api.commands.planning.asking import (
    AllOrNothing,
    Bans,
    Bounds,
    Drop,
    Joining,
    MaxChanges,
    PageOut,
    Pins,
    PlanOn,
    PlanOut,
    ReachOf,
    Scope,
    TimeLimit,
    Wishes,
    Without,
    WorkbookOut,
    read_numbers,
    read_pairs,
)
from api.commands.planning.keeping import keep
from api.commands.planning.telling import plan_json, tell
from api.console import ANSWER_IS_NO, finish, progress, say, say_json
from api.deps import Door
from graph.errors import IntakeError, InvalidChange
from graph.messages import N_, _
from graph.planning.ground import Tell
from graph.planning.plan import Plan
from graph.planning.request import PlanKind

_CHOOSING: Final[dict[PlanKind, str]] = {
    "households": N_("Which member liaises which household."),
    "members": N_("Which centre household liaises which member."),
    "centres": N_("Which group leader liaises which centre household."),
    "groups": N_("Which branch member liaises which Party group."),
    "branches": N_("Which committee member liaises which grid branch."),
    "pyramid": N_("All tiers, for a place that begins with bare lists."),
}


def add_to(app: typer.Typer) -> None:
    """Add this file's commands."""
    for kind, about in _CHOOSING.items():
        app.command(kind, help=_(about))(_command(kind))
    app.command(help=_("Who instructs which enterprise, and joint organisations."))(instructors)
    app.command(help=_("Somebody leaves: successors for all they carry, one handover list."))(leave)
    app.command(help=_("Merge, split, rename or upgrade areas, groups and branches."))(reorganise)


def _command(kind: PlanKind) -> Callable[..., None]:
    def command(
        context: typer.Context, area: Scope = "", out: PlanOut = None, pin: Pins = None,
        ban: Bans = None, without: Without = None, joining: Joining = None,
        reach: ReachOf = "grid", bounds: Bounds = None, all_or_nothing: AllOrNothing = False,
        max_changes: MaxChanges = None, on: PlanOn = "", time_limit: TimeLimit = 60.0,
        drop: Drop = "", workbook: WorkbookOut = None, page: PageOut = None,
        as_json: AsJson = False,
    ) -> None:  # fmt: skip
        wishes = Wishes(
            kind, area, on, pin, ban, without, joining, reach, bounds, all_or_nothing,
            max_changes, time_limit,
        )  # fmt: skip
        make(door_of(context), wishes, drop, out, workbook, page, as_json=as_json)

    return command


def instructors(
    context: typer.Context, area: Scope = "", out: PlanOut = None, pin: Pins = None,
    ban: Bans = None, without: Without = None, joining: Joining = None, bounds: Bounds = None,
    term_months: Annotated[
        int | None, typer.Option("--term-months", min=1, help=_("How long a new term is."))
    ] = None,
    rotation_months: Annotated[
        int | None,
        typer.Option("--rotation-months", min=1, help=_("After so long somebody else comes.")),
    ] = None,
    no_joint: Annotated[
        bool, typer.Option("--no-joint", help=_("Propose no organisations, instructors alone."))
    ] = False,
    serves: Annotated[
        list[str] | None,
        typer.Option(
            "--serves", metavar="ID=AREA", help=_("Where somebody takes enterprises, if elsewhere.")
        ),
    ] = None,
    on: PlanOn = "", time_limit: TimeLimit = 60.0, drop: Drop = "",
    workbook: WorkbookOut = None, page: PageOut = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Instructors and joint organisations."""
    said: dict[str, Any] = {"term_months": term_months, "rotation_months": rotation_months}
    own = {name: value for name, value in said.items() if value is not None}
    if no_joint:
        own["joint"] = False
    if serves:
        own["serves"] = dict(read_pairs(serves, _("ID=AREA")))
    wishes = Wishes(
        "instructors", area, on, pin, ban, without, joining, bounds=bounds,
        time_limit_s=time_limit, own=own,
    )  # fmt: skip
    make(door_of(context), wishes, drop, out, workbook, page, as_json=as_json)


def leave(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help=_("Who leaves, by id."))],
    out: PlanOut = None, ban: Bans = None, joining: Joining = None, reach: ReachOf = "grid",
    bounds: Bounds = None,
    keep_person: Annotated[
        bool, typer.Option("--keep-person", help=_("They stay, and only give everything up."))
    ] = False,
    on: PlanOn = "", time_limit: TimeLimit = 60.0, drop: Drop = "",
    workbook: WorkbookOut = None, page: PageOut = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Everything somebody carries, to successors by role."""
    wishes = Wishes(
        "leave", "", on, None, ban, ids, joining, reach, bounds, time_limit_s=time_limit,
        own={"keep_person": True} if keep_person else {},
    )  # fmt: skip
    make(door_of(context), wishes, drop, out, workbook, page, as_json=as_json)


def reorganise(
    context: typer.Context,
    steps: Annotated[
        Path, typer.Argument(metavar="STEPS.json", help=_("The steps, as docs/reference says."))
    ],
    area: Scope = "", out: PlanOut = None, bounds: Bounds = None, on: PlanOn = "",
    time_limit: TimeLimit = 60.0, drop: Drop = "", workbook: WorkbookOut = None,
    page: PageOut = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Areas and organisations as they shall be."""
    wishes = Wishes(
        "reorganise", area, on, bounds=bounds, time_limit_s=time_limit,
        own=_steps(steps),
    )  # fmt: skip
    make(door_of(context), wishes, drop, out, workbook, page, as_json=as_json)


def make(
    door: Door, wishes: Wishes, drop: str, out: Path | None, workbook: Path | None,
    page: Path | None, *, as_json: bool,
) -> None:  # fmt: skip
    """Make the plan, tell of it, write it; exit code 1 when not everything asked can be had."""
    with door.network() as network:
        plan = planned(
            lambda told: network.plans.make(wishes.request(door, network.plans), tell=told)
        )
        if numbers := read_numbers(drop):
            plan = network.plans.counted(without(plan, numbers))
        snapshot = network.plans.ground_of(plan)
        files = keep(plan, snapshot, network.rules, out=out, workbook=workbook, page=page)
        if as_json:
            say_json(plan_json(plan) | files)
        else:
            tell(plan, snapshot, network.rules)
            say_files(files)
    if plan.status == "infeasible":
        finish(ANSWER_IS_NO)


def planned(ask: Callable[[Tell], Plan]) -> Plan:
    """The plan asked for, with a progress bar on the error stream while it is made."""
    with progress() as bar:
        task = bar.add_task(_("Planning …"), total=None)
        return ask(lambda done, total: bar.update(task, completed=done, total=total))


def without(plan: Plan, numbers: tuple[int, ...]) -> Plan:
    """The plan with these changes left out. InvalidChange for a number it does not have."""
    for each in numbers:
        if not 0 < each <= len(plan.changes):
            raise InvalidChange(
                _("The plan has no change %(number)d; it has 1 to %(last)d")
                % {"number": each, "last": len(plan.changes)}
            )
    return plan.without(*numbers)


def say_files(files: dict[str, str | None]) -> None:
    """Say what was written, and what to do with it."""
    for path in filter(None, files.values()):
        say(_("Written: %(file)s") % {"file": path})
    if files["file"] is not None:
        say(_("Apply it with: liaison apply %(file)s") % {"file": files["file"]})


def _steps(path: Path) -> dict[str, Any]:
    """What a file of steps asks for; a bare list of them is taken as such."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        why = error.strerror or type(error).__name__
    except (ValueError, RecursionError) as error:
        why = str(error)
    else:
        return content if isinstance(content, dict) else {"steps": content}
    raise IntakeError(
        _("The steps in %(file)s cannot be read: %(why)s") % {"file": path.name, "why": why}
    )
