"""Some independent parts of a problem as a problem of their own."""

from dataclasses import dataclass

import numpy as np

from graph.planning.matching.parts import Parts
from graph.planning.matching.problem import Problem
from graph.snapshot.arrays import Flags, Positions


@dataclass(frozen=True, eq=False)
class Excerpt:
    """A problem with the numbers its items, agents and arcs have in the whole one."""

    problem: Problem
    items: Positions
    agents: Positions
    arcs: Positions

    @classmethod
    def of(cls, whole: Problem, parts: Parts, wanted: Flags) -> "Excerpt":
        """The parts that are wanted."""
        items = np.flatnonzero(wanted[parts.item_part])
        agents = np.flatnonzero(wanted[parts.agent_part])
        arcs = np.flatnonzero(wanted[parts.item_part[whole.arc_item]])
        item, agent = np.full(len(whole.supply), -1), np.full(len(whole.base), -1)
        item[items], agent[agents] = np.arange(len(items)), np.arange(len(agents))
        problem = Problem(
            whole.supply[items], whole.is_pinned[items],
            whole.left_changed[items], whole.left_distance[items],
            whole.minimum[agents], whole.maximum[agents],
            np.minimum(whole.base[agents], whole.maximum[agents]),
            item[whole.arc_item[arcs]].astype(np.int32),
            agent[whole.arc_agent[arcs]].astype(np.int32),
            whole.arc_changed[arcs], whole.arc_distance[arcs], whole.is_all_or_nothing,
        )  # fmt: skip
        return cls(problem, items, agents, arcs)
