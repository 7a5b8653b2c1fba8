"""Households and the members who liaise them: the last tier of the pyramid."""

import numpy as np

from graph.messages import N_
from graph.planning.ground import Ground
from graph.planning.nearness import FARTHER, Places
from graph.planning.plan import Plan
from graph.planning.tiers.addresses import haunts_of_people, homes
from graph.planning.tiers.demands import Demands
from graph.planning.tiers.geography import Geography
from graph.planning.tiers.keys import agent_keys, item_keys
from graph.planning.tiers.planner import plan_tier
from graph.planning.tiers.scope import Scope
from graph.planning.tiers.tier import ItemRows, Near, Situation, Tier, by_area
from graph.snapshot.arrays import Flags, Numbers, Positions, any_at, pair_keys
from graph.snapshot.cover import COMPLETE, Cover
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing


def plan_households(ground: Ground) -> Plan:
    """Who liaises each household of the request's scope, optimal part by part.

    Every household goes to one available member of its grid or, where the request says so, of
    its village; members located in the village itself may take any of it. Members of trade
    groups may keep what they have in other grids, and who is located above the grids what
    they have inside their area. Nobody is given the household they live in. A member whose
    own chain does not reach the branch counts as FARTHER than anybody else.
    NotFound for demands on ids that are not there.
    """
    return plan_tier(HOUSEHOLDS, ground)


def situation(snapshot: Snapshot, scope: Scope, demands: Demands) -> Situation:
    """How households and members stand today."""
    standing, geography = snapshot.derived(Standing), snapshot.derived(Geography.of)
    liaises = snapshot.link("LIAISES", "Person", "Household")
    items = np.flatnonzero(scope.inside("Household"))
    row = np.full(snapshot.count("Household"), -1, dtype=np.int64)
    row[items] = np.arange(len(items))
    kept = np.flatnonzero(row[liaises.target] >= 0)
    kept = kept[np.argsort(row[liaises.target[kept]], kind="stable")]
    held_item, held_agent = row[liaises.target[kept]], liaises.source[kept]
    inside = scope.inside("Person")
    joining = demands.joining & standing.available
    able = (standing.expected | joining) & ~demands.barred
    if scope.is_closed:
        able &= inside | demands.joining
    area, people = snapshot.area_of("Household")[items], snapshot.area_of("Person")
    places, near = _nearness(snapshot, items, geography)
    cover = snapshot.derived(Cover).people
    reaches = (cover.depth == COMPLETE) & cover.available
    return Situation(
        items, held_item, held_agent,
        _may_keep(snapshot, geography, area[held_item], held_agent),
        standing.households, able,
        able & (inside | demands.joining) & ~snapshot.is_true("Person", "exempt"),
        (inside & standing.listed) | demands.joining,
        item_keys(geography, area, demands.village_wide),
        agent_keys(geography, people, np.flatnonzero(able)),
        area, people,
        np.unique(pair_keys(area + 1, places.code), return_inverse=True)[1],
        _lived_in(snapshot, row),
        near,
        np.where(reaches, 0, FARTHER),
    )  # fmt: skip


def _may_keep(snapshot: Snapshot, geography: Geography, area: Positions, agent: Positions) -> Flags:
    """Whom neither grid nor village parts from a household they have."""
    home = snapshot.area_of("Person")[agent]
    same_village = geography.village[home] == geography.village[area]
    above = geography.holds(home, area) & (geography.grid[home] < 0)
    kept: Flags = (in_trade(snapshot)[agent] & same_village) | above | (home < 0) | (area < 0)
    return kept


def in_trade(snapshot: Snapshot) -> Flags:
    """Which persons belong to a trade group."""
    belongs = snapshot.link("BELONGS_TO", "Person", "PartyGroup")
    trade = snapshot.is_one_of("PartyGroup", "kind", "trade")
    return any_at(belongs.source[trade[belongs.target]], snapshot.count("Person"))


def _lived_in(snapshot: Snapshot, row: Positions) -> tuple[ItemRows, Positions]:
    """Pairs (row of a household, who lives in it)."""
    lives = snapshot.link("LIVES_IN", "Person", "Household")
    kept = row[lives.target] >= 0
    return row[lives.target[kept]], lives.source[kept]


def _nearness(snapshot: Snapshot, items: Positions, geography: Geography) -> tuple[Places, Near]:
    """The places of the items, and how near members are by what they have and live in."""
    own = snapshot.derived(homes).households.only(items)
    haunts, people = snapshot.derived(haunts_of_people), snapshot.area_of("Person")
    area = snapshot.area_of("Household")[items]

    def near(rows: ItemRows, agents: Positions, times: Numbers) -> Numbers:
        by_address = haunts.distance(agents, own.only(rows), times)
        return np.minimum(by_address, by_area(geography, area[rows], people[agents]))

    return own, near


HOUSEHOLDS = Tier(
    "households", "member-load", "Household", "Person",
    N_("%(number)d households"),
    N_("%(number)d members"),
    situation,
)  # fmt: skip
"""Households to the members of their grid."""
