"""The tree of areas: what lies inside what, readable paths, and sums over whole subtrees."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from graph.errors import LedgerDamaged
from graph.messages import _
from graph.snapshot.arrays import Flags, Numbers, Positions

_DEEPEST: Final = 64
"""More levels than any administration has; whoever lies deeper lies in a circle."""

_ABOVE_THE_PATH: Final = ("city", "county")
"""Left out of a readable path: everybody who reads it knows where they are."""


@dataclass(frozen=True, eq=False)
class AreaTree:
    """Areas by position. `parent` is -1 at a root; `kinds` and `names` are "" where unknown."""

    parent: Positions
    kinds: Sequence[str]
    names: Sequence[str]

    def __len__(self) -> int:
        return len(self.parent)

    @cached_property
    def depth(self) -> Numbers:
        """How many areas lie above each; 0 at a root. LedgerDamaged when areas form a circle."""
        depth = np.zeros(len(self), dtype=np.int64)
        above = self.parent.copy()
        while np.any(above >= 0):
            depth += above >= 0
            if int(depth.max()) > _DEEPEST:
                raise LedgerDamaged(_("areas lie within each other in a circle"))
            above = np.where(above >= 0, self.parent[above], -1)
        return depth

    @cached_property
    def levels(self) -> list[Positions]:
        """Positions by depth, roots first; within a depth by parent and then id."""
        order = np.lexsort((np.arange(len(self)), self.parent, self.depth))
        if not len(self):
            return []
        return np.split(order, np.cumsum(np.bincount(self.depth))[:-1])

    @cached_property
    def size(self) -> Numbers:
        """How many areas each subtree has, itself counted."""
        size = np.ones(len(self), dtype=np.int64)
        for level in reversed(self.levels[1:]):
            np.add.at(size, self.parent[level], size[level])
        return size

    @cached_property
    def first(self) -> Numbers:
        """Each area's number in the order that has every subtree in one run, parents first."""
        first = np.zeros(len(self), dtype=np.int64)
        for level in self.levels:
            above = self.parent[level]
            before = np.cumsum(self.size[level]) - self.size[level]
            heads = np.r_[True, above[1:] != above[:-1]] if len(level) else np.zeros(0, bool)
            start = np.where(above >= 0, first[above] + 1, 0)
            run = before - np.maximum.accumulate(np.where(heads, before, 0))
            first[level] = start + run
        return first

    @cached_property
    def order(self) -> Positions:
        """Positions with every parent before its children and every subtree in one run."""
        order = np.empty(len(self), dtype=np.int64)
        order[self.first] = np.arange(len(self))
        return order

    def rolled_up(self, own: Numbers) -> Numbers:
        """What stands at each area plus everything inside it; `own` has one row an area."""
        running = np.zeros((len(self) + 1, *own.shape[1:]), dtype=own.dtype)
        np.cumsum(own[self.order], axis=0, out=running[1:])
        rolled: Numbers = running[self.first + self.size] - running[self.first]
        return rolled

    def inside(self, position: int) -> Flags:
        """Which areas are this one or lie inside it."""
        low = self.first[position]
        within: Flags = (self.first >= low) & (self.first < low + self.size[position])
        return within

    def descendants(self, position: int) -> Positions:
        """This area and every area inside it, parents first."""
        low = int(self.first[position])
        return self.order[low : low + int(self.size[position])]

    def children(self, position: int) -> Positions:
        """The areas directly inside this one, by id."""
        return np.flatnonzero(self.parent == position)

    def upwards(self, position: int) -> Iterator[int]:
        """This area, the one it lies in, and so on to the root."""
        while position >= 0:
            yield position
            position = int(self.parent[position])

    def path(self, position: int) -> str:
        """Names from the township down to this area, as people say it; "" for no area.

        City and county are said only when they are the area asked for.
        """
        if position < 0:
            return ""
        chain = list(self.upwards(position))
        said = [each for each in chain if self.kinds[each] not in _ABOVE_THE_PATH] or chain[:1]
        return " ".join(self.names[each] for each in reversed(said))
