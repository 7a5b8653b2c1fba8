"""What happened: the log of change sets, what each did row by row, the history of one entity."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from graph.errors import NotFound
from graph.ledger.changes import ChangeSet, Subject
from graph.ledger.reading import NONE
from graph.ledger.tables import (
    AUDIT,
    CHANGE_SET,
    IS_CLOSED,
    LINK_TABLES,
    NODE_TABLES,
    OPEN_DAY,
    OPEN_SEQ,
    STATEMENT,
    VersionTable,
    day_of,
    version_tables,
)
from graph.ledger.timeline import Span, Timeline, Values, at, boundaries
from graph.ledger.workbench import entity_of, row_query, subject_of
from graph.ledger.writing import change_set_of
from graph.messages import _
from graph.model import Link, Node
from graph.schema import LINKS


@dataclass(frozen=True, slots=True)
class Change:
    """What one change set did to one node or link over a range of days.

    `before` is None where it begins, `after` is None where it ends. `valid_to` is the first
    day the change no longer speaks about; None: until further notice.
    """

    seq: int
    subject: Subject
    kind: str
    """The label or link type."""
    valid_from: date
    valid_to: date | None
    before: Node | Link | None
    after: Node | Link | None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who did what, when (UTC), with what outcome."""

    number: int
    recorded_at: datetime
    actor: str
    action: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Version:
    """One row as kept: which change sets opened and closed it, and what it says."""

    table: VersionTable
    ends: tuple[str, ...]
    row: int
    from_seq: int
    to_seq: int
    span: Span

    @property
    def subject(self) -> Subject:
        """The node or link the row is about."""
        return subject_of(self.table, self.ends, self.span.values)


def versions(
    connection: sa.Connection,
    table: VersionTable,
    condition: sa.ColumnElement[bool],
    parameters: Mapping[str, int] = NONE,
) -> list[Version]:
    """The rows of a table that fulfil a condition, in order of row id."""
    query = (
        row_query(table)
        .add_columns(table.sql.c.from_seq, table.sql.c.to_seq)
        .where(condition)
        .order_by(table.sql.c.row)
    )
    width = 3 + len(table.subject)
    return [
        Version(
            table,
            tuple(row[3:width]),
            row[0],
            row[-2],
            row[-1],
            Span(row[1], row[2], tuple(row[width:-2])),
        )
        for row in connection.execute(query, parameters)
    ]


def log(connection: sa.Connection, limit: int, before: int | None) -> list[ChangeSet]:
    """The change sets, newest first, at most `limit`, only those with a lower number."""
    query = sa.select(CHANGE_SET).order_by(CHANGE_SET.c.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(CHANGE_SET.c.seq < before)
    return [change_set_of(row) for row in connection.execute(query).mappings()]


def audit_log(connection: sa.Connection, limit: int) -> list[AuditRow]:
    """The newest rows of the audit, newest first."""
    query = sa.select(AUDIT).order_by(AUDIT.c.number.desc()).limit(limit)
    return [
        AuditRow(
            row.number,
            datetime.fromisoformat(row.recorded_at),
            row.actor,
            row.action,
            row.outcome,
        )
        for row in connection.execute(query)
    ]


def change_set_row(connection: sa.Connection, seq: int) -> sa.RowMapping:
    """The row of a change set. Raises NotFound."""
    query = sa.select(CHANGE_SET).where(CHANGE_SET.c.seq == seq)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFound(_("There is no change set %(seq)s; look at the log") % {"seq": seq})
    return row


def touched_by(connection: sa.Connection, seq: int) -> list[Version]:
    """Every row a change set opened or closed, in the order of the tables."""
    header = change_set_row(connection, seq)
    parameters = {"first": header["first_row"], "next": header["next_row"], "closed": seq}
    flags = iter(connection.execute(_touched_tables(), parameters).one())
    found: list[Version] = []
    for table in version_tables():
        for condition in _touching(table):
            if next(flags):
                found += versions(connection, table, condition, parameters)
    return found


def closes_anything(connection: sa.Connection, header: sa.RowMapping) -> bool:
    """Whether a change set closed any row, also of what sources state."""
    parameters = {"first": 0, "next": 0, "closed": header["seq"]}
    closed = sa.select(STATEMENT.c.row).where(STATEMENT.c.to_seq == header["seq"], IS_CLOSED)
    return (
        any(connection.execute(_touched_tables(), parameters).one())
        or connection.execute(closed.limit(1)).first() is not None
    )


@cache
def _touching(table: VersionTable) -> tuple[sa.ColumnElement[bool], ...]:
    columns = table.sql.c
    first, following, seq = (
        sa.bindparam(name, type_=sa.BigInteger) for name in ("first", "next", "closed")
    )
    opened = sa.and_(columns.row >= first, columns.row < following)
    return opened, sa.and_(columns.to_seq == seq, IS_CLOSED)


@cache
def _touched_tables() -> sa.Select[Any]:
    """For each table, whether a change set opened and whether it closed any row there."""
    columns: list[sa.ColumnElement[Any]] = [
        sa.exists().where(condition).label(f"{table.name}_{position}")
        for table in version_tables()
        for position, condition in enumerate(_touching(table))
    ]
    return sa.select(*columns)


def changes_of(connection: sa.Connection, seq: int) -> list[Change]:
    """What a change set did, by node and link, and within each in order of days."""
    return _changes(seq, touched_by(connection, seq))


def history(connection: sa.Connection, id: str) -> list[Change]:
    """Everything that ever happened to a node and the links that hung on it, oldest first.

    Raises NotFound when no change set ever named the id.
    """
    label, found = _named(connection, id)
    for name, table in LINK_TABLES.items():
        ends = LINKS[name].ends
        ways = [table.sql.c.from_id == id] * any(start == label for start, _end in ends)
        ways += [table.sql.c.to_id == id] * any(end == label for _start, end in ends)
        if ways:
            found += versions(connection, table, sa.or_(*ways))
    result: list[Change] = []
    seqs = {seq for each in found for seq in (each.from_seq, each.to_seq)} - {OPEN_SEQ}
    for seq in sorted(seqs):
        result += _changes(seq, [each for each in found if seq in (each.from_seq, each.to_seq)])
    return result


def _named(connection: sa.Connection, id: str) -> tuple[str, list[Version]]:
    """The label that has this id and its versions. Raises NotFound."""
    for label, table in NODE_TABLES.items():
        found = versions(connection, table, table.sql.c.id == id)
        if found:
            return label, found
    raise NotFound(_("Nothing has the id %(id)s; look it up by name") % {"id": id})


def _changes(seq: int, touched: Sequence[Version]) -> list[Change]:
    by_subject: dict[Subject, list[Version]] = {}
    for each in touched:
        by_subject.setdefault(each.subject, []).append(each)
    result: list[Change] = []
    for rows in by_subject.values():
        closed = tuple(sorted(each.span for each in rows if each.to_seq == seq))
        opened = tuple(sorted(each.span for each in rows if each.from_seq == seq))
        result += _between(seq, rows[0], closed, opened)
    return result


def _between(seq: int, one: Version, closed: Timeline, opened: Timeline) -> Iterable[Change]:
    pieces: list[tuple[int, int, Values | None, Values | None]] = []
    for start, end in boundaries(closed, opened):
        before, after = at(closed, start), at(opened, start)
        if before == after:
            continue
        if pieces and pieces[-1][1:] == (start, before, after):
            pieces[-1] = (pieces[-1][0], end, before, after)
        else:
            pieces.append((start, end, before, after))

    def entity(values: Values | None) -> Any:
        return None if values is None else entity_of(one.table, one.ends, values)

    for start, end, before, after in pieces:
        yield Change(
            seq,
            one.subject,
            one.table.kind,
            day_of(start),
            None if end == OPEN_DAY else day_of(end),
            entity(before),
            entity(after),
        )
