"""Pins: items that must stay with their one agent, taken off the room before anything else."""

from dataclasses import dataclass

import numpy as np

from graph.planning.matching.problem import Problem
from graph.planning.matching.runs import run_lengths, run_starts
from graph.snapshot.arrays import Flags, Numbers, Positions


@dataclass(frozen=True, eq=False)
class Pinned:
    """What the pins take.

    `flow` (arcs) is what goes over the arcs of pinned items, never more than the agent has room
    for; the nearest are kept where there is not enough, then the first. `cheapest` is such a
    flow too, with fewest relations changed before distance. `room` (agents) is what is left
    for the others, `done` what base and pins come to. `is_free` (arcs) are the arcs of items
    that are not pinned. `overfull` are the agents to whom more is pinned than they have room.
    """

    flow: Numbers
    cheapest: Numbers
    room: Numbers
    done: Numbers
    is_free: Flags
    overfull: Positions


def take_pins(problem: Problem) -> Pinned:
    """Serve the pins first."""
    base = problem.base.astype(np.int64)
    room = np.maximum(problem.maximum - base, 0)
    flow = np.zeros(len(problem.arc_item), dtype=np.int64)
    is_free = ~problem.is_pinned[problem.arc_item]
    arcs = np.flatnonzero(~is_free)
    if not len(arcs):
        return Pinned(flow, flow, room, base, is_free, np.arange(0))
    agent, wanted = problem.arc_agent[arcs], problem.supply[problem.arc_item[arcs]]
    asked = _total(agent, wanted, len(room))
    item = problem.arc_item[arcs]
    farther = problem.arc_distance[arcs].astype(np.int64) - problem.left_distance[item]
    dearer = problem.arc_changed[arcs].astype(np.int64) - problem.left_changed[item]
    cheapest = flow.copy()
    flow[arcs] = _fill(agent, wanted, room, (arcs, problem.arc_distance[arcs]))
    cheapest[arcs] = _fill(agent, wanted, room, (arcs, farther, dearer))
    taken = np.minimum(asked, room)
    return Pinned(flow, cheapest, room - taken, base + taken, is_free, np.flatnonzero(asked > room))


def _fill(agent: Positions, wanted: Numbers, room: Numbers, keys: tuple[Numbers, ...]) -> Numbers:
    """How much of each is taken if each agent takes them in the order of the last key first."""
    order = np.lexsort((*keys, agent))
    wanted_in_order = wanted[order].astype(np.int64)
    before = np.cumsum(wanted_in_order) - wanted_in_order
    of = agent[order]
    first = run_starts(of)
    before -= np.repeat(before[first], run_lengths(first, len(of)))
    taken = np.empty(len(agent), dtype=np.int64)
    taken[order] = np.clip(room[of] - before, 0, wanted_in_order)
    return taken


def _total(agent: Positions, wanted: Numbers, size: int) -> Numbers:
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, agent, wanted)
    return total
