"""The problem: items that each go to one agent or to nobody, agents with bounds, allowed arcs.

Everything is an array. Items that are alike in every respect are one row with `supply` above 1.
"""

from dataclasses import dataclass

from graph.snapshot.arrays import Flags, Numbers, Positions


@dataclass(frozen=True, eq=False)
class Problem:
    """Items 0 … n−1 and agents 0 … m−1.

    Shapes: `supply`, `is_pinned`, `left_changed`, `left_distance` (n); `minimum`, `maximum`,
    `base` (m); `arc_*` (arcs), ordered by item and then agent, each pair at most once.

    `supply` ≥ 1 is how many items a row stands for. `minimum` is 0 where it does not apply;
    `maximum` ≥ 0 is never broken. An agent who has `base` items outside the problem has that
    much less room, and that much is already done of the minimum. `arc_changed` is how many
    relations begin and end when one such item goes to that agent, `arc_distance` ≥ 0 how far
    it is. `left_changed` and `left_distance` say the same of leaving an item with nobody.
    An item that `is_pinned` has one arc and must take it. With `is_all_or_nothing` an agent
    whose minimum is above 0 gets nothing or at least the minimum.
    """

    supply: Numbers
    is_pinned: Flags
    left_changed: Numbers
    left_distance: Numbers
    minimum: Numbers
    maximum: Numbers
    base: Numbers
    arc_item: Positions
    arc_agent: Positions
    arc_changed: Numbers
    arc_distance: Numbers
    is_all_or_nothing: bool = False
