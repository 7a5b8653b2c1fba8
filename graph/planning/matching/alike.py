"""Items that are alike in every respect, as one with all their supply."""

from dataclasses import dataclass, replace

import numpy as np

from graph.planning.matching.problem import Problem
from graph.snapshot.arrays import Flags, Numbers, Positions


@dataclass(frozen=True, eq=False)
class Alike:
    """A problem with one item for all that are alike, and the way there and back.

    `item_group` says which item of `problem` each item has become; groups are numbered by
    their first item. `is_wish` is the mark of each group.
    """

    problem: Problem
    is_wish: Flags
    whole: Problem
    item_group: Positions

    def together(self, flow: Numbers) -> Numbers:
        """A flow of the whole problem, as one of the merged problem."""
        found = np.zeros(len(self.problem.arc_item), dtype=np.int64)
        np.add.at(found, self._merged_arcs(), flow)
        return found

    def apart(self, flow: Numbers) -> Numbers:
        """A flow of the merged problem, given out to the items it stands for in their order."""
        wanted = self.whole.supply.tolist()
        waiting: list[list[int]] = [[] for _ in self.problem.supply]
        for item, group in enumerate(self.item_group.tolist()):
            waiting[group].append(item)
        place = {ends: arc for arc, ends in enumerate(_ends(self.whole))}
        found = np.zeros(len(self.whole.arc_item), dtype=np.int64)
        for (group, agent), much in zip(_ends(self.problem), flow.tolist(), strict=True):
            while much:
                item = waiting[group][0]
                taken = min(much, wanted[item])
                found[place[item, agent]] += taken
                wanted[item] -= taken
                much -= taken
                if not wanted[item]:
                    waiting[group].pop(0)
        return found

    def _merged_arcs(self) -> Positions:
        place = {ends: arc for arc, ends in enumerate(_ends(self.problem))}
        groups = self.item_group.tolist()
        ends = _ends(self.whole)
        return np.array([place[groups[item], agent] for item, agent in ends], dtype=np.int64)


def merge(problem: Problem, is_wish: Flags) -> Alike:
    """The problem with alike items merged; those marked are alike to marked ones only."""
    ends = np.searchsorted(problem.arc_item, np.arange(len(problem.supply) + 1)).tolist()
    marks = np.column_stack((
        problem.is_pinned, is_wish, problem.left_changed, problem.left_distance
    ))  # fmt: skip
    arcs = np.column_stack((problem.arc_agent, problem.arc_changed, problem.arc_distance))
    groups: dict[bytes, int] = {}
    item_group = np.empty(len(problem.supply), dtype=np.int64)
    first = []
    for item, mark in enumerate(marks):
        key = mark.tobytes() + arcs[ends[item] : ends[item + 1]].tobytes()
        if key not in groups:
            first.append(item)
        item_group[item] = groups.setdefault(key, len(groups))
    supply = np.zeros(len(first), dtype=np.int64)
    np.add.at(supply, item_group, problem.supply)
    is_first = np.zeros(len(problem.supply), dtype=np.bool_)
    is_first[first] = True
    kept = is_first[problem.arc_item]
    merged = replace(
        problem, supply=supply,
        is_pinned=problem.is_pinned[is_first],
        left_changed=problem.left_changed[is_first],
        left_distance=problem.left_distance[is_first],
        arc_item=item_group[problem.arc_item[kept]],
        arc_agent=problem.arc_agent[kept],
        arc_changed=problem.arc_changed[kept],
        arc_distance=problem.arc_distance[kept],
    )  # fmt: skip
    return Alike(merged, is_wish[is_first], problem, item_group)


def _ends(problem: Problem) -> list[tuple[int, int]]:
    return list(zip(problem.arc_item.tolist(), problem.arc_agent.tolist(), strict=True))
