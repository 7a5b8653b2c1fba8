"""Organisations proposed before instructors: which enterprises, where, under whom."""

import pytest
from support_instructor_plans import bans, begun, ground_of, instructing, pins, planned, town

from graph.ledger.changes import CreateLink, CreateNode, SetNode
from graph.planning.after import after
from graph.planning.instructors.planner import plan_instructors
from graph.planning.plan import Plan
from graph.planning.request import Ban

RUNNING, ENDING = "until=2027-06-01", "until=2026-05-20"
JOINT = {"own": {"joint": True}}


def members(**many: int | None) -> dict[str, dict[str, int | None]]:
    """Enterprises with so many full members."""
    return {each.replace("_", "-"): {"members": count} for each, count in many.items()}


def nodes(plan: Plan) -> list[tuple[str, str]]:
    """Name and kind of each organisation begun."""
    begun = (done.node for done in plan.operations if isinstance(done, CreateNode))
    return [(str(each.properties["name"]), str(each.properties["kind"])) for each in begun]


def links(plan: Plan, type: str) -> list[tuple[str, str]]:
    """Both ends of each link of a type that is begun."""
    found = (done.link for done in plan.operations if isinstance(done, CreateLink))
    return [(each.from_id, each.to_id) for each in found if each.type == type]


def test_three_members_found_their_own_organisation():
    place = town(
        "O-1 LOCATED_IN A-1\nE-1 LOCATED_IN A-111",
        {"E-1": {"members": 3, "name": "样例公司"}, "O-1": {"kind": "party_committee"}},
    )
    plan = planned(place, **JOINT)
    assert nodes(plan) == [("样例公司党支部", "branch")]
    assert links(plan, "LOCATED_IN") == [("O-1000", "A-111")]
    assert links(plan, "UNDER") == [("O-1000", "O-1")]
    assert links(plan, "COVERS") == [("O-1000", "E-1")]
    assert plan.operations[-1] == SetNode("E-1", {"organisation_form": "own"})


def test_two_members_found_none_alone():
    assert planned(town("", members(E_1=2)), **JOINT).changes == ()


def test_small_ones_found_one_together_where_they_are():
    place = town(
        "E-1 LOCATED_IN A-111\nE-2 LOCATED_IN A-112\nE-3 LOCATED_IN A-111",
        members(E_1=1, E_2=1, E_3=1),
    )
    plan = planned(place, **JOINT)
    assert nodes(plan) == [("甲村第1联合党支部", "joint_branch")]
    assert links(plan, "LOCATED_IN") == [("O-1000", "A-11")]
    assert links(plan, "UNDER") == []
    assert [each.needs for each in plan.changes] == [(), (1,), (1,)]
    assert {each.taker for each in plan.changes} == {"O-1000"}
    assert plan.changes[0].reason.text(str) == (
        "有正式党员 1 名，不足 3 名；联合组建的 3 家企业共有正式党员 3 名"
    )


def test_together_they_need_three_members():
    place = town("", members(E_1=1, E_2=1))
    plan = planned(place, **JOINT)
    assert nodes(plan) == []
    assert "E-1、E-2 有少量党员，但不足以联合组建" in [each.text(str) for each in plan.notes]


def test_members_nobody_knows_or_nobody_has_found_nothing():
    place = town("", members(E_1=None, E_2=0, E_3=1, E_4=1))
    assert nodes(planned(place, **JOINT)) == []


def test_enterprises_of_two_townships_found_none_together():
    place = town("E-3 LOCATED_IN A-21", members(E_1=1, E_2=1, E_3=1))
    assert nodes(planned(place, **JOINT)) == []


def test_the_number_of_members_and_of_enterprises_come_from_the_rules():
    place = town("", members(E_1=1, E_2=1, E_3=1, E_4=1))
    two = planned(
        place,
        bounds={"enterprise-needs-own-organisation.max": 1, "joint-organisation-size.max": 2},
        **JOINT,
    )
    assert len(nodes(two)) == 2
    three = planned(place, bounds={"enterprise-needs-own-organisation.max": 3}, **JOINT)
    assert len(nodes(three)) == 1
    none = planned(place, bounds={"enterprise-needs-own-organisation.max": 4}, **JOINT)
    assert nodes(none) == []


def test_an_organisation_that_is_there_and_has_room_is_joined_first():
    place = town(
        "O-5 COVERS E-7 E-8 kind=joint",
        {**members(E_1=1), "E-7": {"organisation_form": "joint"},
         "E-8": {"organisation_form": "joint"}, "O-5": {"kind": "joint_branch"}},
    )  # fmt: skip
    plan = planned(place, **JOINT)
    assert nodes(plan) == []
    assert links(plan, "COVERS") == [("O-5", "E-1")]
    full = planned(place, bounds={"joint-organisation-size.max": 2}, **JOINT)
    assert links(full, "COVERS") == []


def test_an_enterprise_that_founds_one_needs_no_instructor():
    lines = f"P-1 INSTRUCTS E-9 {RUNNING}"
    assert begun(planned(town(lines, members(E_1=3)), **JOINT)) == []
    assert len(begun(planned(town(lines, members(E_1=3))))) == 1


def test_an_instructor_who_is_there_goes_on_where_an_organisation_is_founded():
    place = town(f"P-1 INSTRUCTS E-1 {ENDING}", members(E_1=3))
    plan = planned(place, **JOINT)
    assert instructing(place, plan) == {"E-1": ["P-1"]}


def test_who_makes_room_for_it_needs_the_organisation_to_be_founded():
    place = town(
        f"P-1 INSTRUCTS E-1 E-2 E-3 {ENDING}", {"E-1": {"members": 3}, "E-4": {"employees": 9}}
    )
    plan = planned(place, **JOINT)
    assert instructing(place, plan) == {each: ["P-1"] for each in ("E-2", "E-3", "E-4")}
    letting_go = next(each for each in plan.changes if each.item == "E-1" and each.givers)
    assert (letting_go.givers, letting_go.taker, letting_go.needs) == (("P-1",), "O-1000", (1,))
    assert plan.without(1).chosen == tuple(
        each for each in plan.changes if each.item not in ("E-1", "E-4")
    )


def test_an_enterprise_pinned_to_an_instructor_founds_none():
    place = town(f"P-1 INSTRUCTS E-9 {RUNNING}", members(E_1=3))
    plan = planned(place, pins=pins(E_1="P-1"), **JOINT)
    assert nodes(plan) == []
    assert len(begun(plan)) == 1


def test_names_that_are_there_are_not_given_again():
    place = town("", {**members(E_1=1, E_2=2), "O-1": {"name": "甲乡第1联合党支部"}})
    assert nodes(planned(place, **JOINT)) == [("甲乡第2联合党支部", "joint_branch")]


def test_ids_are_asked_for_only_where_something_is_founded():
    place = town(f"P-1 INSTRUCTS E-1 {ENDING}")
    ground = ground_of(place, own={"joint": True})
    plan = plan_instructors(ground)
    after(ground.snapshot, plan.operations)
    assert ground.new_ids("Organisation", 1) == ["O-1000"]


THERE = {
    "E-7": {"organisation_form": "joint"},
    "O-5": {"kind": "joint_branch"},
    "O-6": {"kind": "joint_branch"},
}
TWO_THERE = "O-5 COVERS E-7 kind=joint\nO-6 COVERS E-8 kind=joint"


def test_a_pin_to_an_organisation_is_joined_even_where_none_are_proposed():
    place = town(TWO_THERE, {**members(E_1=1), **THERE})
    for wish in (True, False):
        plan = planned(place, pins=pins(E_1="O-6"), own={"joint": wish})
        assert links(plan, "COVERS") == [("O-6", "E-1")]


@pytest.mark.parametrize(
    "asked",
    [
        {"bounds": {"joint-organisation-size.max": 1}},
        {"bans": (Ban(None, "O-6"),)},
        {"bans": bans(E_1="O-6")},
        {"pins": (*pins(E_1="O-5"), *pins(E_1="O-6"))},
        {"pins": (*pins(E_1="P-1"), *pins(E_1="O-6"))},
        {"pins": pins(E_7="O-6")},
    ],
)
def test_a_pin_to_an_organisation_that_cannot_be_is_a_clash(asked):
    place = town(f"{TWO_THERE}\nP-1 INSTRUCTS E-9 {RUNNING}", {**members(E_1=1), **THERE})
    plan = planned(place, **({"pins": pins(E_1="O-6")} | asked), **JOINT)
    assert len(plan.clashes) == 1
    assert ("O-6", "E-1") not in links(plan, "COVERS")


def test_nobody_joins_an_organisation_that_is_banned():
    place = town(TWO_THERE, {**members(E_1=1), **THERE})
    plan = planned(place, bans=(Ban(None, "O-5"),), **JOINT)
    assert links(plan, "COVERS") == [("O-6", "E-1")]


def test_the_room_of_an_organisation_counts_what_is_pinned_to_it():
    place = town(TWO_THERE, {**members(E_1=1, E_2=1), **THERE})
    plan = planned(
        place, pins=pins(E_2="O-5"), bounds={"joint-organisation-size.max": 2},
        bans=(Ban(None, "O-6"),), **JOINT,
    )  # fmt: skip
    assert links(plan, "COVERS") == [("O-5", "E-2")]
