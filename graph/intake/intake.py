"""Rosters, registers and tables, in and out: what a network offers its doors."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from graph.errors import IntakeError
from graph.intake.reading import read_files
from graph.intake.reconcile import reconcile
from graph.intake.report import ImportReport
from graph.intake.tables import is_table_folder, read_tables, write_tables
from graph.ledger.base import Facts
from graph.ledger.bulk import Tables, check_together, conformed
from graph.ledger.bulk_plan import compared
from graph.ledger.changes import Draft
from graph.ledger.ledger import Ledger
from graph.messages import _

_TRIED_ROWS: Final = 100_000
"""A dry run of more new rows than this checks them against each other only."""


class Intake:
    """Everything that comes into one ledger from files, or leaves it as tables."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def bring_in(
        self,
        paths: Sequence[Path],
        *,
        actor: str,
        today: dt.date,
        area: str | None = None,
        is_dry_run: bool = False,
        is_strict: bool = False,
    ) -> ImportReport:
        """What importing the files and folders did, or with `is_dry_run` would do.

        A folder of tables is taken as such, alone; everything else as rosters. All that can be
        understood is one change set; with `is_strict` one refused row refuses all. Raises
        IntakeError then, with every refusal, InvalidChange for tables that cannot hold
        together, and Conflict when somebody else wrote meanwhile.
        """
        if any(is_table_folder(each) for each in paths):
            if len(paths) > 1:
                raise IntakeError(_("Import a folder of tables by itself"))
            return self._bring_in_tables(paths[0], actor, today, is_dry_run=is_dry_run)
        reading = read_files(paths, area=area)
        if is_strict and reading.claims.refused:
            raise IntakeError(
                _("%(count)s rows were refused, so nothing was imported")
                % {"count": len(reading.claims.refused)},
                [each.as_sentence() for each in reading.claims.refused],
            )
        proposal = reconcile(reading, self._ledger, today, actor=actor, is_trial=is_dry_run)
        if is_dry_run:
            return proposal.report
        kept = self._ledger.commit(proposal.draft, seen=proposal.seen)
        return proposal.report.kept_as(kept.seq if kept else None)

    def write_tables(self, facts: Facts, folder: Path, format: str) -> dict[str, int]:
        """Write facts as tables into a folder; how many rows each table got."""
        return write_tables(facts, folder, format)

    def _bring_in_tables(
        self, folder: Path, actor: str, today: dt.date, *, is_dry_run: bool
    ) -> ImportReport:
        tables = read_tables(folder)
        report = self._table_report(tables, folder, actor, today, is_dry_run=is_dry_run)
        if is_dry_run:
            return report
        kept = self._ledger.commit_tables(
            tables,
            kind="import",
            actor=actor,
            summary=_("Import of %(rows)s rows of tables") % {"rows": tables.rows},
            effective_on=today,
        )
        return report.kept_as(kept.seq if kept else None)

    def _table_report(
        self, tables: Tables, folder: Path, actor: str, today: dt.date, *, is_dry_run: bool
    ) -> ImportReport:
        """What is new in the tables, and what they change; checked when nothing else checks."""
        changed: Counter[str] = Counter()
        new = wanted = conformed(tables)
        if self._ledger.head():
            plan = compared(wanted, tables, self._ledger.facts(self._ledger.moment(today)))
            new = plan.new
            changed.update({table.kind: rows.num_rows for table, rows in plan.differing})
            if is_dry_run and plan.rows <= _TRIED_ROWS:
                operations = tuple(plan.operations(tables))
                self._ledger.preview(Draft("import", actor, "", today, operations))
        elif is_dry_run:
            check_together(new)
        names = {*tables.nodes, *tables.links}
        files = sorted(each.name for each in folder.iterdir() if each.stem in names)
        return ImportReport(
            seq=None,
            files=tuple(files),
            added={
                name: rows.num_rows
                for name, rows in (*new.nodes.items(), *new.links.items())
                if rows.num_rows
            },
            changed=dict(changed),
            ended={},
        )
