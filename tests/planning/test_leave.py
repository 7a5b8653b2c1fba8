"""Somebody leaves: successors for every role, nobody worse off, or proof that it must be."""

import datetime as dt
from typing import Any

import pytest
from support_leaving import change_of, leaving, pairs, takers
from support_networks import DAY, Sketch
from support_reorganising import worse_off
from support_two_grids import two_grids

from graph.errors import InvalidChange, LiaisonError, NotFound
from graph.ledger.changes import CreateLink, EndNode
from graph.planning.plan import Plan
from graph.planning.request import Ban, Pair


def notes(plan: Plan) -> str:
    return "\n".join(each.text(str) for each in plan.notes)


def test_households_go_to_whoever_of_the_grid_has_room_and_a_whole_chain():
    plan, before, now = leaving(two_grids(), "P-2")
    assert takers(plan) == {
        ("LIAISES", "H-3"): "P-1", ("LIAISES", "H-4"): "P-1", ("LOCATED_IN", "P-2"): None,
    }  # fmt: skip
    assert worse_off(before, now) == 0
    assert now.position("P-2") is None
    assert plan.status == "optimal"


def test_what_is_begun_begins_on_the_day_of_the_plan():
    day = DAY + dt.timedelta(days=14)
    plan, _before, _now = leaving(two_grids(), "P-2", on=day)
    begun = [each.link for each in plan.operations if isinstance(each, CreateLink)]
    assert [each.properties["since"] for each in begun] == [day, day]


def test_the_person_ends_last_and_needs_everything_else_they_hand_over():
    plan, _before, _now = leaving(two_grids(), "P-2", "P-5")
    *others, first, second = plan.changes
    assert [each.operations[-1] for each in (first, second)] == [EndNode("P-2"), EndNode("P-5")]
    assert first.needs == tuple(each.number for each in others if "P-2" in each.givers)
    assert second.needs == tuple(each.number for each in others if "P-5" in each.givers)
    kept = plan.without(others[0].number).operations
    assert EndNode(others[0].givers[0]) not in kept


def test_a_member_of_the_centre_household_hosts_it_from_now_on():
    plan, before, now = leaving(two_grids(), "P-1")
    assert takers(plan)["HOSTS", "C-1"] == "P-2"
    assert pairs(now, "HOSTS", "Person", "CentreHousehold") == {("P-2", "C-1"), ("P-3", "C-2")}
    assert pairs(now, "LIAISES", "CentreHousehold", "Person") == set()
    assert worse_off(before, now) == 0


def test_whoever_hosts_beside_goes_on_alone():
    plan, before, now = leaving(two_grids("P-2 HOSTS C-1"), "P-1")
    assert takers(plan)["HOSTS", "C-1"] == "P-2"
    assert not any(isinstance(each, CreateLink) for each in change_of(plan, "C-1").operations)
    assert worse_off(before, now) == 0


def test_members_go_to_another_centre_household_when_nobody_can_host_theirs():
    sketch = two_grids(
        """
        C-3 LOCATED_IN A-3
        P-4 LIAISES C-3
        P-8 HOSTS C-3
        P-8 LOCATED_IN A-3
        """,
        {"P-2": {"unavailable_until": DAY + dt.timedelta(days=90)}},
    )
    plan, before, now = leaving(sketch, "P-1")
    assert pairs(now, "LIAISES", "CentreHousehold", "Person") == {("C-3", "P-2")}
    assert now.position("C-1") is None
    ended = next(each for each in plan.changes if EndNode("C-1") in each.operations)
    moved = change_of(plan, "P-2")
    assert (moved.givers, moved.taker) == (("C-1",), "C-3")
    assert moved.number in ended.needs
    assert worse_off(before, now) == 0


def test_a_centre_household_whose_members_have_nowhere_to_go_stays_without_a_host():
    away = {"P-2": {"unavailable_until": DAY + dt.timedelta(days=90)}}
    plan, _before, now = leaving(two_grids("", away), "P-1")
    assert now.position("C-1") is not None
    assert pairs(now, "LIAISES", "CentreHousehold", "Person") == {("C-1", "P-2")}
    assert takers(plan)["HOSTS", "C-1"] is None
    assert plan.status == "infeasible"


def test_several_centre_households_may_end_at_once():
    sketch = two_grids(
        """
        C-3 LOCATED_IN A-3
        P-8 LOCATED_IN A-3
        P-8 HOSTS C-3
        P-4 LIAISES C-3
        C-4 LOCATED_IN A-3
        P-9 LOCATED_IN A-3
        P-9 HOSTS C-4
        P-4 LIAISES C-4
        """,
        {"P-2": {"unavailable_until": DAY + dt.timedelta(days=90)}},
    )
    _plan, before, now = leaving(sketch, "P-1", "P-8")
    assert now.ids("CentreHousehold").to_pylist() == ["C-2", "C-4"]
    assert pairs(now, "LIAISES", "CentreHousehold", "Person") == {("C-4", "P-2")}
    assert worse_off(before, now) == 0


def test_a_member_leads_the_group_and_takes_its_centre_households():
    plan, before, now = leaving(two_grids(), "P-4")
    leads, liaises = plan.changes[0], plan.changes[1]
    assert (leads.item, leads.givers, leads.taker) == ("G-1", ("P-4",), "P-2")
    assert (liaises.item, liaises.taker, liaises.needs) == ("C-1", "P-2", (leads.number,))
    assert leads.reason.text(str).count("P-2") == 1
    assert worse_off(before, now) == 0


def test_whoever_leads_beside_goes_on_and_takes_the_centre_households():
    sketch = two_grids("P-8 LOCATED_IN A-3\nP-8 LEADS G-1")
    plan, before, now = leaving(sketch, "P-4")
    assert takers(plan)["LEADS", "G-1"] == "P-8"
    assert takers(plan)["LIAISES", "C-1"] == "P-8"
    assert change_of(plan, "C-1").needs == ()
    assert worse_off(before, now) == 0


def test_who_is_excused_or_leads_already_leads_only_when_nobody_else_can():
    sketch = two_grids("P-2 LEADS G-9", {"P-1": {"exempt": True}})
    plan, *_facts = leaving(sketch, "P-4")
    assert takers(plan)["LEADS", "G-1"] == "P-2"
    sketch = two_grids("", {"P-1": {"exempt": True}, "P-2": {"exempt": True}})
    plan, *_facts = leaving(sketch, "P-4")
    assert takers(plan)["LEADS", "G-1"] == "P-2"


def test_groups_go_to_the_rest_of_the_branch_committee_up_to_its_maximum():
    sketch = two_grids(
        """
        P-8 LOCATED_IN A-2
        P-8 SERVES O-2 role=committee_member
        P-9 LOCATED_IN A-2
        P-9 SERVES O-2 role=deputy_secretary
        """
    )
    _plan, before, now = leaving(sketch, "P-6", bounds={"branch-member-load.max": 1})
    assert pairs(now, "LIAISES", "Person", "PartyGroup") in (
        {("P-8", "G-1"), ("P-9", "G-2")}, {("P-8", "G-2"), ("P-9", "G-1")},
    )  # fmt: skip
    assert worse_off(before, now) == 0


def test_branches_go_to_the_rest_of_the_general_committee():
    sketch = two_grids("P-8 LOCATED_IN A-2\nP-8 SERVES O-1 role=committee_member")
    plan, before, now = leaving(sketch, "P-7")
    assert takers(plan)["LIAISES", "O-2"] == "P-8"
    assert worse_off(before, now) == 0


def test_what_a_township_leader_liaises_goes_to_a_peer_of_the_same_place():
    sketch = two_grids(
        """
        P-8 LOCATED_IN A-1
        P-8 LIAISES O-1
        P-9 LOCATED_IN A-1
        P-9 LIAISES O-9
        O-9 LOCATED_IN A-5
        """,
        {"O-9": {"name": "乙村党总支", "kind": "general_branch"}},
    )
    plan, before, now = leaving(sketch, "P-8")
    assert takers(plan)["LIAISES", "O-1"] == "P-9"
    plan, before, now = leaving(sketch, "P-8", "P-9")
    assert takers(plan)["LIAISES", "O-1"] is None
    assert worse_off(before, now) == 0


def test_posts_are_vacant_and_nobody_is_guessed():
    sketch = two_grids(
        """
        P-8 LOCATED_IN A-1
        P-8 SERVES O-1 role=secretary
        P-8 RESPONSIBLE_FOR A-2 role=leader_in_charge
        P-8 INSTRUCTS A-2
        P-8 INSTRUCTS O-1
        """
    )
    plan, _before, _now = leaving(sketch, "P-8")
    vacant = {(each.item, each.taker) for each in plan.changes[:-1]}
    assert vacant == {("O-1", None), ("A-2", None)}
    assert len(plan.changes) == 5
    assert "P-8" in notes(plan)
    assert "A-2" in notes(plan)


ENTERPRISES = """
    P-8 LOCATED_IN A-1
    P-8 INSTRUCTS E-1 E-2 until=2027-06-30
    P-9 LOCATED_IN A-2
    P-9 INSTRUCTS E-3
    P-10 LOCATED_IN A-1
    P-10 INSTRUCTS E-4
    E-1 LOCATED_IN A-2
    E-2 LOCATED_IN A-1
    E-3 LOCATED_IN A-2
    E-4 LOCATED_IN A-1
    P-11 LOCATED_IN A-9
    P-11 INSTRUCTS E-5
    E-5 LOCATED_IN A-9
"""
FIRMS: dict[str, dict[str, Any]] = {
    "A-9": {"name": "乙乡", "kind": "township"}, "E-1": {"sector": "建材"},
    "E-2": {"sector": "食品"}, "E-3": {"sector": "建材"}, "E-4": {"sector": "食品"},
}  # fmt: skip


def test_enterprises_go_to_instructors_of_the_township_with_room_and_the_term_goes_on():
    plan, _before, _now = leaving(two_grids(ENTERPRISES, FIRMS), "P-8")
    assert takers(plan)["INSTRUCTS", "E-1"] == "P-9"
    assert takers(plan)["INSTRUCTS", "E-2"] == "P-10"
    (begun,) = (each for each in change_of(plan, "E-1").operations if isinstance(each, CreateLink))
    assert begun.link.properties == {"since": DAY, "until": dt.date(2027, 6, 30)}


def test_instructors_are_never_given_more_than_their_maximum():
    bounds = {"instructor-load.max": 1}
    plan, _before, _now = leaving(two_grids(ENTERPRISES, FIRMS), "P-8", bounds=bounds)
    assert takers(plan)["INSTRUCTS", "E-1"] is None
    (shortage,) = plan.shortages
    assert (shortage.items, shortage.room, shortage.left) == (2, 0, 2)
    assert shortage.remedies[0].values["more"] == 2


def test_a_banned_pair_never_comes_about_among_instructors():
    bans = (Ban("E-1", "P-9"), Ban(None, "P-10"))
    plan, _before, _now = leaving(two_grids(ENTERPRISES, FIRMS), "P-8", bans=bans)
    assert takers(plan)["INSTRUCTS", "E-1"] is None
    assert takers(plan)["INSTRUCTS", "E-2"] == "P-9"


def test_nobody_takes_more_than_the_maximum_and_what_is_left_is_proven():
    plan, before, now = leaving(
        two_grids(), "P-2", bounds={"member-load.min": 0, "member-load.max": 3}
    )
    assert sorted(str(takers(plan)["LIAISES", each]) for each in ("H-3", "H-4")) == ["None", "P-1"]
    (shortage,) = plan.shortages
    assert (shortage.items, shortage.room, shortage.left, shortage.agents) == (2, 1, 1, ("P-1",))
    assert shortage.remedies
    assert worse_off(before, now) == 1
    assert plan.status == "infeasible"


def test_other_grids_help_only_where_the_request_says_so():
    plan, before, now = leaving(two_grids(), "P-1", "P-2")
    assert worse_off(before, now) == 4
    plan, before, now = leaving(two_grids(), "P-1", "P-2", reach="village")
    assert takers(plan)["LIAISES", "H-1"] == "P-3"
    assert worse_off(before, now) == 0


def test_who_liaises_a_household_beside_keeps_it_alone():
    plan, before, now = leaving(two_grids("P-1 LIAISES H-3"), "P-2")
    change = change_of(plan, "H-3")
    assert (change.taker, len(change.operations)) == ("P-1", 1)
    assert worse_off(before, now) == 0


def test_somebody_comes_in_beside_whoever_cannot_cover_it_alone():
    sketch = two_grids(
        "P-8 LOCATED_IN A-3\nP-8 LIAISES H-3",
        {"P-8": {"unavailable_until": DAY + dt.timedelta(days=60)}},
    )
    plan, before, now = leaving(sketch, "P-2")
    assert change_of(plan, "H-3").taker == "P-1"
    assert {("P-1", "H-3"), ("P-8", "H-3")} <= pairs(now, "LIAISES", "Person", "Household")
    assert worse_off(before, now) == 0


def test_a_member_whose_own_chain_is_broken_takes_over_only_when_nobody_else_has_room():
    sketch = two_grids("P-8 LOCATED_IN A-3\nP-8 LIAISES H-20")
    plan, before, now = leaving(sketch, "P-2", bounds={"member-load.min": 0, "member-load.max": 4})
    assert takers(plan)["LIAISES", "H-3"] == "P-1"
    assert worse_off(before, now) == 0
    plan, before, now = leaving(sketch, "P-2", bounds={"member-load.min": 0, "member-load.max": 3})
    assert {takers(plan)["LIAISES", "H-3"], takers(plan)["LIAISES", "H-4"]} == {"P-1", "P-8"}
    assert worse_off(before, now) == 1
    assert sum(each.left for each in plan.shortages) == 1


def test_pins_and_bans_hold():
    sketch = two_grids("P-8 LOCATED_IN A-3\nC-1 LIAISES P-8")
    free, *_facts = leaving(sketch, "P-2")
    other = {"P-1": "P-8", "P-8": "P-1"}[str(takers(free)["LIAISES", "H-3"])]
    plan, *_facts = leaving(sketch, "P-2", pins=(Pair("H-3", other),))
    assert takers(plan)["LIAISES", "H-3"] == other
    plan, *_facts = leaving(sketch, "P-2", bans=(Ban(None, "P-8"),))
    assert takers(plan)["LIAISES", "H-3"] == takers(plan)["LIAISES", "H-4"] == "P-1"
    plan, *_facts = leaving(sketch, "P-2", bans=(Ban("H-3", "P-8"), Ban("H-3", "P-1")))
    assert takers(plan)["LIAISES", "H-3"] is None


def test_a_pin_to_somebody_who_cannot_take_it_is_a_clash():
    plan, *_facts = leaving(two_grids(), "P-2", pins=(Pair("H-3", "P-6"),))
    assert "P-6" in plan.clashes[0].text(str)
    assert plan.status == "infeasible"


def test_a_person_who_stays_carries_nothing_and_keeps_their_place():
    plan, before, now = leaving(two_grids(), "P-2", own={"keep_person": True})
    position = now.find("P-2", "Person")[1]
    assert pairs(now, "LIAISES", "CentreHousehold", "Person") == {("C-1", "P-2")}
    assert len(now.link("LIAISES", "Person", "Household").targets_of(position)) == 0
    assert len(plan.changes) == 2
    assert worse_off(before, now) == 0


def test_the_reason_says_the_role_and_every_change_its_place(monkeypatch):
    monkeypatch.setenv("LIAISON_LANG", "en")
    plan, *_facts = leaving(two_grids(), "P-1")
    said = [(each.item, each.area, each.reason.text(str).split(":")[0]) for each in plan.changes]
    assert said == [
        ("C-1", "A-3", "hosting a centre household"),
        ("H-1", "A-3", "liaison of a household"),
        ("H-2", "A-3", "liaison of a household"),
        ("P-1", "A-3", "leaving"),
    ]


def test_loads_are_of_those_who_take_and_give_over_all_roles():
    plan, *_facts = leaving(two_grids(), "P-1")
    by_id = {(each.rule, each.agent): (each.before, each.after) for each in plan.loads}
    assert by_id["member-load", "P-2"] == (2, 4)
    assert by_id["member-load", "P-1"] == (2, 0)


@pytest.mark.parametrize(
    ("ids", "said", "error"),
    [
        ((), {}, InvalidChange),
        (("P-99",), {}, NotFound),
        (("H-1",), {}, NotFound),
        (("P-1",), {"own": {"keep": True}}, InvalidChange),
        (("P-1",), {"own": {"keep_person": 1}}, InvalidChange),
        (("P-1",), {"pins": (Pair("H-5", "P-2"),)}, InvalidChange),
        (("P-1",), {"pins": (Pair("H-99", "P-2"),)}, NotFound),
        (("P-1",), {"pins": (Pair("H-1", "P-99"),)}, NotFound),
    ],
)
def test_what_cannot_be_asked_is_refused(
    ids: tuple[str, ...], said: dict[str, Any], error: type[LiaisonError]
):
    with pytest.raises(error):
        leaving(two_grids(), *ids, **said)


def test_somebody_who_carries_nothing_just_ends():
    sketch: Sketch = two_grids("P-8 LOCATED_IN A-3")
    plan, _before, now = leaving(sketch, "P-8")
    assert [each.item for each in plan.changes] == ["P-8"]
    assert now.position("P-8") is None
