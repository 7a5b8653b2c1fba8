"""What a commit keeps, and what it refuses."""

import datetime as dt

import pytest
from support_ledger import (
    DAY,
    draft,
    keep,
    link,
    links_at,
    node,
    on,
    placed,
    unlink,
    value,
    village,
)

from graph.errors import Conflict, InvalidChange, NotFound
from graph.ledger.changes import EndNode, SetLink, SetNode, Source
from graph.ledger.ledger import Ledger
from graph.model import LinkKey, Moment, Node


def test_an_empty_ledger_is_at_zero(ledger: Ledger) -> None:
    assert ledger.head() == 0
    assert ledger.log() == []
    assert ledger.facts(ledger.moment(DAY)).nodes("Person").num_rows == 0


def test_what_is_committed_is_read_back_as_nodes_links_and_tables(ledger: Ledger) -> None:
    kept = village(ledger)
    facts = ledger.facts(ledger.moment(DAY))
    assert (kept.seq, kept.kind, kept.effective_on, kept.rows) == (1, "edit", DAY, 10)
    assert facts.moment == Moment(1, DAY)
    assert facts.node("H-1") == Node(
        "Household", "H-1", {"address": "1号", "head": "乙一", "phone": None, "people": 3}
    )
    assert facts.nodes("Person").to_pylist() == [
        {
            "id": "P-1",
            "name": "甲一",
            "mark": None,
            "phone": "13800000001",
            "unit": None,
            "is_member": True,
            "floating": "none",
            "exempt": False,
            "unavailable_until": None,
        }
    ]
    assert facts.links("LIAISES").to_pylist() == [
        {
            "from_label": "Person",
            "from_id": "P-1",
            "to_label": "Household",
            "to_id": "H-1",
            "since": None,
        }
    ]
    assert links_at(ledger, "H-2") == {LinkKey("LOCATED_IN", "H-2", "A-2")}


def test_the_same_draft_twice_makes_no_difference(ledger: Ledger) -> None:
    village(ledger)
    twice = ledger.commit(draft(node("A-1", name="试样村"), link("LIAISES", "P-1", "H-1")))
    assert twice is None
    assert ledger.head() == 1


def test_a_move_keeps_exactly_one_place(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, node("A-3", name="第2网格", kind="grid"), link("WITHIN", "A-3", "A-1"))
    keep(
        ledger,
        link("LOCATED_IN", "H-1", "A-3"),
        unlink("LOCATED_IN", "H-1", "A-2"),
        day=on(5),
    )
    assert LinkKey("LOCATED_IN", "H-1", "A-2") in links_at(ledger, "H-1", on(4))
    assert LinkKey("LOCATED_IN", "H-1", "A-3") in links_at(ledger, "H-1", on(5))


def test_ending_a_node_ends_the_links_that_hang_on_it(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, EndNode("P-1"), day=on(3))
    assert links_at(ledger, "H-1", on(2)) >= {LinkKey("LIAISES", "P-1", "H-1")}
    assert links_at(ledger, "H-1", on(3)) == {LinkKey("LOCATED_IN", "H-1", "A-2")}
    assert ledger.facts(ledger.moment(on(3))).node("P-1") is None


def test_a_property_holds_until_the_next_change_already_known(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, SetNode("H-1", {"people": 5}), day=on(10))
    keep(ledger, SetNode("H-1", {"people": 4, "phone": "13800000002"}), day=on(5))
    assert [value(ledger, "H-1", "people", on(day)) for day in (4, 5, 9, 10)] == [3, 4, 4, 5]
    assert [value(ledger, "H-1", "phone", on(day)) for day in (4, 5, 10)] == [
        None,
        "13800000002",
        "13800000002",
    ]


def test_a_fact_entered_late_is_right_for_the_days_before(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, EndNode("P-1"), day=on(20))
    keep(ledger, EndNode("P-1"), day=on(2))
    assert ledger.facts(Moment(2, on(10))).node("P-1") is not None
    assert ledger.facts(Moment(3, on(10))).node("P-1") is None


def test_creating_what_exists_later_extends_it_backwards(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, *placed("P-2", "A-2", name="甲二"), day=on(10))
    keep(ledger, *placed("P-2", "A-2", name="甲二二"), day=on(5))
    assert value(ledger, "P-2", "name", on(5)) == "甲二二"
    assert value(ledger, "P-2", "name", on(10)) == "甲二"
    assert ledger.facts(ledger.moment(on(4))).node("P-2") is None
    assert links_at(ledger, "P-2", on(7)) == {LinkKey("LOCATED_IN", "P-2", "A-2")}


@pytest.mark.parametrize(
    ("operations", "says"),
    [
        ([node("P-9", name="x")], "P-9"),
        ([*placed("P-9", "A-2"), link("LOCATED_IN", "P-9", "A-1")], "P-9"),
        ([link("LIAISES", "P-1", "H-9")], "H-9"),
        ([link("LIAISES", "H-1", "P-1")], "LIAISES"),
        ([link("WITHIN", "A-1", "A-2")], "A-1"),
        ([SetNode("H-1", {"people": "3"})], "Household.people"),
        ([SetNode("H-1", {"people": True})], "Household.people"),
        ([SetNode("H-1", {"religion": "x"})], "religion"),
        ([SetNode("A-1", {"kind": "planet"})], "planet"),
        ([SetNode("H-9", {"people": 3})], "H-9"),
        ([SetNode("P-1", {"unavailable_until": dt.datetime(2026, 1, 1)})], "unavailable"),  # noqa: DTZ001
        ([SetNode("P-1", {"name": "a\x1fb"})], "Person.name"),
        ([SetLink(LinkKey("LIAISES", "P-1", "H-2"), {"since": DAY})], "H-2"),
        ([EndNode("A-2")], "H-1, H-2, P-1"),
        ([node("A-9", name="x"), node("A-9", name="y")], "A-9"),
    ],
)
def test_what_cannot_hold_is_refused_and_nothing_is_kept(
    ledger: Ledger, operations: list[object], says: str
) -> None:
    village(ledger)
    with pytest.raises(InvalidChange, match=says):
        ledger.commit(draft(*operations))  # type: ignore[arg-type]
    assert ledger.head() == 1


def test_an_id_belongs_to_one_label_for_good(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, EndNode("P-1"))
    other = Node("Household", "P-1", {})
    with pytest.raises(InvalidChange, match="Person"):
        ledger.commit(draft(*placed("H-9", "A-2"), type(node("H-1"))(other)))


def test_a_stale_writer_is_told_what_moved(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, SetNode("H-1", {"people": 5}))
    with pytest.raises(Conflict) as refused:
        ledger.commit(draft(SetNode("H-1", {"people": 6})), seen=1)
    assert refused.value.moved == (f"2 {DAY} edit: a change",)
    assert ledger.commit(draft(SetNode("H-1", {"people": 6})), seen=2) is not None


def test_ids_are_never_given_twice_nor_when_taken_as_given(ledger: Ledger) -> None:
    assert ledger.new_ids("Household", 2) == ["H-1", "H-2"]
    village(ledger)
    keep(ledger, *placed("H-70", "A-2"))
    assert ledger.new_ids("Household", 1) == ["H-71"]
    assert ledger.new_ids("Person", 1) == ["P-2"]
    with pytest.raises(NotFound):
        ledger.new_ids("Planet", 1)


def test_a_source_states_what_it_said_last(ledger: Ledger) -> None:
    village(ledger)
    source = Source("annex-4", "A-1")
    key = LinkKey("LIAISES", "P-1", "H-1")
    kept = ledger.commit(draft(statements={source: frozenset({"H-1", "H-2", key})}))
    assert kept is not None
    assert ledger.stated(source) == {"H-1", "H-2", key}
    ledger.commit(draft(statements={source: frozenset({"H-1"})}))
    assert ledger.stated(source) == {"H-1"}
    assert ledger.commit(draft(statements={source: frozenset({"H-1"})})) is None
    ledger.undo(3, actor="tester", on=DAY)
    assert ledger.stated(source) == {"H-1", "H-2", key}
    ledger.undo(2, actor="tester", on=DAY)
    assert ledger.stated(source) == frozenset()


def test_a_preview_counts_and_keeps_nothing(ledger: Ledger) -> None:
    village(ledger)
    preview = ledger.preview(
        draft(
            *placed("H-3", "A-2", address="3号"),
            link("LIAISES", "P-1", "H-3"),
            unlink("LIAISES", "P-1", "H-1"),
            SetNode("H-2", {"people": 2}),
        )
    )
    assert preview.added == {"Household": 1, "LOCATED_IN": 1, "LIAISES": 1}
    assert preview.changed == {"Household": 1}
    assert preview.ended == {"LIAISES": 1}
    assert [each.id for each in preview.delta.nodes_created] == ["H-3"]
    assert [each.id for each in preview.delta.nodes_set] == ["H-2"]
    assert [each.key for each in preview.delta.links_dropped] == [LinkKey("LIAISES", "P-1", "H-1")]
    assert ledger.head() == 1
