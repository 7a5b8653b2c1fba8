"""Random networks with every kind of fault: what a plan of any tier must never do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_networks import Sketch, random_network
from support_tiers import plan_of, snapshot_of, total

from graph.checks.run import run_checks
from graph.planning.after import after
from graph.planning.ground import Maker
from graph.planning.plan import Plan
from graph.planning.tiers.branches import plan_branches
from graph.planning.tiers.centres import plan_centres
from graph.planning.tiers.groups import plan_groups
from graph.planning.tiers.households import plan_households
from graph.planning.tiers.members import plan_members
from graph.planning.tiers.reasons import WHY, Why
from graph.rules import Rules
from graph.snapshot.arrays import count_at
from graph.snapshot.snapshot import Snapshot

TIERS: dict[Maker, tuple[str, str, tuple[str, ...]]] = {
    plan_households: (
        "Person", "Household", ("household-uncovered", "household-double", "member-load")
    ),
    plan_members: ("CentreHousehold", "Person", ("member-without-centre", "centre-load")),
    plan_centres: ("Person", "CentreHousehold", ("centre-without-leader", "leader-load")),
    plan_groups: ("Person", "PartyGroup", ("group-without-branch-member", "branch-member-load")),
    plan_branches: (
        "Person", "Organisation", ("branch-without-committee-member", "committee-member-load")
    ),
}  # fmt: skip

MAY_RISE = {"chain-broken", "cover-unavailable", "person-total-load", "liaises-across-grids"}
"""Who had nobody may come to somebody whose own chain breaks: then it breaks there instead.

The whole load rises where more would be left otherwise, and said in a note; across grids only
over the village. The member load is asked of everybody a centre household comes to list.
"""

BOUNDS = {
    "member-load.min": 2, "member-load.max": 4, "centre-load.min": 1, "centre-load.max": 3,
    "leader-load.min": 1, "leader-load.max": 3,
}  # fmt: skip


SEEDS = st.integers(0, 2**32 - 1)
"""Networks by their number, which a failing test can show; the sketch itself is too long."""


def findings(snapshot: Snapshot, rules: Rules) -> dict[str, int]:
    return {each.id: each.count for each in run_checks(snapshot, rules).rules}


def having(snapshot: Snapshot, plan: Plan, maker: Maker) -> tuple[Snapshot, list[int], list[int]]:
    """The facts afterwards, how many each agent has, and how many have each item."""
    agents, items, _rules = TIERS[maker]
    then = after(snapshot, plan.operations)
    links = then.link("LIAISES", agents, items)
    return (
        then, count_at(links.source, then.count(agents)).tolist(),
        count_at(links.target, then.count(items)).tolist(),
    )  # fmt: skip


@pytest.mark.parametrize("maker", TIERS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("reach", ["grid", "village"])
@settings(deadline=None, max_examples=12)
@given(seed=SEEDS, is_tight=st.booleans())
def test_a_plan_mends_its_tier_and_harms_nothing_else(
    maker: Maker, reach: str, seed: int, is_tight: bool
):
    bounds = BOUNDS if is_tight else {}
    snapshot, rules = (
        snapshot_of(random_network(seed, 1 + seed % 4)),
        Rules.load().with_bounds(bounds),
    )
    plan = plan_of(maker, snapshot, bounds=bounds, reach=reach)
    own = TIERS[maker][2]
    then, _loads, holders = having(snapshot, plan, maker)
    before, now = findings(snapshot, rules), findings(then, rules)
    # The upper tiers' rules ask their minimum even of who is away and hands everything over;
    # and who gives what lies in another grid may fall below it, though no rule said so before.
    idle = sum(
        not each.is_expected and each.after < each.minimum <= each.before
        for each in plan.loads
        if maker is not plan_households
    )
    home = sum(each.reason.values["why"].message == WHY[Why.ELSEWHERE] for each in plan.changes)
    left = total(plan).uncovered + idle + home
    assert sum(now[each] for each in own) <= sum(before[each] for each in own) + left
    risen = {each for each in now if now[each] > before[each]} - set(own) - MAY_RISE
    if maker is plan_members:
        risen -= {"member-load"}
    assert risen == set()
    if reach == "grid":
        assert now["liaises-across-grids"] <= before["liaises-across-grids"]
    if maker in (plan_households, plan_centres):
        assert max(holders, default=0) <= 1
    if maker is plan_households:
        assert holders.count(0) <= total(plan).uncovered


@pytest.mark.parametrize("maker", TIERS, ids=lambda each: each.__name__)
@settings(deadline=None, max_examples=12)
@given(seed=SEEDS)
def test_nobody_is_brought_above_the_maximum_and_loads_are_what_comes(maker: Maker, seed: int):
    snapshot = snapshot_of(random_network(seed, 1 + seed % 4))
    plan = plan_of(maker, snapshot, bounds=BOUNDS)
    then, loads, _holders = having(snapshot, plan, maker)
    label = TIERS[maker][0]
    hosts = snapshot.link("HOSTS", "Person", "CentreHousehold")
    for each in plan.loads:
        assert each.after <= max(each.maximum, each.before)
        if maker is plan_households:
            assert each.after <= each.maximum
        position = then.nodes[label].position(each.agent)
        if maker is plan_branches:
            continue  # Township leaders' links to branches are not of this tier.
        own = 0
        if maker is plan_members:
            own = len(set(hosts.sources_of(position)) & set(
                then.link("LIAISES", "CentreHousehold", "Person").targets_of(position)
            ))  # fmt: skip
        assert loads[position] - own == each.after


@pytest.mark.parametrize("maker", TIERS, ids=lambda each: each.__name__)
@settings(deadline=None, max_examples=10)
@given(seed=SEEDS)
def test_a_plan_on_top_of_a_plan_has_nothing_left_to_do(maker: Maker, seed: int):
    snapshot = snapshot_of(random_network(seed, 1 + seed % 4))
    first = plan_of(maker, snapshot, bounds=BOUNDS)
    second = plan_of(maker, after(snapshot, first.operations), bounds=BOUNDS)
    begun, again = ([(each.item, each.taker) for each in plan.changes] for plan in (first, second))
    assert len(again) <= len(begun) or not begun
    assert total(second).uncovered <= total(first).uncovered


@pytest.mark.parametrize("limit", [0, 1, 3, 1000])
@settings(deadline=None, max_examples=12)
@given(seed=SEEDS)
def test_no_more_changes_than_are_allowed(limit: int, seed: int):
    snapshot, rules = snapshot_of(random_network(seed, 1 + seed % 4)), Rules.load()
    plan = plan_of(plan_households, snapshot, max_changes=limit)
    assert len(plan.changes) <= limit
    own = TIERS[plan_households][2]
    before, now = findings(snapshot, rules), findings(after(snapshot, plan.operations), rules)
    if limit <= 3:
        assert sum(now[each] for each in own) <= sum(before[each] for each in own)
    everything = plan_of(plan_households, snapshot)
    if len(everything.changes) <= limit:
        assert plan.changes == everything.changes


def test_the_first_changes_mend_most():
    sketch = Sketch().add("A-1", kind="village").add("A-2", at="A-1", kind="grid")
    sketch.add("C-1", at="A-2").add("P-1", "P-2", at="A-2").link("LIAISES", "C-1", "P-1", "P-2")
    sketch.add(*(f"H-{number}" for number in range(1, 6)), at="A-2")
    sketch.link("LIAISES", "P-1", "H-1", "H-2", "H-3", "H-4")
    bounds = {"member-load.min": 1, "member-load.max": 3}
    plan = plan_of(plan_households, sketch, bounds=bounds, max_changes=1)
    assert [(each.item, each.taker) for each in plan.changes] == [("H-5", "P-2")]
    (part,) = plan.parts
    assert (part.status, part.score.uncovered, part.bound.uncovered) == ("feasible", 0, 0)
