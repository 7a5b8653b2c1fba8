"""Applying a plan: one change set, once, and only on the ground it was made on."""

import datetime as dt
import threading

import pytest
from support_ledger import keep, link, placed, unlink
from support_ledgers import ledger_at
from support_networks import DAY
from support_plans import a_place, begin, end, plan_of, plans_of

from graph.errors import Conflict
from graph.ledger.changes import EndNode, SetLink, SetNode
from graph.ledger.ledger import Ledger
from graph.model import LinkKey
from graph.network import Network
from graph.planning.plan import Change, Plan
from graph.planning.reason import Reason
from graph.planning.request import Request

ACTOR = "clerk"


@pytest.fixture
def ledger(tmp_path):
    ledger = ledger_at(tmp_path / "ledger.sqlite", a_place())
    yield ledger
    ledger.close()


@pytest.fixture
def plans(ledger):
    return plans_of(ledger)


def the_plan(ledger):
    """H-1 and H-2 go from P-1 to P-3, and H-5, which has nobody, goes to P-2."""
    return plan_of(
        ledger, ("H-1", ("P-1",), "P-3"), ("H-2", ("P-1",), "P-3"), ("H-5", (), "P-2")
    )  # fmt: skip


def liaised(ledger, person, day=DAY):
    links = ledger.facts(ledger.moment(day)).links_of(person)
    return sorted(
        each.to_id for each in links if each.type == "LIAISES" and each.to_label == "Household"
        and each.from_id == person
    )  # fmt: skip


def test_a_plan_is_one_change_set_that_holds_from_its_day(ledger, plans):
    kept = plans.apply(the_plan(ledger), actor=ACTOR)
    assert (kept.seq, kept.kind, kept.actor, kept.effective_on) == (2, "plan", ACTOR, DAY)
    assert [liaised(ledger, each) for each in ("P-1", "P-2", "P-3")] == [
        ["H-3"], ["H-4", "H-5"], ["H-1", "H-2"],
    ]  # fmt: skip
    assert liaised(ledger, "P-3", DAY - dt.timedelta(days=1)) == []
    (since,) = {
        each.properties["since"]
        for each in ledger.facts(ledger.moment(DAY)).links_of("P-3")
        if each.to_label == "Household"
    }
    assert since == DAY


def test_the_summary_names_the_kind_and_no_person(ledger, plans):
    assert (
        plans.apply(the_plan(ledger), actor=ACTOR).summary == "执行调整方案：农户的联系党员，3 项"
    )


def test_a_plan_may_hold_from_a_later_day(ledger, plans):
    later = DAY + dt.timedelta(days=10)
    kept = plans.apply(the_plan(ledger), actor=ACTOR, on=later)
    assert kept.effective_on == later
    assert (liaised(ledger, "P-3"), liaised(ledger, "P-3", later)) == ([], ["H-1", "H-2"])


def test_what_is_unticked_is_not_applied(ledger, plans):
    plans.apply(the_plan(ledger).without(1), actor=ACTOR)
    assert (liaised(ledger, "P-1"), liaised(ledger, "P-3")) == (["H-1", "H-3"], ["H-2"])


def test_a_plan_applied_again_makes_no_change_set(ledger, plans):
    plan = the_plan(ledger)
    plans.apply(plan, actor=ACTOR)
    assert plans.apply(plan, actor=ACTOR) is None
    assert ledger.head() == 2
    assert [each.outcome for each in ledger.audit_log(1)] == ["no difference"]


def test_an_empty_plan_makes_no_change_set(ledger, plans):
    assert plans.apply(plan_of(ledger), actor=ACTOR) is None
    assert plans.apply(plan_of(ledger, ("H-5", (), None)), actor=ACTOR) is None


def test_a_plan_taken_back_can_be_applied_again(ledger, plans):
    plan = the_plan(ledger)
    plans.apply(plan, actor=ACTOR)
    assert ledger.undo(2, actor=ACTOR, on=DAY).left == ()
    assert liaised(ledger, "P-1") == ["H-1", "H-2", "H-3"]
    assert plans.apply(plan, actor=ACTOR).seq == 4
    assert liaised(ledger, "P-3") == ["H-1", "H-2"]


GROUND = {
    "a taker is away": [SetNode("P-3", {"unavailable_until": dt.date(2027, 1, 1)})],
    "a taker is excused": [SetNode("P-3", {"exempt": True})],
    "a taker took something else": [link("LIAISES", "P-3", "H-6")],
    "a taker gave something": [unlink("LIAISES", "P-2", "H-4")],
    "a taker is no more": [EndNode("P-3")],
    "a taker lives elsewhere": [unlink("LOCATED_IN", "P-3", "A-3"), link("LOCATED_IN", "P-3", "A-4")],
    "a giver gave it already": [unlink("LIAISES", "P-1", "H-1")],
    "a giver gave something else": [unlink("LIAISES", "P-1", "H-3")],
    "a giver is no more": [EndNode("P-1")],
    "a household is no more": [EndNode("H-2")],
    "a household lies elsewhere": [unlink("LOCATED_IN", "H-5", "A-3"), link("LOCATED_IN", "H-5", "A-4")],
    "a household has somebody now": [link("LIAISES", "P-5", "H-5")],
}  # fmt: skip


@pytest.mark.parametrize("operations", GROUND.values(), ids=GROUND.keys())
def test_a_plan_whose_ground_has_moved_is_refused_with_what_moved(ledger, plans, operations):
    plan = the_plan(ledger)
    keep(ledger, *operations)
    with pytest.raises(Conflict) as refused:
        plans.apply(plan, actor=ACTOR)
    named = {each.id if hasattr(each, "id") else each for each in _ids_of(operations)}
    assert any(one in text for text in refused.value.moved for one in named)
    assert all("第 2 号变更" in each for each in refused.value.moved)
    assert plans.moved(plan) == refused.value.moved
    assert ledger.head() == 2


def _ids_of(operations):
    for each in operations:
        match each:
            case SetNode(id, _) | EndNode(id):
                yield id
            case _:
                key = each.link.key if hasattr(each, "link") else each.key
                yield key.from_id


ELSEWHERE = {
    "a phone": [SetNode("P-3", {"phone": "13800000009"})],
    "a name": [SetNode("H-1", {"head": "魏示范"})],
    "another member is away": [SetNode("P-5", {"unavailable_until": dt.date(2027, 1, 1)})],
    "another household changes hands": [unlink("LIAISES", "P-5", "H-6")],
    "a new household": [*placed("H-9", "A-3"), link("LIAISES", "P-5", "H-9")],
    "a taker leads a group": [link("LEADS", "P-3", "G-1")],
    "since when": [SetLink(LinkKey("LIAISES", "P-1", "H-1"), {"since": dt.date(2020, 1, 1)})],
    "where somebody lives": [link("LIVES_IN", "P-3", "H-3")],
}


@pytest.mark.parametrize("operations", ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_what_the_plan_does_not_stand_on_may_change(ledger, plans, operations):
    plan = the_plan(ledger)
    keep(ledger, *operations)
    assert plans.moved(plan) == ()
    assert plans.apply(plan, actor=ACTOR).seq == 3


def test_what_moved_and_moved_back_has_not_moved(ledger, plans):
    plan = the_plan(ledger)
    keep(ledger, unlink("LIAISES", "P-1", "H-1"))
    ledger.undo(2, actor=ACTOR, on=DAY)
    assert plans.apply(plan, actor=ACTOR).seq == 4


def test_what_is_unticked_stands_on_nothing(ledger, plans):
    plan = the_plan(ledger)
    keep(ledger, link("LIAISES", "P-5", "H-5"))
    assert len(plans.moved(plan)) == 1
    assert plans.apply(plan.without(3), actor=ACTOR).seq == 3


def test_a_host_away_moves_the_ground_of_whoever_comes_to_the_centre(ledger, plans):
    moves = (end("LIAISES", "C-1", "P-3"), begin("LIAISES", "C-2", "P-3"))
    keep(ledger, *placed("C-2", "A-3"), link("HOSTS", "P-2", "C-2"))
    change = Change(1, "P-3", ("C-1",), "C-2", "A-3", Reason("full"), moves)
    plan = Plan(Request("members", DAY), ledger.moment(DAY), (change,))
    keep(ledger, SetNode("P-2", {"unavailable_until": dt.date(2027, 1, 1)}))
    assert plans.moved(plan) == ("人员 P-2：暂不能履职至有变动（第 3 号变更）",)


def test_something_put_into_an_area_that_ends_moves_the_ground(ledger, plans):
    gone = (end("LOCATED_IN", "P-5", "A-4"), begin("LOCATED_IN", "P-5", "A-3"),
            end("LOCATED_IN", "H-6", "A-4"), begin("LOCATED_IN", "H-6", "A-3"),
            EndNode("A-4"))  # fmt: skip
    change = Change(1, "A-4", (), None, "A-2", Reason("merged"), gone)
    plan = Plan(Request("reorganise", DAY), ledger.moment(DAY), (change,))
    keep(ledger, *placed("H-9", "A-4"))
    assert plans.moved(plan) == ("“所在区域”H-9 → A-4 开始（第 2 号变更）",)


def test_many_moves_are_counted_beyond_those_named(ledger, plans):
    keep(ledger, *(each for at in range(30) for each in placed(f"H-2{at:02}", "A-3")))
    plan = plan_of(ledger, *((f"H-2{at:02}", (), "P-3") for at in range(30)))
    keep(ledger, *(link("LIAISES", "P-2", f"H-2{at:02}") for at in range(30)))
    moved = plans.moved(plan)
    assert len(moved) == 21
    assert "10" in moved[-1]


def test_a_plan_of_another_ledger_is_refused(tmp_path, ledger, plans):
    other = ledger_at(tmp_path / "other.sqlite", a_place().add("H-7", at="A-3"))
    with pytest.raises(Conflict, match="1"):
        plans.apply(the_plan(other), actor=ACTOR)
    keep(other, SetNode("P-3", {"exempt": True}))
    with pytest.raises(Conflict, match="2"):
        plans.apply(the_plan(other), actor=ACTOR)
    other.close()


def test_a_door_that_saw_less_is_refused(ledger, plans):
    plan = the_plan(ledger)
    keep(ledger, SetNode("P-3", {"phone": "13800000009"}))
    with pytest.raises(Conflict):
        plans.apply(plan, actor=ACTOR, seen=1)
    assert plans.apply(plan, actor=ACTOR, seen=2).seq == 3


def at_once(path, plans_to_apply):
    """What each of several doors got that apply a plan at the same time."""
    ready, found = threading.Barrier(len(plans_to_apply)), {}

    def apply(number, plan):
        own = Ledger.open(f"sqlite:///{path}")
        ready.wait()
        try:
            found[number] = plans_of(own).apply(plan, actor=f"door {number}")
        except Conflict as refused:
            found[number] = refused
        own.close()

    doors = [threading.Thread(target=apply, args=each) for each in enumerate(plans_to_apply)]
    for each in doors:
        each.start()
    for each in doors:
        each.join()
    return [found[number] for number in range(len(plans_to_apply))]


def test_plans_with_ground_of_their_own_are_applied_at_once(tmp_path, ledger):
    for at in range(4):
        keep(ledger, *placed(f"P-1{at}", "A-3"), *placed(f"H-1{at}", "A-3"))
    plans = [plan_of(ledger, (f"H-1{at}", (), f"P-1{at}")) for at in range(4)]
    kept = at_once(tmp_path / "ledger.sqlite", plans)
    assert sorted(each.seq for each in kept) == [6, 7, 8, 9]
    assert [liaised(ledger, f"P-1{at}") for at in range(4)] == [[f"H-1{at}"] for at in range(4)]


def test_of_rivals_for_one_household_exactly_one_is_applied(tmp_path, ledger):
    plans = [plan_of(ledger, ("H-5", (), taker)) for taker in ("P-2", "P-3", "P-5")]
    kept = at_once(tmp_path / "ledger.sqlite", plans)
    assert sum(isinstance(each, Conflict) for each in kept) == 2
    takers = [each for each in ("P-2", "P-3", "P-5") if "H-5" in liaised(ledger, each)]
    assert len(takers) == 1


def test_one_plan_at_two_doors_is_applied_once(tmp_path, ledger):
    kept = at_once(tmp_path / "ledger.sqlite", [the_plan(ledger)] * 2)
    assert sorted(each is None for each in kept) == [False, True]
    assert ledger.head() == 2


def test_months_later_a_plan_is_taken_back_as_far_as_it_holds(ledger, plans):
    plans.apply(the_plan(ledger), actor=ACTOR)
    later = DAY + dt.timedelta(days=120)
    keep(ledger, unlink("LIAISES", "P-3", "H-1"), link("LIAISES", "P-2", "H-1"), day=later)
    keep(ledger, SetNode("P-1", {"phone": "13800000009"}), day=later)
    keep(ledger, EndNode("H-2"), day=later)
    undone = ledger.undo(2, actor=ACTOR, on=later)
    assert liaised(ledger, "P-2") == ["H-4"]
    assert liaised(ledger, "P-1") == ["H-1", "H-2", "H-3"]
    assert liaised(ledger, "P-2", later) == ["H-1", "H-4"]
    assert {(each.subject, each.touched_by) for each in undone.left} == {
        (LinkKey("LIAISES", "P-1", "H-1"), 3),
        (LinkKey("LIAISES", "P-1", "H-2"), 5),
    }


def test_the_graph_follows_an_applied_plan_and_its_undo(tmp_path):
    home = tmp_path / "home"
    with Network.open(home, today=DAY) as network:
        from support_ledgers import draft_of

        network.ledger.commit(draft_of(a_place()))
        network.follow()
        plan = the_plan(network.ledger)
        assert network.apply(plan, actor=ACTOR).seq == 2
        assert network.status().applied.seq == 2
        chain = network.checks.run(network.moment(), rule="household-uncovered")
        assert len(chain.findings) == 0
        assert network.verify().sound
        network.undo(2, actor=ACTOR)
        assert network.verify().sound
        assert [each.subject.id for each in network.checks.run_on_graph(
            network.moment(), rule="household-uncovered").findings] == ["H-5"]  # fmt: skip
