"""Which members may take what lies where, as keys that meet.

A grid is a key, a village is one (for members located in the village itself), and everything
in a village is one (for what lies in no grid, and for plans that reach over the village).
"""

import numpy as np

from graph.planning.tiers.geography import Geography
from graph.snapshot.arrays import Flags, Numbers, Positions, any_at
from graph.snapshot.snapshot import Snapshot


def item_keys(geography: Geography, area: Positions, is_village_wide: bool) -> Numbers:
    """The keys of items in these areas: items × 2, -1 for none."""
    grid, village = geography.grid[area], geography.village[area]
    whole = np.where(village >= 0, village + len(geography.areas), -1)
    nothing = np.full(len(area), -1, dtype=np.int64)
    if is_village_wide:
        return np.stack((whole, nothing), axis=1)
    in_grid = grid >= 0
    return np.stack((np.where(in_grid, grid, whole), np.where(in_grid, village, nothing)), axis=1)


def agent_keys(
    geography: Geography, agents: Positions, area: Positions
) -> tuple[Positions, Numbers]:
    """Pairs (agent, key) of agents by where they are; `area[i]` is one of `agents[i]`."""
    known = area >= 0
    agents, at = agents[known], area[known]
    grid, village = geography.grid[at], geography.village[at]
    near = np.where(grid >= 0, grid, village)
    return (
        np.concatenate((agents, agents)),
        np.concatenate((near, village + len(geography.areas))),
    )


def may_keep(geography: Geography, area: Positions, home: Positions, is_in_trade: Flags) -> Flags:
    """Which pairs may stay although the agent could not be given the item anew.

    `area` is where the item is, `home` where the agent is. What lies in several grids is
    right for a trade group; who is located above the grids keeps what lies inside their own
    area; where nothing is known, nothing is parted.
    """
    same_village = geography.village[home] == geography.village[area]
    above = geography.holds(home, area) & (geography.grid[home] < 0)
    kept: Flags = (is_in_trade & same_village) | above | (home < 0) | (area < 0)
    return kept


def in_trade(snapshot: Snapshot) -> Flags:
    """Which persons belong to a trade group."""
    belongs = snapshot.link("BELONGS_TO", "Person", "PartyGroup")
    trade = snapshot.is_one_of("PartyGroup", "kind", "trade")
    return any_at(belongs.source[trade[belongs.target]], snapshot.count("Person"))


def leads_trade(snapshot: Snapshot) -> Flags:
    """Which persons lead a trade group."""
    leads = snapshot.link("LEADS", "Person", "PartyGroup")
    trade = snapshot.is_one_of("PartyGroup", "kind", "trade")
    return any_at(leads.source[trade[leads.target]], snapshot.count("Person"))
