"""Who depends on whom alone, and what is lost when several leave together."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_firing_pyramid import BRANCHES, CHAIN
from support_lines import network
from support_networks import DAY, Sketch, networks

from graph.checks.person import Loss, lost_without
from graph.errors import NotFound
from graph.ledger.changes import EndNode
from graph.planning.after import after
from graph.planning.dependence import alone_on, dependence, lost_by, worse_off
from graph.snapshot.snapshot import Snapshot

AWAY = {"unavailable_until": DAY + dt.timedelta(days=1)}


def of(lines: str, nodes: dict[str, dict[str, object]] | None = None) -> Snapshot:
    return Snapshot.read(network(lines, {**BRANCHES, **(nodes or {})}).facts())


def test_everybody_on_a_single_chain_is_needed():
    assert dependence(of(CHAIN)) == [("P-1", 1), ("P-2", 1), ("P-3", 1), ("P-4", 1)]


def test_whoever_has_somebody_beside_them_is_not_needed():
    beside = (
        CHAIN
        + """
        P-5 LIAISES G-1
        P-6 LIAISES O-2
        P-6 SERVES O-1 role=committee_member
    """
    )
    assert dependence(of(beside)) == [("P-1", 1), ("P-2", 1)]


def test_somebody_away_stands_beside_nobody_who_is_whole():
    beside = CHAIN + "P-5 LIAISES G-1"
    assert dict(dependence(of(beside, {"P-5": AWAY})))["P-3"] == 1


def test_the_most_needed_stand_first():
    lines = (
        CHAIN
        + """
        P-1 LIAISES H-2
        P-7 LIAISES H-3
        C-1 LIAISES P-7
    """
    )
    assert dependence(of(lines)) == [
        ("P-2", 3), ("P-3", 3), ("P-4", 3), ("P-1", 2), ("P-7", 1),
    ]  # fmt: skip


def test_one_person_with_two_posts_counts_once():
    lines = CHAIN.replace("P-3 LIAISES G-1", "P-2 LIAISES G-1").replace("P-4", "P-2")
    assert dependence(of(lines)) == [("P-1", 1), ("P-2", 1)]


def test_who_leads_one_way_and_liaises_the_other_is_on_both():
    """H-1 has two ways up: over C-1, led by P-2, and over C-2, whose group P-2 liaises."""
    lines = (
        CHAIN
        + """
        C-2 LIAISES P-1
        P-5 LIAISES C-2
        P-5 LEADS G-2
        P-2 LIAISES G-2
        G-2 UNDER O-2
    """
    )
    assert dependence(of(lines)) == [("P-1", 1), ("P-2", 1), ("P-4", 1)]


def test_a_household_of_two_members_needs_what_both_have_above_them():
    lines = (
        CHAIN
        + """
        P-5 LIAISES H-1
        C-2 LIAISES P-5
        P-6 LIAISES C-2
        P-6 LEADS G-1
    """
    )
    assert dependence(of(lines)) == [("P-3", 1), ("P-4", 1)]


def test_the_last_host_who_is_there_is_needed_by_all_of_the_centre():
    lines = (
        CHAIN
        + """
        P-8 HOSTS C-1
        P-9 HOSTS C-1
    """
    )
    assert dict(dependence(of(lines, {"P-9": AWAY})))["P-8"] == 1
    assert "P-8" not in dict(dependence(of(lines)))


def test_a_centre_without_its_only_host_is_no_worse():
    assert "P-8" not in dict(dependence(of(CHAIN + "P-8 HOSTS C-1")))


def test_a_broken_household_depends_on_its_only_member():
    lines = "P-1 LIAISES H-1 H-2\nP-2 LIAISES H-2"
    assert dependence(of(lines)) == [("P-1", 1)]


def test_a_suspended_household_depends_on_who_is_on_every_complete_way():
    snapshot = of(CHAIN + "P-5 LIAISES G-1", {"P-2": AWAY})
    assert dependence(snapshot) == [("P-1", 1), ("P-2", 1), ("P-4", 1)]


def test_only_households_of_the_area_count():
    sketch = network(CHAIN + "P-1 LIAISES H-2", {**BRANCHES, "A-2": {"kind": "grid"}})
    sketch.link("WITHIN", "A-2", "A-1").add("H-9", at="A-2").link("LIAISES", "P-1", "H-9")
    snapshot = Snapshot.read(sketch.facts())
    assert dependence(snapshot)[0] == ("P-1", 3)
    assert dict(dependence(snapshot, "A-2")) == {"P-1": 1, "P-2": 1, "P-3": 1, "P-4": 1}
    with pytest.raises(NotFound, match="A-9"):
        dependence(snapshot, "A-9")


def test_two_who_stand_beside_each_other_are_missed_together():
    snapshot = of(CHAIN + "P-5 LIAISES G-1")
    assert lost_by(snapshot, ["P-3"]) == Loss((), (), ())
    assert lost_by(snapshot, ["P-3", "P-5"]) == Loss((), ("H-1",), ())
    assert lost_by(snapshot, ["P-1", "P-3", "P-5"]) == Loss(("H-1",), (), ())


def test_only_people_can_be_missed():
    with pytest.raises(NotFound, match="H-1"):
        lost_by(of(CHAIN), ["H-1"])


def test_a_household_that_ends_is_not_worse_off():
    snapshot = of(CHAIN + "P-1 LIAISES H-0 H-2")
    then = after(snapshot, [EndNode("H-1"), EndNode("P-1")])
    assert worse_off(snapshot, then) == Loss(("H-0", "H-2"), (), ())


@settings(deadline=None, max_examples=25)
@given(networks(3))
def test_who_is_needed_is_who_is_missed_when_taken_away(sketch: Sketch):
    snapshot = Snapshot.read(sketch.facts())
    alone = alone_on(snapshot)
    lost = [lost_without(snapshot, person) for person in range(snapshot.count("Person"))]
    assert alone.tolist() == [
        len(each.uncovered) + len(each.broken) + len(each.suspended) for each in lost
    ]
    said = dependence(snapshot)
    assert [number for _id, number in said] == sorted(alone[alone > 0].tolist(), reverse=True)


@settings(deadline=None, max_examples=25)
@given(networks(3), st.randoms(use_true_random=False))
def test_leaving_together_is_what_ending_them_all_does(sketch: Sketch, chance):
    snapshot = Snapshot.read(sketch.facts())
    people = sketch.ids("Person")
    some = chance.sample(people, min(len(people), 3))
    then = after(snapshot, map(EndNode, some))
    assert lost_by(snapshot, some) == worse_off(snapshot, then)
    one = snapshot.find(some[0])[1]
    assert lost_by(snapshot, some[:1]) == lost_without(snapshot, one)
    area = sketch.ids("Area")[-1]
    inside = np.flatnonzero(snapshot.inside("Household", snapshot.area(area)))
    ids = {snapshot.nodes["Household"].id(int(each)) for each in inside}
    lost, here = lost_by(snapshot, some), lost_by(snapshot, some, area)
    assert here.broken == tuple(each for each in lost.broken if each in ids)
    assert here.uncovered == tuple(each for each in lost.uncovered if each in ids)
