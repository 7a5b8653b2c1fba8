"""Terms and agreements that end: whose, when, and how many."""

from typing import Final

import numpy as np

from graph.checks.asked import Asked
from graph.checks.judge import Judge
from graph.snapshot.arrays import Numbers, Positions, count_at, highest_at
from graph.snapshot.snapshot import Snapshot

UNLIMITED: Final = int(np.iinfo(np.int32).max)
"""The day on which something without an end ends."""


def ending(
    snapshot: Snapshot, judge: Judge, label: str, nodes: Positions, until: Numbers, counted: str
) -> Asked:
    """Who has a term that ends earlier than the minimum of days; the nearest end is the value.

    `nodes` and `until` have one row a term; `counted` names the column of how many end.
    """
    left = until - snapshot.day
    notice = judge.minimum(judge.of_areas(snapshot.area_of(label)[nodes]))
    ends = (until != UNLIMITED) & (left < notice)
    nodes, left = nodes[ends], left[ends]
    size = snapshot.count(label)
    least = -highest_at(nodes, -left, np.full(size, -UNLIMITED, dtype=np.int64))
    many = count_at(nodes, size)
    at = np.flatnonzero(many)
    days = (least[at] + snapshot.day).astype("datetime64[D]")
    return Asked(label, at, least[at], {"until": days, counted: many[at]})
