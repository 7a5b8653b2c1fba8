"""Where instructors serve: the township, street or park of an area, and how near two areas are."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from graph.snapshot.arrays import Positions
from graph.snapshot.snapshot import Snapshot

DISTRICT_KINDS: Final = ("township", "street", "park")

SAME_AREA, SAME_VILLAGE, SAME_DISTRICT, ELSEWHERE = range(4)
"""Steps between an enterprise and what an instructor knows already."""


@dataclass(frozen=True, eq=False)
class Districts:
    """For every area, by position, the district it lies in and the village within it."""

    snapshot: Snapshot

    @cached_property
    def of_area(self) -> list[int]:
        """The nearest township, street or park at or above each area; -1 for none."""
        return list(self._districts.tolist())

    @cached_property
    def village(self) -> list[int]:
        """The area directly below the district that each area is or lies in; -1 for none."""
        areas, district = self.snapshot.areas, self._districts
        found = np.full(len(areas), -1, dtype=np.int64)
        for level in areas.levels[1:]:
            above = areas.parent[level]
            is_inside = (district[level] == district[above]) & (district[level] >= 0)
            inner = np.where(district[above] == above, level, found[above])
            found[level] = np.where(is_inside, inner, -1)
        return list(found.tolist())

    def is_served(self, area: int, seat: int) -> bool:
        """Whether somebody who sits in one area serves an enterprise in another.

        In the same district; who sits above all districts serves all that lies below them.
        """
        if area < 0 or seat < 0:
            return False
        if self.of_area[seat] >= 0:
            return self.of_area[area] == self.of_area[seat]
        first, size = self._runs
        return first[seat] <= first[area] < first[seat] + size[seat]

    def steps(self, area: int, seats: Iterable[int]) -> int:
        """How far an area is from the nearest of these: one of the four steps above."""
        seats = frozenset(seats)
        if area in seats:
            return SAME_AREA
        if area >= 0 and self.village[area] in {self.village[each] for each in seats} - {-1}:
            return SAME_VILLAGE
        return SAME_DISTRICT if any(self.is_served(area, one) for one in seats) else ELSEWHERE

    @cached_property
    def _districts(self) -> Positions:
        areas = self.snapshot.areas
        own = np.arange(len(areas))
        found = np.where(self.snapshot.is_one_of("Area", "kind", *DISTRICT_KINDS), own, -1)
        for level in areas.levels[1:]:
            found[level] = np.where(found[level] >= 0, found[level], found[areas.parent[level]])
        return found

    @cached_property
    def _runs(self) -> tuple[list[int], list[int]]:
        areas = self.snapshot.areas
        return areas.first.tolist(), areas.size.tolist()
