"""Writing a change set: its rows, its header, its place in the chain, its audit row.

Everything happens on the connection it is given, inside the transaction that holds the write
lock, so a change set is there as a whole or not at all.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from graph.ledger.changes import ChangeSet, Draft, Source, Subject
from graph.ledger.hashing import (
    GENESIS,
    STATEMENT_SCHEMA,
    ContentHash,
    chained,
    new_salts,
    personal_digests,
    row_schema,
)
from graph.ledger.tables import (
    AUDIT,
    CHANGE_SET,
    COUNTER,
    OPEN_SEQ,
    STATEMENT,
    VersionTable,
)
from graph.ledger.timeline import Span
from graph.ledger.workbench import Record
from graph.model import LinkKey
from graph.schema import NODES

Clock = Callable[[], dt.datetime]
ROW_COUNTER: Final = "row"
_CLOSE_CHUNK: Final = 2_000
_LONG_RUN: Final = 200

Ints = np.ndarray[Any, np.dtype[Any]]


@dataclass(slots=True)
class Effects:
    """What is to be written: rows to open, row ids to close, by table."""

    opened: dict[VersionTable, list[tuple[tuple[str, ...], Span]]] = field(default_factory=dict)
    closed: dict[sa.Table, list[int]] = field(default_factory=dict)
    stated: list[tuple[Source, Subject]] = field(default_factory=list)

    @classmethod
    def of(cls, records: Iterable[Record]) -> "Effects":
        """The rows that turn what is kept of these records into what they are now."""
        effects = cls()
        for record in records:
            wanted = set(record.now)
            kept = {span for span in record.rows.values() if span in wanted}
            gone = (row for row, span in record.rows.items() if span not in wanted)
            effects.close(record.table.sql, gone)
            new = [(record.ends, span) for span in record.now if span not in kept]
            if new:
                effects.opened.setdefault(record.table, []).extend(new)
        return effects

    def close(self, table: sa.Table, rows: Iterable[int]) -> None:
        """Close these rows of a table as well."""
        gone = list(rows)
        if gone:
            self.closed.setdefault(table, []).extend(gone)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.opened or self.closed or self.stated)


@dataclass(frozen=True, slots=True)
class Header:
    """What a change set says of itself before it has a number."""

    kind: str
    actor: str
    summary: str
    effective_on: dt.date
    reverts: int | None = None
    forgets: str | None = None

    @classmethod
    def of(cls, draft: Draft) -> "Header":
        """What a draft says of itself."""
        return cls(draft.kind, draft.actor, draft.summary, draft.effective_on, draft.reverts)


def head(connection: sa.Connection) -> int:
    """The newest sequence number, 0 when there is none."""
    return int(connection.execute(sa.select(sa.func.max(CHANGE_SET.c.seq))).scalar() or 0)


def write(
    connection: sa.Connection, header: Header, effects: Effects, recorded_at: dt.datetime
) -> ChangeSet:
    """Write the effects as the next change set and return it."""
    seq = head(connection) + 1
    first_row = next_number(connection, ROW_COUNTER)
    content = ContentHash()
    next_row = first_row
    for table in sorted(effects.opened, key=lambda each: each.name):
        rows = arrow_rows(table, effects.opened[table], seq, next_row)
        next_row += rows.num_rows
        content.opened(table.name, rows, frozenset(each.name for each in table.personal))
        _insert(connection, table.sql, rows)
    statements = _statement_rows(effects.stated, seq, next_row)
    next_row += statements.num_rows
    content.opened(STATEMENT.name, statements)
    _insert(connection, STATEMENT, statements)
    closed = _close(connection, effects.closed, seq)
    content.closed(closed)
    set_number(connection, ROW_COUNTER, next_row)
    _keep_ahead_of_ids(connection, effects)
    row = change_set_row(
        header,
        seq=seq,
        recorded_at=recorded_at,
        rows=next_row - first_row + len(closed),
        first_row=first_row,
        next_row=next_row,
        content=content.hexdigest(),
        previous=_last_digest(connection),
    )
    connection.execute(CHANGE_SET.insert(), row)
    return change_set_of(row)


def change_set_row(
    header: Header, *, recorded_at: dt.datetime, previous: str, **numbers: object
) -> dict[str, object]:
    """The row of a change set, its digest chained to the one before."""
    row: dict[str, object] = {
        "kind": header.kind,
        "actor": header.actor,
        "summary": header.summary,
        "effective_on": header.effective_on,
        "recorded_at": instant(recorded_at),
        "reverts": header.reverts,
        "forgets": header.forgets,
        **numbers,
    }
    return {**row, "digest": chained(previous, row)}


def instant(moment: dt.datetime) -> str:
    """A point in time as it is kept: UTC, ISO 8601 with microseconds, so that text sorts."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def change_set_of(row: Mapping[str, Any] | sa.RowMapping) -> ChangeSet:
    """The change set a row of its table stands for."""
    return ChangeSet(
        seq=row["seq"],
        kind=row["kind"],
        actor=row["actor"],
        summary=row["summary"],
        effective_on=row["effective_on"],
        recorded_at=dt.datetime.fromisoformat(row["recorded_at"]),
        reverts=row["reverts"],
        rows=row["rows"],
        digest=row["digest"],
    )


def arrow_rows(
    table: VersionTable, opened: Sequence[tuple[tuple[str, ...], Span]], seq: int, first_row: int
) -> pa.Table:
    """New version rows as `row_schema` has them, with salts and digests where they belong."""
    count = len(opened)
    ends = list(zip(*(each for each, _ in opened), strict=True))
    values = list(zip(*(span.values for _, span in opened), strict=True))
    columns: list[Any] = [
        np.arange(first_row, first_row + count),
        np.full(count, seq),
        [span.start for _, span in opened],
        [span.end for _, span in opened],
        *ends,
        *values,
    ]
    schema = row_schema(table)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=False)]
    if not table.personal:
        return pa.table(arrays, schema=schema)
    arrays += [new_salts(count), pa.nulls(count, pa.binary())]
    rows = pa.table(arrays, schema=schema)
    return with_digests(rows, table)


def with_digests(rows: pa.Table, table: VersionTable) -> pa.Table:
    """The rows with their personal digests computed from salt and values."""
    position = rows.schema.get_field_index("personal_digest")
    return rows.set_column(position, "personal_digest", personal_digests(rows, table))


def _statement_rows(stated: Sequence[tuple[Source, Subject]], seq: int, first_row: int) -> pa.Table:
    def parts(subject: Subject) -> tuple[str, str, str, str]:
        return tuple(subject) if isinstance(subject, LinkKey) else ("", subject, "", "")  # type: ignore[return-value]

    rows = [
        (first_row + offset, seq, source.kind, source.scope, *parts(subject))
        for offset, (source, subject) in enumerate(stated)
    ]
    columns = zip(*rows, strict=True) if rows else ([] for _ in STATEMENT_SCHEMA)
    arrays = [
        pa.array(column, field.type)
        for column, field in zip(columns, STATEMENT_SCHEMA, strict=True)
    ]
    return pa.table(arrays, schema=STATEMENT_SCHEMA)


def _insert(connection: sa.Connection, table: sa.Table, rows: pa.Table) -> None:
    if rows.num_rows:
        connection.execute(
            table.insert(), [{**row, "to_seq": OPEN_SEQ} for row in rows.to_pylist()]
        )


def _close(connection: sa.Connection, closed: Mapping[sa.Table, Sequence[int]], seq: int) -> Ints:
    ids = {table: np.sort(np.array(rows, np.int64)) for table, rows in closed.items()}
    for table, rows in ids.items():
        scattered: list[int] = []
        for run in np.split(rows, np.flatnonzero(np.diff(rows) != 1) + 1):
            if len(run) < _LONG_RUN:
                scattered += run.tolist()
                continue
            is_in = sa.and_(table.c.row >= int(run[0]), table.c.row <= int(run[-1]))
            connection.execute(table.update().where(is_in).values(to_seq=seq))
        for start in range(0, len(scattered), _CLOSE_CHUNK):
            chunk = scattered[start : start + _CLOSE_CHUNK]
            connection.execute(table.update().where(table.c.row.in_(chunk)).values(to_seq=seq))
    return np.concatenate([np.array([], np.int64), *ids.values()])


def _last_digest(connection: sa.Connection) -> str:
    query = sa.select(CHANGE_SET.c.digest).order_by(CHANGE_SET.c.seq.desc()).limit(1)
    return str(connection.execute(query).scalar() or GENESIS)


def next_number(connection: sa.Connection, counter: str) -> int:
    """The next number a counter would give; counting begins at 1."""
    query = sa.select(COUNTER.c.value).where(COUNTER.c.name == counter)
    return int(connection.execute(query).scalar() or 1)


def set_number(connection: sa.Connection, counter: str, value: int) -> None:
    """Let a counter go on at `value`; it never goes back."""
    condition = COUNTER.c.name == counter
    if connection.execute(sa.select(COUNTER.c.value).where(condition)).scalar() is None:
        connection.execute(COUNTER.insert(), {"name": counter, "value": value})
    else:
        connection.execute(
            COUNTER.update().where(condition, COUNTER.c.value < value).values(value=value)
        )


def _keep_ahead_of_ids(connection: sa.Connection, effects: Effects) -> None:
    """Ids taken as given are never given out again."""
    for table, opened in effects.opened.items():
        if table.is_node:
            largest = largest_number(table.kind, (ends[0] for ends, _ in opened))
            if largest is not None:
                set_number(connection, table.kind, largest + 1)


def largest_number(label: str, ids: Iterable[str]) -> int | None:
    """The largest number among ids of the form the ledger gives out itself."""
    prefix = f"{NODES[label].prefix}-"
    numbers = (each[len(prefix) :] for each in ids if each.startswith(prefix))
    return max(
        (int(each) for each in numbers if each.isascii() and each.isdigit() and len(each) < 18),
        default=None,
    )


def audit(
    connection: sa.Connection, now: dt.datetime, actor: str, action: str, outcome: str
) -> None:
    """Append one row to the audit, chained to the last."""
    last = connection.execute(
        sa.select(AUDIT.c.number, AUDIT.c.digest).order_by(AUDIT.c.number.desc()).limit(1)
    ).first()
    row = audit_row(
        (last.number if last else 0) + 1,
        last.digest if last else GENESIS,
        now,
        actor,
        action,
        outcome,
    )
    connection.execute(AUDIT.insert(), row)


def audit_row(
    number: int, previous: str, now: dt.datetime, actor: str, action: str, outcome: str
) -> dict[str, object]:
    """A row of the audit, its digest chained to the one before."""
    row: dict[str, object] = {
        "number": number,
        "recorded_at": instant(now),
        "actor": actor,
        "action": action,
        "outcome": outcome,
    }
    return {**row, "digest": chained(previous, row)}
