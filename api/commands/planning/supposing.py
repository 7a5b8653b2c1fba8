"""`what-if` and `depend`: what would be, and who everything hangs on; no fact is touched."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import Area, AsJson, AsOf, OnDay, door_of
from api.commands.planning.asking import Bounds, read_bounds
from api.console import say, say_json, say_table
from graph.checks.judge import refuse_unknown_areas
from graph.errors import InvalidChange
from graph.messages import _
from graph.planning.dependence import dependence
from graph.planning.plan import Plan
from graph.planning.plan_file import read_plan
from graph.planning.what_if import Comparison, compare
from graph.rules import Rules
from graph.snapshot import Snapshot
from graph.snapshot.naming import name_of
from viz.chain_words import STATES
from viz.plan_compare import compared_figures

LOST_SHOWN = 10

Gone = Annotated[
    list[str] | None, typer.Option("--without", metavar="ID", help=_("As if they had left."))
]
AlsoPlan = Annotated[
    Path | None, typer.Option("--plan", metavar="PLAN", help=_("As if this plan were applied."))
]


def add_to(app: typer.Typer) -> None:
    """Add this file's commands."""
    about = _("The checks before and after: a plan, other bounds, or people gone.")
    app.command("what-if", help=about)(what_if)
    app.command(help=_("Who has households that depend on them alone, the most first."))(depend)


def what_if(
    context: typer.Context, bounds: Bounds = None, without: Gone = None,
    plan_file: AlsoPlan = None, area: Area = "", on: OnDay = "", as_of: AsOf = "",
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Suppose."""
    door = door_of(context)
    asked = read_bounds(bounds)
    plan: Plan | None = None if plan_file is None else read_plan(plan_file)
    if plan is not None and (on or as_of):
        raise InvalidChange(
            _("A plan is compared on the facts it was made on; leave --on and --as-of away")
        )
    with door.network() as network:
        if plan is None:
            moment = network.history.moment(on=on, as_of=as_of, today=door.today)
            snapshot = network.snapshot(moment)
        else:
            snapshot = network.plans.ground_of(plan)
        refuse_unknown_areas(network.rules, snapshot)
        found = compare(
            snapshot, network.rules, plan=plan, bounds=asked, without=without or (),
            area=area or None,
        )  # fmt: skip
        if as_json:
            said = {"seq": snapshot.moment.seq, "on": snapshot.moment.day}
            say_json(said | found.as_json())
        else:
            _tell(found, snapshot, network.rules)


def depend(
    context: typer.Context, area: Area = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help=_("How many."))] = 50,
    on: OnDay = "", as_of: AsOf = "", as_json: AsJson = False,
) -> None:  # fmt: skip
    """Who everything hangs on."""
    door = door_of(context)
    with door.network() as network:
        moment = network.history.moment(on=on, as_of=as_of, today=door.today)
        snapshot = network.snapshot(moment)
        found = dependence(snapshot, area or None)
        rows = [
            (one, _name(snapshot, one), _path(snapshot, one), many) for one, many in found[:limit]
        ]
    if as_json:
        people = [dict(zip(("id", "name", "area", "households"), row, strict=True)) for row in rows]
        say_json({"seq": moment.seq, "on": moment.day, "total": len(found), "people": people})
        return
    if not rows:
        say(_("No household depends on one person alone."))
        return
    say_table(
        _("Households that depend on one person alone"),
        [_("area"), _("person"), _("id"), _("households")],
        ((place, name, one, many) for one, name, place, many in rows),
        numbers=1,
    )
    if len(found) > len(rows):
        say("  " + _("… and %(more)d more") % {"more": len(found) - len(rows)})


def _tell(found: Comparison, snapshot: Snapshot, rules: Rules) -> None:
    lines = [each for each in compared_figures(found.before, found.after, rules) if each.change]
    if not lines:
        say(_("No count differs."))
    else:
        say_table(
            _("What checking counts"), [_("what"), _("before"), _("after"), _("difference")],
            ((each.label, each.before, each.after, f"{each.change:+d}") for each in lines),
            numbers=3,
        )  # fmt: skip
    say_table(
        _("Loads"), [_("rule"), _("average load"), _("over"), _("under")],
        (
            (
                rules[before.rule].title, _change(before.average, after.average),
                _change(before.over, after.over), _change(before.under, after.under),
            )
            for before, after in zip(found.loads_before, found.loads_after, strict=True)
        ),
        numbers=3,
    )  # fmt: skip
    for state in ("uncovered", "broken", "suspended"):
        _tell_lost(state, getattr(found.lost, state), snapshot)


def _change(before: float, after: float) -> str:
    return str(before) if before == after else f"{before} → {after}"


def _tell_lost(state: str, ids: Sequence[str], snapshot: Snapshot) -> None:
    if not ids:
        return
    said = {"count": len(ids), "state": _(STATES[state])}
    say(_("%(count)d households would become %(state)s:") % said, style="bold red")
    for each in ids[:LOST_SHOWN]:
        say(f"  {_path(snapshot, each)}  {_name(snapshot, each)} ({each})")
    if len(ids) > LOST_SHOWN:
        say("  " + _("… and %(more)d more") % {"more": len(ids) - LOST_SHOWN})


def _name(snapshot: Snapshot, id: str) -> str:
    return name_of(snapshot, *snapshot.find(id))


def _path(snapshot: Snapshot, id: str) -> str:
    label, position = snapshot.find(id)
    return snapshot.areas.path(int(snapshot.area_of(label)[position]))
