"""`liaison apply`: a plan becomes facts, as one change set, if its ground is as it was."""

from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands.editing import DryRun, Seen, Yes
from api.commands.losses import say_losses
from api.commands.options import AsJson, OnDay, door_of
from api.commands.planning.asking import day_of
from api.commands.planning.keeping import keep
from api.commands.planning.looking import PlanFile
from api.commands.planning.making import planned, say_files
from api.commands.planning.telling import plan_json, tell
from api.console import ANSWER_IS_NO, DONE, finish, say, say_json
from api.deps import Door
from graph.messages import _
from graph.network import Network
from graph.planning.plan import Plan
from graph.planning.plan_file import read_plan
from graph.planning.plans import Application

Replan = Annotated[
    Path | None,
    typer.Option(
        "--replan", metavar="OUT", help=_("Plan around what moved, write it here, apply nothing.")
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command(help=_("Make a plan's changes, as one change set."))(apply)


def apply(
    context: typer.Context, plan_file: PlanFile, on: OnDay = "", seen: Seen = None,
    yes: Yes = False, dry_run: DryRun = False, replan: Replan = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Apply a plan."""
    door = door_of(context)
    plan = read_plan(plan_file)
    day = day_of(on, door) if on else plan.request.on
    with door.network() as network:
        if replan is not None:
            _replan(network, plan, replan, door, on, as_json=as_json)
            return
        application = network.plans.application(plan, actor=door.actor, on=day, seen=seen)
        if not as_json:
            _tell(plan, application)
        wanted = not dry_run and not application.is_in_effect
        if wanted and not (yes or as_json):
            wanted = typer.confirm(_("Apply it?"))
        kept = network.apply(plan, actor=door.actor, on=day, seen=seen) if wanted else None
        seq = None if kept is None else kept.seq
        if as_json:
            say_json(_as_json(plan, application, seq))
        elif seq is not None:
            say(_("Applied as change set %(seq)d.") % {"seq": seq}, style="green")
            say(_("Take it back with: liaison undo %(seq)d") % {"seq": seq})


def _tell(plan: Plan, application: Application) -> None:
    if application.is_in_effect:
        say(_("All of it is done already; nothing to change."))
        return
    say(application.draft.summary)
    say(_("It holds from %(day)s.") % {"day": application.draft.effective_on})
    if plan.status == "infeasible":
        say(_("Not everything asked is in it; liaison plan show says what is not."), style="yellow")
    say_losses(application.cover)


def _as_json(plan: Plan, application: Application, seq: int | None) -> dict[str, Any]:
    return {
        "seq": seq,
        "on": application.draft.effective_on,
        "kind": plan.request.kind,
        "changes": len(plan.chosen),
        "in_effect": application.is_in_effect,
        "lost": [each._asdict() for each in application.cover.lost],
        "gained": application.cover.gained,
    }


def _replan(network: Network, plan: Plan, out: Path, door: Door, on: str, *, as_json: bool) -> None:
    day = day_of(on, door) if on else None
    moved = network.plans.moved(plan, on=day)
    made = planned(lambda told: network.plans.replan(plan, on=day, tell=told))
    snapshot = network.plans.ground_of(made)
    files = keep(made, snapshot, network.rules, out=out)
    if as_json:
        say_json(plan_json(made) | files | {"moved": moved})
    else:
        for each in moved:
            say(f"  · {each}")
        if not moved:
            say(_("Nothing has moved; the old plan can be applied as it is."))
        tell(made, snapshot, network.rules)
        say_files(files)
    finish(ANSWER_IS_NO if made.status == "infeasible" else DONE)
