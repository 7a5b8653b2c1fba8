"""`import` and `export`: rosters, registers and tables, in and out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import AsJson, AsOf, OnDay, door_of
from api.console import CALL_IS_WRONG, err, finish, progress, say, say_json, say_table
from graph.intake.report import Candidate, ImportReport, ReportedDoubt
from graph.messages import _
from graph.words import word

SHOWN_EACH = 20
"""How many refused rows, doubts and differences the terminal shows; --json has all."""


def add_to(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("import", help=_("Bring in rosters, registers or a folder of tables."))(import_)
    app.command(help=_("Write everything as tables, for other systems."))(export)


def import_(
    context: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help=_("Files, or folders of files."))
    ],
    area: Annotated[
        str,
        typer.Option(
            "--area", metavar="NAME", help=_("The township, for files that do not name one.")
        ),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Say what it would do; keep nothing."))
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help=_("One refused row refuses everything."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring files in."""
    door = door_of(context)
    with door.network() as network:
        with progress() as bar:
            bar.add_task(_("Reading …"), total=None)
            report = network.bring_in(
                paths, actor=door.actor, area=area or None, is_dry_run=dry_run, is_strict=strict
            )
        if as_json:
            say_json(report.as_json())
        else:
            show_report(report, is_dry_run=dry_run)
        if _is_nothing_read(report):
            finish(CALL_IS_WRONG)


def export(
    context: typer.Context,
    tables: Annotated[
        Path, typer.Option("--tables", metavar="DIR", help=_("The folder to write."))
    ],
    format: Annotated[
        str, typer.Option("--format", metavar="csv|parquet", help=_("How to write it."))
    ] = "csv",
    on: OnDay = "",
    as_of: AsOf = "",
    as_json: AsJson = False,
) -> None:
    """Write tables."""
    door = door_of(context)
    with door.network() as network:
        moment = network.history.moment(on=on, as_of=as_of, today=door.today)
        written = network.intake.write_tables(network.ledger.facts(moment), tables, format)
    if as_json:
        say_json({"folder": str(tables), "seq": moment.seq, "on": moment.day, "rows": written})
    else:
        say(_("Written: %(file)s") % {"file": tables})


def show_report(report: ImportReport, *, is_dry_run: bool = False, brief: bool = False) -> None:
    """Say what an import did or would do; `brief` only counts what is to be looked at."""
    for title, counts in (
        (_("Added"), report.added),
        (_("Changed"), report.changed),
        (_("Ended"), report.ended),
    ):
        if counts:
            listed = ", ".join(f"{word(name)} {count}" for name, count in counts.items())
            say(f"{title}: {listed}")
    if is_dry_run:
        say(_("Nothing was kept (--dry-run)."))
    elif _is_nothing_read(report):
        say(_("Nothing could be read."), style="bold red")
    elif report.seq is None:
        say(_("It is so already; nothing was changed."))
    else:
        say(_("Kept as change set %(seq)d.") % {"seq": report.seq}, style="green")
    if brief:
        _count(report)
        return
    _refused(report)
    _doubts(report.doubts)
    _differences(report)
    for dropped in report.dropped_headings:
        said = {
            "file": dropped.origin.file,
            "sheet": dropped.origin.sheet,
            "heading": dropped.heading,
        }
        say(_("Not read, because it is never held: %(file)s %(sheet)s, column %(heading)s") % said)


def _is_nothing_read(report: ImportReport) -> bool:
    """Whether there was no file at all, or every one was refused as a whole."""
    whole = {each.origin.file for each in report.refused if each.origin.sheet is None}
    return whole >= set(report.files)


def _count(report: ImportReport) -> None:
    counted = {
        _("refused rows"): len(report.refused),
        _("doubts"): len(report.doubts),
        _("differences"): len(report.differences),
    }
    listed = ", ".join(f"{what} {count}" for what, count in counted.items() if count)
    if listed:
        say(_("To look at: %(what)s") % {"what": listed}, style="yellow")


def _refused(report: ImportReport) -> None:
    if not report.refused:
        return
    say_table(
        _("Refused, to be mended and sent again: %(count)d") % {"count": len(report.refused)},
        [_("file"), _("sheet"), _("row"), _("column"), _("reason")],
        (
            (each.origin.file, each.origin.sheet, each.origin.row, each.origin.column, each.reason)
            for each in report.refused[:SHOWN_EACH]
        ),
    )
    _more(len(report.refused))


def _doubts(doubts: Sequence[ReportedDoubt]) -> None:
    if not doubts:
        return
    say(_("Doubtful, for you to decide: %(count)d") % {"count": len(doubts)}, style="bold")
    for doubt in doubts[:SHOWN_EACH]:
        names = " / ".join(_candidate(each) for each in doubt.candidates)
        say("  " + (f"{names}: {doubt.proposal}" if names else doubt.proposal))
        for evidence in doubt.evidence:
            origin = evidence.origin
            where = " ".join(str(each) for each in (origin.file, origin.sheet, origin.row) if each)
            say(f"    {where}" + (f": {evidence.says}" if evidence.says else ""))
    _more(len(doubts))


def _candidate(candidate: Candidate) -> str:
    known = f" ({candidate.id})" if candidate.id else ""
    return f"{candidate.area} {candidate.name}{known}".strip()


def _differences(report: ImportReport) -> None:
    if not report.differences:
        return
    say_table(
        _("Declared and counted differ: %(count)d") % {"count": len(report.differences)},
        [_("file"), _("sheet"), _("row"), _("what"), _("declared"), _("counted")],
        (
            (
                each.origin.file, each.origin.sheet, each.origin.row, each.what, each.declared,
                each.counted,
            )
            for each in report.differences[:SHOWN_EACH]
        ),
        numbers=2,
    )  # fmt: skip
    _more(len(report.differences))


def _more(count: int) -> None:
    if count > SHOWN_EACH:
        err.print("  " + _("… and %(more)d more; --json has all") % {"more": count - SHOWN_EACH})
