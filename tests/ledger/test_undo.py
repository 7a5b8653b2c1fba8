"""Taking a change set back, in the grain of rows and properties."""

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

from graph.ledger.changes import EndNode, SetLink, SetNode, Source
from graph.ledger.ledger import Ledger, Undone
from graph.ledger.undo import Left
from graph.model import LinkKey, Moment


def undo(ledger: Ledger, seq: int) -> Undone:
    return ledger.undo(seq, actor="tester", on=DAY)


def test_undoing_everything_leaves_nothing(ledger: Ledger) -> None:
    village(ledger)
    undone = undo(ledger, 1)
    assert undone.left == ()
    assert undone.change_set is not None
    assert (undone.change_set.kind, undone.change_set.reverts) == ("undo", 1)
    delta = ledger.diff(Moment(0, DAY), Moment(2, DAY))
    assert delta is not None
    assert delta.rows == 0


def test_undoing_whole_tables_closes_every_row(ledger: Ledger) -> None:
    village(ledger)
    many = [each for number in range(3, 303) for each in placed(f"H-{number}", "A-2")]
    source = Source("annex-4", "A-1")
    kept = ledger.commit(draft(*many, statements={source: frozenset({"H-3", "H-4"})}))
    assert kept is not None
    undone = undo(ledger, 2)
    assert undone.change_set is not None
    assert (undone.left, undone.change_set.rows) == ((), kept.rows)
    assert ledger.facts(ledger.moment(DAY)).nodes("Household").num_rows == 2
    assert ledger.facts(Moment(2, DAY)).nodes("Household").num_rows == 302
    assert ledger.stated(source) == frozenset()
    assert ledger.verify().faults == []


def test_undoing_the_undo_brings_it_back(ledger: Ledger) -> None:
    village(ledger)
    undo(ledger, 1)
    assert undo(ledger, 2).left == ()
    delta = ledger.diff(Moment(1, DAY), Moment(3, DAY))
    assert delta is not None
    assert delta.rows == 0


def test_undoing_twice_finds_nothing_to_do(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, SetNode("H-1", {"people": 9}))
    undo(ledger, 2)
    assert undo(ledger, 2).change_set is None


def test_a_property_returns_if_its_value_is_still_the_one_written(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, SetNode("H-1", {"people": 4, "phone": "13800000004"}))
    keep(ledger, SetNode("H-1", {"people": 5}))
    undone = undo(ledger, 2)
    assert undone.left == (Left("H-1", "Household", "people", 3),)
    assert value(ledger, "H-1", "people") == 5
    assert value(ledger, "H-1", "phone") is None


def test_a_created_link_ends(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, link("LIAISES", "P-1", "H-2"))
    undo(ledger, 2)
    assert links_at(ledger, "H-2") == {LinkKey("LOCATED_IN", "H-2", "A-2")}


def test_an_ended_link_revives(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, unlink("LIAISES", "P-1", "H-1"))
    undo(ledger, 2)
    assert LinkKey("LIAISES", "P-1", "H-1") in links_at(ledger, "H-1")


def test_an_ended_node_revives_with_its_links(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, EndNode("P-1"), day=on(3))
    assert undo(ledger, 2).left == ()
    assert links_at(ledger, "P-1", on(9)) == {
        LinkKey("LIAISES", "P-1", "H-1"),
        LinkKey("LOCATED_IN", "P-1", "A-2"),
    }


def test_a_link_does_not_revive_when_an_end_is_gone(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, unlink("LIAISES", "P-1", "H-1"))
    keep(ledger, EndNode("H-1"))
    undone = undo(ledger, 2)
    assert undone.left == (Left(LinkKey("LIAISES", "P-1", "H-1"), "LIAISES", None, 3),)
    assert undone.change_set is None


def test_a_created_node_something_newer_hangs_on_stays(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, *placed("H-3", "A-2"), *placed("H-4", "A-2"))
    keep(ledger, link("LIAISES", "P-1", "H-3"))
    undone = undo(ledger, 2)
    assert Left("H-3", "Household", None, 3) in undone.left
    assert links_at(ledger, "H-3") == {
        LinkKey("LOCATED_IN", "H-3", "A-2"),
        LinkKey("LIAISES", "P-1", "H-3"),
    }
    assert ledger.facts(ledger.moment(DAY)).node("H-4") is None


def test_a_created_node_that_was_changed_stays_where_it_is(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, SetNode("H-1", {"people": 4}))
    undone = undo(ledger, 1)
    assert Left("H-1", "Household", None, 2) in undone.left
    facts = ledger.facts(ledger.moment(DAY))
    assert facts.nodes("Household").column("id").to_pylist() == ["H-1"]
    assert facts.nodes("Area").column("id").to_pylist() == ["A-1", "A-2"]
    assert facts.nodes("Person").num_rows == 0
    assert links_at(ledger, "A-2") == {
        LinkKey("LOCATED_IN", "H-1", "A-2"),
        LinkKey("WITHIN", "A-2", "A-1"),
    }


def test_a_move_is_taken_back_unless_the_old_place_is_gone(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, node("A-3", kind="grid"), link("WITHIN", "A-3", "A-1"))
    for each in ("P-1", "H-1", "H-2"):
        keep(ledger, unlink("LOCATED_IN", each, "A-2"), link("LOCATED_IN", each, "A-3"))
    undo(ledger, 4)
    assert LinkKey("LOCATED_IN", "H-1", "A-2") in links_at(ledger, "H-1")
    keep(ledger, unlink("LOCATED_IN", "H-1", "A-2"), link("LOCATED_IN", "H-1", "A-3"))
    keep(ledger, EndNode("A-2"))
    undone = undo(ledger, 5)
    assert undone.change_set is None
    assert LinkKey("LOCATED_IN", "H-2", "A-3") in links_at(ledger, "H-2")
    assert Left(LinkKey("LOCATED_IN", "H-2", "A-2"), "LOCATED_IN", None, 8) in undone.left


def test_a_moved_area_whose_old_parent_is_gone_stays(ledger: Ledger) -> None:
    keep(
        ledger,
        *(node(f"A-{n}") for n in (1, 2, 3)),
        link("WITHIN", "A-3", "A-1"),
    )
    keep(ledger, unlink("WITHIN", "A-3", "A-1"), link("WITHIN", "A-3", "A-2"))
    keep(ledger, EndNode("A-1"))
    assert undo(ledger, 2).change_set is None
    assert links_at(ledger, "A-3") == {LinkKey("WITHIN", "A-3", "A-2")}


def test_an_undo_never_closes_a_circle_of_areas(ledger: Ledger) -> None:
    keep(ledger, *(node(f"A-{n}") for n in (1, 2, 3)), link("WITHIN", "A-3", "A-2"))
    keep(ledger, unlink("WITHIN", "A-3", "A-2"), link("WITHIN", "A-3", "A-1"))
    keep(ledger, link("WITHIN", "A-2", "A-3"))
    undone = undo(ledger, 2)
    assert undone.change_set is None
    assert links_at(ledger, "A-3") == {
        LinkKey("WITHIN", "A-3", "A-1"),
        LinkKey("WITHIN", "A-2", "A-3"),
    }
    assert undone.left


def test_what_somebody_else_took_over_since_stays_with_them_alone(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, *placed("P-2", "A-2"), *placed("P-3", "A-2"))
    keep(ledger, unlink("LIAISES", "P-1", "H-1"), link("LIAISES", "P-2", "H-1"))
    keep(ledger, unlink("LIAISES", "P-2", "H-1"), link("LIAISES", "P-3", "H-1"), day=on(10))
    undone = ledger.undo(3, actor="tester", on=on(20))
    assert undone.left == (Left(LinkKey("LIAISES", "P-1", "H-1"), "LIAISES", None, 4),)
    taken = LinkKey("LIAISES", "P-3", "H-1")
    assert taken in links_at(ledger, "H-1", on(10))
    assert LinkKey("LIAISES", "P-1", "H-1") not in links_at(ledger, "H-1", on(10))
    assert LinkKey("LIAISES", "P-1", "H-1") in links_at(ledger, "H-1", on(9))


def test_a_second_one_who_was_there_all_along_is_no_takeover(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, *placed("P-2", "A-2"), link("LIAISES", "P-2", "H-1"))
    keep(ledger, unlink("LIAISES", "P-1", "H-1"))
    keep(ledger, SetLink(LinkKey("LIAISES", "P-2", "H-1"), {"since": on(3)}))
    assert ledger.undo(3, actor="tester", on=on(20)).left == ()
    assert LinkKey("LIAISES", "P-1", "H-1") in links_at(ledger, "H-1")
