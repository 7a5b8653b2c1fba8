"""Version tables as Arrow, through whichever way is quicker: row by row or an ADBC session."""

import threading
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from graph.errors import LedgerDamaged, LedgerError
from graph.ledger.database import Database
from graph.ledger.facts import parameters_of, state_query
from graph.ledger.remote import RemoteSession
from graph.ledger.session import PostgresSession, Session
from graph.ledger.tables import VersionTable
from graph.messages import _
from graph.model import Moment

_WORTH_STARTING: Final = 40_000
"""Rows from which on starting a session for reading them saves time (half a second)."""
_WORTH_USING: Final = 4_000
"""Rows from which on a session that runs already is quicker than reading row by row."""


def open_session(database: Database) -> Session:
    """A new ADBC session on the ledger, of its own transaction."""
    if database.path is not None:
        return RemoteSession(database.path)
    uri = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return PostgresSession(uri)


NONE: Final[Mapping[str, int]] = MappingProxyType({})


class ArrowReader:
    """Reads version tables as Arrow; keeps one session for it, started when worth it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._session: Session | None = None
        self._lock = threading.Lock()

    def table(self, table: VersionTable, moment: Moment) -> pa.Table:
        """Subject and properties of the versions of a table that hold at a moment."""
        schema = table.arrow_schema()
        return self.rows(table.sql, state_query(table), schema, parameters_of(moment))

    def rows(
        self,
        table: sa.Table,
        query: sa.Select[Any],
        schema: pa.Schema,
        parameters: Mapping[str, int] = NONE,
    ) -> pa.Table:
        """The rows of a query over one table; `schema` names the types of its columns.

        Raises LedgerDamaged when a value is not of its column's type.
        """
        worth = _WORTH_STARTING if self._session is None else _WORTH_USING
        try:
            with self._database.reading() as connection:
                if not connection.execute(_row_after(table), {"count": worth}).first():
                    return _row_by_row(connection, query, schema, parameters)
            return _restored(self._through_session(query.params(parameters)), schema)
        except (pa.ArrowException, TypeError) as error:
            # Without the text of the error, which quotes the value.
            raise LedgerDamaged(
                _("A value in the ledger is not of the type of its column; run verify")
            ) from error

    def _through_session(self, query: sa.Select[Any]) -> pa.Table:
        sql = _sql_text(self._database, query)
        with self._lock:
            if self._session is None:
                self._session = open_session(self._database)
            try:
                return self._session.read(sql)
            except LedgerError:
                self._drop()
                raise

    def close(self) -> None:
        """End the session."""
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = None


@cache
def _row_after(table: sa.Table) -> sa.Select[Any]:
    return sa.select(table.c.row).limit(1).offset(sa.bindparam("count", type_=sa.Integer))


def _sql_text(database: Database, query: sa.Select[Any]) -> str:
    """The query as text for a session.

    SQLite columns have no types of their own, and the driver takes them from the first rows:
    text that may be missing is read as "" there, and restored afterwards.
    """
    if database.is_sqlite:
        columns = [_never_null(column) for column in query.selected_columns]
        query = query.with_only_columns(*columns, maintain_column_froms=True)
    compiled = query.compile(database.engine, compile_kwargs={"literal_binds": True})
    return str(compiled)


def _never_null(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    if isinstance(column.type, (sa.Text, sa.Date)):
        return sa.func.coalesce(sa.type_coerce(column, sa.Text), "").label(column.key)
    if isinstance(column.type, sa.LargeBinary):
        empty = sa.literal_column("x''", sa.LargeBinary)
        return sa.func.coalesce(column, empty).label(column.key)
    return column


def _row_by_row(
    connection: sa.Connection,
    query: sa.Select[Any],
    schema: pa.Schema,
    parameters: Mapping[str, int],
) -> pa.Table:
    rows = connection.execute(query, parameters).all()
    columns = zip(*rows, strict=True) if rows else ([] for _each in schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.table(arrays, schema=schema)


def _restored(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """What a session read, with the types and missing values the schema gives it."""
    if rows.num_rows == 0:
        # SQLite's driver takes the types from the rows: without any, every column is a number.
        return schema.empty_table()
    columns = [
        _restored_column(rows.column(position), field.type) for position, field in enumerate(schema)
    ]
    return pa.table(columns, schema=schema)


def _restored_column(column: pa.ChunkedArray, type: pa.DataType) -> pa.ChunkedArray:
    if column.type == type and not _is_text(type):
        return column
    if pa.types.is_binary(column.type) or pa.types.is_string(column.type):
        empty = pc.equal(pc.binary_length(column), 0)
        if pc.any(empty).as_py():
            column = pc.if_else(empty, pa.scalar(None, column.type), column)
    return column.cast(type)


def _is_text(type: pa.DataType) -> bool:
    return bool(pa.types.is_string(type) or pa.types.is_binary(type))
