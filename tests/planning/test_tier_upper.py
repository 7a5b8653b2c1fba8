"""The upper tiers: members, centre households, Party groups and branches, pair by pair."""

import datetime as dt

from support_networks import DAY, Sketch
from support_tiers import plan_of, takers, total, village

from graph.planning.request import Ban
from graph.planning.tiers.branches import plan_branches
from graph.planning.tiers.centres import plan_centres
from graph.planning.tiers.groups import plan_groups
from graph.planning.tiers.members import plan_members

AWAY = DAY + dt.timedelta(days=30)


def with_centres(members: int = 1) -> Sketch:
    """Centre households C-1 (hosted by P-100) and C-2, and listed members P-1 … in grid A-3."""
    sketch = village().add("C-1", "C-2", at="A-3").add("P-100", at="A-3")
    sketch.link("HOSTS", "P-100", "C-1")
    for number in range(1, members + 1):
        sketch.add(f"P-{number}", at="A-3").add(f"H-{number}", at="A-3")
        sketch.link("LIAISES", f"P-{number}", f"H-{number}")
    return sketch


def test_a_member_in_no_centre_household_comes_to_one_of_the_grid():
    sketch = with_centres().add("C-9", at="A-4")
    assert takers(plan_of(plan_members, sketch, bans=(Ban(None, "C-2"),))) == {"P-1": "C-1"}


def test_a_host_is_no_item_and_is_not_counted():
    sketch = with_centres(2).link("LIAISES", "C-1", "P-100")
    plan = plan_of(plan_members, sketch, bounds={"centre-load.min": 0, "centre-load.max": 2})
    assert set(takers(plan)) == {"P-1", "P-2"}
    assert [each.before for each in plan.loads] == [0, 0]
    assert sum(each.after for each in plan.loads) == 2


def test_who_is_not_listed_is_no_item_until_they_join():
    sketch = with_centres(0).add("P-1", at="A-3", is_member=True)
    assert plan_of(plan_members, sketch).changes == ()
    assert set(takers(plan_of(plan_members, sketch, joining=("P-1",)))) == {"P-1"}


def test_a_centre_household_whose_hosts_are_all_away_is_given_nobody():
    sketch = village().add("C-1", at="A-3").add("P-100", at="A-3", unavailable_until=AWAY)
    sketch.link("HOSTS", "P-100", "C-1").add("P-1", at="A-3").add("H-1", at="A-3")
    sketch.link("LIAISES", "P-1", "H-1")
    assert total(plan_of(plan_members, sketch)).uncovered == 1
    assert takers(plan_of(plan_members, sketch.add("C-2", at="A-3"))) == {"P-1": "C-2"}


def test_members_of_a_centre_household_whose_host_leaves_go_to_another():
    sketch = with_centres().link("LIAISES", "C-1", "P-1")
    asked = {"bounds": {"centre-load.min": 0}}
    assert plan_of(plan_members, sketch, **asked).changes == ()
    assert takers(plan_of(plan_members, sketch, without=("P-100",), **asked)) == {"P-1": "C-2"}
    assert takers(plan_of(plan_members, sketch, without=("C-1",), **asked)) == {"P-1": "C-2"}


def test_who_leaves_is_no_item_of_the_members():
    sketch = with_centres()
    assert plan_of(plan_members, sketch, without=("P-1",)).changes == ()


def test_a_centre_household_above_its_maximum_gives_as_many_as_are_too_many():
    sketch = with_centres(3).link("LIAISES", "C-1", "P-1", "P-2", "P-3")
    plan = plan_of(plan_members, sketch, bounds={"centre-load.min": 0, "centre-load.max": 2})
    assert [(each.givers, each.taker) for each in plan.changes] == [(("C-1",), "C-2")]


def test_members_of_a_trade_group_stay_in_a_centre_household_of_another_grid():
    sketch = with_centres().add("C-9", at="A-4").link("LIAISES", "C-9", "P-1")
    sketch.add("G-1", at="A-2", kind="trade")
    asked = {"bounds": {"centre-load.min": 0}}
    assert takers(plan_of(plan_members, sketch, **asked)) == {"P-1": "C-1"}
    sketch.link("BELONGS_TO", "P-1", "G-1", kind="held")
    assert plan_of(plan_members, sketch, **asked).changes == ()


def with_leaders() -> Sketch:
    """P-1 leads the group of grid A-3, P-2 that of A-4; a centre household in each."""
    sketch = village().add("P-1", at="A-2").add("P-2", at="A-4")
    sketch.add("G-1", at="A-3").add("G-2", at="A-4").add("C-1", at="A-3").add("C-2", at="A-4")
    return sketch.link("LEADS", "P-1", "G-1").link("LEADS", "P-2", "G-2")


def test_a_leader_is_at_home_where_their_groups_are():
    assert takers(plan_of(plan_centres, with_leaders())) == {"C-1": "P-1", "C-2": "P-2"}


def test_who_leads_no_group_gives_their_centre_household_to_a_leader():
    sketch = with_leaders().add("P-3", at="A-3").link("LIAISES", "P-3", "C-1")
    assert takers(plan_of(plan_centres, sketch))["C-1"] == "P-1"


def test_where_nobody_leads_a_centre_household_stays_with_whom_it_has():
    sketch = village().add("C-1", at="A-3").add("P-3", at="A-3").link("LIAISES", "P-3", "C-1")
    plan = plan_of(plan_centres, sketch)
    assert (plan.changes, total(plan).uncovered) == ((), 1)


def test_the_leader_of_a_group_of_the_village_may_take_any_centre_household():
    sketch = village().add("P-1", at="A-4").add("G-1", at="A-2", kind="trade")
    sketch.link("LEADS", "P-1", "G-1").add("C-1", at="A-3")
    assert takers(plan_of(plan_centres, sketch)) == {"C-1": "P-1"}


def test_a_leader_takes_no_more_than_the_maximum():
    sketch = village().add("P-1", at="A-3").add("G-1", at="A-3").link("LEADS", "P-1", "G-1")
    plan = plan_of(plan_centres, sketch.add(*(f"C-{n}" for n in range(1, 8)), at="A-3"))
    assert ([each.after for each in plan.loads], total(plan).uncovered) == ([5], 2)


def with_branch(groups: int, *people: str) -> Sketch:
    """Branch O-1 with so many groups and these people on its committee."""
    sketch = village().add("O-1", at="A-2", kind="branch").add(*people, at="A-2")
    for number in range(1, groups + 1):
        sketch.add(f"G-{number}", at="A-3").link("UNDER", f"G-{number}", "O-1")
    for each in people:
        sketch.link("SERVES", each, "O-1", role="committee_member")
    return sketch


def test_a_group_goes_to_the_committee_of_its_own_branch():
    sketch = with_branch(1, "P-1").add("O-2", at="A-2", kind="branch").add("P-2", at="A-3")
    sketch.link("SERVES", "P-2", "O-2", role="secretary")
    assert takers(plan_of(plan_groups, sketch)) == {"G-1": "P-1"}


def test_staff_of_the_branch_are_no_committee():
    sketch = with_branch(1).add("P-1", at="A-2").link("SERVES", "P-1", "O-1", role="staff")
    assert total(plan_of(plan_groups, sketch)).uncovered == 1


def test_a_group_that_is_under_no_branch_stays_as_it_is():
    sketch = village().add("G-1", at="A-3").add("P-1", at="A-3").link("LIAISES", "P-1", "G-1")
    plan = plan_of(plan_groups, sketch)
    assert (plan.changes, plan.status) == ((), "optimal")


def test_committee_members_who_share_a_group_go_on():
    sketch = with_branch(1, "P-1", "P-2")
    sketch.link("LIAISES", "P-1", "G-1").link("LIAISES", "P-2", "G-1")
    assert plan_of(plan_groups, sketch).changes == ()


def test_who_would_have_none_comes_in_beside_others():
    sketch = with_branch(1, "P-1", "P-2").link("LIAISES", "P-1", "G-1")
    plan = plan_of(plan_groups, sketch)
    (change,) = plan.changes
    assert (change.item, change.givers, change.taker) == ("G-1", ("P-1",), "P-2")
    assert len(change.operations) == 1
    assert (total(plan).shortfall, plan.status) == (0, "optimal")


def test_nobody_shares_while_a_group_can_be_handed_over():
    sketch = with_branch(2, "P-1", "P-2").link("LIAISES", "P-1", "G-1", "G-2")
    (change,) = plan_of(plan_groups, sketch).changes
    assert (change.givers, change.taker, len(change.operations)) == (("P-1",), "P-2", 2)


def test_a_ban_keeps_somebody_from_sharing():
    sketch = with_branch(1, "P-1", "P-2").link("LIAISES", "P-1", "G-1")
    plan = plan_of(plan_groups, sketch, bans=(Ban("G-1", "P-2"),))
    assert (plan.changes, total(plan).shortfall) == ((), 1)


def with_general() -> Sketch:
    """Branch O-1 with a group under general branch O-9, on whose committee P-1 sits."""
    sketch = with_branch(1).add("O-9", at="A-2", kind="general_branch").add("P-1", at="A-2")
    sketch.link("UNDER", "O-1", "O-9")
    return sketch.link("SERVES", "P-1", "O-9", role="secretary")


def test_a_branch_goes_to_the_committee_of_its_general_branch():
    assert takers(plan_of(plan_branches, with_general())) == {"O-1": "P-1"}


def test_a_township_leader_who_liaises_a_branch_stays_and_counts_for_nothing():
    sketch = with_general().add("P-7", at="A-1").link("LIAISES", "P-7", "O-1")
    plan = plan_of(plan_branches, sketch)
    (change,) = plan.changes
    assert (change.givers, change.taker, len(change.operations)) == ((), "P-1", 1)


def test_a_branch_without_groups_or_general_branch_needs_nobody():
    sketch = village().add("O-1", "O-2", at="A-2", kind="branch").add("G-1", at="A-3")
    sketch.link("UNDER", "G-1", "O-1").add("O-9", at="A-2", kind="general_branch")
    sketch.link("UNDER", "O-2", "O-9")
    plan = plan_of(plan_branches, sketch)
    assert (plan.changes, plan.shortages) == ((), ())
