"""Who has taken something over since a change set: what it ended does not come back beside them.

A household, group or enterprise that somebody else was given later would otherwise have two
when the plan or import that took it from the first is undone.
"""

from collections.abc import Container, Iterable
from typing import Final, NamedTuple

import sqlalchemy as sa

from graph.ledger.records import Version, versions
from graph.ledger.tables import LINK_TABLES, OPEN_SEQ
from graph.ledger.timeline import Range, joined, lives
from graph.ledger.workbench import Record, chunks

ANSWERED_BY_ONE: Final = frozenset({"LIAISES", "LEADS", "INSTRUCTS"})
"""Links by which one answers for another: who is given it takes the place of who had it."""


class TakeOver(NamedTuple):
    """Days on which somebody has it who had it not, and the change set that says so."""

    days: Range
    seq: int


class TakeOvers:
    """All that was taken over since the change set `seq`, of the things some links went to."""

    def __init__(self, connection: sa.Connection, seq: int, links: Iterable[Record]) -> None:
        self._seq = seq
        self._found: dict[tuple[str, str, str], list[Version]] = {}
        wanted: dict[str, set[str]] = {}
        for each in links:
            if each.table.kind in ANSWERED_BY_ONE:
                wanted.setdefault(each.table.kind, set()).add(each.ends[3])
        for kind, ids in sorted(wanted.items()):
            table = LINK_TABLES[kind]
            for chunk in chunks(ids):
                since = sa.and_(table.sql.c.to_id.in_(chunk), table.sql.c.to_seq > seq)
                for row in versions(connection, table, since):
                    self._found.setdefault((kind, row.ends[0], row.ends[3]), []).append(row)

    def from_others(self, link: Record, ours: Container[object]) -> list[TakeOver]:
        """When others got what the link went to; `ours` are links the change set touched itself."""
        rows = self._found.get((link.table.kind, link.ends[0], link.ends[3]), [])
        others: dict[object, list[Version]] = {}
        for row in rows:
            if row.subject != link.subject and row.subject not in ours:
                others.setdefault(row.subject, []).append(row)
        return [taken for each in others.values() for taken in self._gained(each)]

    def _gained(self, rows: list[Version]) -> list[TakeOver]:
        had = lives(joined(each.span for each in rows if each.from_seq <= self._seq))
        gained = []
        for row in rows:
            if row.to_seq == OPEN_SEQ and row.from_seq > self._seq:
                gained += [
                    TakeOver(days, row.from_seq)
                    for days in outside((row.span.start, row.span.end), had)
                ]
        return gained


def outside(days: Range, others: Iterable[Range]) -> list[Range]:
    """The days that lie in none of the others."""
    left = [days]
    for start, end in others:
        left = [
            part
            for low, high in left
            for part in ((low, min(high, start)), (max(low, end), high))
            if part[0] < part[1]
        ]
    return left
