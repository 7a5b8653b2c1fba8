"""A graph follows its ledger, whatever it held before, and is proven to hold the same."""

import datetime as dt
from dataclasses import replace

from support_stores import (
    DAY,
    ListedFacts,
    ListedLedger,
    households,
    larger_network,
    small_network,
)

from graph.ledger.changes import Delta
from graph.model import Moment
from graph.stores import Store
from graph.stores.follow import follow, verify_projection


def test_an_empty_graph_is_built(store: Store) -> None:
    ledger = ListedLedger(small_network())
    assert follow(ledger, store, DAY) == Moment(1, DAY)
    assert store.applied() == Moment(1, DAY)
    assert verify_projection(ledger, store) == []
    assert ledger.asked_to_differ == 0


def test_an_empty_ledger_makes_an_empty_graph(store: Store) -> None:
    ledger = ListedLedger()
    assert follow(ledger, store, DAY) == Moment(0, DAY)
    assert store.applied() == Moment(0, DAY)
    assert verify_projection(ledger, store) == []


def test_a_graph_behind_takes_only_what_changed(store: Store) -> None:
    ledger = ListedLedger(small_network())
    follow(ledger, store, DAY)
    ledger.states.append(larger_network())
    assert follow(ledger, store, DAY) == Moment(2, DAY)
    assert ledger.asked_to_differ == 1
    assert verify_projection(ledger, store) == []


def test_a_graph_at_the_newest_is_left_alone(store: Store) -> None:
    ledger = ListedLedger(small_network())
    follow(ledger, store, DAY)
    follow(ledger, store, DAY)
    assert ledger.asked_to_differ == 0


def test_another_day_is_followed_too(store: Store) -> None:
    ledger = ListedLedger(small_network())
    follow(ledger, store, DAY)
    tomorrow = DAY + dt.timedelta(days=1)
    assert follow(ledger, store, tomorrow) == Moment(1, tomorrow)
    assert store.applied() == Moment(1, tomorrow)


def test_a_graph_of_another_ledger_is_rebuilt(store: Store) -> None:
    follow(ListedLedger(larger_network(), name="theirs"), store, DAY)
    ledger = ListedLedger(small_network())
    assert verify_projection(ledger, store) == ["图数据来自另一份台账"]
    follow(ledger, store, DAY)
    assert ledger.asked_to_differ == 0
    assert verify_projection(ledger, store) == []


def test_a_graph_ahead_of_a_restored_ledger_is_rebuilt(store: Store) -> None:
    follow(ListedLedger(small_network(), larger_network()), store, DAY)
    ledger = ListedLedger(small_network())
    assert follow(ledger, store, DAY) == Moment(1, DAY)
    assert verify_projection(ledger, store) == []


def test_what_was_erased_is_never_followed_by_steps(store: Store) -> None:
    ledger = ListedLedger(small_network(), small_network())
    follow(ledger, store, DAY)
    ledger.states += [larger_network(), larger_network()]
    ledger.kinds[3] = "forget"
    assert follow(ledger, store, DAY) == Moment(4, DAY)
    assert ledger.asked_to_differ == 0


def test_a_graph_that_lost_a_row_behind_our_back_is_found_and_mended(store: Store) -> None:
    ledger = ListedLedger(small_network())
    follow(ledger, store, DAY)
    lost = next(each for each in ledger.states[0].all_links if each.to_id == "H-2")
    # What a stranger does: a link goes, and the graph still says it is at the same moment.
    away = Moment(9, DAY)
    assert store.advance(Delta(Moment(1, DAY), away, links_dropped=(lost,)), lineage="ours-1")
    assert store.advance(Delta(away, Moment(1, DAY)), lineage="ours-1")
    assert verify_projection(ledger, store) == [
        "LIAISES：台账 5 条，图中 4 条",
        "LIAISES P-1 → H-2 图中缺少",
    ]
    # Taking that household's link away a second time shows that the graph is not sound.
    without = [each for each in ledger.states[0].all_links if each is not lost]
    ledger.states.append(ListedFacts(Moment(2, DAY), ledger.states[0].all_nodes, without))
    assert follow(ledger, store, DAY) == Moment(2, DAY)
    assert verify_projection(ledger, store) == []


def test_differences_name_rows_by_id_and_never_by_content(store: Store) -> None:
    graph, ledger = small_network(), small_network()
    changed = replace(graph.all_nodes[4], properties={"name": "绝密姓名"})
    graph.all_nodes = [*graph.all_nodes[:4], changed, *graph.all_nodes[5:], *households(1, 90)]
    store.rebuild(graph, lineage="ours-1")
    assert verify_projection(ListedLedger(ledger), store) == [
        "Person P-1 不一致",
        "Household：台账 3 条，图中 4 条",
        "Household H-90 图中多出，台账没有",
    ]
