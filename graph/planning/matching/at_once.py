"""Parts whose best flow can be seen without a solver: everybody can have what is best for them.

Each item takes the arc that changes least, and of those the nearest. No flow can do better for
any item, so where that breaks no maximum and leaves no shortfall, it is best in every aim. Parts
that are in order today are among them; whether a nearer arc changes as little is seen too.
"""

import numpy as np

from graph.planning.matching.parts import Parts
from graph.planning.matching.pins import Pinned
from graph.planning.matching.problem import Problem
from graph.snapshot.arrays import Flags, Numbers


def seen_at_once(problem: Problem, parts: Parts, pinned: Pinned) -> tuple[Flags, Numbers]:
    """Which parts are solved that way, and the flow over their free arcs (0 in the others)."""
    flow = np.zeros(len(problem.arc_item), dtype=np.int64)
    item, agent = problem.arc_item, problem.arc_agent
    chosen = _best_arcs(problem)
    chosen = chosen[pinned.is_free[chosen]]
    much = problem.supply[item[chosen]]
    load = np.zeros(len(problem.minimum), dtype=np.int64)
    np.add.at(load, agent[chosen], much)
    has_arcs = np.zeros(len(problem.supply), dtype=np.bool_)
    has_arcs[item[chosen]] = True
    is_solved = np.ones(parts.count, dtype=np.bool_)
    is_solved[parts.item_part[~has_arcs & ~problem.is_pinned]] = False
    is_wrong = (load > pinned.room) | (pinned.done + load < problem.minimum)
    is_solved[parts.agent_part[is_wrong]] = False
    kept = is_solved[parts.item_part[item[chosen]]]
    flow[chosen[kept]] = much[kept]
    return is_solved, flow


def _best_arcs(problem: Problem) -> Numbers:
    """Of every item with arcs the one that changes least, then the nearest, then the first."""
    item = problem.arc_item
    if not len(item):
        return np.arange(0)
    first = np.flatnonzero(np.r_[True, item[1:] != item[:-1]])
    many = np.diff(np.r_[first, len(item)])
    least = np.repeat(np.minimum.reduceat(problem.arc_changed, first), many)
    is_least = problem.arc_changed == least
    far = np.iinfo(problem.arc_distance.dtype).max
    distance = np.where(is_least, problem.arc_distance, far)
    nearest = np.repeat(np.minimum.reduceat(distance, first), many)
    best = np.flatnonzero(is_least & (distance == nearest))
    return best[np.r_[True, item[best][1:] != item[best][:-1]]]
