"""Members and the centre households that liaise them."""

import numpy as np

from graph.checks.load import centre_members
from graph.messages import N_
from graph.planning.ground import Ground
from graph.planning.nearness import FARTHER
from graph.planning.plan import Plan
from graph.planning.tiers.addresses import haunts_of_people, homes
from graph.planning.tiers.demands import Demands
from graph.planning.tiers.geography import Geography
from graph.planning.tiers.held import held_pairs
from graph.planning.tiers.keys import agent_keys, in_trade, item_keys, leads_trade, may_keep
from graph.planning.tiers.planner import plan_tier
from graph.planning.tiers.scope import Scope
from graph.planning.tiers.tier import ItemRows, Near, Situation, Tier, by_area
from graph.snapshot.arrays import Flags, Numbers, Positions, any_at
from graph.snapshot.cover import COMPLETE, Cover
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing


def plan_members(ground: Ground) -> Plan:
    """Which centre household liaises each listed member, and each who joins.

    Hosts are no items and are not counted. A centre household whose hosts are all away, or
    all leave, is given nobody.
    """
    return plan_tier(MEMBERS, ground)


def situation(snapshot: Snapshot, scope: Scope, demands: Demands) -> Situation:
    """How members and centre households stand today."""
    standing, geography = snapshot.derived(Standing), snapshot.derived(Geography.of)
    wanted = (standing.listed & scope.inside("Person")) | demands.joining
    items = np.flatnonzero(wanted & ~standing.hosts & ~demands.gone)
    liaises = snapshot.link("LIAISES", "CentreHousehold", "Person")
    held_item, held_agent = held_pairs(items, liaises.target, liaises.source)
    inside = scope.inside("CentreHousehold")
    able = standing.centre_available & ~demands.barred & ~_deserted(snapshot, demands.gone)
    if scope.is_closed:
        able &= inside
    area, centres = snapshot.area_of("Person")[items], snapshot.area_of("CentreHousehold")
    trade = in_trade(snapshot)[items][held_item] | _of_trade(snapshot)[held_agent]
    tops = snapshot.derived(Cover).centres
    return Situation(
        items, held_item, held_agent,
        may_keep(geography, area[held_item], centres[held_agent], trade),
        centre_members(snapshot), able, able & inside, inside,
        item_keys(geography, area, demands.village_wide),
        agent_keys(geography, np.flatnonzero(able), centres[able]),
        area, centres, np.arange(len(items)),
        near=_nearness(snapshot, items, geography),
        farther=np.where((tops.depth == COMPLETE) & tops.available, 0, FARTHER),
    )  # fmt: skip


def _deserted(snapshot: Snapshot, gone: Flags) -> Flags:
    """Which centre households have hosts, all of whom leave."""
    hosts = snapshot.link("HOSTS", "Person", "CentreHousehold")
    size = snapshot.count("CentreHousehold")
    return any_at(hosts.target, size) & ~any_at(hosts.target[~gone[hosts.source]], size)


def _of_trade(snapshot: Snapshot) -> Flags:
    """Which centre households are liaised by a leader of a trade group."""
    liaises = snapshot.link("LIAISES", "Person", "CentreHousehold")
    led = leads_trade(snapshot)[liaises.source]
    return any_at(liaises.target[led], snapshot.count("CentreHousehold"))


def _nearness(snapshot: Snapshot, items: Positions, geography: Geography) -> Near:
    """How near members are to centre households, by what they have and where they live."""
    centres, haunts = snapshot.derived(homes).centres, snapshot.derived(haunts_of_people)
    area, at = snapshot.area_of("Person")[items], snapshot.area_of("CentreHousehold")

    def near(rows: ItemRows, agents: Positions, times: Numbers) -> Numbers:
        by_address = haunts.distance(items[rows], centres.only(agents), times)
        return np.minimum(by_address, by_area(geography, area[rows], at[agents]))

    return near


MEMBERS = Tier(
    "members", "centre-load", "Person", "CentreHousehold",
    N_("%(number)d members"), N_("%(number)d centre households"), situation,
)  # fmt: skip
"""Members to the centre households of their grid."""
