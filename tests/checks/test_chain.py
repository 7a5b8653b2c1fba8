"""Chains of one household and one person, written out."""

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from support_networks import DAY, MOMENT, Sketch, networks
from support_oracle import Oracle

from graph.errors import NotFound
from graph.snapshot import Snapshot
from graph.snapshot.chain import Below, Chain, Path, chain_of
from graph.snapshot.seat import Seat


def pyramid() -> Sketch:
    """One household under one chain, complete up to the general branch."""
    sketch = Sketch()
    sketch.add("A-1", name="样例乡", kind="township").add(
        "A-2", at="A-1", name="甲村", kind="village"
    )
    sketch.add("A-3", at="A-2", name="第1网格", kind="grid")
    sketch.add("O-1", at="A-2", name="甲村党总支", kind="general_branch")
    sketch.add("O-2", at="A-2", name="第1网格党支部", kind="branch").link("UNDER", "O-2", "O-1")
    sketch.add("G-1", at="A-3", name="第1党小组").link("UNDER", "G-1", "O-2")
    sketch.add("C-1", at="A-3", name="样例中心户")
    sketch.add("H-1", at="A-3", head="户主甲", address="1号", phone="13800000001")
    for number, name in enumerate(["党员甲", "组长乙", "支委丙", "班子丁", "领导戊"], 1):
        sketch.add(f"P-{number}", at="A-3", name=name)
    sketch.link("LIAISES", "P-1", "H-1").link("LIAISES", "C-1", "P-1")
    sketch.link("LIAISES", "P-2", "C-1").link("LEADS", "P-2", "G-1")
    sketch.link("LIAISES", "P-3", "G-1").link("LIAISES", "P-4", "O-2")
    sketch.link("SERVES", "P-4", "O-1", role="deputy_secretary").link("LIAISES", "P-5", "O-1")
    return sketch


def without(sketch: Sketch, type: str, source: str, target: str) -> Sketch:
    """The network without one link."""
    links = [e for e in sketch.links if (e.type, e.from_id, e.to_id) != (type, source, target)]
    assert len(links) == len(sketch.links) - 1
    return Sketch(sketch.nodes, links)


def chain(sketch: Sketch, id: str) -> Chain:
    return chain_of(Snapshot.read(sketch.facts()), id)


def tiers(seats: Sequence[Seat]) -> list[tuple[str, str]]:
    return [(each.tier, each.id) for each in seats]


def only(paths: Sequence[Path]) -> Path:
    assert len(paths) == 1
    return paths[0]


def test_a_household_shows_every_tier_up_to_the_general_branch() -> None:
    found = chain(pyramid(), "H-1")
    path = only(found.paths)
    assert (found.state, found.step, path.missing) == ("whole", None, None)
    assert tiers(path.seats) == [
        ("household", "H-1"), ("member", "P-1"), ("centre_household", "C-1"),
        ("group_leader", "P-2"), ("party_group", "G-1"), ("branch_member", "P-3"),
        ("branch", "O-2"), ("committee_member", "P-4"), ("general_branch", "O-1"),
    ]  # fmt: skip
    assert found.seat.name == "户主甲 1号"
    assert found.seat.phone == "13800000001"


def test_the_township_leader_is_shown_and_not_required() -> None:
    assert tiers(chain(pyramid(), "H-1").township_leaders) == [("township_leader", "P-5")]
    found = chain(without(pyramid(), "LIAISES", "P-5", "O-1"), "H-1")
    assert (found.state, found.township_leaders) == ("whole", ())


@pytest.mark.parametrize(
    ("link", "step", "last"),
    [
        (("LIAISES", "C-1", "P-1"), "centre", "P-1"),
        (("LIAISES", "P-2", "C-1"), "leader", "C-1"),
        (("LEADS", "P-2", "G-1"), "group", "P-2"),
        (("LIAISES", "P-3", "G-1"), "branch-member", "G-1"),
        (("UNDER", "G-1", "O-2"), "branch", "P-3"),
        (("LIAISES", "P-4", "O-2"), "committee-member", "O-2"),
    ],
)
def test_a_break_is_marked_where_it_is(link: tuple[str, str, str], step: str, last: str) -> None:
    found = chain(without(pyramid(), *link), "H-1")
    path = only(found.paths)
    assert (found.state, found.step, path.missing) == ("broken", step, step)
    assert path.seats[-1].id == last


def test_a_household_of_nobody_has_no_path() -> None:
    found = chain(without(pyramid(), "LIAISES", "P-1", "H-1"), "H-1")
    assert (found.state, found.step, found.paths) == ("uncovered", None, ())


def test_somebody_away_suspends_the_chain_and_is_marked() -> None:
    sketch = pyramid()
    leader = next(each for each in sketch.nodes if each.id == "P-2")
    leader.properties["unavailable_until"] = DAY + dt.timedelta(days=1)  # type: ignore[index]
    found = chain(sketch, "H-1")
    assert found.state == "suspended"
    assert [each.id for each in only(found.paths).seats if not each.is_available] == ["P-2"]


def test_a_person_away_until_today_is_back() -> None:
    sketch = pyramid()
    leader = next(each for each in sketch.nodes if each.id == "P-2")
    leader.properties["unavailable_until"] = DAY  # type: ignore[index]
    assert chain(sketch, "H-1").state == "whole"


def test_a_committee_member_sees_the_tree_below() -> None:
    found = chain(pyramid(), "P-4")
    path = only(found.paths)
    assert tiers(path.seats) == [
        ("branch", "O-2"), ("committee_member", "P-4"), ("general_branch", "O-1"),
    ]  # fmt: skip

    def line(below: tuple[Below, ...]) -> list[tuple[str, str, int]]:
        assert len(below) == 1
        here = (below[0].seat.tier, below[0].seat.id, below[0].households)
        return [here, *(line(below[0].below) if below[0].below else [])]

    assert line(found.below) == [
        ("branch", "O-2", 1), ("party_group", "G-1", 1), ("group_leader", "P-2", 1),
        ("centre_household", "C-1", 1), ("member", "P-1", 1),
    ]  # fmt: skip


def test_a_member_sees_the_way_up_and_the_households() -> None:
    found = chain(pyramid(), "P-1")
    assert [each.id for each in only(found.paths).seats][:3] == ["P-1", "C-1", "P-2"]
    assert [each.seat.id for each in found.below] == ["H-1"]


def test_what_is_neither_household_nor_person_has_no_chain() -> None:
    snapshot = Snapshot.read(pyramid().facts())
    for wrong in ("G-1", "H-99"):
        with pytest.raises(NotFound, match=wrong):
            chain_of(snapshot, wrong)


@settings(max_examples=30, deadline=None)
@given(sketch=networks(max_size=2))
def test_every_household_has_the_state_the_oracle_says(sketch: Sketch) -> None:
    snapshot = Snapshot.read(sketch.facts())
    oracle = Oracle(sketch.nodes, sketch.links, MOMENT)
    for row in oracle.household_states():
        found = chain_of(snapshot, row["id"])
        assert (found.state, found.step) == (row["state"], row["step"])
        assert {each.is_available for each in found.paths if each.missing is None} == {
            each.available for each in oracle.paths(row["id"]) if each.complete
        }
    for person in sketch.ids("Person"):
        assert chain_of(snapshot, person).seat.id == person
