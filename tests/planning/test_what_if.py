"""Before and after: every count as two full checks give it, and the facts as they were."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_firing_pyramid import BRANCHES, CHAIN
from support_lines import network
from support_networks import DAY, Sketch, networks

from graph.checks import roll_up, run_checks
from graph.checks.person import Loss
from graph.errors import ConfigurationError, NotFound
from graph.ledger.changes import CreateLink, EndLink, EndNode, Operation
from graph.model import Link, LinkKey
from graph.planning.after import after
from graph.planning.plan import Change, Figures, Plan
from graph.planning.reason import Reason
from graph.planning.request import Reach, Request
from graph.planning.what_if import LOADS, area_concerned, compare, figures, loads
from graph.rules import Override, Rules
from graph.snapshot.snapshot import Snapshot

RULES = Rules.load()


def handing_over(item: str, giver: str | None, taker: str | None) -> tuple[Operation, ...]:
    """A household from one person to another, or from or to nobody."""
    ended = [EndLink(LinkKey("LIAISES", giver, item))] if giver else []
    begun = [CreateLink(Link("LIAISES", "Person", taker, "Household", item))] if taker else []
    return (*ended, *begun)


def plan_of(snapshot: Snapshot, *changes: tuple[str, str | None, str | None]) -> Plan:
    """A plan of households that go from one person (or nobody) to another (or nobody)."""
    return Plan(
        Request("households", DAY),
        snapshot.moment,
        tuple(
            Change(
                number, item, (giver,) if giver else (), taker, "A-1",
                Reason("because"), handing_over(item, giver, taker),
            )
            for number, (item, giver, taker) in enumerate(changes, start=1)
        ),
    )  # fmt: skip


def village() -> Snapshot:
    """P-1 with 12 households, P-5 with 16; both members of C-1, a whole chain above; H-40 free."""
    lines = (
        CHAIN
        + """
        P-1 LIAISES H-2..H-12
        C-1 LIAISES P-5
        P-5 LIAISES H-13..H-28
        P-3 SERVES O-2 role=committee_member
    """
    )
    return Snapshot.read(network(lines, {**BRANCHES, "H-40": {}}).facts())


BEFORE = {
    "household-uncovered": 1, "chain-broken": 0, "household-double": 0,
    "member-without-centre": 0, "centre-without-leader": 0, "group-without-branch-member": 0,
    "branch-without-committee-member": 0, "grid-without-group": 0, "cover-unavailable": 0,
    "committee-member-load": 0, "branch-member-load": 0,
    # One centre household where a leader has two to five, two members where five to ten are.
    "leader-load": 1, "centre-load": 1,
    "member-load": 1, "person-total-load": 0, "grid-enterprises": 0, "instructor-load": 0,
    "enterprise-needs-own-organisation": 0, "enterprise-unreached": 0,
    "enterprise-without-member": 0, "joint-organisation-size": 0, "instructor-term": 0,
    "instructor-large-enterprise": 0, "organisation-coverage": 0, "work-coverage": 0,
    "organisation-without-partner": 2, "agreement-ended": 0, "leads-two-groups": 0,
    "liaises-own-household": 0, "liaises-across-grids": 0,
}  # fmt: skip

TOTALS = {
    "households": 29, "whole": 28, "suspended": 0, "broken": 0, "uncovered": 1,
    "members": 2, "members_liaising": 2, "members_expected": 2, "centre_households": 1,
    "groups": 1, "branches": 1, "enterprises": 0, "instructors": 0, "problems": 4, "hints": 2,
    "liaison_links": 28, "over": 1, "under": 0,
}  # fmt: skip


def test_every_count_of_a_small_village_is_written_out():
    assert figures(village(), RULES) == Figures(TOTALS, BEFORE)


def test_a_plan_shows_every_count_before_and_after():
    snapshot = village()
    plan = plan_of(snapshot, ("H-40", None, "P-1"), ("H-13", "P-5", "P-1"))
    found = compare(snapshot, RULES, plan=plan)
    assert found.before == Figures(TOTALS, BEFORE)
    assert found.after == Figures(
        TOTALS | {"whole": 29, "uncovered": 0, "problems": 2, "liaison_links": 29, "over": 0},
        BEFORE | {"household-uncovered": 0, "member-load": 0},
    )
    assert found.differing == {"household-uncovered": (1, 0), "member-load": (1, 0)}
    assert found.lost == Loss((), (), ())


def test_a_dropped_change_is_not_made():
    snapshot = village()
    plan = plan_of(snapshot, ("H-40", None, "P-1"), ("H-13", "P-5", "P-1")).without(1)
    assert compare(snapshot, RULES, plan=plan).differing == {"member-load": (1, 0)}


def test_other_bounds_judge_what_comes_of_it_and_not_today():
    found = compare(village(), RULES, bounds={"member-load.max": 11})
    assert found.differing == {"member-load": (1, 2)}
    assert (found.before.totals["over"], found.after.totals["over"]) == (1, 2)


@pytest.mark.parametrize(
    ("bounds", "error"),
    [({"member-load.most": 1}, ConfigurationError), ({"no-such.max": 1}, NotFound)],
)
def test_bounds_no_rule_has_are_refused(bounds: dict[str, int], error: type[Exception]):
    with pytest.raises(error):
        compare(village(), RULES, bounds=bounds)


def test_people_leaving_take_all_they_carry_with_them():
    snapshot = village()
    found = compare(snapshot, RULES, without=["P-1"])
    assert found.lost == Loss(tuple(sorted(f"H-{each}" for each in range(1, 13))), (), ())
    assert found.after.totals["uncovered"] == 13
    assert found.after.totals["members"] == 1
    assert compare(snapshot, RULES, without=["P-2", "P-1"]).lost.broken == tuple(
        sorted(f"H-{each}" for each in range(13, 29))
    )


def test_who_takes_over_from_them_is_counted_before_they_leave():
    snapshot = village()
    plan = plan_of(snapshot, ("H-1", "P-1", "P-5"))
    found = compare(snapshot, RULES, plan=plan, without=["P-1"])
    assert "H-1" not in found.lost.uncovered
    assert found.after.totals["uncovered"] == 12


def test_people_a_plan_ends_may_be_named_as_leaving():
    snapshot = village()
    plan = plan_of(snapshot, ("H-1", "P-1", "P-5"))
    ends = Change(2, "P-1", (), None, "A-1", Reason("leaves"), (EndNode("P-1"),), needs=(1,))
    plan = Plan(plan.request, plan.ground, (*plan.changes, ends))
    both = compare(snapshot, RULES, plan=plan, without=["P-1", "P-1"])
    assert both == compare(snapshot, RULES, plan=plan)


@pytest.mark.parametrize("who", ["P-99", "H-1"])
def test_only_people_who_are_there_can_leave(who: str):
    with pytest.raises(NotFound, match=who):
        compare(village(), RULES, without=[who])


def test_loads_of_every_tier_say_how_many_carry_how_much():
    snapshot = village()
    plan = plan_of(snapshot, ("H-40", None, "P-1"), ("H-13", "P-5", "P-1"))
    found = compare(snapshot, RULES, plan=plan)
    said = {
        each.rule: (each.asked, each.carrying, each.average, each.over, each.under)
        for each in found.loads_before
    }
    assert said == {
        "committee-member-load": (1, 1, 1.0, 0, 0),
        "branch-member-load": (1, 1, 1.0, 0, 0),
        "leader-load": (1, 1, 1.0, 0, 1),
        "centre-load": (1, 1, 2.0, 0, 1),
        "member-load": (2, 2, 14.0, 1, 0),
        "instructor-load": (0, 0, 0.0, 0, 0),
        "person-total-load": (5, 5, 6.2, 0, 0),
    }
    member_load = found.loads_after[LOADS.index("member-load")]
    assert (member_load.total, member_load.average, member_load.over) == (29, 14.5, 0)


def two_grids() -> Sketch:
    sketch = Sketch().add("A-1", kind="village").add("A-2", "A-3", at="A-1", kind="grid")
    sketch.add("P-2", "H-1", "H-2", at="A-2").add("P-3", "H-3", "G-3", at="A-3")
    return sketch.link("LIAISES", "P-2", "H-1", "H-2").link("LIAISES", "P-3", "H-3")


def test_an_area_counts_what_lies_inside_it():
    snapshot = Snapshot.read(two_grids().facts())
    plan = plan_of(snapshot, ("H-3", "P-3", None))
    here = compare(snapshot, RULES, plan=plan, area="A-2")
    there = compare(snapshot, RULES, plan=plan, area="A-3")
    assert here.differing == {}
    assert here.lost == Loss((), (), ())
    assert there.lost == Loss(("H-3",), (), ())
    assert (here.before.totals["households"], there.before.totals["households"]) == (2, 1)


def test_a_group_stands_for_the_area_it_lies_in():
    snapshot = Snapshot.read(two_grids().facts())
    assert compare(snapshot, RULES, area="G-3").area == "A-3"
    assert figures(snapshot, RULES, "G-3") == figures(snapshot, RULES, "A-3")
    with pytest.raises(NotFound, match="P-3"):
        figures(snapshot, RULES, "P-3")


@pytest.mark.parametrize(
    ("area", "reach", "concerned"),
    [("A-2", "grid", "A-2"), ("A-2", "village", "A-1"), ("A-1", "village", "A-1"),
     ("G-3", "village", "A-1"), (None, "village", None)],
)  # fmt: skip
def test_a_plan_that_reaches_over_the_village_shows_there(
    area: str | None, reach: Reach, concerned: str | None
):
    snapshot = Snapshot.read(two_grids().facts())
    request = Request("households", DAY, area=area, reach=reach)
    assert area_concerned(snapshot, request) == concerned


def test_an_area_that_ends_is_counted_in_the_next_above():
    sketch = two_grids()
    snapshot = Snapshot.read(sketch.facts())
    merge = (
        *(EndLink(LinkKey("LOCATED_IN", each, "A-3")) for each in ("P-3", "H-3", "G-3")),
        CreateLink(Link("LOCATED_IN", "Person", "P-3", "Area", "A-2")),
        CreateLink(Link("LOCATED_IN", "Household", "H-3", "Area", "A-2")),
        CreateLink(Link("LOCATED_IN", "PartyGroup", "G-3", "Area", "A-2")),
        EndNode("A-3"),
    )
    change = Change(1, "A-3", (), None, "A-1", Reason("merged"), merge)
    plan = Plan(Request("reorganise", DAY), snapshot.moment, (change,))
    found = compare(snapshot, RULES, plan=plan, area="A-3")
    assert found.area == "A-1"
    assert found.after.totals["households"] == 3


def test_the_comparison_as_json_holds_both_sides_and_what_is_lost():
    found = compare(village(), RULES, without=["P-1"]).as_json()
    assert set(found) == {"area", "before", "after", "lost"}
    assert found["before"]["totals"] == TOTALS
    assert found["after"]["loads"]["member-load"] == {
        "asked": 1, "carrying": 1, "average": 16.0, "over": 1, "under": 0,
    }  # fmt: skip
    assert len(found["lost"]["uncovered"]) == 12


def supposed(sketch: Sketch, seed: int) -> tuple[Plan, list[str]]:
    """A plan that hands some households of a network over, and people who leave."""
    chance = random.Random(seed)
    snapshot = Snapshot.read(sketch.facts())
    held = [each for each in sketch.links if (each.type, each.to_label) == ("LIAISES", "Household")]
    pairs = {(each.from_id, each.to_id) for each in held}
    people = sketch.ids("Person")
    wished = [
        (each.to_id, each.from_id, chance.choice([None, chance.choice(people)]))
        for each in chance.sample(held, len(held) // 2)
    ]
    wished = [each for each in wished if (each[2], each[0]) not in pairs]
    kept = {(item, taker): (item, giver, taker) for item, giver, taker in wished}
    return plan_of(snapshot, *kept.values()), chance.sample(people, min(len(people), 2))


@settings(deadline=None, max_examples=20)
@given(networks(3), st.integers(0, 2**32 - 1))
def test_comparing_is_checking_twice(sketch: Sketch, seed: int):
    plan, leaving = supposed(sketch, seed)
    snapshot = Snapshot.read(sketch.facts())
    then = after(snapshot, (*plan.operations, *map(EndNode, leaving)))
    bounds = {"member-load.min": 1, "leader-load.min": 3}
    area = sketch.ids("Area")[-1]
    rules = Rules(RULES.rules, {area: {"member-load": Override({"min": 0, "max": 2})}})
    for place in (None, area):
        found = compare(snapshot, rules, plan=plan, bounds=bounds, without=leaving, area=place)
        for side, facts, judged in (
            (found.before, snapshot, rules),
            (found.after, then, rules.with_bounds(bounds)),
        ):
            result = run_checks(facts, judged, area=place)
            assert dict(side.rules) == {each.id: each.count for each in result.rules}
            assert {k: v for k, v in side.totals.items() if k in result.totals} == result.totals
            row = next(each for each in roll_up(facts, judged) if each.id == (place or "A-1"))
            assert (side.totals["over"], side.totals["under"]) == (row.over, row.under)
            assert side.totals["liaison_links"] == row.liaison_links
            assert loads(facts, judged, place)[LOADS.index("member-load")].average == (
                row.average_load
            )
