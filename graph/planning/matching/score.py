"""The score of a flow, part by part."""

import numpy as np

from graph.planning.matching.parts import Parts
from graph.planning.matching.problem import Problem
from graph.planning.plan import Score
from graph.snapshot.arrays import Numbers, Positions


def scores(problem: Problem, parts: Parts, flow: Numbers) -> list[Score]:
    """The score of each part."""
    table = score_table(problem, parts, flow).tolist()
    return [Score(*row) for row in table]


def score_table(problem: Problem, parts: Parts, flow: Numbers) -> Numbers:
    """The four aims of each part, in their order (parts × 4), whole numbers without rounding."""
    return _table(problem, parts.item_part, parts.agent_part, parts.count, flow)


def _table(
    problem: Problem, item_part: Positions, agent_part: Positions, count: int, flow: Numbers
) -> Numbers:
    used = np.flatnonzero(flow)
    much, item = flow[used], problem.arc_item[used]
    taken = _sum_at(item, much, len(problem.supply))
    left = problem.supply - taken
    load = problem.base + _sum_at(problem.arc_agent[used], much, len(problem.minimum))
    part = item_part[item]
    changed = _sum_at(part, much * problem.arc_changed[used], count)
    distance = _sum_at(part, much * problem.arc_distance[used], count)
    some = np.flatnonzero(left)
    for_left = item_part[some]
    changed += _sum_at(for_left, left[some] * problem.left_changed[some], count)
    distance += _sum_at(for_left, left[some] * problem.left_distance[some], count)
    short = np.maximum(problem.minimum - load, 0)
    return np.column_stack((
        _sum_at(for_left, left[some], count),
        _sum_at(agent_part, short, count),
        changed,
        distance,
    ))  # fmt: skip


def score(problem: Problem, flow: Numbers) -> Score:
    """The score of a whole flow."""
    everything = np.zeros(len(problem.supply), dtype=np.int64)
    everyone = np.zeros(len(problem.minimum), dtype=np.int64)
    return Score(*_table(problem, everything, everyone, 1, flow).tolist()[0])


def left_of(problem: Problem, flow: Numbers) -> Numbers:
    """How many of each item nobody takes."""
    taken: Numbers = problem.supply - _sum_at(problem.arc_item, flow, len(problem.supply))
    return taken


def _sum_at(place: Numbers, values: Numbers, size: int) -> Numbers:
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, place, values)
    return total
