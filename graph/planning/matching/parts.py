"""Independent parts: items and agents that no arc joins can be decided apart."""

from dataclasses import dataclass

import numpy as np

from graph.planning.matching.problem import Problem
from graph.planning.matching.runs import run_lengths, run_starts
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
    first = run_starts(problem.arc_item)
    return first, problem.arc_item[first]


def _roots(problem: Problem) -> Positions:
    """The smallest agent each agent is joined with, directly or through others.

    Every round hooks the root of each agent to the smallest root its items meet and then
    shortens the paths, so that even long chains take few rounds (FastSV, Zhang et al. 2020).
    """
    root = np.arange(len(problem.minimum), dtype=np.int32)
    first, many, agent = _unlike(problem)
    while len(first):
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
        joins = np.logical_or.reduceat(differs, first)
        agent, many = agent[np.repeat(joins, many)], many[joins]
        first = np.cumsum(many) - many
    return root


def _unlike(problem: Problem) -> tuple[Numbers, Numbers, Positions]:
    """Lists of agents that join them as the items do: where each begins, how long, the agents.

    Most items have the same agents as another one with the same first agent: those are left out.
    """
    first, _ = _first_arcs(problem)
    agent = problem.arc_agent
    many = run_lengths(first, len(agent))
    model = np.zeros(len(problem.minimum), dtype=np.int64)
    model[agent[first]] = np.arange(len(first))
    model = model[agent[first]]
    is_unlike = (many != many[model]) | (model == np.arange(len(first)))
    waiting, place = np.flatnonzero(~is_unlike), 1
    while len(waiting):
        waiting = waiting[many[waiting] > place]
        differs = agent[first[waiting] + place] != agent[first[model[waiting]] + place]
        is_unlike[waiting[differs]] = True
        waiting, place = waiting[~differs], place + 1
    kept = np.repeat(is_unlike, many)
    many = many[is_unlike]
    return np.cumsum(many) - many, many, agent[kept]


def _starts(part: Positions, count: int) -> Numbers:
    starts: Numbers = np.r_[0, np.cumsum(np.bincount(part, minlength=count))]
    return starts
