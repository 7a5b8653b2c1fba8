"""Party groups and the committee members of their branch who liaise them."""

import numpy as np

from graph.messages import N_
from graph.planning.ground import Ground
from graph.planning.plan import Plan
from graph.planning.tiers.committees import Committees, above, asked, near_by_area
from graph.planning.tiers.demands import Demands
from graph.planning.tiers.geography import Geography
from graph.planning.tiers.held import held_pairs
from graph.planning.tiers.planner import plan_tier
from graph.planning.tiers.scope import Scope
from graph.planning.tiers.tier import Situation, Tier
from graph.snapshot.arrays import any_at, count_at
from graph.snapshot.cover import Cover
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing

BRANCHES = ("branch", "joint_branch")


def plan_groups(ground: Ground) -> Plan:
    """Which committee member of its branch liaises each Party group.

    A committee has often more members than its branch has groups. So several may share one,
    and do where somebody would have none otherwise. A group under no branch stays as it is.
    """
    return plan_tier(GROUPS, ground)


def situation(snapshot: Snapshot, scope: Scope, demands: Demands) -> Situation:
    """How Party groups and committee members stand today."""
    geography, size = snapshot.derived(Geography.of), snapshot.count("Person")
    committees = snapshot.derived(Committees.of)
    items = np.flatnonzero(scope.inside("PartyGroup"))
    liaises = snapshot.link("LIAISES", "Person", "PartyGroup")
    held_item, held_agent = held_pairs(items, liaises.target, liaises.source)
    every = np.ones(snapshot.count("Organisation"), dtype=np.bool_)
    keys = above(snapshot, "PartyGroup", items, every)
    alone = np.all(keys < 0, axis=1)[held_item]
    bearing = snapshot.derived(Cover).party_bearing
    branches = snapshot.is_one_of("Organisation", "kind", *BRANCHES) & bearing
    present = snapshot.derived(Standing).available & ~demands.barred
    able = present & (committees.members(bearing, size) | any_at(held_agent[alone], size))
    inside = asked(snapshot, scope, committees, branches)
    area, people = snapshot.area_of("PartyGroup")[items], snapshot.area_of("Person")
    return Situation(
        items, held_item, held_agent, alone,
        count_at(liaises.source, size), able, able & inside, inside,
        keys, committees.keys(able), area, people, np.arange(len(items)),
        near=near_by_area(geography, area, people),
    )  # fmt: skip


GROUPS = Tier(
    "groups", "branch-member-load", "PartyGroup", "Person",
    N_("%(number)d Party groups"), N_("%(number)d committee members of the branch"), situation,
    is_shared=True,
)  # fmt: skip
"""Party groups to the committee of the branch they are under."""
