"""The part of a network that plans: made by kind, counted, explained, made anew around what moved."""

import datetime as dt
from dataclasses import replace

import pytest
from support_ledger import keep, link, placed, unlink
from support_ledgers import ledger_at
from support_networks import DAY, Sketch
from support_plans import plan_of, plans_of

from graph.errors import ConfigurationError, Conflict, InvalidChange, LiaisonError, NotFound
from graph.ledger.changes import EndNode, SetNode
from graph.planning.makers import maker_of, why_not_of
from graph.planning.plan_file import plan_as_json
from graph.planning.plans import KINDS
from graph.planning.request import PLAN_KINDS, Ban, Pair, Request


def crowded():
    """A grid of three members and 24 households: P-1 has 20 of them, P-2 four, P-3 none."""
    sketch = Sketch()
    sketch.add("A-1", name="青蒿乡", kind="township")
    sketch.add("A-2", at="A-1", name="石磨沟村", kind="village")
    sketch.add("A-3", at="A-2", name="第1网格", kind="grid")
    sketch.add("P-1", "P-2", "P-3", at="A-3", name="张样例", is_member=True)
    sketch.add("C-1", at="A-3", name="张样例中心户")
    sketch.link("LIAISES", "C-1", "P-1", "P-2", "P-3")
    for at in range(1, 25):
        sketch.add(f"H-{at}", at="A-3", address=f"{1 + at % 3}组{at}号", head="单示范")
        sketch.link("LIAISES", "P-1" if at <= 20 else "P-2", f"H-{at}")
    return sketch


@pytest.fixture
def ledger(tmp_path):
    ledger = ledger_at(tmp_path / "ledger.sqlite", crowded())
    yield ledger
    ledger.close()


@pytest.fixture
def plans(ledger):
    return plans_of(ledger)


def asked(**more):
    return Request("households", DAY, area="A-3", **more)


def takers(plan):
    return {each.item: each.taker for each in plan.chosen}


@pytest.mark.parametrize("kind", PLAN_KINDS)
def test_every_kind_has_a_planner_and_a_name(kind):
    assert callable(maker_of(kind))
    assert KINDS[kind]


def test_where_somebody_is_chosen_one_can_ask_why_not():
    explained = {each for each in PLAN_KINDS if why_not_of(each) is not None}
    assert explained == {*PLAN_KINDS} - {"pyramid", "leave", "reorganise"}


def test_a_plan_says_what_it_was_made_on_and_what_checking_counts(ledger, plans):
    plan = plans.make(asked())
    assert plan.ground == ledger.moment(DAY)
    assert plan.digest == ledger.change_set(1).digest
    assert plan.before.rules["member-load"] == 3
    assert plan.after.rules["member-load"] == 3 - 1 - 1  # 24 are too few for three times ten
    assert (plan.before.totals["over"], plan.after.totals["over"]) == (1, 0)
    assert ledger.head() == 1


def test_the_same_request_on_the_same_facts_gives_the_same_plan(plans):
    assert plan_as_json(plans.make(asked())) == plan_as_json(plans.make(asked()))


def test_a_plans_own_bounds_hold_in_it_and_the_places_are_counted(plans):
    plan = plans.make(asked(bounds={"member-load.max": 8, "member-load.min": 1}))
    assert {each.maximum for each in plan.loads} == {8}
    assert [each.after for each in plan.loads] == [8, 8, 8]
    assert plan.after.rules["member-load"] == 3  # by the rules of the place all have too few


def test_progress_is_told_and_may_stop_it(plans):
    told = []
    plans.make(asked(), tell=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]

    def stop(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plans.make(asked(), tell=stop)


@pytest.mark.parametrize(
    ("request_", "error", "said"),
    [
        (asked(bounds={"member-load.most": 3}), ConfigurationError, "member-load.most"),
        (asked(bounds={"no-rule.max": 3}), NotFound, "no-rule"),
        (asked(pins=(Pair("H-99", "P-1"),)), LiaisonError, "H-99"),
        (asked(bans=(Ban(None, "P-99"),)), LiaisonError, "P-99"),
        (replace(asked(), area="A-99"), NotFound, "A-99"),
        (replace(asked(), area="P-1"), NotFound, "P-1"),
    ],
)
def test_what_cannot_be_meant_is_refused(plans, request_, error, said):
    with pytest.raises(error, match=said):
        plans.make(request_)


def test_counting_anew_after_dropping_is_counting_what_is_left(plans):
    plan = plans.make(asked())
    nothing = plans.counted(plan.without(*(each.number for each in plan.changes)))
    assert nothing.after == nothing.before == plan.before
    assert plans.counted(plan) == plan


def test_why_not_is_answered_for_the_facts_the_plan_was_made_on(ledger, plans):
    plan = plans.make(asked())
    before = plans.why_not(plan, "H-1", "P-2").text(str)
    keep(ledger, EndNode("P-2"))
    assert plans.why_not(plan, "H-1", "P-2").text(str) == before
    with pytest.raises(InvalidChange):
        plans.why_not(replace(plan, request=replace(plan.request, kind="leave")), "H-1", "P-2")
    with pytest.raises(Conflict):
        plans.why_not(replace(plan, digest="0" * 64), "H-1", "P-2")


def test_planning_again_when_nothing_moved_gives_the_same_choices(plans):
    plan = plans.make(asked())
    assert takers(plans.replan(plan)) == takers(plan)


def test_choices_that_are_still_possible_are_kept(ledger, plans):
    plan = plans.make(asked())
    gone, rest = sorted(takers(plan))[0], sorted(takers(plan))[1:]
    keep(ledger, EndNode(gone))
    again = plans.replan(plan)
    assert {each: takers(again).get(each) for each in rest} == {
        each: takers(plan)[each] for each in rest
    }
    assert gone not in takers(again)
    assert {each.item for each in again.request.pins} == set(rest)
    assert plans.apply(again, actor="clerk").seq == 3


def test_a_taker_who_left_is_replaced_and_the_others_keep_theirs(ledger, plans):
    keep(ledger, *placed("P-4", "A-3", is_member=True), link("LIAISES", "C-1", "P-4"))
    plan = plans.make(asked(bounds={"member-load.max": 8, "member-load.min": 1}))
    keep(ledger, EndNode("P-4"))
    again = plans.replan(plan)
    kept = {item: taker for item, taker in takers(plan).items() if taker != "P-4"}
    assert kept.items() <= takers(again).items()
    assert "P-4" not in takers(again).values()


def test_old_choices_give_way_where_somebody_would_be_left_for_them(ledger, plans):
    """P-2 has been given others meanwhile and has no room for what the old plan gave her."""
    tight = asked(bounds={"member-load.max": 12, "member-load.min": 0})
    plan = plan_of(ledger, *((f"H-{at}", ("P-1",), "P-2") for at in range(1, 9)))
    plan = replace(plan, request=tight)
    new = [f"H-3{at}" for at in range(8)]
    keep(ledger, *(each for one in new for each in placed(one, "A-3", address="1组90号")),
         *(link("LIAISES", "P-2", one) for one in new))  # fmt: skip
    again = plans.replan(plan)
    assert (again.clashes, sum(each.score.uncovered for each in again.parts)) == ((), 0)
    assert max(each.after for each in again.loads) <= 12
    assert "P-3" in takers(again).values()


def test_a_plan_made_anew_holds_from_the_day_it_is_asked_for(ledger, plans):
    plan = plans.make(asked())
    later = DAY + dt.timedelta(days=30)
    again = plans.replan(plan, on=later)
    assert (again.request.on, again.ground.day) == (later, later)


def test_what_moved_is_said_for_the_day_the_plan_is_applied(ledger, plans):
    plan = plans.make(asked())
    later = DAY + dt.timedelta(days=30)
    keep(ledger, SetNode("P-3", {"exempt": True}), day=later)
    assert plans.moved(plan) == ()
    assert len(plans.moved(plan, on=later)) == 1
    keep(ledger, unlink("LIAISES", "P-1", "H-1"))
    assert any("H-1" in each for each in plans.moved(plan))
