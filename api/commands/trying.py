"""`demo`, `generate`, `bench`: fictitious places to look at, to test with and to measure."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands import demo_plans, findings
from api.commands.intake import show_report
from api.commands.options import AsJson, door_of
from api.console import ANSWER_IS_NO, finish, progress, say, say_json
from graph.errors import ConfigurationError
from graph.generate.network import generate as generate_network
from graph.generate.network import write as write_network
from graph.generate.rosters import write_county
from graph.messages import _
from viz.workbook import write_workbook

DEMO_SEED = 2026
DEMO_ROSTERS = "rosters"
DEMO_WORKBOOK = "findings.xlsx"
DEMO_REPORT = "report.html"


def add_to(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command(
        help=_(
            "A fictitious county: rosters written, read, checked, reported; plans made, applied, undone."
        )
    )(demo)
    app.command(help=_("A fictitious network of any size as tables, with the truth beside it."))(
        generate
    )
    app.command(help=_("The promises about speed and size, measured here and now."))(bench)


def demo(context: typer.Context) -> None:
    """The main job from start to finish."""
    door = door_of(context)
    with door.network() as network:
        rosters = network.home / DEMO_ROSTERS
        say(_("1. Writing the rosters of a fictitious county to %(folder)s") % {"folder": rosters})
        write_county(rosters, DEMO_SEED)
        townships = sorted(each for each in rosters.iterdir() if each.is_dir())
        say(_("2. Reading and keeping them"))
        with progress() as bar:
            task = bar.add_task("", total=len(townships))
            for township in townships:
                bar.update(task, description=township.name, advance=1)
                report = network.bring_in([township], actor=door.actor)
                show_report(report, brief=True)
        say(_("3. Checking"))
        moment = network.moment()
        result = network.checks.run(moment)
        rows = network.checks.by_area(moment)
        findings.show(result, network.rules, rows)
        say(_("4. Planning who takes over: households and enterprises"))
        plans = demo_plans.make_plans(network)
        workbook, page = network.home / DEMO_WORKBOOK, network.home / DEMO_REPORT
        write_workbook(workbook, result, rows, network.rules)
        findings.write(network, page, moment, plan=next(iter(plans.values())))
        say(_("5. Applying both plans and checking again"))
        before = demo_plans.findings_now(network)
        seqs, is_better = demo_plans.apply_and_check(network, list(plans), door.actor)
        say(_("6. Taking both back"))
        is_back = demo_plans.take_back(network, seqs, door.actor)
        is_back = is_back and demo_plans.findings_now(network) == before
        _conclude(is_better=is_better, is_back=is_back)
        say(_("7. Written for you to open: %(page)s, %(workbook)s and the plans beside them") % {
            "page": page, "workbook": workbook,
        }, style="green")  # fmt: skip
        say(_("Look further: liaison --home %(home)s find … | chain … | plan … | log | verify") % {
            "home": door.home,
        })  # fmt: skip
    if not (is_better and is_back):
        finish(ANSWER_IS_NO)


def _conclude(*, is_better: bool, is_back: bool) -> None:
    if is_better:
        say(_("Findings fell, and of no rule did they rise."), style="green")
    else:
        say(_("The plans did not do what they promised."), style="bold red")
    if is_back:
        say(
            _("Ledger and graph are sound, and every finding is as it was at first."),
            style="green",
        )
    else:
        say(_("Not everything is as it was at first."), style="bold red")


def generate(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("The folder to write."))],
    households: Annotated[int, typer.Option("--households", help=_("How many."))] = 10_000,
    seed: Annotated[int, typer.Option("--seed", help=_("The same seed, the same bytes."))] = 1,
    format: Annotated[
        str, typer.Option("--format", metavar="parquet|csv", help=_("How to write it."))
    ] = "parquet",
    as_json: AsJson = False,
) -> None:
    """A synthetic network."""
    del context
    with progress() as bar:
        bar.add_task(
            _("Making a network of %(count)d households …") % {"count": households}, total=None
        )
        made = generate_network(households, seed)
        write_network(made, folder, "csv" if format == "csv" else "parquet")
    if as_json:
        say_json({"folder": str(folder), "households": households, "seed": seed, "on": made.day})
    else:
        say(_("Written: %(file)s") % {"file": folder})
        say(_("Bring it in with: liaison import %(folder)s") % {"folder": folder})


def bench(
    context: typer.Context,
    households: Annotated[
        list[int] | None,
        typer.Option("--households", help=_("Size; may be given several times.")),
    ] = None,
    neo4j: Annotated[
        str,
        typer.Option("--neo4j", help=_("An address, start (needs a JDK and Maven), or nothing.")),
    ] = "start",
    seed: Annotated[int, typer.Option("--seed", help=_("The same seed, the same bytes."))] = 1,
) -> None:
    """The measurements of bench/README.md."""
    del context
    try:
        from bench.run import run
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            _("The measurements are not installed; run this in the project's own folder")
        ) from error
    say(run(households or [10_000, 100_000], neo4j=neo4j, seed=seed))
