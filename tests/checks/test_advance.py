"""A snapshot that was advanced is the same, row by row, as one that was read."""

import datetime as dt
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_delta import delta_between
from support_networks import MOMENT, Sketch, networks

from graph.errors import Conflict
from graph.ledger.changes import Delta
from graph.model import Link, Moment, Node
from graph.snapshot import Snapshot

LATER = Moment(MOMENT.seq + 1, MOMENT.day + dt.timedelta(days=1))


def assert_same(found: Snapshot, expected: Snapshot) -> None:
    """Every table and array of both is equal."""
    assert found.moment == expected.moment
    for label, nodes in expected.nodes.items():
        assert found.nodes[label].table.equals(nodes.table), label
    for ends, links in expected.links.items():
        assert np.array_equal(found.links[ends].source, links.source), ends
        assert np.array_equal(found.links[ends].target, links.target), ends
        assert found.links[ends].columns.equals(links.columns), ends


def thinned(sketch: Sketch, chance: random.Random) -> Sketch:
    """The network without some of its nodes and links, and with some properties lost."""
    nodes = [each for each in sketch.nodes if chance.random() < 0.9]
    ids = {each.id for each in nodes}
    links = [
        each
        for each in sketch.links
        if each.from_id in ids and each.to_id in ids and chance.random() < 0.9
    ]
    changed = [
        Node(each.label, each.id, dict.fromkeys(each.properties)) if chance.random() < 0.1 else each
        for each in nodes
    ]
    kept = [
        Link(
            each.type, each.from_label, each.from_id, each.to_label, each.to_id,
            {**each.properties, "since": MOMENT.day},
        )
        if each.type == "LIAISES" and chance.random() < 0.2
        else each
        for each in links
    ]  # fmt: skip
    return Sketch(changed, kept)


@settings(max_examples=60, deadline=None)
@given(sketch=networks(), seed=st.integers(0, 2**32 - 1), backwards=st.booleans())
def test_advancing_over_some_changes_equals_reading(
    sketch: Sketch, seed: int, backwards: bool
) -> None:
    pair = [sketch, thinned(sketch, random.Random(seed))]
    before, after = reversed(pair) if backwards else pair
    delta = delta_between(before, after, (MOMENT, LATER))
    found = Snapshot.read(before.facts()).advance(delta)
    assert_same(found, Snapshot.read(after.facts(LATER)))


@settings(max_examples=40, deadline=None)
@given(before=networks(), after=networks())
def test_advancing_to_another_network_equals_reading(before: Sketch, after: Sketch) -> None:
    delta = delta_between(before, after, (MOMENT, LATER))
    found = Snapshot.read(before.facts()).advance(delta)
    assert_same(found, Snapshot.read(after.facts(LATER)))


def test_a_delta_from_another_moment_is_refused() -> None:
    snapshot = Snapshot.read(Sketch().add("A-1", name="样例县", kind="county").facts())
    with pytest.raises(Conflict, match=r"8 \(2026-05-02\)"):
        snapshot.advance(Delta(LATER, LATER))


def test_the_old_snapshot_stays_as_it_was() -> None:
    before = Sketch().add("H-1", "H-2", head="样例")
    after = Sketch().add("H-2", head="样例").add("H-3", head="范例")
    snapshot = Snapshot.read(before.facts())
    advanced = snapshot.advance(delta_between(before, after, (MOMENT, LATER)))
    assert snapshot.ids("Household").to_pylist() == ["H-1", "H-2"]
    assert advanced.ids("Household").to_pylist() == ["H-2", "H-3"]
