"""One ADBC connection to the ledger, set up like every other: Arrow in bulk, in and out.

An ADBC driver brings its own copy of SQLite. Two copies in one process do not see each
other's locks: both were given the write lock of one file at the same time. So in a process
that has the ledger open through SQLAlchemy, `SqliteSession` is never used directly but through
`graph.ledger.remote`, in a process of its own. PostgreSQL has no such limit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import pyarrow as pa

from graph.errors import LedgerError
from graph.ledger.database import SQLITE_PRAGMAS, WRITE_LOCK
from graph.messages import _


class Session(Protocol):
    """What bulk reading and writing need of a connection. Raises LedgerError."""

    def read(self, sql: str) -> pa.Table:
        """The rows of a query, with the types the database gives them."""

    def begin(self) -> None:
        """Begin a transaction that holds the write lock."""

    def insert(self, table: str, rows: pa.Table) -> None:
        """Append rows; column names and types must be as the table has them."""

    def execute(self, sql: str) -> None:
        """Run a statement that returns nothing."""

    def commit(self) -> None:
        """Keep what was written since `begin`."""

    def rollback(self) -> None:
        """Drop what was written since `begin`; without one, nothing."""

    def close(self) -> None:
        """Close the connection, dropping what was not committed."""


class _AdbcSession:
    """What both databases share."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def reader(self, sql: str) -> Any:
        """A cursor that has run the query; close it after reading."""
        cursor = self._connection.cursor()
        with translated():
            cursor.execute(sql)
        return cursor

    def read(self, sql: str) -> pa.Table:
        """The rows of a query."""
        with translated(), self._connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetch_arrow_table()

    def insert(self, table: str, rows: "pa.Table | pa.RecordBatchReader") -> None:
        """Append rows, all in one go."""
        with translated(), self._connection.cursor() as cursor:
            cursor.adbc_ingest(table, rows, mode="append")

    def execute(self, sql: str) -> None:
        """Run a statement that returns nothing."""
        with translated(), self._connection.cursor() as cursor:
            cursor.execute(sql)

    def close(self) -> None:
        """Close the connection."""
        with translated():
            self._connection.close()


class SqliteSession(_AdbcSession):
    """A connection to a SQLite ledger; for a process that has no other (see the module)."""

    def __init__(self, path: str) -> None:
        import adbc_driver_sqlite.dbapi

        with translated():
            super().__init__(adbc_driver_sqlite.dbapi.connect(path, autocommit=True))
        self._is_writing = False
        for pragma in SQLITE_PRAGMAS:
            self.read(pragma)

    def begin(self) -> None:
        """Begin a transaction that holds the write lock."""
        self.execute("BEGIN IMMEDIATE")
        self._is_writing = True

    def commit(self) -> None:
        """Keep what was written."""
        self.execute("COMMIT")
        self._is_writing = False

    def rollback(self) -> None:
        """Drop what was written."""
        if self._is_writing:
            self.execute("ROLLBACK")
            self._is_writing = False


class PostgresSession(_AdbcSession):
    """A connection to a PostgreSQL ledger."""

    def __init__(self, uri: str) -> None:
        import adbc_driver_postgresql.dbapi

        with translated():
            super().__init__(adbc_driver_postgresql.dbapi.connect(uri))
        self._is_writing = False

    def read(self, sql: str) -> pa.Table:
        """The rows of a query; outside `begin` and `commit` no transaction stays open."""
        rows = super().read(sql)
        if not self._is_writing:
            self.rollback()
        return rows

    def begin(self) -> None:
        """Take the writers' lock; the driver has begun the transaction."""
        self.rollback()
        self._is_writing = True
        self.read(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})::text")

    def commit(self) -> None:
        """Keep what was written."""
        with translated():
            self._connection.commit()
        self._is_writing = False

    def rollback(self) -> None:
        """Drop what was written."""
        with translated():
            self._connection.rollback()
        self._is_writing = False


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the driver raises into LedgerError; its text may quote a row, so it stays out."""
    from adbc_driver_manager import Error

    try:
        yield
    except (Error, pa.ArrowException) as error:
        raise LedgerError(
            _("The ledger cannot be read or written in bulk (%(why)s)")
            % {"why": getattr(getattr(error, "status_code", None), "name", type(error).__name__)}
        ) from error
