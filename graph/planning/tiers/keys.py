"""Which members may take what lies where, as keys that meet.

A grid is a key, a village is one (for members located in the village itself), and everything
in a village is one (for what lies in no grid, and for plans that reach over the village).
"""

import numpy as np

from graph.planning.tiers.geography import Geography
from graph.snapshot.arrays import Numbers, Positions


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
    geography: Geography, area: Positions, agents: Positions
) -> tuple[Positions, Numbers]:
    """Pairs (agent, key) of agents by where they are; `area` is by position of an agent."""
    at = area[agents]
    known = at >= 0
    agents, at = agents[known], at[known]
    grid, village = geography.grid[at], geography.village[at]
    near = np.where(grid >= 0, grid, village)
    return (
        np.concatenate((agents, agents)),
        np.concatenate((near, village + len(geography.areas))),
    )
