"""What an undo lays side by side, and who touched something since."""

from dataclasses import dataclass

import sqlalchemy as sa

from graph.ledger.changes import Subject
from graph.ledger.records import Version, versions
from graph.ledger.tables import NODE_TABLES, OPEN_SEQ, VersionTable
from graph.ledger.timeline import Range, Timeline, at, boundaries, joined
from graph.ledger.workbench import Record


@dataclass(slots=True)
class Touched:
    """One node or link a change set touched: its timelines before and after, and as it is now."""

    record: Record
    base: Timeline
    written: Timeline

    def pieces(self) -> list[Range]:
        """The ranges of days on which the change set made a difference."""
        return [
            (start, end)
            for start, end in boundaries(self.base, self.written, self.record.before)
            if at(self.base, start) != at(self.written, start)
        ]

    def created(self) -> list[Range]:
        """The ranges it made to live."""
        return [each for each in self.pieces() if at(self.base, each[0]) is None]

    def ended(self) -> list[Range]:
        """The ranges it took away."""
        return [each for each in self.pieces() if at(self.written, each[0]) is None]


class Since:
    """Which change sets after one touched the same things."""

    def __init__(self, connection: sa.Connection, seq: int) -> None:
        self._connection = connection
        self._seq = seq

    def changed_by(self, touched: Touched, day: int, position: int | None) -> int | None:
        """The first later change set after which the day no longer says what was written."""
        written = at(touched.written, day)
        rows = self._all_rows(touched.record.table, touched.record.ends, touched.record.subject)
        for seq in sorted({s for row in rows for s in (row.from_seq, row.to_seq)}):
            if not self._seq < seq < OPEN_SEQ:
                continue
            said = at(joined(row.span for row in rows if row.from_seq <= seq < row.to_seq), day)
            if position is None or said is None or written is None:
                if said != written:
                    return seq
            elif said[position] != written[position]:
                return seq
        return None

    def opened_by(self, link: Record, day: int) -> int | None:
        """The change set that says what a link is now on a day."""
        rows = self._all_rows(link.table, link.ends, link.subject)
        return next(
            (
                row.from_seq
                for row in rows
                if row.to_seq == OPEN_SEQ and row.span.start <= day < row.span.end
            ),
            None,
        )

    def ended_by(self, label: str, id: str) -> int | None:
        """The last change set that took days from a node."""
        rows = self._all_rows(NODE_TABLES[label], (id,), id)
        return max((row.to_seq for row in rows if row.to_seq < OPEN_SEQ), default=None)

    def _all_rows(
        self, table: VersionTable, ends: tuple[str, ...], subject: Subject
    ) -> list[Version]:
        columns = table.sql.c
        if table.is_node:
            return versions(self._connection, table, columns.id == ends[0])
        condition = sa.and_(columns.from_id == ends[1], columns.to_id == ends[3])
        found = versions(self._connection, table, condition)
        return [each for each in found if each.subject == subject]
