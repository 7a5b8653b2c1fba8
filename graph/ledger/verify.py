"""Whether the ledger still says what was written to it, from the first change set on.

Every row is read again and hashed as it was when it was written; a byte changed anywhere in
the history, a row taken out or put in, shows as a fault of the change set it belongs to. What
was forgotten is blank in all its versions and keeps its digest, so the chain holds.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from graph.errors import LedgerError
from graph.ledger.bulk import Ints
from graph.ledger.bulk_write import largest_in_column
from graph.ledger.database import Database
from graph.ledger.hashing import (
    GENESIS,
    STATEMENT_SCHEMA,
    ContentHash,
    chained,
    personal_digests,
    row_schema,
)
from graph.ledger.reading import ArrowReader
from graph.ledger.tables import (
    AUDIT,
    CHANGE_SET,
    COUNTER,
    OPEN_SEQ,
    STATEMENT,
    VersionTable,
    version_tables,
)
from graph.ledger.writing import ROW_COUNTER
from graph.messages import _


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying found: whether everything is as written, and each fault as a sentence.

    `forgotten` counts the rows whose personal values were forgotten on purpose.
    """

    sound: bool
    faults: list[str]
    change_sets: int
    forgotten: int


class _Verifying:
    """One run through everything; collects faults."""

    def __init__(self, database: Database, reader: ArrowReader) -> None:
        self._database = database
        self._reader = reader
        self.faults: list[str] = []
        self.forgotten = 0
        self.headers: list[dict[str, Any]] = []
        self._content: dict[int, ContentHash] = {}
        self._closed: dict[int, list[Ints]] = {}
        self._forgets: dict[str, int] = {}
        self._counters: dict[str, int] = {}

    def run(self) -> None:
        """Look at everything, in the order in which it was hashed."""
        self._check_database()
        self._read_headers()
        for table in sorted(version_tables(), key=lambda each: each.name):
            rows = self._rows(table.sql, _with_closing(row_schema(table)))
            self._take(table.name, rows, frozenset(each.name for each in table.personal))
            if table.personal:
                self._check_personal(table, rows)
            if table.is_node:
                self._check_counter(table, rows.column("id"))
        self._take(STATEMENT.name, self._rows(STATEMENT, _with_closing(STATEMENT_SCHEMA)))
        for header in self.headers:
            self._compare(header)
        self._check_audit()

    def _check_database(self) -> None:
        if not self._database.is_sqlite:
            return
        with self._database.reading() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check(5)").scalars().all()
        if found != ["ok"]:
            self.faults.append(_("The database file is damaged: its own check fails"))

    def _read_headers(self) -> None:
        with self._database.reading() as connection:
            rows = connection.execute(_as_text(CHANGE_SET)).mappings().all()
            counters = connection.execute(sa.select(COUNTER.c.name, COUNTER.c.value)).all()
        self._counters = {row.name: row.value for row in counters}
        previous, following = GENESIS, 1
        for number, row in enumerate(rows, start=1):
            header = dict(row)
            digest = header.pop("digest")
            is_next = header["seq"] == number and header["first_row"] == following
            if not is_next or chained(previous, header) != digest:
                self.faults.append(
                    _("Change set %(seq)s is not what was written") % {"seq": number}
                )
            previous, following = digest, header["next_row"]
            self.headers.append(header)
            self._content[header["seq"]] = ContentHash()
            if header["forgets"] is not None:
                self._forgets[header["forgets"]] = header["seq"]
        if self.headers and self._counters.get(ROW_COUNTER) != following:
            self.faults.append(_("The counter of rows is not what was written"))

    def _rows(self, table: sa.Table, schema: pa.Schema) -> pa.Table:
        query = sa.select(*(table.c[name] for name in schema.names)).order_by(table.c.row)
        return self._reader.rows(table, query, schema)

    def _take(self, name: str, rows: pa.Table, personal: frozenset[str] = frozenset()) -> None:
        """Add each change set's part of the rows to its hash, and note what was closed."""
        if not rows.num_rows:
            return
        numbers = rows.column("row").to_numpy()
        firsts = np.array([header["first_row"] for header in self.headers], np.int64)
        owner = np.searchsorted(firsts, numbers, side="right") - 1
        if owner[0] < 0:
            self._stray(name)
            return
        starts = np.flatnonzero(np.diff(owner, prepend=-1))
        for start, end in zip(starts, [*starts[1:], len(owner)], strict=True):
            header = self.headers[owner[start]]
            if numbers[end - 1] >= header["next_row"]:
                self._stray(name)
            part = rows.slice(start, end - start).drop_columns("to_seq")
            self._content[header["seq"]].opened(name, part, personal)
        closing = rows.column("to_seq").to_numpy()
        is_closed = closing != OPEN_SEQ
        for seq in np.unique(closing[is_closed]).tolist():
            self._closed.setdefault(seq, []).append(numbers[closing == seq])

    def _stray(self, name: str) -> None:
        self.faults.append(_("The table %(name)s holds rows no change set wrote") % {"name": name})

    def _compare(self, header: dict[str, Any]) -> None:
        seq = header["seq"]
        closed = self._closed.pop(seq, [])
        content = self._content[seq]
        content.closed(np.concatenate(closed) if closed else np.array([], np.int64))
        if content.hexdigest() != header["content"]:
            self.faults.append(
                _("The rows of change set %(seq)s are not what was written") % {"seq": seq}
            )
        if header is self.headers[-1] and self._closed:
            self.faults.append(_("Rows are closed by change sets that are not there"))

    def _check_personal(self, table: VersionTable, rows: pa.Table) -> None:
        """Personal values must fit their digest, or be blank because they were forgotten."""
        is_blank = rows.column("salt").is_null().to_numpy()
        seqs = rows.column("from_seq").to_numpy()
        found = pc.index_in(rows.column("id"), value_set=pa.array(list(self._forgets), pa.string()))
        at = np.array([*self._forgets.values(), 0], np.int64)
        position = pc.fill_null(found, len(self._forgets)).to_numpy()
        should_be = seqs <= at[position]
        values = [rows.column(each.name).is_valid().to_numpy() for each in table.personal]
        is_kept = np.logical_or.reduce(values)
        digests = personal_digests(rows.filter(pa.array(~is_blank)), table)
        kept = rows.column("personal_digest").filter(pa.array(~is_blank))
        fits = pc.all(pc.equal(kept, digests), min_count=0).as_py()
        if not fits or (is_blank != should_be).any() or (is_blank & is_kept).any():
            self.faults.append(
                _("Personal values in the table %(name)s are not what was written")
                % {"name": table.name}
            )
        self.forgotten += int(is_blank.sum())

    def _check_counter(self, table: VersionTable, ids: pa.ChunkedArray) -> None:
        largest = largest_in_column(table.kind, ids)
        if largest is not None and self._counters.get(table.kind, 1) <= largest:
            self.faults.append(
                _("The counter of %(label)s would give out an id again") % {"label": table.kind}
            )

    def _check_audit(self) -> None:
        with self._database.reading() as connection:
            rows = connection.execute(_as_text(AUDIT)).mappings().all()
        previous = GENESIS
        for number, row in enumerate(rows, start=1):
            entry = dict(row)
            digest = entry.pop("digest")
            if entry["number"] != number or chained(previous, entry) != digest:
                self.faults.append(
                    _("Row %(number)s of the audit is not what was written") % {"number": number}
                )
            previous = digest


def verify(database: Database, reader: ArrowReader) -> Verification:
    """Read everything and compare it with the chain."""
    verifying = _Verifying(database, reader)
    try:
        verifying.run()
    except (LedgerError, ValueError, TypeError, OverflowError, IndexError) as error:
        # A byte changed in the right place makes numbers of text and text of nothing.
        verifying.faults.append(
            _("The ledger cannot be read through: %(why)s")
            % {"why": error if isinstance(error, LedgerError) else type(error).__name__}
        )
    faults = list(dict.fromkeys(verifying.faults))
    return Verification(not faults, faults, len(verifying.headers), verifying.forgotten)


def _with_closing(schema: pa.Schema) -> pa.Schema:
    return schema.append(pa.field("to_seq", pa.int32()))


def _as_text(table: sa.Table) -> sa.Select[Any]:
    """Every row in order, dates as text: as they entered the hash, whatever they are now."""
    columns = [
        sa.cast(column, sa.Text).label(column.name) if isinstance(column.type, sa.Date) else column
        for column in table.columns
    ]
    (key,) = table.primary_key.columns
    return sa.select(*columns).order_by(key)
