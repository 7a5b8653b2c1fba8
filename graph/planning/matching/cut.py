"""Proof of shortage: which items can only go to which agents, who are all full.

The items that are left, whatever could be moved out of the way for them, and so on: what is
reached that way in the residual graph is the smallest of the tightest cuts (Ford and
Fulkerson). It is the same for every best flow.
"""

import numpy as np

from graph.planning.matching.parts import Parts
from graph.planning.matching.pins import Pinned
from graph.planning.matching.problem import Problem
from graph.planning.matching.solution import Cut
from graph.snapshot.arrays import Flags, Numbers, Positions


def cuts(
    problem: Problem, parts: Parts, pinned: Pinned, flow: Numbers, left: Numbers
) -> dict[int, Cut]:
    """The cut of every part in which items that are not pinned are left; `flow` is a best one."""
    items = (left > 0) & ~problem.is_pinned
    if not items.any():
        return {}
    agents = np.zeros(len(problem.minimum), dtype=np.bool_)
    concerned = np.zeros(parts.count, dtype=np.bool_)
    concerned[parts.item_part[items]] = True
    arcs = np.flatnonzero(concerned[parts.item_part[problem.arc_item]] & pinned.is_free)
    _reach(items, agents, problem.arc_item[arcs], problem.arc_agent[arcs], flow[arcs] > 0)
    return {
        part: _cut(problem, parts, pinned, part, items, agents)
        for part in np.flatnonzero(concerned).tolist()
    }


def _reach(items: Flags, agents: Flags, item: Positions, agent: Positions, used: Flags) -> None:
    """Mark the agents items can go to, and the items that would make room there."""
    used_item, used_agent = item[used], agent[used]
    while True:
        before = np.count_nonzero(items)
        agents[agent[items[item]]] = True
        items[used_item[agents[used_agent]]] = True
        if np.count_nonzero(items) == before:
            return


def _cut(
    problem: Problem, parts: Parts, pinned: Pinned, part: int, items: Flags, agents: Flags
) -> Cut:
    mine, theirs = parts.items_of(part), parts.agents_of(part)
    mine, theirs = mine[items[mine]], theirs[agents[theirs]]
    return Cut(mine, theirs, int(problem.supply[mine].sum()), int(pinned.room[theirs].sum()))
