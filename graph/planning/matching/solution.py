"""The solution: how many of each item go over which arc, part by part, with proof."""

from dataclasses import dataclass

from graph.planning.plan import Score, Status
from graph.snapshot.arrays import Numbers, Positions


@dataclass(frozen=True, eq=False)
class Cut:
    """Items that can go only to these agents, all full: `supply` − `room` must be left.

    `supply` counts the items with their supply, `room` is what the agents can take of them.
    """

    items: Positions
    agents: Positions
    supply: int
    room: int

    @property
    def left(self) -> int:
        """How many must be left."""
        return self.supply - self.room


@dataclass(frozen=True, eq=False)
class PartSolution:
    """One independent part: its items and agents, how good its solution is, and why not better.

    `cut` is the tightest one, None when nothing is left. `overfull` are agents to whom more is
    pinned than they have room for: the part is infeasible then, and what is pinned beyond the
    room is left, the pins nearest first. `underfull` are agents who lose pinned items because
    not all who have some can be brought to their minimum, with all or nothing: infeasible too.
    """

    items: Positions
    agents: Positions
    status: Status
    score: Score
    bound: Score
    cut: Cut | None = None
    overfull: Positions | None = None
    underfull: Positions | None = None


@dataclass(frozen=True, eq=False)
class Solution:
    """`flow[a]` is how many of `arc_item[a]` go to `arc_agent[a]`; parts in order of items."""

    flow: Numbers
    parts: tuple[PartSolution, ...]
