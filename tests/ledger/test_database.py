"""The database itself: how connections are set up, how it is made, and who may write."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from support_ledger import DAY, draft, keep, link, on, placed, village

import graph.ledger.migrations
from graph.errors import ConfigurationError, LedgerError, LiaisonError
from graph.ledger.changes import EndNode, SetNode, Source
from graph.ledger.database import REVISION, Database
from graph.ledger.ledger import Ledger
from graph.ledger.reading import open_session
from graph.ledger.tables import METADATA, STATEMENT, version_tables
from graph.model import Moment

SETTINGS = {"synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "journal_mode": "wal"}


def test_every_connection_is_set_up_the_same(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.reading() as one, database.writing() as other:
        for connection in (one, other):
            for name, wanted in SETTINGS.items():
                assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == wanted
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 60_000
    database.close()


def test_the_bulk_connection_is_set_up_the_same_when_it_writes(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    session = open_session(database)
    session.begin()
    for name, wanted in SETTINGS.items():
        assert session.read(f"PRAGMA {name}").column(0).to_pylist() == [wanted]
    assert session.read("PRAGMA busy_timeout").column(0).to_pylist() == [60_000]
    session.close()
    database.close()


def test_the_bulk_connection_holds_the_write_lock(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    session = open_session(database)
    session.begin()
    with database.engine.connect() as other:
        other.exec_driver_sql("PRAGMA busy_timeout = 10")
        with pytest.raises(sa.exc.OperationalError, match="locked"):
            other.execute(sa.text("DELETE FROM counter"))
    session.close()
    with database.writing() as connection:
        connection.execute(sa.text("DELETE FROM counter"))
    database.close()


def test_a_bulk_session_that_fails_says_so_and_keeps_nothing(url: str) -> None:
    ledger = Ledger.open(url)
    village(ledger)
    database = Database(url)
    session = open_session(database)

    def write() -> None:
        session.begin()
        session.execute("DELETE FROM counter")
        session.execute("DELETE FROM nowhere")
        session.commit()

    with pytest.raises(LedgerError):
        write()
    session.close()
    database.close()
    assert ledger.verify().faults == []
    ledger.close()


def test_the_migrations_make_what_the_code_declares(url: str) -> None:
    database = Database(url)
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    database.close()


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    (folder,) = graph.ledger.migrations.__path__
    assert ScriptDirectory(folder).get_current_head() == REVISION


def test_opening_again_changes_nothing(url: str) -> None:
    ledger = Ledger.open(url)
    village(ledger)
    ledger.close()
    again = Ledger.open(url)
    assert again.head() == 1
    again.close()


def test_a_form_from_the_future_is_refused(url: str) -> None:
    database = Database(url)
    with database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(LedgerError, match="9999"):
        Ledger.open(url)


@pytest.mark.parametrize(
    "wrong", ["", "nonsense", "mysql://x/y", "sqlite://", "sqlite:///:memory:"]
)
def test_an_address_that_cannot_be_meant_is_refused(wrong: str) -> None:
    with pytest.raises(ConfigurationError):
        Ledger.open(wrong)


@pytest.mark.parametrize(
    "wrong",
    ["sqlite:////nowhere/at/all/ledger.sqlite", "postgresql://127.0.0.1:1/none"],
)
def test_a_database_that_is_not_there_is_an_error_of_ours(wrong: str) -> None:
    with pytest.raises(LedgerError):
        Ledger.open(wrong)


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\x00" * 300])
def test_a_file_that_is_no_ledger_is_an_error_of_ours(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(content)
    with pytest.raises(LiaisonError):
        Ledger.open(f"sqlite:///{path}")
    assert path.read_bytes() == content


def test_no_error_tells_what_a_row_holds(ledger: Ledger) -> None:
    village(ledger)
    with ledger.engine.connect() as connection, connection.begin():
        connection.execute(sa.text("DROP TABLE node_household"))
    with pytest.raises(LedgerError) as refused:
        keep(ledger, *placed("H-9", "A-2", head="丙九", phone="13800000009"))
    assert "丙九" not in str(refused.value)
    assert "13800000009" not in str(refused.value)


WRITER = """
import sys
from graph.ledger.ledger import Ledger
from support_ledger import draft, placed
ledger = Ledger.open(sys.argv[1])
for number in range(int(sys.argv[2])):
    ids = ledger.new_ids("Household", 2)
    ledger.commit(draft(*placed(ids[0], "A-2"), *placed(ids[1], "A-2")))
"""


def test_several_processes_write_at_once(url: str) -> None:
    ledger = Ledger.open(url)
    village(ledger)
    tests = Path(__file__).parent.parent
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(tests.parent), str(tests)]),
    }
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, url, "8"], env=environment)
        for _writer in range(3)
    ]
    for number in range(8):
        keep(ledger, SetNode("H-1", {"people": number + 10}))
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert ledger.head() == 1 + 8 + 3 * 8
    assert ledger.facts(ledger.moment(DAY)).nodes("Household").num_rows == 2 + 3 * 8 * 2
    assert ledger.verify().faults == []
    ledger.close()


def test_of_two_who_saw_the_same_only_one_writes(url: str) -> None:
    one, other = Ledger.open(url), Ledger.open(url)
    village(one)
    seen = other.head()
    assert one.commit(draft(link("LIAISES", "P-1", "H-2")), seen=seen) is not None
    with pytest.raises(LiaisonError):
        other.commit(draft(SetNode("H-2", {"people": 1})), seen=seen)
    one.close()
    other.close()


def test_no_question_about_a_few_rows_reads_a_whole_table(sqlite_url: str) -> None:
    ledger = Ledger.open(sqlite_url)
    village(ledger)
    asked: list[str] = []
    large = {STATEMENT.name, *(table.name for table in version_tables())}

    def remember(*event: object) -> None:
        statement, parameters = event[2], event[3]
        if str(statement).startswith("SELECT"):
            plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            asked.extend(
                row[3] for row in plan if row[3].startswith("SCAN") and row[3].split()[1] in large
            )

    connection = sqlite3.connect(ledger.path or "")
    sa.event.listen(ledger.engine, "before_cursor_execute", remember)
    keep(ledger, *placed("H-9", "A-2"), link("LIAISES", "P-1", "H-9"))
    keep(ledger, SetNode("H-1", {"people": 8}), EndNode("H-9"))
    source = Source("annex-4", "A-1")
    ledger.commit(draft(statements={source: frozenset({"H-1"})}))
    facts = ledger.facts(ledger.moment(DAY))
    facts.node("H-1")
    facts.links_of("H-1")
    ledger.diff(Moment(1, DAY), Moment(2, on(30)))
    ledger.changes_of(2)
    ledger.history("H-1")
    ledger.stated(source)
    ledger.undo(2, actor="tester", on=DAY)
    ledger.undo(3, actor="tester", on=DAY)
    ledger.forget("P-1", actor="tester")
    assert asked == []
    connection.close()
    ledger.close()
