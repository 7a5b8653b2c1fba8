"""`check` and `report`: what is wrong, where, by which rule; on the screen and on paper."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import Area, AsJson, AsOf, OnDay, Out, door_of
from api.console import CALL_IS_WRONG, err, finish, progress, say, say_json, say_table
from graph.checks.finding import CheckResult
from graph.checks.rollup import AreaRow
from graph.messages import _
from graph.model import Moment
from graph.network import Network
from graph.planning.plan import Plan
from graph.rules import Rules
from viz.area_table import in_tree_order
from viz.finding_tables import finding_tables
from viz.report import Report, write_report
from viz.workbook import write_workbook

SHOWN_EACH = 10
"""How many findings of a rule the terminal shows; the workbook has all."""

INDENT = "  "
LEVELS_SHOWN = ("city", "county", "township", "street", "park", "village", "community")


def add_to(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command(help=_("What is wrong, where, and by which rule."))(check)
    app.command(help=_("One page with everything, which opens without a network."))(report)


def check(
    context: typer.Context,
    area: Area = "",
    rule: Annotated[str, typer.Option("--rule", metavar="ID", help=_("Only this rule."))] = "",
    on: OnDay = "",
    as_of: AsOf = "",
    on_graph: Annotated[
        bool, typer.Option("--graph", help=_("Ask the graph in Cypher; the answer is the same."))
    ] = False,
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """Findings, rolled up by area."""
    door = door_of(context)
    with door.network() as network:
        moment = network.history.moment(on=on, as_of=as_of, today=door.today)
        ask = network.checks.run_on_graph if on_graph else network.checks.run
        result = ask(moment, area=area or None, rule=rule or None)
        rows = [] if as_json and out is None else network.checks.by_area(moment)
        if out is not None:
            if out.suffix.lower() != ".xlsx":
                err.print(_("The workbook's name must end in .xlsx"))
                finish(CALL_IS_WRONG)
            write_workbook(out, result, rows, network.rules, area=area or None)
        if as_json:
            say_json({**result.as_json(), "as_of": as_of or None})
            return
        show(result, network.rules, _within(rows, area or None))
        if out is not None:
            say(_("Written: %(file)s") % {"file": out})


def report(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.html", help=_("The page to write."))],
    area: Area = "",
    draw: Annotated[
        str, typer.Option("--draw", metavar="ID", help=_("The area to draw as a network."))
    ] = "",
    villages: Annotated[
        list[str] | None,
        typer.Option("--village", metavar="ID", help=_("A village whose ledger must be shown.")),
    ] = None,
    on: OnDay = "",
    as_of: AsOf = "",
) -> None:
    """One self-contained page."""
    door = door_of(context)
    with door.network() as network, progress() as bar:
        bar.add_task(_("Drawing the report …"), total=None)
        moment = network.history.moment(on=on, as_of=as_of, today=door.today)
        write(
            network, out, moment, area=area or None, drawn=draw or None,
            chosen=tuple(villages or ()),
        )  # fmt: skip
    say(_("Written: %(file)s") % {"file": out})


def write(
    network: Network,
    out: Path,
    moment: Moment,
    *,
    area: str | None = None,
    drawn: str | None = None,
    chosen: tuple[str, ...] = (),
    plan: Plan | None = None,
) -> None:
    """Write the report of an area, or of everything, as of a moment; `plan` is one made then."""
    write_report(
        out,
        Report(
            snapshot=network.snapshot(moment),
            rules=network.rules,
            result=network.checks.run(moment, area=area),
            rows=network.checks.by_area(moment),
            area=area,
            chosen=chosen,
            drawn=drawn,
            plan=plan,
        ),
    )


def show(result: CheckResult, rules: Rules, rows: list[AreaRow]) -> None:
    """Print totals, the roll-up and the findings of each rule."""
    total = result.totals
    say(
        _("On %(day)s, change set %(seq)d") % {"day": result.moment.day, "seq": result.moment.seq},
        style="bold",
    )
    say(
        _(
            "%(households)d households: %(whole)d whole, %(suspended)d suspended, "
            "%(broken)d broken, %(uncovered)d uncovered"
        )
        % total
    )
    say(_("%(problems)d problems, %(hints)d hints") % total)
    _show_areas(rows)
    _show_rules(result, rules, "problem", _("Problems"))
    _show_rules(result, rules, "hint", _("Hints"))


def _show_areas(rows: list[AreaRow]) -> None:
    by_id = {row.id: row for row in rows}
    shown = [row for row in in_tree_order(rows) if row.kind in LEVELS_SHOWN]
    if not shown:
        return
    say_table(
        _("By area"),
        [
            _("area"), _("households"), _("covered"), _("whole"), _("members"),
            _("average"), _("over"), _("under"), _("enterprises"), _("organised"), _("reached"),
        ],
        (
            (
                INDENT * _depth(row, by_id) + row.name, row.households, row.covered, row.whole, row.members,
                row.average_load, row.over, row.under, row.enterprises,
                _rate(row.organisation_coverage), _rate(row.work_coverage),
            )
            for row in shown
        ),
        numbers=10,
    )  # fmt: skip


def _depth(row: AreaRow, by_id: Mapping[str, AreaRow]) -> int:
    above = by_id.get(row.parent or "")
    return 0 if above is None else 1 + _depth(above, by_id)


def _rate(coverage: tuple[int, int]) -> str:
    part, whole = coverage
    return f"{part}/{whole}" if whole else "–"


def _show_rules(result: CheckResult, rules: Rules, severity: str, title: str) -> None:
    counted = [each for each in result.rules if each.severity == severity]
    if not counted:
        return
    say_table(
        title,
        [_("rule"), _("id"), _("count")],
        ((each.title, each.id, each.count) for each in counted),
        numbers=1,
    )
    for table in finding_tables(result, rules.rules, limit=SHOWN_EACH):
        if table.severity != severity or not table.count:
            continue
        say_table(
            f"{table.title} ({table.rule})",
            ("", *table.headings, _("id")),
            ((row.flags, *row.cells, row.id) for row in table.rows),
        )
        if table.count > len(table.rows):
            more = table.count - len(table.rows)
            say("  " + _("… and %(more)d more; --out FILE.xlsx has all") % {"more": more})


def _within(rows: list[AreaRow], area: str | None) -> list[AreaRow]:
    if area is None:
        return rows
    inside = {area}
    for row in rows:
        if row.parent in inside:
            inside.add(row.id)
    return [row for row in rows if row.id in inside]
