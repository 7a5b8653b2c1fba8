"""Independent parts: items and agents that no arc joins can be decided apart."""

from dataclasses import dataclass

import numpy as np

from graph.planning.matching.problem import Problem
from graph.snapshot.arrays import Numbers, Positions


@dataclass(frozen=True, eq=False)
class Parts:
    """Which part each item and agent belongs to, and both listed part by part.

    Parts are numbered in the order of their first item; agents without any arc come last, each
    a part by itself, in their own order. Part `p` has `items[item_start[p]:item_start[p + 1]]`
    and `agents[agent_start[p]:agent_start[p + 1]]`, each ascending.
    """

    count: int
    item_part: Positions
    agent_part: Positions
    items: Positions
    agents: Positions
    item_start: Numbers
    agent_start: Numbers

    def items_of(self, part: int) -> Positions:
        """The items of one part, ascending."""
        return self.items[self.item_start[part] : self.item_start[part + 1]]

    def agents_of(self, part: int) -> Positions:
        """The agents of one part, ascending."""
        return self.agents[self.agent_start[part] : self.agent_start[part + 1]]


def split(problem: Problem) -> Parts:
    """The connected components over the arcs."""
    agent_root = _roots(problem)
    items, agents = len(problem.supply), len(problem.minimum)
    first, has_arcs = _first_arcs(problem)
    # An item without arcs is its own root, numbered beyond the agents.
    item_root = agents + np.arange(items)
    item_root[has_arcs] = agent_root[problem.arc_agent[first]]
    number = np.full(agents + items, -1, dtype=np.int64)
    roots, first_item = np.unique(item_root, return_index=True)
    by_first_item = np.argsort(first_item)
    number[roots[by_first_item]] = np.arange(len(roots))
    idle = np.flatnonzero(number[agent_root] < 0)
    number[idle] = len(roots) + np.arange(len(idle))
    item_part, agent_part = number[item_root], number[agent_root]
    count = len(roots) + len(idle)
    return Parts(
        count, item_part, agent_part,
        np.argsort(item_part, kind="stable"), np.argsort(agent_part, kind="stable"),
        _starts(item_part, count), _starts(agent_part, count),
    )  # fmt: skip


def _first_arcs(problem: Problem) -> tuple[Positions, Positions]:
    """The first arc of every item that has one, and those items."""
    arcs = problem.arc_item
    first = np.flatnonzero(np.r_[True, arcs[1:] != arcs[:-1]]) if len(arcs) else np.arange(0)
    return first, arcs[first]


def _roots(problem: Problem) -> Positions:
    """The smallest agent each agent is joined with, directly or through others.

    Every round hooks the root of each agent to the smallest root its items meet and then
    shortens the paths, so that even long chains take few rounds (FastSV, Zhang et al. 2020).
    """
    root = np.arange(len(problem.minimum))
    item, agent = problem.arc_item, problem.arc_agent
    while len(item):
        first = np.flatnonzero(np.r_[True, item[1:] != item[:-1]])
        many = np.diff(np.r_[first, len(item)])
        met = root[agent]
        least = np.repeat(np.minimum.reduceat(met, first), many)
        differs = least < met
        if not differs.any():
            break
        np.minimum.at(root, met[differs], least[differs])
        while True:
            shorter = root[root]
            if np.array_equal(shorter, root):
                break
            root = shorter
        kept = np.repeat(np.logical_or.reduceat(differs, first), many)
        item, agent = item[kept], agent[kept]
    return root


def _starts(part: Positions, count: int) -> Numbers:
    starts: Numbers = np.r_[0, np.cumsum(np.bincount(part, minlength=count))]
    return starts
