"""Who has the items of a plan today."""

import numpy as np

from graph.planning.tiers.tier import ItemRows
from graph.snapshot.arrays import Positions


def held_pairs(items: Positions, item: Positions, agent: Positions) -> tuple[ItemRows, Positions]:
    """The pairs (item, agent) with one of `items`, as (row of items, agent), ordered."""
    at = rows_among(items, item)
    kept = np.flatnonzero(at >= 0)
    kept = kept[np.lexsort((agent[kept], at[kept]))]
    return at[kept], agent[kept]


def rows_among(items: Positions, wanted: Positions) -> ItemRows:
    """The row of each wanted position in `items`, which ascend; -1 where it is not in them."""
    size = 1 + int(max(items.max(initial=-1), wanted.max(initial=-1)))
    row = np.full(size, -1, dtype=np.int64)
    row[items] = np.arange(len(items))
    return row[wanted]
