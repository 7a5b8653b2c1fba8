import importlib
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from support_ledgers import NOON, draft_of, ledger_at, noon
from support_networks import DAY, random_network

from graph.errors import Conflict
from graph.history import copying
from graph.history.backup import back_up
from graph.history.restore import restore
from graph.ledger.changes import Draft, SetNode
from graph.ledger.ledger import Ledger
from graph.schema import LINKS, NODES


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """A PostgreSQL server of its own, in a folder that goes away."""
    with warnings.catch_warnings():
        # It looks for a run-time folder when it is imported, and warns where there is none.
        warnings.simplefilter("ignore")
        pgserver = importlib.import_module("pgserver")
    # Not under pytest's own folder: the socket's path must stay short.
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = pgserver.get_server(Path(folder, "data"))
        yield server
        server.cleanup()


@pytest.fixture
def url(server: Any) -> Iterator[str]:
    """An empty database of its own for each test."""
    server.psql("CREATE DATABASE backup_test")
    yield server.get_uri("backup_test")
    server.psql("DROP DATABASE backup_test WITH (FORCE)")


def everything(ledger: Ledger) -> list[object]:
    """All facts of a ledger as plain rows, and its log."""
    facts = ledger.facts(ledger.moment(DAY))
    tables = [facts.nodes(each) for each in NODES] + [facts.links(each) for each in LINKS]
    rows = [sorted(map(str, each.to_pylist())) for each in tables]
    return [*rows, ledger.log()]


def edit(ledger: Ledger, unit: str) -> None:
    person = ledger.facts(ledger.moment(DAY)).nodes("Person").column("id")[0].as_py()
    draft = Draft("edit", "clerk", "a change", DAY, (SetNode(person, {"unit": unit}),))
    assert ledger.commit(draft) is not None


def test_a_postgresql_ledger_comes_back_as_a_sqlite_one_and_the_other_way(
    url: str, tmp_path: Path
) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    home.mkdir()
    with closing(Ledger.open(url, clock=noon)) as ledger:
        ledger.commit(draft_of(random_network(3, 3)))
        edit(ledger, "样例单位")
        before = everything(ledger)
        back_up(ledger, home, tmp_path / "b", now=NOON)
        edit(ledger, "另一单位")
    file = f"sqlite:///{other / 'ledger.sqlite'}"
    restore(tmp_path / "b", other, file)
    with closing(Ledger.open(file)) as copy:
        assert everything(copy) == before
        assert copy.verify().sound
    with pytest.raises(Conflict):
        restore(tmp_path / "b", home, url)
    restore(tmp_path / "b", home, url, replace=True)
    with closing(Ledger.open(url)) as ledger:
        assert everything(ledger) == before
        assert ledger.verify().sound
        edit(ledger, "第三单位")
        assert ledger.head() == 3


def test_an_empty_database_takes_a_backup_also_when_told_to_replace(
    url: str, tmp_path: Path
) -> None:
    home, file = tmp_path / "home", tmp_path / "b"
    home.mkdir()
    sketch = random_network(5, 1)
    with closing(ledger_at(home / "ledger.sqlite", sketch)) as ledger:
        before = everything(ledger)
        back_up(ledger, home, file, now=NOON)
    restore(file, tmp_path / "other", url, replace=True)
    with closing(Ledger.open(url)) as ledger:
        assert everything(ledger) == before


def test_what_is_committed_while_it_is_copied_is_not_in_the_copy(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    home.mkdir()
    copy_table = copying._copy_table
    with closing(Ledger.open(url, clock=noon)) as ledger:
        ledger.commit(draft_of(random_network(4, 2)))
        before = everything(ledger)

        def copy_and_write(reading: sa.Connection, writing: sa.Connection, table: sa.Table) -> None:
            copy_table(reading, writing, table)
            edit(ledger, f"样例单位 {table.name}")

        monkeypatch.setattr(copying, "_copy_table", copy_and_write)
        manifest = back_up(ledger, home, tmp_path / "b", now=NOON)
        assert ledger.head() > 10
    assert manifest.seq == 1
    file = f"sqlite:///{other / 'ledger.sqlite'}"
    restore(tmp_path / "b", other, file)
    with closing(Ledger.open(file)) as copy:
        assert everything(copy) == before
        assert copy.verify().sound
