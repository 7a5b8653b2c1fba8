"""What a query is given and what it answers agree on both engines, and with its header."""

import datetime as dt
import traceback
from collections.abc import Iterator

import pyarrow as pa
import pytest
from support_stores import ENGINES, small_network

from graph.errors import QueryRejected
from graph.stores import Catalogue, Store, open_store


@pytest.fixture(scope="module", params=ENGINES)
def loaded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue
) -> Iterator[Store]:
    """One graph for all tests here, as none of them may change it."""
    url = request.param if request.param == "ladybug" else request.getfixturevalue("neo4j_url")
    store = open_store(url, tmp_path_factory.mktemp("loaded"), catalogue)
    store.rebuild(small_network())
    yield store
    store.close()


def test_every_kind_of_value_comes_back_as_it_was_kept(loaded: Store) -> None:
    assert loaded.run("test/person", id="P-1") == [
        {
            "id": "P-1",
            "name": "示例甲 \"'`\\",
            "until": dt.date(1950, 2, 28),
            "member": True,
            "phone": None,
        }
    ]


def test_dates_are_compared_as_dates(loaded: Store) -> None:
    assert loaded.run("test/available_after", day=dt.date(1950, 2, 27)) == [{"id": "P-1"}]
    assert loaded.run("test/available_after", day=dt.date(1950, 2, 28)) == []


def test_sums_are_whole_numbers_and_means_are_not(loaded: Store) -> None:
    rows = loaded.run("test/sums")
    assert rows == [{"people": 6, "mean": 2.0, "large": 2}]
    assert [type(value) for value in rows[0].values()] == [int, float, int]


def test_lists_and_maps_hold_plain_values(loaded: Store) -> None:
    day = dt.date(2025, 1, 2)
    assert loaded.run("test/lists") == [
        {
            "id": "P-1",
            "homes": ["H-1", "H-2", "H-3"],
            "links": [{"home": f"H-{number}", "since": day} for number in (1, 2, 3)],
        }
    ]


def test_a_list_can_be_asked_for_even_an_empty_one(loaded: Store) -> None:
    assert loaded.run("test/named", names=["示例乙"], share=1) == [{"id": "P-2", "share": 1.0}]
    assert loaded.run("test/named", names=[], share=0.5) == []


def test_quotes_in_a_parameter_stay_text(loaded: Store) -> None:
    assert loaded.run("test/person", id="P-1'}) DETACH DELETE p //") == []
    assert len(loaded.run("test/person", id="P-1")) == 1


def test_a_chain_of_three_steps_is_found(loaded: Store) -> None:
    assert loaded.run("test/three_steps", id="H-2") == [
        {"centre": "C-1", "leader": "P-2", "grp": "G-1"}
    ]


def test_a_table_has_the_declared_types(loaded: Store) -> None:
    table = loaded.table("test/person", id="P-1")
    assert table.schema == pa.schema(
        [
            ("id", pa.string()),
            ("name", pa.string()),
            ("until", pa.date32()),
            ("member", pa.bool_()),
            ("phone", pa.string()),
        ]
    )
    assert table.to_pylist() == loaded.run("test/person", id="P-1")
    sums = loaded.table("test/sums")
    assert sums.schema.types == [pa.int64(), pa.float64(), pa.int64()]
    lists = loaded.table("test/lists")
    assert lists.to_pylist() == loaded.run("test/lists")


@pytest.mark.parametrize(
    ("query", "given", "said"),
    [
        ("test/person", {}, "缺少参数 id"),
        ("test/person", {"id": "P-1", "more": 1}, "没有参数 more"),
        ("test/person", {"id": 1}, "参数 id 应为 STRING"),
        ("test/available_after", {"day": "2026-05-01"}, "参数 day 应为 DATE"),
        ("test/available_after", {"day": dt.datetime(2026, 5, 1, tzinfo=dt.UTC)}, "day 应为 DATE"),
        ("test/named", {"names": ["a", 1], "share": 1.0}, "names 应为 LIST<STRING>"),
        ("test/named", {"names": ["a"], "share": True}, "share 应为 FLOAT"),
        ("test/unknown", {}, "没有名为 test/unknown 的查询"),
        ("test/wrong_column", {}, "返回的列是 id, title"),
        ("test/wrong_type", {}, "列 name 不是 INTEGER"),
        ("test/not_a_query", {}, "RETRUN"),
        ("test/bad_value", {"text": "绝密姓名"}, "无法处理的值"),
        ("write/begin", {"turn": "x"}, "只能由系统内部执行"),
        ("test/person", {"id": "\ud800"}, "test/person"),
    ],
)
def test_what_does_not_fit_the_header_is_rejected(
    loaded: Store, query: str, given: dict[str, object], said: str
) -> None:
    for ask in (loaded.run, loaded.table):
        with pytest.raises(QueryRejected) as caught:
            ask(query, **given)
        assert said in str(caught.value)
        # Neither message nor cause quotes what was given, for both may end in a log.
        shown = "".join(traceback.format_exception(caught.value, chain=True))
        assert "绝密姓名" not in shown.replace(repr(given), "")
        assert not list(_foreign(caught.value))


def test_a_query_that_is_run_cannot_write(loaded: Store) -> None:
    with pytest.raises(QueryRejected, match="test/writing 会写入数据"):
        loaded.run("test/writing")
    assert loaded.run("test/person", id="P-2")[0]["name"] == "示例乙"


def _foreign(error: BaseException | None) -> list[str]:
    """The engine's own exceptions among an error and its causes."""
    found = []
    while error is not None:
        if not type(error).__module__.startswith(("graph.", "builtins")):
            found.append(type(error).__module__)
        error = error.__cause__
    return found
