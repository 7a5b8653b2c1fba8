"""Centre households and the group leaders who liaise them."""

import numpy as np

from graph.messages import N_
from graph.planning.ground import Ground
from graph.planning.nearness import FARTHER, GRID
from graph.planning.plan import Plan
from graph.planning.tiers.addresses import haunts_of_people, homes
from graph.planning.tiers.demands import Demands
from graph.planning.tiers.geography import Geography
from graph.planning.tiers.held import held_pairs
from graph.planning.tiers.keys import agent_keys, item_keys, may_keep
from graph.planning.tiers.planner import plan_tier
from graph.planning.tiers.scope import Scope
from graph.planning.tiers.tier import ItemRows, Near, Situation, Tier, by_area
from graph.snapshot.arrays import (
    Flags,
    Numbers,
    Positions,
    any_at,
    count_at,
    is_in_sorted,
    matches,
    pair_keys,
)
from graph.snapshot.cover import COMPLETE, Cover
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing


def plan_centres(ground: Ground) -> Plan:
    """Which group leader liaises each centre household.

    A leader is at home where the groups they lead are; a leader of a group of the whole village
    may take any centre household there.
    """
    return plan_tier(CENTRES, ground)


def situation(snapshot: Snapshot, scope: Scope, demands: Demands) -> Situation:
    """How centre households and leaders stand today."""
    standing, geography = snapshot.derived(Standing), snapshot.derived(Geography.of)
    leads = snapshot.link("LEADS", "Person", "PartyGroup")
    size = snapshot.count("Person")
    items = np.flatnonzero(scope.inside("CentreHousehold"))
    liaises = snapshot.link("LIAISES", "Person", "CentreHousehold")
    held_item, held_agent = held_pairs(items, liaises.target, liaises.source)
    led_here = any_at(leads.source[scope.inside("PartyGroup")[leads.target]], size)
    inside = any_at(leads.source, size) & (led_here | scope.inside("Person"))
    able = any_at(leads.source, size) & standing.available & ~demands.barred
    if scope.is_closed:
        able &= led_here
    area, people = snapshot.area_of("CentreHousehold")[items], snapshot.area_of("Person")
    # Who leads a group nobody has located is at home where they are themselves.
    led = snapshot.area_of("PartyGroup")[leads.target]
    led = np.where(led >= 0, led, people[leads.source])
    kept = able[leads.source]
    return Situation(
        items, held_item, held_agent, _may_keep(snapshot, geography, area[held_item], held_agent, led),
        count_at(liaises.source, size), able, able & inside, inside,
        item_keys(geography, area, demands.village_wide),
        agent_keys(geography, leads.source[kept], led[kept]),
        area, people, np.arange(len(items)),
        near=_nearness(snapshot, items, geography, leads.source, led),
        farther=np.where(_reaches(snapshot), 0, FARTHER),
    )  # fmt: skip


def _may_keep(
    snapshot: Snapshot, geography: Geography, area: Positions, agent: Positions, led: Positions
) -> Flags:
    """Which pairs may stay for one of the groups the leader leads; `led` is where each is."""
    leads = snapshot.link("LEADS", "Person", "PartyGroup")
    trade = snapshot.is_one_of("PartyGroup", "kind", "trade")[leads.target]
    pair, row = matches(agent, leads.source, snapshot.count("Person"))
    kept = may_keep(geography, area[pair], led[row], trade[row])
    return any_at(pair[kept], len(agent))


def _reaches(snapshot: Snapshot) -> Flags:
    """Which leaders lead a group from which the chain goes on to its end, all present."""
    groups = snapshot.derived(Cover).groups
    leads = snapshot.link("LEADS", "Person", "PartyGroup")
    whole = (groups.depth == COMPLETE) & groups.available
    return any_at(leads.source[whole[leads.target]], snapshot.count("Person"))


def _nearness(
    snapshot: Snapshot, items: Positions, geography: Geography, leader: Positions, led: Positions
) -> Near:
    """How near leaders are to centre households: at home where their groups are."""
    centres = snapshot.derived(homes).centres.only(items)
    haunts, people = snapshot.derived(haunts_of_people), snapshot.area_of("Person")
    area = snapshot.area_of("CentreHousehold")[items]
    grids = np.sort(pair_keys(leader, geography.grid[led]))

    def near(rows: ItemRows, agents: Positions, times: Numbers) -> Numbers:
        by_address = haunts.distance(agents, centres.only(rows), times * 0)
        grid = geography.grid[area[rows]]
        leads_here = is_in_sorted(pair_keys(agents, grid), grids) & (grid >= 0)
        at_home = np.where(leads_here, GRID, by_area(geography, area[rows], people[agents]))
        return np.minimum(by_address, at_home)

    return near


CENTRES = Tier(
    "centres", "leader-load", "CentreHousehold", "Person",
    N_("%(number)d centre households"), N_("%(number)d group leaders"), situation,
)  # fmt: skip
"""Centre households to the leaders of the groups of their grid."""
