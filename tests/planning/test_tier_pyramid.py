"""The whole pyramid from bare lists: what is begun, and that the chains become whole."""

import pytest
from support_networks import Sketch
from support_tiers import plan_of, snapshot_of, village

from graph.checks.run import run_checks
from graph.errors import NotFound
from graph.ledger.changes import CreateNode
from graph.planning.after import after
from graph.planning.plan import Plan
from graph.planning.request import Ban, Pair
from graph.planning.tiers.pyramid import plan_pyramid
from graph.rules import Rules
from graph.snapshot.cover import WHOLE, Cover
from graph.snapshot.snapshot import Snapshot


def bare(members: int = 24, households: int = 264) -> Sketch:
    """Members and households of two grids, half in each, and nothing else."""
    sketch = village()
    for number in range(members):
        sketch.add(f"P-{number + 1}", at=("A-3", "A-4")[number % 2], is_member=True)
    for number in range(households):
        address = f"{number % 5 + 1}组{number}号"
        sketch.add(f"H-{number + 1}", at=("A-3", "A-4")[number % 2], address=address)
    return sketch


def whole(snapshot: Snapshot) -> int:
    return int((snapshot.derived(Cover).states == WHOLE).sum())


def begun(plan: Plan) -> list[str]:
    return sorted(done.node.label for done in plan.operations if isinstance(done, CreateNode))


def test_bare_lists_become_whole_chains():
    snapshot = snapshot_of(bare())
    plan = plan_of(plan_pyramid, snapshot)
    then = after(snapshot, plan.operations)
    assert whole(then) == 264
    assert begun(plan) == ["CentreHousehold"] * 4 + ["Organisation"] + ["PartyGroup"] * 2
    assert plan.status == "optimal"
    found = {each.id: each.count for each in run_checks(then, Rules.load()).rules if each.count}
    assert found == {"organisation-without-partner": 1}


def test_every_proposal_has_a_reason_in_words():
    for change in plan_of(plan_pyramid, bare()).changes:
        assert "%(" not in change.reason.text(str)


def test_what_is_there_is_used():
    sketch = bare().add("O-1", at="A-2", kind="branch").add("G-1", at="A-3").add("C-1", at="A-3")
    sketch.link("UNDER", "G-1", "O-1").link("LEADS", "P-1", "G-1").link("HOSTS", "P-3", "C-1")
    plan = plan_of(plan_pyramid, sketch)
    assert begun(plan) == ["CentreHousehold"] * 2 + ["PartyGroup"]
    assert whole(after(snapshot_of(sketch), plan.operations)) == 264


def test_a_pyramid_that_stands_needs_nothing():
    snapshot = snapshot_of(bare())
    then = after(snapshot, plan_of(plan_pyramid, snapshot).operations)
    assert plan_of(plan_pyramid, then).changes == ()


def test_what_stands_on_something_begun_goes_with_it():
    snapshot = snapshot_of(bare())
    plan = plan_of(plan_pyramid, snapshot)
    first = next(each for each in plan.changes if each.item.startswith("C-"))
    kept = plan.without(first.number)
    gone = {each.item for each in plan.changes} - {each.item for each in kept.chosen}
    assert first.item in gone
    after(snapshot, kept.operations)  # nothing hangs on what is not begun
    for change in plan.changes:
        assert all(need < change.number for need in change.needs)


@pytest.mark.parametrize("dropped", range(1, 9))
def test_any_beginning_can_be_dropped(dropped: int):
    snapshot = snapshot_of(bare())
    after(snapshot, plan_of(plan_pyramid, snapshot).without(dropped).operations)


def test_centre_households_have_as_many_members_as_the_bounds_say():
    snapshot = snapshot_of(bare(members=60, households=20))
    then = after(snapshot, plan_of(plan_pyramid, snapshot).operations)
    found = run_checks(then, Rules.load(), rule="centre-load")
    assert len(found.findings) == 0


def test_one_more_group_begins_where_one_leader_cannot_take_all_centre_households():
    snapshot = snapshot_of(bare(members=140, households=20))
    plan = plan_of(plan_pyramid, snapshot)
    assert begun(plan).count("PartyGroup") == 4
    then = after(snapshot, plan.operations)
    assert len(run_checks(then, Rules.load(), rule="leader-load").findings) == 0


def test_who_holds_a_post_is_not_asked_for_households_unless_named():
    sketch = (
        bare().add("O-1", at="A-1", kind="party_committee").add("P-99", at="A-3", is_member=True)
    )
    sketch.link("SERVES", "P-99", "O-1", role="staff")
    assert "P-99" not in {each.taker for each in plan_of(plan_pyramid, sketch).changes}
    named = plan_of(plan_pyramid, sketch, joining=("P-99",))
    assert "P-99" in {each.item for each in named.changes} | {each.taker for each in named.changes}


def test_nobody_who_leaves_or_is_away_as_a_floating_member_is_given_a_role():
    sketch = bare().add("P-98", "P-99", at="A-3", is_member=True, floating="out")
    plan = plan_of(plan_pyramid, sketch, without=("P-1",))
    for person in ("P-1", "P-98", "P-99"):
        assert person not in {each.taker for each in plan.changes}


def test_demands_hold_at_their_tier():
    pins, bans = (Pair("H-1", "P-3"),), (Ban("H-3", "P-5"), Ban(None, "P-7"))
    plan = plan_of(plan_pyramid, bare(), pins=pins, bans=bans)
    households = {each.item: each.taker for each in plan.changes if each.item.startswith("H-")}
    assert households["H-1"] == "P-3"
    assert households["H-3"] != "P-5"
    assert "P-7" not in households.values()


def test_a_pin_no_tier_could_mean_is_refused():
    with pytest.raises(NotFound, match="A-3"):
        plan_of(plan_pyramid, bare(), pins=(Pair("A-3", "P-1"),))


def test_a_grid_without_members_is_said_to_lack_them():
    sketch = bare(members=0)
    plan = plan_of(plan_pyramid, sketch)
    assert plan.changes == ()
    assert sum(each.left for each in plan.shortages) == 264
    assert plan.status == "infeasible"
