"""A snapshot that was advanced is the same, row by row, as one that was read."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_delta import assert_same, delta_between, thinned
from support_networks import MOMENT, Sketch, networks

from graph.errors import Conflict
from graph.ledger.changes import Delta
from graph.model import Moment
from graph.snapshot import Snapshot

LATER = Moment(MOMENT.seq + 1, MOMENT.day + dt.timedelta(days=1))


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
