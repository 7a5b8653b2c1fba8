"""A connection that did large work is given up, for the engine keeps what it worked with."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from graph.errors import QueryRejected
from graph.stores import ladybug_file
from graph.stores.ladybug_file import LadybugFile


@pytest.fixture
def file(tmp_path: Path) -> Iterator[LadybugFile]:
    opened = LadybugFile(tmp_path / "graph.lbug")
    yield opened
    opened.close(written=True)


def test_a_short_query_leaves_its_connection_to_the_next(file: LadybugFile) -> None:
    with file.connection() as first:
        first.execute("test", "RETURN 1 AS one")
    with file.connection() as second:
        assert second._raw is first._raw


def test_a_long_query_does_not(file: LadybugFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladybug_file, "_SHORT_S", 0.0)
    with file.connection() as first:
        first.execute("test", "RETURN 1 AS one")
    with file.connection() as second:
        assert second._raw is not first._raw


def test_a_table_is_not_kept_with_the_connection_it_went_through(file: LadybugFile) -> None:
    with file.connection() as first:
        table = pa.table({"x": [1, 2]})
        assert first.execute("test", "LOAD FROM $rows RETURN x", {"rows": table})[1] == [[1], [2]]
    with file.connection() as second:
        assert second._raw is not first._raw


def test_a_failed_statement_gives_its_connection_up(file: LadybugFile) -> None:
    with file.connection() as first, pytest.raises(QueryRejected):
        first.execute("test", "RETRUN 1")
    with file.connection() as second:
        assert second._raw is not first._raw
        assert second.execute("test", "RETURN 1 AS one") == (["one"], [[1]])
