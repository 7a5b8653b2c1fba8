"""What every store does, whatever engine is behind it."""

import datetime as dt
from dataclasses import replace

from support_stores import DAY, MEMBER, ListedFacts, households, link, small_network

from graph.ledger.changes import Delta
from graph.model import Moment, Node
from graph.stores import Store


def test_a_new_store_is_true_for_nothing(store: Store) -> None:
    assert store.applied() is None
    assert store.lineage() == ""


def test_a_rebuild_holds_the_facts_and_says_for_when(store: Store) -> None:
    facts = small_network()
    store.rebuild(facts, lineage="abc")
    assert store.applied() == Moment(1, DAY)
    assert store.lineage() == "abc"
    content = store.content()
    assert sorted(content.nodes("Household")["id"].to_pylist()) == ["H-1", "H-2", "H-3"]
    person = next(each for each in content.nodes("Person").to_pylist() if each["id"] == "P-1")
    assert person["name"] == "示例甲 \"'`\\"
    assert person["unavailable_until"] == dt.date(1950, 2, 28)
    assert person["exempt"] is False
    assert person["phone"] is None


def test_advance_does_all_a_delta_says(store: Store) -> None:
    facts = small_network()
    store.rebuild(facts)
    homes = tuple(households(5, first=10))
    delta = Delta(
        facts.moment,
        Moment(2, DAY),
        nodes_created=homes,
        nodes_dropped=(facts.all_nodes[-1],),
        links_dropped=tuple(
            each for each in facts.all_links if "H-3" in (each.from_id, each.to_id)
        ),
        nodes_set=(Node("Person", "P-2", {"name": "示例丙"}),),
        links_created=tuple(link("LIAISES", MEMBER, each) for each in homes),
        links_set=(replace(facts.all_links[4], properties={"since": None}),),
    )
    assert store.advance(delta, lineage="def")
    assert store.applied() == Moment(2, DAY)
    assert store.lineage() == "def"
    after = facts.after(delta)
    for label in ("Household", "Person"):
        assert store.content().nodes(label).sort_by("id") == after.nodes(label)
    keys = [("from_id", "ascending"), ("to_id", "ascending")]
    assert store.content().links("LIAISES").sort_by(keys) == after.links("LIAISES").sort_by(keys)


def test_advance_from_another_moment_changes_nothing(store: Store) -> None:
    facts = small_network()
    store.rebuild(facts)
    delta = Delta(Moment(7, DAY), Moment(8, DAY), nodes_dropped=(facts.all_nodes[-1],))
    assert not store.advance(delta)
    assert store.applied() == Moment(1, DAY)
    assert store.content().nodes("Household").num_rows == 3


def test_an_empty_graph_answers_with_no_row(store: Store) -> None:
    store.rebuild(ListedFacts(Moment(0, DAY)))
    assert store.applied() == Moment(0, DAY)
    assert store.run("test/lists") == []
    assert store.table("test/person", id="P-1").num_rows == 0
