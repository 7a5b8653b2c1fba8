"""`liaison plan show`, `drop`, `take`, `curve`, `why`: what is in a plan, and how much of it to do."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands.options import AsJson, door_of
from api.commands.planning.asking import PageOut, WorkbookOut
from api.commands.planning.keeping import keep
from api.commands.planning.making import say_files, without
from api.commands.planning.telling import lines_json, plan_json, tell
from api.console import say, say_json, say_table
from graph.messages import _
from graph.network import Network
from graph.planning.curve import Step
from graph.planning.order import take as take_first
from graph.planning.plan import Plan
from graph.planning.plan_file import read_plan
from viz.plan_names import PlanNames

PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", help=_("The file the plan is in."))]
OtherOut = Annotated[
    Path | None,
    typer.Option("--out", metavar="PLAN", help=_("Write to this file instead of the same one.")),
]

ALL_SHOWN = 200


def add_to(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command(help=_("What is in a plan, change by change."))(show)
    app.command(help=_("Leave changes of a plan out, and what needs them."))(drop)
    app.command(help=_("Do only the first K changes, those that mend most."))(take)
    app.command(help=_("How many changes mend how much, to choose how far to go."))(curve)
    app.command(help=_("Why a plan does not give this one to that one."))(why)


def show(
    context: typer.Context, plan_file: PlanFile,
    limit: Annotated[
        int, typer.Option("--limit", min=0, help=_("How many changes to show."))
    ] = ALL_SHOWN,
    workbook: WorkbookOut = None, page: PageOut = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """A plan as it is."""
    plan = read_plan(plan_file)
    with door_of(context).network() as network:
        snapshot = network.plans.ground_of(plan)
        files = keep(plan, snapshot, network.rules, out=None, workbook=workbook, page=page)
        if as_json:
            said = plan_json(plan) | files | {"file": str(plan_file), "lines": lines_json(plan)}
            say_json(said)
        else:
            tell(plan, snapshot, network.rules, limit=limit)
            say_files(files)


def drop(
    context: typer.Context, plan_file: PlanFile,
    numbers: Annotated[list[int], typer.Argument(metavar="N…", help=_("The changes' numbers."))],
    out: OtherOut = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Untick changes."""
    plan = read_plan(plan_file)
    with door_of(context).network() as network:
        _keep_less(network, without(plan, tuple(numbers)), out or plan_file, as_json=as_json)


def take(
    context: typer.Context, plan_file: PlanFile,
    changes: Annotated[int, typer.Argument(metavar="K", min=0, help=_("At most so many changes."))],
    out: OtherOut = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """The beginning of a plan."""
    plan = read_plan(plan_file)
    with door_of(context).network() as network:
        _keep_less(network, take_first(plan, changes), out or plan_file, as_json=as_json)


def _keep_less(network: Network, plan: Plan, out: Path, *, as_json: bool) -> None:
    snapshot = network.plans.ground_of(plan)
    plan = network.plans.counted(plan)
    files = keep(plan, snapshot, network.rules, out=out)
    if as_json:
        say_json(plan_json(plan) | files)
    else:
        tell(plan, snapshot, network.rules, limit=0)
        say_files(files)


def curve(context: typer.Context, plan_file: PlanFile, as_json: AsJson = False) -> None:
    """How far to go."""
    plan = read_plan(plan_file)
    with door_of(context).network() as network:
        steps = network.plans.curve(plan)
    if as_json:
        say_json([_step_json(each) for each in steps])
        return
    say_table(
        _("How many changes leave how many problems"),
        [
            _("changes"),
            _("problems left"),
            _("beyond bounds or with nobody"),
            _("at least, proven"),
        ],
        (
            (each.changes, each.problems, _or_dash(each.faults), _or_dash(each.least))
            for each in steps
        ),
        numbers=4,
    )
    say(_("Keep the first K of them with: liaison plan take %(file)s K") % {"file": plan_file})


def _step_json(step: Step) -> dict[str, Any]:
    return {
        "changes": step.changes,
        "problems": step.problems,
        "faults": step.faults,
        "least": step.least,
        "rules": step.figures.rules,
    }


def _or_dash(number: int | None) -> int | str:
    return "–" if number is None else number


def why(
    context: typer.Context, plan_file: PlanFile,
    item: Annotated[str, typer.Argument(metavar="ITEM", help=_("What is handed over, by id."))],
    agent: Annotated[str, typer.Argument(metavar="AGENT", help=_("Who does not get it, by id."))],
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Why not."""
    plan = read_plan(plan_file)
    with door_of(context).network() as network:
        reason = network.plans.why_not(plan, item, agent)
        if as_json:
            say_json({"item": item, "agent": agent, "reason": reason.text(str)})
            return
        spoken_of = replace(plan, notes=(reason,))
        say(reason.text(PlanNames(spoken_of, network.plans.ground_of(plan))))
