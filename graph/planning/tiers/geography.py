"""Grids and the village around them, for every area."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.snapshot.areas import AreaTree
from graph.snapshot.arrays import Flags, Positions
from graph.snapshot.snapshot import Snapshot

CELLS: Final = ("grid", "building", "market")
"""Kinds of area that divide a village, community or park; what lies in none is the whole's."""


@dataclass(frozen=True, eq=False)
class Geography:
    """By position of an area: its grid and its village. The last entry stands for no area.

    `grid` is the outermost grid, building or market an area is or lies in, -1 for none;
    `village` the nearest area around it that is none of these.
    """

    areas: AreaTree
    grid: Positions
    village: Positions

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Geography":
        """The grids and villages of a snapshot."""
        areas, size = snapshot.areas, snapshot.count("Area")
        is_cell = snapshot.is_one_of("Area", "kind", *CELLS)
        grid = np.full(size + 1, -1, dtype=np.int64)
        village = np.append(np.arange(size), -1)
        for level in areas.levels:
            cells = level[is_cell[level]]
            above = areas.parent[cells]
            grid[cells] = np.where(grid[above] >= 0, grid[above], cells)
            village[cells] = np.where(above >= 0, village[above], cells)
        return cls(areas, grid, village)

    def table(self, area: Positions) -> Positions:
        """The area whose table something stands in: its grid, else where it is."""
        grid = self.grid[area]
        return np.where(grid >= 0, grid, area)

    def holds(self, outer: Positions, inner: Positions) -> Flags:
        """Which outer areas are the inner one or hold it, pair by pair; no area holds none."""
        first, size = np.append(self.areas.first, 0), np.append(self.areas.size, 0)
        within: Flags = (first[inner] >= first[outer]) & (first[inner] < first[outer] + size[outer])
        return within & (outer >= 0) & (inner >= 0)
