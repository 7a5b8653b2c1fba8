"""Writing whole tables as one change set through one ADBC session, in one transaction.

While the session writes the link tables, a thread makes the personal digests of the node
tables and the hash over everything; both are long, and neither waits for the other.
"""

import datetime as dt
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, DropIndex

from graph.errors import Conflict
from graph.ledger.bulk import Tables
from graph.ledger.changes import ChangeSet
from graph.ledger.database import Database
from graph.ledger.hashing import GENESIS, ContentHash, new_salts, row_schema
from graph.ledger.session import Session
from graph.ledger.tables import (
    AUDIT,
    CHANGE_SET,
    COUNTER,
    LINK_TABLES,
    NODE_TABLES,
    OPEN_DAY,
    OPEN_SEQ,
    VersionTable,
    day_number,
)
from graph.ledger.writing import (
    ROW_COUNTER,
    Clock,
    Header,
    audit_row,
    change_set_of,
    change_set_row,
    with_digests,
)
from graph.messages import _
from graph.schema import NODES

_ARROW_OF_SQL: Final[dict[type, pa.DataType]] = {
    sa.Text: pa.string(),
    sa.Integer: pa.int32(),
    sa.BigInteger: pa.int64(),
    sa.Date: pa.date32(),
}


class BulkWriter:
    """Writes conformed, checked tables of things nobody has yet, as one change set."""

    def __init__(self, database: Database, session: Session, clock: Clock) -> None:
        self._database = database
        self._session = session
        self._clock = clock

    def write(self, tables: Tables, header: Header, *, seen: int) -> ChangeSet:
        """The change set the tables became. Raises Conflict when the head is not `seen`."""
        self._session.begin()
        seq = self._number("SELECT coalesce(max(seq), 0) FROM change_set") + 1
        if seq != seen + 1:
            self._session.rollback()
            raise Conflict(_("The ledger has moved on; look at it anew"))
        first_row = self._counter(ROW_COUNTER)
        next_row = first_row
        pending: list[tuple[VersionTable, Future[pa.Table] | pa.Table]] = []
        with ThreadPoolExecutor(1) as aside:
            for table, rows in _in_order(tables):
                numbered = _rows(table, rows, seq, next_row, header.effective_on)
                next_row += rows.num_rows
                pending.append(
                    (table, aside.submit(with_digests, numbered, table))
                    if table.personal
                    else (table, numbered)
                )
            content = aside.submit(_content, pending)
            for table, given in pending:
                self._insert(table, given.result() if isinstance(given, Future) else given)
            digest = content.result()
        self._set_counters(tables, next_row)
        return self._seal(header, seq, first_row, next_row, digest)

    def _seal(
        self, header: Header, seq: int, first_row: int, next_row: int, content: str
    ) -> ChangeSet:
        now = self._clock()
        row = change_set_row(
            header,
            seq=seq,
            recorded_at=now,
            rows=next_row - first_row,
            first_row=first_row,
            next_row=next_row,
            content=content,
            previous=self._text("SELECT digest FROM change_set ORDER BY seq DESC LIMIT 1"),
        )
        self._append(CHANGE_SET, row)
        number = self._number("SELECT coalesce(max(number), 0) FROM audit")
        last = self._text("SELECT digest FROM audit ORDER BY number DESC LIMIT 1")
        self._append(
            AUDIT, audit_row(number + 1, last, now, header.actor, header.kind, f"change set {seq}")
        )
        self._session.commit()
        return change_set_of(row)

    def _insert(self, table: VersionTable, rows: pa.Table) -> None:
        if not rows.num_rows:
            return
        # Indexes of an empty table are made quicker afterwards, all at once.
        is_empty = not self._session.read(f"SELECT row FROM {table.name} LIMIT 1").num_rows
        indexes = sorted(table.sql.indexes, key=lambda each: str(each.name)) if is_empty else []
        for index in indexes:
            self._execute(DropIndex(index))
        to_seq = pa.repeat(pa.scalar(OPEN_SEQ, pa.int32()), rows.num_rows)
        self._session.insert(table.name, self._stored(rows.append_column("to_seq", to_seq)))
        for index in indexes:
            self._execute(CreateIndex(index))

    def _append(self, table: sa.Table, row: dict[str, Any]) -> None:
        arrays = [
            pa.array([row.get(column.name)], _arrow_of(column.type)) for column in table.columns
        ]
        names = [column.name for column in table.columns]
        self._session.insert(table.name, self._stored(pa.table(arrays, names=names)))

    def _stored(self, rows: pa.Table) -> pa.Table:
        """The rows as the database keeps them: SQLite has no dates and no truth values."""
        if not self._database.is_sqlite:
            return rows
        schema = pa.schema([(each.name, _in_sqlite(each.type)) for each in rows.schema])
        return rows.cast(schema)

    def _set_counters(self, tables: Tables, next_row: int) -> None:
        wanted = {ROW_COUNTER: next_row}
        for label, rows in tables.nodes.items():
            largest = largest_in_column(label, rows.column("id"))
            if largest is not None and largest >= self._counter(label):
                wanted[label] = largest + 1
        for name, value in wanted.items():
            self._session.execute(f"DELETE FROM counter WHERE name = '{name}'")
            self._append(COUNTER, {"name": name, "value": value})

    def _counter(self, name: str) -> int:
        return self._number(f"SELECT coalesce(max(value), 1) FROM counter WHERE name = '{name}'")

    def _number(self, sql: str) -> int:
        return int(self._session.read(sql).column(0)[0].as_py())

    def _text(self, sql: str) -> str:
        found = self._session.read(sql)
        return str(found.column(0)[0].as_py()) if found.num_rows else GENESIS

    def _execute(self, statement: sa.schema.ExecutableDDLElement) -> None:
        self._session.execute(str(statement.compile(self._database.engine)))


def _in_order(tables: Tables) -> list[tuple[VersionTable, pa.Table]]:
    """The tables in the order of their names, as the hash takes them."""
    known = [(NODE_TABLES[label], rows) for label, rows in tables.nodes.items()]
    known += [(LINK_TABLES[name], rows) for name, rows in tables.links.items()]
    return sorted(known, key=lambda each: each[0].name)


def _rows(table: VersionTable, rows: pa.Table, seq: int, first_row: int, day: dt.date) -> pa.Table:
    """Version rows without digests yet: numbered, valid from the day on, salted."""
    count = rows.num_rows
    columns: list[Any] = [
        pa.array(np.arange(first_row, first_row + count)),
        pa.repeat(pa.scalar(seq, pa.int32()), count),
        pa.repeat(pa.scalar(day_number(day), pa.int32()), count),
        pa.repeat(pa.scalar(OPEN_DAY, pa.int32()), count),
        *rows.columns,
    ]
    if table.personal:
        columns += [new_salts(count), pa.nulls(count, pa.binary())]
    return pa.table(columns, schema=row_schema(table))


def _content(pending: "list[tuple[VersionTable, Future[pa.Table] | pa.Table]]") -> str:
    content = ContentHash()
    for table, given in pending:
        rows = given.result() if isinstance(given, Future) else given
        content.opened(table.name, rows, frozenset(each.name for each in table.personal))
    content.closed(np.array([], np.int64))
    return content.hexdigest()


def largest_in_column(label: str, ids: pa.ChunkedArray) -> int | None:
    """The largest number among ids of the form the ledger gives out itself."""
    prefix = f"{NODES[label].prefix}-"
    ours = ids.filter(pc.match_substring_regex(ids, f"^{prefix}[0-9]{{1,17}}$"))
    if not len(ours):
        return None
    digits = pc.utf8_slice_codeunits(ours, start=len(prefix))
    return int(pc.max(pc.cast(digits, pa.int64())).as_py())


def _arrow_of(type: sa.types.TypeEngine[Any]) -> pa.DataType:
    return next(
        arrow for known, arrow in reversed(_ARROW_OF_SQL.items()) if isinstance(type, known)
    )


def _in_sqlite(type: pa.DataType) -> pa.DataType:
    if pa.types.is_date(type):
        return pa.string()
    return pa.int64() if pa.types.is_boolean(type) else type
