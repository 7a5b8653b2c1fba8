"""Ledgers for the tests of this folder: the same suite on SQLite and on PostgreSQL.

`LIAISON_TEST_POSTGRES=postgresql://…` names a server to use; else one is started in a
temporary folder. Every test gets a ledger that is migrated and empty.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.engine import make_url

from graph.ledger.database import REVISION
from graph.ledger.ledger import Ledger
from graph.ledger.tables import METADATA


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server on which databases may be made."""
    given = os.environ.get("LIAISON_TEST_POSTGRES")
    if given:
        yield given
        return
    with pytest.MonkeyPatch.context() as patch:
        # Without a session of its own the machine has no such folder, and the import warns.
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        import pgserver

        # Not below pytest's own folder: the server's user may not enter that.
        folder = Path(tempfile.mkdtemp(prefix="liaison-postgres-"))
        with pgserver.get_server(folder, cleanup_mode="delete") as server:
            # What these tests write need not survive a crash of the machine.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                run(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
            run(server.get_uri(), "SELECT pg_reload_conf()")
            yield server.get_uri()


def named(server: str, database: str) -> str:
    """The address of a database on a server."""
    return make_url(server).set(database=database).render_as_string(hide_password=False)


def run(server: str, statement: str) -> None:
    """Run a statement about a database as a whole."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture(scope="session")
def shared_postgres(postgres_server: str) -> Iterator[str]:
    """The address of a migrated database the tests of a session use one after the other."""
    name = f"liaison_{uuid4().hex}"
    run(postgres_server, f"CREATE DATABASE {name}")
    yield named(postgres_server, name)
    run(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


def make_empty(address: str) -> None:
    """Make a database an empty ledger, whatever a test did to it."""
    names = [table.name for table in METADATA.sorted_tables]
    try:
        # Quicker than emptying or making databases: there are few rows, and many tables.
        run(address, "; ".join(f"DELETE FROM {name}" for name in reversed(names)))
        run(address, f"UPDATE alembic_version SET version_num = '{REVISION}'")
    except psycopg.errors.UndefinedTable:
        run(address, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        Ledger.open(address).close()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "ledger.sqlite"
    Ledger.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of an empty ledger in a file."""
    path = tmp_path / "ledger.sqlite"
    shutil.copy(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(shared_postgres: str) -> str:
    """The address of an empty ledger on a server."""
    make_empty(shared_postgres)
    return shared_postgres


@pytest.fixture(params=["sqlite_url", "postgres_url"], ids=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty ledger, on each database."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    """An empty ledger."""
    opened = Ledger.open(url)
    yield opened
    opened.close()
