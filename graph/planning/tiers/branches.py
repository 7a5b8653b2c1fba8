"""Grid branches and the committee members of their general branch who liaise them."""

import numpy as np

from graph.messages import N_
from graph.planning.ground import Ground
from graph.planning.plan import Plan
from graph.planning.tiers.committees import Committees, above, asked, near_by_area
from graph.planning.tiers.demands import Demands
from graph.planning.tiers.geography import Geography
from graph.planning.tiers.groups import BRANCHES
from graph.planning.tiers.held import held_pairs
from graph.planning.tiers.planner import plan_tier
from graph.planning.tiers.scope import Scope
from graph.planning.tiers.tier import Situation, Tier
from graph.snapshot.arrays import any_at, count_at
from graph.snapshot.cover import GENERAL_BRANCHES, Cover
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing


def plan_branches(ground: Ground) -> Plan:
    """Which committee member of its general branch liaises each branch that has Party groups.

    Several may share a branch where somebody would have none otherwise. Township leaders who
    liaise a branch are not of this tier; what they do stays.
    """
    return plan_tier(GRID_BRANCHES, ground)


def situation(snapshot: Snapshot, scope: Scope, demands: Demands) -> Situation:
    """How branches and committee members stand today."""
    geography, size = snapshot.derived(Geography.of), snapshot.count("Person")
    cover, committees = snapshot.derived(Cover), snapshot.derived(Committees.of)
    organisations = snapshot.count("Organisation")
    branch, general = cover.general
    wanted = snapshot.is_one_of("Organisation", "kind", *BRANCHES) & cover.party_bearing
    wanted &= any_at(branch, organisations)
    items = np.flatnonzero(wanted & scope.inside("Organisation"))
    liaises = snapshot.link("LIAISES", "Person", "Organisation")
    kept = cover.committee_links
    held_item, held_agent = held_pairs(items, liaises.target[kept], liaises.source[kept])
    generals = snapshot.is_one_of("Organisation", "kind", *GENERAL_BRANCHES)
    bearing = any_at(general[cover.party_bearing[branch]], organisations)
    able = snapshot.derived(Standing).available & ~demands.barred
    able &= committees.members(generals, size)
    inside = asked(snapshot, scope, committees, bearing)
    area, people = snapshot.area_of("Organisation")[items], snapshot.area_of("Person")
    return Situation(
        items, held_item, held_agent, np.zeros(len(held_item), dtype=np.bool_),
        count_at(liaises.source[kept], size), able, able & inside, inside,
        above(snapshot, "Organisation", items, generals), committees.keys(able),
        area, people, np.arange(len(items)),
        near=near_by_area(geography, area, people),
    )  # fmt: skip


GRID_BRANCHES = Tier(
    "branches", "committee-member-load", "Organisation", "Person",
    N_("%(number)d grid branches"), N_("%(number)d committee members of the general branch"),
    situation, is_shared=True,
)  # fmt: skip
"""Grid branches to the committee of the general branch they are under."""
