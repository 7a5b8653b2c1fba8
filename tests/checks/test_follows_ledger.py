"""A snapshot follows the ledger: advanced by the ledger's deltas, it equals one read anew."""

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from support_delta import assert_same, delta_between, thinned
from support_networks import DAY, MOMENT, Sketch, random_network

from graph.checks import run_checks
from graph.ledger.changes import (
    CreateLink,
    CreateNode,
    Delta,
    Draft,
    EndLink,
    EndNode,
    Operation,
    SetLink,
    SetNode,
)
from graph.ledger.ledger import Ledger
from graph.rules import Rules
from graph.schema import LINKS
from graph.snapshot import Snapshot


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    yield opened
    opened.close()


def operations(delta: Delta) -> Iterator[Operation]:
    """The operations that make a delta out of what is there."""
    yield from (EndLink(each.key) for each in delta.links_dropped)
    yield from (EndNode(each.id) for each in delta.nodes_dropped)
    yield from (CreateNode(each) for each in delta.nodes_created)
    yield from (SetNode(each.id, each.properties) for each in delta.nodes_set)
    yield from (CreateLink(each) for each in delta.links_created)
    for each in delta.links_set:
        identity = LINKS[each.type].identity
        others = {name: value for name, value in each.properties.items() if name not in identity}
        yield SetLink(each.key, others)


def keep(ledger: Ledger, delta: Delta, day: dt.date) -> None:
    ledger.commit(Draft("edit", "tester", "样例", day, tuple(operations(delta))))


@pytest.mark.parametrize("seed", [1, 2])
def test_advancing_by_the_ledgers_deltas_equals_reading(ledger: Ledger, seed: int) -> None:
    sketch = random_network(seed, 2)
    fewer = thinned(sketch, random.Random(seed), is_placed=True)
    steps = [(Sketch(), sketch), (sketch, fewer), (fewer, sketch)]
    snapshot = Snapshot.read(ledger.facts(ledger.moment(DAY)))
    for before, after in steps:
        keep(ledger, delta_between(before, after, (MOMENT, MOMENT)), DAY)
        moment = ledger.moment(DAY)
        delta = ledger.diff(snapshot.moment, moment)
        assert delta is not None
        snapshot = snapshot.advance(delta)
        assert_same(snapshot, Snapshot.read(ledger.facts(moment)))
        assert_same(snapshot, Snapshot.read(after.facts(moment)))


def test_the_day_asked_decides_what_is_found(ledger: Ledger) -> None:
    home = Sketch().add("A-1", name="样例村", kind="village").add("H-1", at="A-1")
    helped = Sketch(list(home.nodes), list(home.links)).add("P-1", at="A-1")
    helped.link("LIAISES", "P-1", "H-1")
    tomorrow = DAY + dt.timedelta(days=1)
    keep(ledger, delta_between(Sketch(), home, (MOMENT, MOMENT)), DAY)
    keep(ledger, delta_between(home, helped, (MOMENT, MOMENT)), tomorrow)

    def uncovered(day: dt.date, as_of: int | None = None) -> int:
        snapshot = Snapshot.read(ledger.facts(ledger.moment(day, as_of)))
        return run_checks(snapshot, Rules.load()).totals["uncovered"]

    assert (uncovered(DAY), uncovered(tomorrow)) == (1, 0)
    assert uncovered(tomorrow, as_of=1) == 1
