"""What a solution means for each item: who takes it, and which relations end and begin."""

from dataclasses import dataclass

import numpy as np

from graph.planning.matching.solution import Solution
from graph.planning.tiers.building import Build
from graph.snapshot.arrays import Flags, Numbers, Positions, count_at


@dataclass(frozen=True, eq=False)
class Outcome:
    """By row of `Situation.items`: `taker` (position of an agent, -1 nobody).

    `arc` is the arc of the problem an item goes over, -1 for none. `stays` are pairs of the
    situation that go on because nobody can take the item; `ends` the pairs that end;
    `changed` the items with a relation that ends or begins, ascending. `after` is the load
    of each agent afterwards, by position.
    """

    taker: Positions
    arc: Positions
    stays: Flags
    ends: Flags
    changed: Positions
    after: Numbers

    @property
    def left(self) -> Flags:
        """Which items nobody takes."""
        return self.taker < 0


def outcome_of(build: Build, solution: Solution) -> Outcome:
    """Who takes each item; of items that are alike the first stay where they are."""
    situation = build.situation
    arc = _arc_of_items(build, solution.flow)
    taker = (
        np.where(arc >= 0, build.agents[build.problem.arc_agent[arc]], -1)
        if len(build.agents) and len(build.problem.arc_agent)
        else np.full(len(arc), -1)
    )
    begins = taker >= 0
    keeps = situation.held_agent == taker[situation.held_item]
    begins[situation.held_item[keeps]] = False
    size = len(situation.load)
    after = situation.load + count_at(taker[begins], size)
    after = after - count_at(situation.held_agent[~keeps], size)
    stays = _staying(build, taker, after)
    ends = ~keeps & ~stays
    after = after + count_at(situation.held_agent[stays], size)
    is_changed = begins
    is_changed[situation.held_item[ends]] = True
    return Outcome(taker, arc, stays, ends, np.flatnonzero(is_changed), after)


def _arc_of_items(build: Build, flow: Numbers) -> Positions:
    """The arc each item goes over, -1 for none: present relations first, then by agent."""
    problem, rows = build.problem, build.rows
    used = np.flatnonzero(flow > 0)
    taken = count_at(np.repeat(problem.arc_item[used], flow[used]), len(rows))
    left = rows.supply - taken
    arc = np.concatenate((used, np.full(len(rows), -1)))
    row = np.concatenate((problem.arc_item[used], np.arange(len(rows))))
    many = np.concatenate((flow[used], left))
    rank = np.concatenate((~build.is_held[used], np.full(len(rows), 2)))
    order = np.lexsort((arc, rank, row))
    found = np.empty(len(rows.row), dtype=np.int64)
    found[rows.order] = np.repeat(arc[order], many[order])
    return found


def _staying(build: Build, taker: Positions, after: Numbers) -> Flags:
    """Pairs that go on where nobody takes the item, one an item, while there is room."""
    situation = build.situation
    stays = np.zeros(len(situation.held_item), dtype=np.bool_)
    may = (build.holding.stays | build.out_of_reach) & (taker[situation.held_item] < 0)
    served: set[int] = set()
    room = build.bounds.maximum - after
    for pair in np.flatnonzero(may).tolist():
        item, agent = int(situation.held_item[pair]), int(situation.held_agent[pair])
        if item not in served and (build.holding.stays[pair] or room[agent] > 0):
            served.add(item)
            stays[pair] = True
            room[agent] -= 1
    return stays
