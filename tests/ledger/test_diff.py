"""What differs between two moments."""

from support_ledger import DAY, keep, link, on, placed, unlink, village

from graph.ledger.changes import Delta, EndNode, SetNode
from graph.ledger.ledger import Ledger
from graph.model import Link, LinkKey, Moment, Node


def keys(links: tuple[Link, ...]) -> set[LinkKey]:
    return {each.key for each in links}


def ids(nodes: tuple[Node, ...]) -> set[str]:
    return {each.id for each in nodes}


def between(ledger: Ledger, before: Moment, after: Moment) -> Delta:
    delta = ledger.diff(before, after)
    assert delta is not None
    return delta


def test_a_moment_does_not_differ_from_itself(ledger: Ledger) -> None:
    village(ledger)
    assert between(ledger, Moment(1, DAY), Moment(1, DAY)).rows == 0


def test_what_a_change_set_did(ledger: Ledger) -> None:
    village(ledger)
    keep(
        ledger,
        *placed("H-3", "A-2", address="3号"),
        unlink("LIAISES", "P-1", "H-1"),
        link("LIAISES", "P-1", "H-2"),
        SetNode("H-2", {"people": 2}),
    )
    delta = between(ledger, Moment(1, DAY), Moment(2, DAY))
    assert ids(delta.nodes_created) == {"H-3"}
    assert [(each.id, each.properties["people"]) for each in delta.nodes_set] == [("H-2", 2)]
    assert keys(delta.links_created) == {
        LinkKey("LOCATED_IN", "H-3", "A-2"),
        LinkKey("LIAISES", "P-1", "H-2"),
    }
    assert keys(delta.links_dropped) == {LinkKey("LIAISES", "P-1", "H-1")}
    assert delta.rows == 5


def test_backwards_it_is_the_other_way_round(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, *placed("H-3", "A-2"))
    delta = between(ledger, Moment(2, DAY), Moment(1, DAY))
    assert ids(delta.nodes_dropped) == {"H-3"}
    assert delta.rows == 2


def test_a_day_passes(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, EndNode("P-1"), day=on(3))
    keep(ledger, SetNode("H-2", {"people": 4}), day=on(5))
    assert between(ledger, Moment(3, DAY), Moment(3, on(2))).rows == 0
    delta = between(ledger, Moment(3, on(2)), Moment(3, on(9)))
    assert ids(delta.nodes_dropped) == {"P-1"}
    assert ids(delta.nodes_set) == {"H-2"}
    assert keys(delta.links_dropped) == {
        LinkKey("LIAISES", "P-1", "H-1"),
        LinkKey("LOCATED_IN", "P-1", "A-2"),
    }


def test_a_change_that_is_not_yet_valid_is_no_difference_today(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, SetNode("H-2", {"people": 4}), day=on(5))
    assert between(ledger, Moment(1, DAY), Moment(2, DAY)).rows == 0


def test_more_than_the_limit_is_none(ledger: Ledger) -> None:
    village(ledger)
    assert ledger.diff(Moment(0, DAY), Moment(1, DAY), limit=9) is None
    assert ledger.diff(Moment(0, DAY), Moment(1, DAY), limit=10) is not None
