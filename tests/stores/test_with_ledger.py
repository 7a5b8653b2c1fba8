"""The real ledger and a graph that follows it: import, change, a new day, undo, erasure."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support_stores import AREA, DAY, GRID, MEMBER, OTHER, households, link, small_network

from graph.ledger.changes import CreateLink, CreateNode, Draft, EndLink, EndNode, Operation, SetNode
from graph.ledger.ledger import Ledger
from graph.model import Moment
from graph.stores import Store
from graph.stores.follow import follow, verify_projection


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    opened.commit(draft(*first_operations()))
    yield opened
    opened.close()


def first_operations() -> list[Operation]:
    facts = small_network()
    return [
        *(CreateNode(each) for each in facts.all_nodes),
        *(CreateLink(each) for each in facts.all_links),
    ]


def draft(*operations: Operation, on: dt.date = DAY) -> Draft:
    return Draft("edit", "test", "a change for a test", on, operations)


def test_changes_of_every_kind_reach_the_graph(store: Store, ledger: Ledger) -> None:
    follow(ledger, store, DAY)
    assert verify_projection(ledger, store) == []
    home = households(1, first=50)[0]
    moved = next(each for each in small_network().all_links if each.to_id == "H-1")
    kept = ledger.commit(
        draft(
            CreateNode(home),
            CreateLink(link("LOCATED_IN", home, GRID)),
            CreateLink(link("LIAISES", MEMBER, home, since=DAY)),
            SetNode("P-2", {"name": "示例丙", "unavailable_until": dt.date(2026, 6, 30)}),
            EndNode("H-2"),
            EndLink(moved.key),
            CreateLink(replace(moved, from_id="P-2")),
        )
    )
    assert kept is not None
    assert follow(ledger, store, DAY) == Moment(2, DAY)
    assert store.lineage() == kept.digest
    assert verify_projection(ledger, store) == []
    assert store.run("test/person", id="P-2")[0]["until"] == dt.date(2026, 6, 30)
    ledger.undo(2, actor="test", on=DAY)
    assert follow(ledger, store, DAY) == Moment(3, DAY)
    assert verify_projection(ledger, store) == []
    assert sorted(store.content().nodes("Household")["id"].to_pylist()) == ["H-1", "H-2", "H-3"]


def test_what_begins_tomorrow_is_in_the_graph_tomorrow(store: Store, ledger: Ledger) -> None:
    tomorrow = DAY + dt.timedelta(days=1)
    ledger.commit(draft(SetNode("P-2", {"name": "示例丁"}), on=tomorrow))
    follow(ledger, store, DAY)
    assert store.run("test/person", id="P-2")[0]["name"] == "示例乙"
    follow(ledger, store, tomorrow)
    assert store.run("test/person", id="P-2")[0]["name"] == "示例丁"
    assert verify_projection(ledger, store) == []


def test_who_is_forgotten_is_in_no_file_of_the_graph(
    url: str, store: Store, ledger: Ledger, tmp_path: Path
) -> None:
    follow(ledger, store, DAY)
    ledger.forget(OTHER.id, actor="test")
    follow(ledger, store, DAY)
    assert store.run("test/person", id="P-2")[0]["name"] is None
    assert verify_projection(ledger, store) == []
    store.close()
    if url.startswith("ladybug"):
        files = [each for each in tmp_path.iterdir() if each.name.startswith("graph.")]
        content = b"".join(each.read_bytes() for each in files)
        assert str(MEMBER.properties["name"])[:3].encode() in content
        assert str(OTHER.properties["name"]).encode() not in content


def test_a_change_of_many_rows_is_followed(store: Store, ledger: Ledger) -> None:
    follow(ledger, store, DAY)
    homes = households(300, first=1000)
    ledger.commit(
        draft(
            *(CreateNode(each) for each in homes),
            *(CreateLink(link("LOCATED_IN", each, AREA)) for each in homes),
        )
    )
    follow(ledger, store, DAY)
    assert store.content().nodes("Household").num_rows == 303
    assert verify_projection(ledger, store) == []
