"""Rosters and registers in: what a network offers its doors."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from graph.errors import IntakeError
from graph.intake.reading import read_files
from graph.intake.reconcile import reconcile
from graph.intake.report import ImportReport
from graph.ledger.ledger import Ledger
from graph.messages import _


class Intake:
    """Everything that comes into one ledger from files."""

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

        All that can be understood is one change set; with `is_strict` one refused row refuses
        all. Raises IntakeError then, with every refusal, and Conflict when somebody else wrote
        meanwhile.
        """
        reading = read_files(paths, area=area)
        if is_strict and reading.claims.refused:
            raise IntakeError(
                _("%(count)s rows were refused, so nothing was imported")
                % {"count": len(reading.claims.refused)},
                [each.as_sentence() for each in reading.claims.refused],
            )
        proposal = reconcile(reading, self._ledger, today, actor=actor)
        if is_dry_run:
            return proposal.report
        kept = self._ledger.commit(proposal.draft, seen=proposal.seen)
        return proposal.report.kept_as(kept.seq if kept else None)
