"""Plans of instructors: what is decided, what stays, and every bound held and broken."""

import datetime as dt

import pytest
from support_instructor_plans import (
    END,
    bans,
    begun,
    instructing,
    pins,
    planned,
    renewed,
    town,
)
from support_networks import DAY

from graph.errors import ConfigurationError, NotFound
from graph.ledger.changes import EndLink
from graph.planning.request import Ban

ENDING = "until=2026-05-20"
RUNNING = "until=2027-06-01"


# What is decided


def test_an_enterprise_nobody_reaches_gets_an_instructor_of_its_township_for_a_new_term():
    place = town(f"P-1 INSTRUCTS E-1 {RUNNING}", {"E-2": {}})
    (link,) = begun(planned(place))
    assert (link.from_id, link.to_id) == ("P-1", "E-2")
    assert link.properties == {"since": DAY, "until": END}


def test_an_enterprise_with_an_organisation_or_out_of_operation_gets_none():
    place = town(
        f"P-1 INSTRUCTS E-1 {RUNNING}",
        {
            "E-2": {"organisation_form": "own"},
            "E-3": {"organisation_form": "joint"},
            "E-4": {"status": "closed"},
            "E-5": {"status": "suspended"},
        },
    )
    assert planned(place).changes == ()


def test_an_unknown_organisation_is_asked_about_and_not_planned_for():
    place = town(f"P-1 INSTRUCTS E-1 {RUNNING}", {"E-2": {"organisation_form": "unknown"}})
    plan = planned(place)
    assert plan.changes == ()
    assert [each.text(str) for each in plan.notes] == ["E-2 是否已建党组织不明，未列入方案"]


def test_a_term_that_ends_is_renewed_where_nothing_speaks_against_it():
    place = town(f"P-1 INSTRUCTS E-1 {ENDING}")
    plan = planned(place)
    assert renewed(plan) == {"E-1": END}
    assert (plan.changes[0].givers, plan.changes[0].taker) == (("P-1",), "P-1")
    assert plan.parts[0].score.changed == 0


@pytest.mark.parametrize(("until", "is_due"), [("2026-06-29", True), ("2026-06-30", False)])
def test_a_term_is_due_from_the_notice_of_its_rule_on(until: str, is_due: bool):
    assert bool(planned(town(f"P-1 INSTRUCTS E-1 until={until}")).changes) is is_due


def test_the_notice_counts_from_the_day_the_plan_is_to_hold_from():
    place = town("P-1 INSTRUCTS E-1 until=2026-06-30")
    assert planned(place, on=dt.date(2026, 5, 2)).changes != ()


def test_a_term_without_end_goes_on():
    assert planned(town("P-1 INSTRUCTS E-1")).changes == ()


def test_the_length_of_a_new_term_is_asked_for():
    place = town(f"P-1 INSTRUCTS E-1 {ENDING}")
    assert renewed(planned(place, own={"term_months": 12})) == {"E-1": dt.date(2027, 4, 30)}


def test_the_term_of_an_enterprise_that_closed_ends_with_it():
    place = town(f"P-1 INSTRUCTS E-1 E-2 {ENDING}", {"E-1": {"status": "closed"}})
    assert instructing(place, planned(place)) == {"E-2": ["P-1"]}


def test_of_two_instructors_one_goes_on():
    place = town(f"P-1 INSTRUCTS E-1 {ENDING}\nP-2 INSTRUCTS E-1 {ENDING}")
    plan = planned(place)
    assert len(instructing(place, plan)["E-1"]) == 1
    assert len(plan.changes) == 1


def test_whose_term_ends_beside_another_need_not_be_replaced():
    place = town(
        f"P-1 INSTRUCTS E-1 {ENDING}\nP-2 INSTRUCTS E-1 {RUNNING}\nP-3 INSTRUCTS E-9 {RUNNING}"
    )
    plan = planned(place, without=("P-1",))
    assert instructing(place, plan)["E-1"] == ["P-2"]
    assert begun(plan) == []
    assert [(each.givers, each.taker) for each in plan.changes] == [(("P-1", "P-2"), None)]


# Who leaves, joins, is away


def test_who_leaves_hands_over_everything():
    place = town(f"P-1 INSTRUCTS E-1 E-2 {RUNNING}\nP-2 INSTRUCTS E-3 {RUNNING}")
    plan = planned(place, without=("P-1",))
    assert instructing(place, plan) == {"E-1": ["P-2"], "E-2": ["P-2"], "E-3": ["P-2"]}
    assert {each.givers for each in plan.changes} == {("P-1",)}


def test_nothing_with_a_person_means_the_same_as_leaving():
    place = town(f"P-1 INSTRUCTS E-1 {RUNNING}\nP-2 INSTRUCTS E-3 {RUNNING}")
    plan = planned(place, bans=(Ban(None, "P-1"),))
    assert instructing(place, plan) == {"E-1": ["P-2"], "E-3": ["P-2"]}


def test_who_joins_takes_enterprises():
    place = town("", {"E-1": {}, "P-7": {}})
    assert begun(planned(place)) == []
    assert [each.from_id for each in begun(planned(place, joining=("P-7",)))] == ["P-7"]


def test_who_is_away_gets_nothing_new_and_keeps_what_runs():
    away = {"unavailable_until": dt.date(2026, 9, 1)}
    place = town(f"P-1 INSTRUCTS E-1 {RUNNING}", {"P-1": away, "E-2": {}})
    plan = planned(place)
    assert instructing(place, plan) == {"E-1": ["P-1"]}
    assert "P-1 暂不能履职，不再新增联系企业" in [each.text(str) for each in plan.notes]


def test_who_comes_back_before_the_day_is_asked():
    away = {"unavailable_until": DAY}
    place = town(f"P-1 INSTRUCTS E-1 {RUNNING}", {"P-1": away, "E-2": {}})
    assert len(begun(planned(place))) == 1


# Capacity


def test_nobody_gets_more_than_the_maximum():
    place = town(f"P-1 INSTRUCTS E-1 E-2 {RUNNING}", {"E-3": {}, "E-4": {}})
    plan = planned(place)
    assert len(begun(plan)) == 1
    assert plan.status == "infeasible"
    (load,) = plan.loads
    assert (load.before, load.after, load.maximum) == (2, 3, 3)


def test_the_maximum_may_be_another_for_one_plan():
    place = town(f"P-1 INSTRUCTS E-1 E-2 {RUNNING}", {"E-3": {}, "E-4": {}})
    plan = planned(place, bounds={"instructor-load.max": 4})
    assert len(begun(plan)) == 2
    assert plan.status == "optimal"


def test_who_has_too_many_sheds_down_to_the_maximum():
    place = town(f"P-1 INSTRUCTS E-1 E-2 E-3 E-4 E-5 {RUNNING}\nP-2 INSTRUCTS E-6 {RUNNING}")
    plan = planned(place)
    loads = {each.agent: (each.before, each.after) for each in plan.loads}
    assert loads == {"P-1": (5, 3), "P-2": (1, 3)}
    assert len(plan.changes) == 2


def test_who_has_the_maximum_keeps_all():
    place = town(f"P-1 INSTRUCTS E-1 E-2 E-3 {RUNNING}\nP-2 INSTRUCTS E-6 {RUNNING}")
    assert planned(place).changes == ()


def test_nobody_is_above_the_maximum_between_two_changes():
    place = town(
        f"P-1 INSTRUCTS E-1 E-2 E-3 {RUNNING}\nP-2 INSTRUCTS E-4 {RUNNING}",
        {"E-5": {}, "E-1": {"employees": 60}},
    )
    plan = planned(place, pins=pins(E_1="P-2", E_5="P-1"))
    first, second = plan.changes
    assert (first.item, second.item, second.needs) == ("E-1", "E-5", (1,))


def test_who_is_left_without_a_successor_is_told_apart_by_need():
    place = town(
        f"P-1 INSTRUCTS E-1 E-2 {RUNNING}",
        {"E-1": {"organisation_form": "own"}, "E-2": {"organisation_form": "none"}},
    )
    plan = planned(place, without=("P-1",))
    assert [each.text(str) for each in plan.notes] == [
        "无人接收：E-2",
        "无人接任：E-1（并非已知未建党组织的企业）",
    ]
    assert plan.parts[0].score.uncovered == 1


def test_the_needy_come_before_those_with_an_organisation():
    place = town(
        f"P-1 INSTRUCTS E-1 E-2 {RUNNING}\nP-2 INSTRUCTS E-3 E-4 {RUNNING}",
        {"E-1": {"organisation_form": "own", "employees": 90}},
    )
    plan = planned(place, without=("P-1",))
    held = instructing(place, plan)
    assert (held["E-2"], "E-1" in held) == (["P-2"], False)


# Where


def test_an_instructor_of_another_township_is_not_asked():
    place = town(
        f"P-1 INSTRUCTS E-1 {RUNNING}\nP-1 LOCATED_IN A-21\nE-1 LOCATED_IN A-21", {"E-2": {}}
    )
    assert begun(planned(place)) == []


def test_an_instructor_of_a_village_serves_the_whole_township():
    place = town(
        f"P-1 INSTRUCTS E-1 {RUNNING}\nP-1 LOCATED_IN A-11\nE-2 LOCATED_IN A-12", {"E-2": {}}
    )
    assert len(begun(planned(place))) == 1


def test_an_instructor_of_the_county_serves_all_townships():
    place = town(
        f"P-1 INSTRUCTS E-1 {RUNNING}\nP-1 LOCATED_IN A-9\nE-2 LOCATED_IN A-21", {"E-2": {}}
    )
    assert len(begun(planned(place))) == 1


def test_somebody_may_be_said_to_serve_elsewhere():
    place = town("P-7 LOCATED_IN A-21", {"E-1": {}, "P-7": {}})
    assert begun(planned(place, joining=("P-7",))) == []
    plan = planned(place, joining=("P-7",), own={"serves": {"P-7": "A-1"}})
    assert len(begun(plan)) == 1


def test_outside_the_area_asked_for_nothing_moves():
    lines = f"P-1 INSTRUCTS E-1 E-3 {ENDING}\nE-1 LOCATED_IN A-11\nE-3 LOCATED_IN A-12"
    plan = planned(town(lines), area="A-11")
    assert renewed(plan) == {"E-1": END}


def test_what_an_instructor_has_outside_counts():
    lines = f"P-1 INSTRUCTS E-1 E-2 E-3 {RUNNING}\nE-4 LOCATED_IN A-11"
    place = town(lines, {"E-4": {}})
    assert begun(planned(place, area="A-11")) == []


def test_only_the_enterprises_named_may_change_hands():
    place = town(f"P-1 INSTRUCTS E-1 E-2 {ENDING}")
    assert renewed(planned(place, own={"only": ["E-2"]})) == {"E-2": END}


# Rotation


def test_who_has_been_there_too_long_makes_way():
    lines = f"P-1 INSTRUCTS E-1 since=2023-04-30 {RUNNING}\nP-2 INSTRUCTS E-2 {RUNNING}"
    plan = planned(town(lines), own={"rotation_months": 36})
    assert instructing(town(lines), plan)["E-1"] == ["P-2"]


def test_who_has_been_there_just_so_long_stays():
    lines = f"P-1 INSTRUCTS E-1 since=2023-05-02 {RUNNING}\nP-2 INSTRUCTS E-2 {RUNNING}"
    assert planned(town(lines), own={"rotation_months": 36}).changes == ()


def test_nobody_gets_back_what_they_leave_by_rotation():
    lines = f"P-1 INSTRUCTS E-1 since=2020-01-01 {ENDING}\nP-2 INSTRUCTS E-2 {RUNNING}"
    plan = planned(town(lines), own={"rotation_months": 36})
    assert instructing(town(lines), plan)["E-1"] == ["P-2"]


def test_rotation_leaves_nobody_unreached_where_there_is_nobody_else():
    place = town("P-1 INSTRUCTS E-1 since=2020-01-01")
    plan = planned(place, own={"rotation_months": 36})
    assert plan.changes == ()
    assert plan.status == "infeasible"
    assert "E-1 本应换人，因无人可接，暂由原指导员联系" in [each.text(str) for each in plan.notes]


# Pins and bans


def test_a_pin_holds_across_townships_and_reasons():
    lines = f"P-1 INSTRUCTS E-1 {RUNNING}\nP-2 INSTRUCTS E-2 {RUNNING}\nP-2 LOCATED_IN A-21"
    plan = planned(town(lines), pins=pins(E_1="P-2"))
    assert instructing(town(lines), plan)["E-1"] == ["P-2"]


def test_without_the_pin_it_stays():
    lines = f"P-1 INSTRUCTS E-1 {RUNNING}\nP-2 INSTRUCTS E-2 {RUNNING}\nP-2 LOCATED_IN A-21"
    assert planned(town(lines)).changes == ()


def test_a_pin_makes_room_for_itself():
    lines = f"P-1 INSTRUCTS E-1 E-2 E-3 {RUNNING}\nP-2 INSTRUCTS E-4 {RUNNING}"
    plan = planned(town(lines), pins=pins(E_4="P-1"))
    held = instructing(town(lines), plan)
    assert held["E-4"] == ["P-1"]
    assert sorted(agent for (agent,) in held.values()) == ["P-1", "P-1", "P-1", "P-2"]


def test_pins_beyond_the_maximum_clash_and_are_named():
    place = town("", {**{f"E-{number}": {} for number in range(1, 5)}, "P-7": {}})
    plan = planned(place, pins=pins(E_1="P-7", E_2="P-7", E_3="P-7", E_4="P-7"))
    assert len(begun(plan)) == 3
    assert [each.values["item"].id for each in plan.clashes] == ["E-4"]


@pytest.mark.parametrize(
    "asked",
    [
        {"without": ("P-1",)},
        {"bans": (Ban(None, "P-1"),)},
        {"bans": bans(E_1="P-1")},
        {"area": "A-21"},
    ],
)
def test_a_pin_that_cannot_be_is_a_clash(asked):
    place = town(f"P-1 INSTRUCTS E-1 {RUNNING}")
    plan = planned(place, pins=pins(E_1="P-1"), **asked)
    assert len(plan.clashes) == 1
    assert plan.status == "infeasible"


def test_two_pins_of_one_enterprise_clash_and_the_first_holds():
    lines = f"P-1 INSTRUCTS E-1 {RUNNING}\nP-2 INSTRUCTS E-2 {RUNNING}"
    plan = planned(town(lines), pins=(*pins(E_1="P-2"), *pins(E_1="P-1")))
    assert len(plan.clashes) == 1
    assert instructing(town(lines), plan)["E-1"] == ["P-2"]


def test_these_two_never_together():
    lines = f"P-1 INSTRUCTS E-1 {RUNNING}\nP-2 INSTRUCTS E-2 {RUNNING}"
    plan = planned(town(lines), bans=bans(E_1="P-1"))
    assert instructing(town(lines), plan)["E-1"] == ["P-2"]


def test_a_banned_pair_is_not_begun():
    place = town(f"P-1 INSTRUCTS E-1 {RUNNING}", {"E-2": {}})
    assert begun(planned(place, bans=bans(E_2="P-1"))) == []


# Limits and wrong requests


def test_no_more_change_hands_than_are_allowed():
    place = town(f"P-1 INSTRUCTS E-9 {RUNNING}", {"E-1": {}, "E-2": {}})
    assert len(planned(place, max_changes=1).changes) == 1
    assert planned(place, max_changes=0).changes == ()
    assert len(planned(place).changes) == 2


def test_with_few_changes_who_is_above_may_stay_above_and_gets_nothing():
    lines = f"P-1 INSTRUCTS E-1 E-2 E-3 E-4 E-5 {RUNNING}\nP-2 INSTRUCTS E-6 {RUNNING}"
    plan = planned(town(lines, {"E-7": {}}), max_changes=1)
    assert [each.to_id for each in begun(plan)] == ["E-7"]


@pytest.mark.parametrize(
    "asked",
    [
        {"area": "A-none"},
        {"without": ("P-none",)},
        {"joining": ("E-1",)},
        {"pins": pins(P_1="P-1")},
        {"bans": bans(E_none="P-1")},
        {"own": {"only": ["E-none"]}},
        {"own": {"serves": {"P-1": "A-none"}}},
    ],
)
def test_an_id_that_is_not_there_is_refused(asked):
    with pytest.raises(NotFound):
        planned(town(f"P-1 INSTRUCTS E-1 {RUNNING}"), **asked)


@pytest.mark.parametrize(
    "own",
    [
        {"term_months": 0}, {"term_months": True}, {"term_months": "24"}, {"rotation_months": -1},
        {"joint": 1}, {"only": "E-1"}, {"serves": ["P-1"]}, {"rotate": 12},
    ],
)  # fmt: skip
def test_a_wish_without_meaning_is_refused(own):
    with pytest.raises(ConfigurationError, match=next(iter(own))):
        planned(town(f"P-1 INSTRUCTS E-1 {RUNNING}"), own=own)


def test_a_plan_says_why_and_names_nobody():
    place = town(
        f"P-1 INSTRUCTS E-1 {ENDING}\nP-2 INSTRUCTS E-2 {RUNNING}\nE-1 LOCATED_IN A-111\nE-2 LOCATED_IN A-112",
        {
            "P-1": {"name": "甲某"}, "P-2": {"name": "乙某"},
            "E-1": {"sector": "电子"}, "E-2": {"sector": "电子"},
        },
    )  # fmt: skip
    plan = planned(place, without=("P-1",))
    (change,) = plan.changes
    assert change.area == "A-111"
    assert change.reason.text(str) == (
        "P-1 离开；由 P-2 接收，现联系附近企业 1 家、同行业企业 1 家，接收后共 2 家（上限 3 家）"
    )
    assert "某" not in str(plan)
    assert isinstance(change.operations[0], EndLink)
