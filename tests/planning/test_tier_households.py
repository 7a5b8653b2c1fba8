"""Households to members: what each demand does, and what would break it."""

import datetime as dt

import pytest
from support_networks import DAY, Sketch
from support_tiers import household_ids, plan_of, snapshot_of, takers, total, village

from graph.errors import ConfigurationError, NotFound
from graph.planning.after import after
from graph.planning.plan import Plan
from graph.planning.request import Ban, Pair
from graph.planning.tiers.households import plan_households
from graph.rule import Override
from graph.rules import Rules

FEW = {"member-load.min": 1, "member-load.max": 3}


def members(sketch: Sketch, *ids: str, at: str = "A-3", **properties: object) -> Sketch:
    """Members in the centre household of their grid, which has no leader."""
    centre = f"C-{at.removeprefix('A-')}"
    if centre not in sketch.ids("CentreHousehold"):
        sketch.add(centre, at=at)
    return sketch.add(*ids, at=at, **properties).link("LIAISES", centre, *ids)


def plan(sketch: Sketch, **asked: object) -> Plan:
    return plan_of(plan_households, sketch, **{"bounds": FEW, **asked})


def loads(plan: Plan) -> dict[str, int]:
    return {each.agent: each.after for each in plan.loads}


def test_who_has_nobody_goes_to_a_member_of_the_same_grid():
    sketch = members(members(village(), "P-1"), "P-2", at="A-4").add("H-1", at="A-3")
    made = plan(sketch)
    assert takers(made) == {"H-1": "P-1"}
    (change,) = made.changes
    assert (change.number, change.givers, change.area) == (1, (), "A-3")
    (begun,) = change.operations
    assert begun.link.properties == {"since": DAY}


def test_nobody_is_given_what_lies_in_another_grid():
    sketch = members(village(), "P-1").add("H-1", at="A-4")
    made = plan(sketch)
    assert made.changes == ()
    assert [each.left for each in made.shortages] == [1]


def test_a_plan_over_the_village_reaches_the_other_grids():
    sketch = members(village(), "P-1").add("H-1", at="A-4")
    assert takers(plan(sketch, reach="village")) == {"H-1": "P-1"}


def test_a_plan_over_the_village_does_not_reach_another_village():
    sketch = members(village(), "P-1").add("A-5", at="A-1", kind="village").add("H-1", at="A-5")
    assert plan(sketch, reach="village").changes == ()


def test_what_lies_in_another_grid_comes_home():
    sketch = members(members(village(), "P-1"), "P-2", at="A-4").add("H-1", at="A-4")
    sketch.link("LIAISES", "P-1", "H-1")
    made = plan(sketch)
    assert takers(made) == {"H-1": "P-2"}
    assert made.changes[0].givers == ("P-1",)


def test_members_of_trade_groups_keep_what_they_have_in_other_grids():
    sketch = members(members(village(), "P-1"), "P-2", at="A-4").add("H-1", "H-2", at="A-4")
    sketch.add("G-1", at="A-2", kind="trade").link("BELONGS_TO", "P-1", "G-1", kind="held")
    sketch.link("LIAISES", "P-1", "H-1").link("LIAISES", "P-2", "H-2")
    assert plan(sketch).changes == ()


def test_members_of_trade_groups_are_given_nothing_new_in_other_grids():
    sketch = members(village(), "P-1").add("H-1", at="A-4")
    sketch.add("G-1", at="A-2", kind="trade").link("BELONGS_TO", "P-1", "G-1", kind="held")
    assert plan(sketch).changes == ()


def test_members_of_the_village_itself_may_take_what_lies_in_any_grid():
    sketch = members(village(), "P-1", at="A-2").add("H-1", at="A-3").add("H-2", at="A-4")
    assert takers(plan(sketch)) == {"H-1": "P-1", "H-2": "P-1"}


def test_households_without_a_grid_go_to_any_member_of_the_village():
    sketch = members(village(), "P-1").add("H-1", at="A-2")
    assert takers(plan(sketch)) == {"H-1": "P-1"}


def test_who_is_located_above_the_grids_keeps_what_they_have_but_is_given_nothing():
    sketch = members(village(), "P-1", at="A-1").add("H-1", "H-2", at="A-3")
    sketch.link("LIAISES", "P-1", "H-1")
    made = plan(sketch)
    assert made.changes == ()
    assert total(made).uncovered == 1


@pytest.mark.parametrize("reason", ["exempt", "away", "leaves", "barred"])
def test_who_cannot_be_asked_is_given_nothing(reason: str):
    away = DAY + dt.timedelta(days=1) if reason == "away" else None
    sketch = members(village(), "P-1", exempt=reason == "exempt", unavailable_until=away)
    sketch.add("H-1", at="A-3")
    without = ("P-1",) if reason == "leaves" else ()
    bans = (Ban(None, "P-1"),) if reason == "barred" else ()
    assert plan(sketch, without=without, bans=bans).changes == ()
    assert total(plan(sketch, without=without, bans=bans)).uncovered == 1


@pytest.mark.parametrize("reason", ["exempt", "away", "leaves", "barred"])
def test_what_they_have_goes_to_others(reason: str):
    away = DAY + dt.timedelta(days=1) if reason == "away" else None
    sketch = members(village(), "P-1", exempt=reason == "exempt", unavailable_until=away)
    sketch = members(sketch, "P-2").add("H-1", at="A-3").link("LIAISES", "P-1", "H-1")
    without = ("P-1",) if reason == "leaves" else ()
    bans = (Ban(None, "P-1"),) if reason == "barred" else ()
    assert takers(plan(sketch, without=without, bans=bans)) == {"H-1": "P-2"}


def test_who_comes_back_on_the_day_can_be_asked():
    sketch = members(village(), "P-1", unavailable_until=DAY).add("H-1", at="A-3")
    assert takers(plan(sketch)) == {"H-1": "P-1"}


def test_availability_is_judged_on_the_day_the_plan_holds_from():
    away = DAY + dt.timedelta(days=10)
    sketch = members(village(), "P-1", unavailable_until=away).add("H-1", at="A-3")
    assert plan(sketch).changes == ()
    assert takers(plan(sketch, on=away)) == {"H-1": "P-1"}


@pytest.mark.parametrize("reason", ["exempt", "away"])
def test_what_nobody_can_take_over_stays_where_it_is(reason: str):
    away = DAY + dt.timedelta(days=1) if reason == "away" else None
    sketch = members(village(), "P-1", exempt=reason == "exempt", unavailable_until=away)
    made = plan(sketch.add("H-1", at="A-3").link("LIAISES", "P-1", "H-1"))
    assert made.changes == ()
    assert made.status == "infeasible"
    assert total(made).uncovered == 1


@pytest.mark.parametrize("reason", ["leaves", "barred", "parted"])
def test_what_the_request_parts_does_not_stay(reason: str):
    sketch = members(village(), "P-1").add("H-1", at="A-3").link("LIAISES", "P-1", "H-1")
    bans = {"barred": (Ban(None, "P-1"),), "parted": (Ban("H-1", "P-1"),), "leaves": ()}[reason]
    made = plan(sketch, bans=bans, without=("P-1",) if reason == "leaves" else ())
    assert takers(made) == {"H-1": None}
    assert made.status == "infeasible"


def test_two_who_are_banned_never_meet():
    sketch = members(village(), "P-1", "P-2").add("H-1", "H-2", at="A-3")
    sketch.link("LIAISES", "P-1", "H-1").link("LIAISES", "P-2", "H-2")
    made = plan(sketch, bans=(Ban("H-1", "P-1"),), bounds={"member-load.min": 0})
    assert takers(made) == {"H-1": "P-2"}


def test_without_the_ban_they_stay_together():
    sketch = members(village(), "P-1", "P-2").add("H-1", "H-2", at="A-3")
    sketch.link("LIAISES", "P-1", "H-1").link("LIAISES", "P-2", "H-2")
    assert plan(sketch, bounds={"member-load.min": 0}).changes == ()


def test_who_joins_is_asked_though_nobody_lists_them():
    sketch = village().add("P-1", at="A-3").add("H-1", at="A-3")
    assert plan(sketch).changes == ()
    made = plan(sketch, joining=("P-1",))
    assert takers(made) == {"H-1": "P-1"}
    assert loads(made) == {"P-1": 1}


def test_nobody_is_given_the_household_they_live_in():
    sketch = members(village(), "P-1").add("H-1", at="A-3").link("LIVES_IN", "P-1", "H-1")
    assert plan(sketch).changes == ()
    assert takers(plan(members(sketch, "P-2"))) == {"H-1": "P-2"}


def test_who_liaises_their_own_household_keeps_it():
    sketch = members(village(), "P-1", "P-2").add("H-1", at="A-3")
    sketch.link("LIVES_IN", "P-1", "H-1").link("LIAISES", "P-1", "H-1")
    assert plan(sketch, bounds={"member-load.min": 0}).changes == ()


def test_nobody_has_more_than_the_maximum():
    sketch = members(village(), "P-1").add(*household_ids(1, 4), at="A-3")
    made = plan(sketch)
    assert loads(made) == {"P-1": 3}
    assert total(made).uncovered == 1


def test_who_has_more_than_the_maximum_gives_as_many_as_are_too_many():
    sketch = members(village(), "P-1", "P-2").add(*household_ids(1, 6), at="A-3")
    sketch.link("LIAISES", "P-1", *household_ids(1, 5)).link("LIAISES", "P-2", "H-6")
    made = plan(sketch)
    assert loads(made) == {"P-1": 3, "P-2": 3}
    assert [each.givers for each in made.changes] == [("P-1",), ("P-1",)]


def test_a_minimum_is_reached_by_taking_over_from_who_has_enough():
    sketch = members(village(), "P-1", "P-2").add(*household_ids(1, 3), at="A-3")
    made = plan(sketch.link("LIAISES", "P-1", *household_ids(1, 3)))
    assert loads(made) == {"P-1": 2, "P-2": 1}


def test_nobody_falls_below_the_minimum_for_somebody_else():
    sketch = members(village(), "P-1", "P-2").add("H-1", at="A-3").link("LIAISES", "P-1", "H-1")
    made = plan(sketch)
    assert made.changes == ()
    assert total(made).shortfall == 1


def test_bounds_are_those_of_each_area():
    sketch = members(members(village(), "P-1"), "P-2", at="A-4")
    sketch.add(*household_ids(1, 3), at="A-3").add(*household_ids(4, 6), at="A-4")
    load = {"member-load": Override({"min": 0, "max": 2})}
    rules = Rules(Rules.load().rules, {"A-4": load})
    made = plan(sketch, bounds={}, rules=rules)
    assert loads(made) == {"P-1": 3, "P-2": 2}


def test_of_two_who_have_a_household_one_keeps_it():
    sketch = members(village(), "P-1", "P-2").add("H-1", "H-2", at="A-3")
    sketch.link("LIAISES", "P-1", "H-1").link("LIAISES", "P-2", "H-1", "H-2")
    made = plan(sketch)
    assert takers(made) == {"H-1": "P-1"}
    (change,) = made.changes
    assert change.givers == ("P-1", "P-2")
    (ended,) = change.operations
    assert (ended.key.from_id, ended.key.to_id) == ("P-2", "H-1")


def test_the_nearest_by_address_takes_over():
    sketch = members(village(), "P-1", "P-2")
    sketch.add("H-1", at="A-3", address="1组1号").add("H-2", at="A-3", address="2组1号")
    sketch.add("H-3", at="A-3", address="二组7号")
    sketch.link("LIAISES", "P-1", "H-1").link("LIAISES", "P-2", "H-2")
    assert takers(plan(sketch)) == {"H-3": "P-2"}


def test_fewer_changes_go_before_nearness():
    sketch = members(village(), "P-1", "P-2")
    sketch.add("H-1", "H-2", at="A-3", address="1组1号").add("H-3", at="A-3", address="2组1号")
    sketch.link("LIAISES", "P-1", "H-1").link("LIAISES", "P-2", "H-2", "H-3")
    assert plan(sketch).changes == ()


def test_a_pin_stays_where_fewer_changes_would_be_had_without():
    sketch = members(village(), "P-1", "P-2").add("H-1", "H-2", at="A-3")
    sketch.link("LIAISES", "P-1", "H-1", "H-2")
    made = plan(sketch, pins=(Pair("H-2", "P-2"),), bounds={"member-load.min": 0})
    assert takers(made) == {"H-2": "P-2"}


def test_a_pin_reaches_into_another_grid():
    sketch = members(village(), "P-1").add("H-1", at="A-4")
    assert takers(plan(sketch, pins=(Pair("H-1", "P-1"),))) == {"H-1": "P-1"}


@pytest.mark.parametrize(
    "asked",
    [
        {"bans": (Ban("H-1", "P-1"),)},
        {"bans": (Ban(None, "P-1"),)},
        {"without": ("P-1",)},
    ],
    ids=["banned", "barred", "leaving"],
)
def test_a_pin_that_contradicts_another_demand_is_a_clash(asked: dict[str, object]):
    sketch = members(village(), "P-1").add("H-1", at="A-3")
    made = plan(sketch, pins=(Pair("H-1", "P-1"),), **asked)
    assert len(made.clashes) == 1
    assert made.status == "infeasible"
    assert made.changes == ()


def test_a_pin_on_somebody_who_is_not_available_is_a_clash_and_others_take_it():
    sketch = members(members(village(), "P-1", exempt=True), "P-2").add("H-1", at="A-3")
    made = plan(sketch, pins=(Pair("H-1", "P-1"),))
    assert len(made.clashes) == 1
    assert takers(made) == {"H-1": "P-2"}


def test_two_pins_of_one_household_are_a_clash_and_the_first_holds():
    sketch = members(village(), "P-1", "P-2").add("H-1", at="A-3")
    made = plan(sketch, pins=(Pair("H-1", "P-2"), Pair("H-1", "P-1")))
    assert len(made.clashes) == 1
    assert takers(made) == {"H-1": "P-2"}


def test_pins_beyond_the_maximum_are_a_clash_with_their_member():
    sketch = members(village(), "P-1").add(*household_ids(1, 4), at="A-3")
    made = plan(sketch, pins=tuple(Pair(each, "P-1") for each in household_ids(1, 4)))
    (clash,) = made.clashes
    assert {name: clash.values[name] for name in ("pinned", "room")} == {"pinned": 4, "room": 3}
    assert loads(made) == {"P-1": 3}
    assert made.parts[0].status == "infeasible"


@pytest.mark.parametrize(
    "asked",
    [
        {"pins": (Pair("H-none", "P-1"),)},
        {"pins": (Pair("H-1", "P-none"),)},
        {"pins": (Pair("P-1", "P-1"),)},
        {"pins": (Pair("H-1", "H-1"),)},
        {"pins": (Pair("H-1", "P-1"),), "area": "A-4"},
        {"bans": (Ban("H-none", "P-1"),)},
        {"bans": (Ban(None, "H-1"),)},
        {"without": ("H-1",)},
        {"joining": ("A-3",)},
        {"area": "P-1"},
        {"area": "A-none"},
    ],
)
def test_demands_on_what_is_not_there_or_not_meant_are_refused(asked: dict[str, object]):
    sketch = members(village(), "P-1").add("H-1", at="A-3")
    with pytest.raises(NotFound):
        plan(sketch, **asked)


def test_bounds_a_rule_cannot_have_are_refused():
    with pytest.raises(ConfigurationError):
        plan(village(), bounds={"member-load.max": 3})


def test_a_plan_of_one_grid_counts_what_its_members_have_elsewhere():
    sketch = members(members(village(), "P-1", at="A-2"), "P-2")
    sketch.add(*household_ids(1, 2), at="A-4").add(*household_ids(3, 6), at="A-3")
    sketch.link("LIAISES", "P-1", *household_ids(1, 2))
    made = plan(sketch, area="A-3")
    assert loads(made) == {"P-1": 3, "P-2": 3}


def test_a_plan_of_one_grid_touches_nothing_elsewhere():
    sketch = members(members(village(), "P-1"), "P-2", at="A-4")
    sketch.add("H-1", at="A-3").add("H-2", at="A-4")
    assert takers(plan(sketch, area="A-3")) == {"H-1": "P-1"}
    assert takers(plan(sketch, area="A-1")) == {"H-1": "P-1", "H-2": "P-2"}
    assert takers(plan(sketch)) == {"H-1": "P-1", "H-2": "P-2"}


def test_a_minimum_outside_the_area_asks_for_nothing():
    sketch = members(members(village(), "P-1"), "P-2", at="A-4").add("H-1", at="A-3")
    sketch.link("LIAISES", "P-1", "H-1")
    made = plan(sketch, area="A-3", reach="village")
    assert (made.changes, total(made).shortfall) == ((), 0)


def test_the_plan_of_a_grids_only_group_is_that_of_the_grid():
    sketch = members(members(village(), "P-1"), "P-2", at="A-4").add("G-1", at="A-3")
    sketch.add("H-1", at="A-3").add("H-2", at="A-4")
    assert takers(plan(sketch, area="G-1")) == {"H-1": "P-1"}


def test_the_plan_of_a_trade_group_is_about_its_members_and_what_they_have():
    sketch = members(village(), "P-1", "P-2", "P-3").add("G-1", at="A-2", kind="trade")
    for each in ("P-1", "P-2"):
        sketch.link("BELONGS_TO", each, "G-1", kind="held")
    sketch.add(*household_ids(1, 6), at="A-3").link("LIAISES", "P-1", *household_ids(1, 5))
    made = plan(sketch, area="G-1")
    assert loads(made) == {"P-1": 3, "P-2": 2}
    assert "H-6" not in takers(made)


def test_chains_that_reach_the_branch_are_preferred_among_equals():
    sketch = members(village(), "P-1").add("P-2", "P-3", "P-4", at="A-3").add("C-9", at="A-3")
    sketch.add("O-1", at="A-2", kind="branch").add("G-1", at="A-3").link("UNDER", "G-1", "O-1")
    sketch.link("LIAISES", "C-9", "P-2").link("LIAISES", "P-3", "C-9").link("LEADS", "P-3", "G-1")
    sketch.link("LIAISES", "P-4", "G-1").add("H-1", at="A-3")
    made = plan(sketch, bounds={"member-load.min": 0})
    assert takers(made) == {"H-1": "P-2"}
    assert made.notes == ()


def test_whoever_would_come_above_the_whole_load_is_spared_where_others_can():
    sketch = members(village(), "P-1", "P-2")
    sketch.add(*household_ids(1, 2), at="A-3", address="1组1号")
    sketch.link("LIAISES", "P-1", "H-1")
    asked = {"member-load.min": 0, "person-total-load.max": 1}
    assert takers(plan(sketch, bounds={"member-load.min": 0})) == {"H-2": "P-1"}
    assert takers(plan(sketch, bounds=asked)) == {"H-2": "P-2"}


def test_nobody_is_left_for_the_sake_of_the_whole_load():
    sketch = members(village(), "P-1").add("H-1", "H-2", at="A-3")
    made = plan(sketch, bounds={"member-load.min": 0, "person-total-load.max": 1})
    assert loads(made) == {"P-1": 2}
    assert [note.values["agents"] for note in made.notes if "agents" in note.values]


def test_the_same_request_on_the_same_facts_gives_the_same_plan():
    sketch = members(village(), *(f"P-{number}" for number in range(1, 5)))
    sketch.add(*household_ids(1, 11), at="A-3").link("LIAISES", "P-1", *household_ids(1, 7))
    assert plan(sketch) == plan(sketch)
    applied = after(snapshot_of(sketch), plan(sketch).operations)
    assert plan(applied).changes == ()


def test_no_name_stands_in_a_plan():
    sketch = members(village(), "P-1", "P-2", name="样例员甲", phone="13900000000")
    sketch.add(*household_ids(1, 7), at="A-3", head="样例户乙", address="1组77号")
    said = repr(plan(sketch.link("LIAISES", "P-1", *household_ids(1, 5))))
    assert not [each for each in ("样例", "139", "77号") if each in said]


def test_who_would_fall_below_the_minimum_is_filled_and_the_reason_says_so():
    sketch = members(members(village(), "P-1", "P-2"), "P-3", at="A-4")
    sketch.add("H-1", "H-2", "H-3", "H-4", at="A-3").add("H-9", at="A-4")
    sketch.link("LIAISES", "P-1", "H-1", "H-9").link("LIAISES", "P-2", "H-2", "H-3", "H-4")
    made = plan(sketch, bounds={"member-load.min": 2, "member-load.max": 3})
    (filling,) = (each for each in made.changes if each.taker == "P-1")
    assert filling.givers == ("P-2",)
    why = filling.reason.values["why"]
    assert (
        why.message == "%(taker)s gives up others and would fall below the minimum of %(minimum)d"
    )
    assert why.values["minimum"] == 2
