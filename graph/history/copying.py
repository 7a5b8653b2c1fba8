"""Copying a whole ledger: to one SQLite file while others write, and from there into another.

A SQLite ledger is copied page by page through SQLite's own backup. A PostgreSQL ledger is
copied row by row out of one transaction that sees one state. Either way the copy is a SQLite
ledger like any other, so a backup of one kind can be restored as the other.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from graph.errors import Conflict, LedgerDamaged, LedgerError
from graph.ledger.database import Database, translated
from graph.ledger.ledger import Ledger
from graph.ledger.tables import CHANGE_SET, METADATA
from graph.messages import _

_ROWS_AT_ONCE: Final = 10_000
_WAIT_S: Final = 60


def database_of(ledger: Ledger) -> Database:
    """The ledger's database, to be read or written as a whole; close it afterwards."""
    return Database(ledger.engine.url.render_as_string(hide_password=False))


def copy_to_file(database: Database, target: Path) -> None:
    """Make `target` a SQLite ledger with everything `database` holds now.

    Nobody who writes has to wait; what they commit meanwhile is in the copy wholly or not.
    """
    if database.path is not None:
        _copy_pages(database.path, target)
    else:
        with closing(Ledger.open(f"sqlite:///{target}")):
            pass  # now it has the tables
        with closing(Database(f"sqlite:///{target}")) as copy:
            _copy_rows(database, copy)
    fold(target)


def copy_into(file: Path, database: Database, *, replace: bool) -> None:
    """Make an existing ledger hold what the SQLite ledger `file` holds; all of it or nothing.

    Raises `Conflict` when it holds change sets already and `replace` is not set.
    """
    database.migrate()  # it may be empty yet
    with closing(Database(f"sqlite:///{file}")) as source:
        _copy_rows(source, database, replace=replace)


def fold(file: Path) -> None:
    """Make a SQLite ledger one file without a write-ahead log.

    Raises `LedgerError` when somebody has it open, `LedgerDamaged` when it is no database.
    """
    try:
        with closing(sqlite3.connect(file, timeout=0)) as connection:
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise _in_use() from error
        raise LedgerDamaged(
            _("The ledger's file cannot be read (%(why)s)") % {"why": error.sqlite_errorname}
        ) from error
    if mode != "delete":
        raise _in_use()


def _in_use() -> LedgerError:
    return LedgerError(_("The ledger is in use by another process; end it first"))


def _copy_pages(source: Path, target: Path) -> None:
    try:
        with (
            closing(
                sqlite3.connect(f"{source.as_uri()}?mode=ro", timeout=_WAIT_S, uri=True)
            ) as old,
            closing(sqlite3.connect(target, timeout=_WAIT_S)) as new,
        ):
            # All pages in one step: a step more, and a write in between would start it anew.
            old.backup(new, pages=-1)
    except sqlite3.Error as error:
        raise LedgerError(_("The ledger cannot be copied: %(why)s") % {"why": error}) from error


def _copy_rows(source: Database, target: Database, *, replace: bool = False) -> None:
    options = {} if source.is_sqlite else {"isolation_level": "REPEATABLE READ"}
    with translated(), source.engine.connect() as plain:
        reading = plain.execution_options(**options)
        with reading.begin(), target.writing() as writing:
            _make_room(writing, replace=replace)
            for table in METADATA.sorted_tables:
                _copy_table(reading, writing, table)


def _make_room(writing: sa.Connection, *, replace: bool) -> None:
    held = writing.execute(sa.select(sa.func.count()).select_from(CHANGE_SET)).scalar_one()
    if held and not replace:
        raise Conflict(
            _("There is a ledger with %(count)d change sets already; say that it is to be replaced")
            % {"count": held}
        )
    for table in reversed(METADATA.sorted_tables):
        writing.execute(sa.delete(table))


def _copy_table(reading: sa.Connection, writing: sa.Connection, table: sa.Table) -> None:
    # By primary key: a change set may refer to an earlier one.
    rows = reading.execution_options(stream_results=True).execute(
        sa.select(table).order_by(*table.primary_key.columns)
    )
    for batch in rows.mappings().partitions(_ROWS_AT_ONCE):
        writing.execute(sa.insert(table), [dict(row) for row in batch])
