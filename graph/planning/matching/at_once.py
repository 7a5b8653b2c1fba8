"""Parts whose best flow can be seen without a solver: everybody can have what is best for them.

Each item takes the arc that changes least, and of those the nearest. No flow can do better for
any item, so where that breaks no maximum and leaves no shortfall, it is best in every aim. Parts
that are in order today are among them; whether a nearer arc changes as little is seen too.
"""

import numpy as np

from graph.planning.matching.parts import Parts
from graph.planning.matching.pins import Pinned
from graph.planning.matching.problem import Problem
from graph.planning.matching.runs import run_lengths, run_starts
from graph.snapshot.arrays import Flags, Numbers, Positions


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


def _best_arcs(problem: Problem) -> Positions:
    """Of every item with arcs the one that changes least, then the nearest, then the first."""
    arcs: Positions = _least_of_item(problem.arc_item, problem.arc_changed)
    arcs = arcs[_least_of_item(problem.arc_item[arcs], problem.arc_distance[arcs])]
    return arcs[run_starts(problem.arc_item[arcs])]


def _least_of_item(item: Positions, value: Numbers) -> Positions:
    """Where the least value of its item stands; equal ones too."""
    if not len(item):
        return np.arange(0)
    first = run_starts(item)
    least = np.minimum.reduceat(value, first)
    return np.flatnonzero(value == np.repeat(least, run_lengths(first, len(item))))
