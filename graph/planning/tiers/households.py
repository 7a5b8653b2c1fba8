"""Households and the members who liaise them: the last tier of the pyramid."""

import numpy as np

from graph.messages import N_
from graph.planning.ground import Ground
from graph.planning.nearness import FARTHER, Places
from graph.planning.plan import Plan
from graph.planning.tiers.addresses import haunts_of_people, homes
from graph.planning.tiers.demands import Demands
from graph.planning.tiers.geography import Geography
from graph.planning.tiers.held import held_pairs
from graph.planning.tiers.keys import agent_keys, in_trade, item_keys, may_keep
from graph.planning.tiers.planner import plan_tier
from graph.planning.tiers.scope import Scope
from graph.planning.tiers.tier import ItemRows, Near, Situation, Tier, by_area
from graph.snapshot.arrays import Numbers, Positions, pair_keys
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
    held_item, held_agent = held_pairs(items, liaises.target, liaises.source)
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
        may_keep(geography, area[held_item], people[held_agent], in_trade(snapshot)[held_agent]),
        standing.households, able,
        able & (inside | demands.joining) & ~snapshot.is_true("Person", "exempt"),
        (inside & standing.listed) | demands.joining,
        item_keys(geography, area, demands.village_wide),
        agent_keys(geography, np.flatnonzero(able), people[able]),
        area, people,
        np.unique(pair_keys(area + 1, places.code), return_inverse=True)[1],
        _lived_in(snapshot, items),
        near,
        np.where(reaches, 0, FARTHER),
    )  # fmt: skip


def _lived_in(snapshot: Snapshot, items: Positions) -> tuple[ItemRows, Positions]:
    """Pairs (row of a household, who lives in it)."""
    lives = snapshot.link("LIVES_IN", "Person", "Household")
    return held_pairs(items, lives.target, lives.source)


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
