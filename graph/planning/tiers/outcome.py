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
    arc, taker = _takers(build, solution)
    after = _loads(build, taker, _is_kept(build, taker))
    return _outcome(build, arc, taker, _staying(build, taker, after))


def outcome_within(build: Build, solution: Solution, present: Positions, limit: int) -> Outcome:
    """The outcome of a solution that changes at most so many items; all others stay as they are.

    `present` is the arc each row goes over today. What several have is mended last.
    """
    situation = build.situation
    arc, taker = _takers(build, solution)
    kept = np.zeros(len(taker), dtype=np.bool_)
    kept[situation.held_item[_is_kept(build, taker)]] = True
    is_moved = (taker >= 0) & ~kept
    is_moved |= (taker < 0) & (present[build.rows.row] >= 0)
    several = np.flatnonzero(kept & (build.holding.count > 1))
    room = limit - int(np.count_nonzero(is_moved))
    is_moved[several[:room]] = True
    stays = ~is_moved[situation.held_item] & ~_is_kept(build, taker)
    return _outcome(build, arc, taker, stays)


def _takers(build: Build, solution: Solution) -> tuple[Positions, Positions]:
    """The arc each item goes over, and the agent at its end; -1 for nobody."""
    arc = _arc_of_items(build, solution.flow)
    if not len(build.problem.arc_agent):
        return arc, np.full(len(arc), -1)
    return arc, np.where(arc >= 0, build.agents[build.problem.arc_agent[arc]], -1)


def _is_kept(build: Build, taker: Positions) -> Flags:
    """Which pairs go on because the agent takes the item."""
    situation = build.situation
    kept: Flags = situation.held_agent == taker[situation.held_item]
    return kept


def _loads(build: Build, taker: Positions, goes_on: Flags) -> Numbers:
    """The load of each agent when these pairs go on and takers have what they take."""
    situation, size = build.situation, len(build.situation.load)
    begins = _begins(build, taker)
    lost = count_at(situation.held_agent[~goes_on], size)
    return situation.load + count_at(taker[begins], size) - lost


def _begins(build: Build, taker: Positions) -> Flags:
    """Which items go to somebody who does not have them."""
    begins = taker >= 0
    begins[build.situation.held_item[_is_kept(build, taker)]] = False
    return begins


def _outcome(build: Build, arc: Positions, taker: Positions, stays: Flags) -> Outcome:
    goes_on = _is_kept(build, taker) | stays
    is_changed = _begins(build, taker)
    is_changed[build.situation.held_item[~goes_on]] = True
    after = _loads(build, taker, goes_on)
    return Outcome(taker, arc, stays, ~goes_on, np.flatnonzero(is_changed), after)


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
