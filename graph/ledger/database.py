"""The database behind the ledger: connections set up as they must be, and migrated when opened.

SQLite runs with a write-ahead log, full synchronisation, secure deletion and foreign keys on
every connection. Writers take the write lock when they begin, so what they read stays true
until they commit. On PostgreSQL an advisory lock serialises them the same way.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from graph.errors import ConfigurationError, LedgerDamaged, LedgerError
from graph.ledger import access_tables  # noqa: F401 - declares its tables
from graph.messages import _

REVISION: Final = "0002"
"""The newest migration; a ledger that is at it is opened without loading Alembic."""

_EARLIER: Final = (None, "0001")
"""The forms that can be brought to the newest; None: nothing there yet."""

BUSY_TIMEOUT_S: Final = 60
SQLITE_PRAGMAS: Final = (
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -64000",
)
WRITE_LOCK: Final = 7_301_884_126_155_511
"""The PostgreSQL advisory lock every writer holds until it commits."""

# As many as a web server has threads; each is needed for a moment only.
_POOL: Final[dict[str, int]] = {"pool_size": 10, "max_overflow": 40}
_WRITES: Final = "ledger_writes"


class Database:
    """One ledger database: an engine, and transactions that read or write."""

    def __init__(self, url: str) -> None:
        self.url = _parsed(url)
        self.engine = _engine(self.url)

    @property
    def is_sqlite(self) -> bool:
        """Whether the ledger is a SQLite file; else it is PostgreSQL."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path | None:
        """The SQLite file, or None on PostgreSQL."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that only reads, and sees one state throughout on SQLite."""
        with translated(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that holds the write lock; all of it is kept, or on any error nothing."""
        with translated(), self.engine.connect() as plain:
            connection = plain.execution_options(**{_WRITES: True})
            with connection.begin():
                if not self.is_sqlite:
                    connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})"))
                yield connection

    def migrate(self) -> None:
        """Create the tables or bring them to the newest form; nothing to do is quick."""
        with self.reading() as connection:
            revision = self._revision(connection)
        if revision == REVISION:
            return
        if revision not in _EARLIER:
            raise LedgerError(
                _("The ledger has the form %(form)s, which this version does not know; update it")
                % {"form": revision}
            )
        with self.writing() as connection:
            if self._revision(connection) != REVISION:
                _upgrade(connection)

    def _revision(self, connection: sa.Connection) -> str | None:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()

    def truncate_log(self) -> bool:
        """Fold the write-ahead log into the file and cut it to nothing; False while others read.

        On PostgreSQL there is no such file of ours, and the answer is True.
        """
        if not self.is_sqlite:
            return True
        with translated(), self.engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            # The caller decides how long to insist; waiting here would hold up other writers.
            raw.execute("PRAGMA busy_timeout = 200")
            busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            raw.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000}")
        return bool(busy == 0)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the database layers raise into the ledger's own errors."""
    try:
        yield
    except OperationalError as error:
        text = str(error.orig).splitlines()[0] if error.orig else type(error).__name__
        raise LedgerError(_("The ledger cannot be used: %(why)s") % {"why": text}) from error
    except sa.exc.DatabaseError as error:
        # Only the class: the text may quote a row.
        name = type(error.orig).__name__ if error.orig else type(error).__name__
        raise LedgerDamaged(
            _("The ledger's database cannot be read or written (%(why)s); run verify")
            % {"why": name}
        ) from error
    except UnicodeDecodeError as error:
        # The SQLite driver cannot even write its message when the schema is damaged.
        raise LedgerDamaged(
            _("The ledger's database cannot be read or written (%(why)s); run verify")
            % {"why": "UnicodeDecodeError"}
        ) from error
    except SQLAlchemyError as error:
        raise LedgerError(
            _("The ledger cannot be used: %(why)s") % {"why": type(error).__name__}
        ) from error


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except sa.exc.ArgumentError as error:
        raise ConfigurationError(
            _("The ledger's address cannot be read; write sqlite:////path or postgresql://…")
        ) from error
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise ConfigurationError(
            _("A ledger cannot be kept at %(backend)s; write sqlite:////path or postgresql://…")
            % {"backend": backend}
        )
    return parsed


def _engine(url: URL) -> sa.Engine:
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True, **_POOL)
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S}, **_POOL)
    sa.event.listen(engine, "connect", _set_up_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(raw: Any, _record: Any) -> None:
    # The driver would begin transactions by itself, and only deferred ones.
    raw.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        _insist(raw, pragma)


def _insist(raw: Any, pragma: str) -> None:
    # Switching a new file to WAL does not wait for another process that is doing the same.
    give_up = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            raw.execute(pragma).fetchall()
        except raw.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
