"""Weights that put the aims in their strict order, for every part at once.

A flow is best in the aims in their order exactly if no simple cycle of its residual graph
improves them in that order. A simple cycle visits every agent, and the place where everything
ends, at most once. So it has at most one item more than there are agents, covers at most one
item or uncovers it, and fills or opens at most one unit of shortfall on balance; and it never
opens shortfall while it covers an item. Weights that outdo what later aims can do on one such
cycle are therefore enough; they are far smaller than those that outdo a whole plan.
"""

from dataclasses import dataclass

import numpy as np

from graph.planning.matching.parts import Parts
from graph.planning.matching.problem import Problem
from graph.planning.matching.runs import run_starts
from graph.snapshot.arrays import Flags, Numbers

LIMIT = 2**61
"""OR-Tools refuses costs beyond 2⁶² / (nodes + 3) (`ScaleCosts`); half of it is left for the
potentials, which may fall below the cost of one arc."""


@dataclass(frozen=True, eq=False)
class Weights:
    """What one unit weighs, by part; a unit of distance weighs 1.

    `heavy` is what leaving an item weighs and what a unit of shortfall weighs. `is_too_big`
    says where the product would not fit and the aims must be taken one after the other.
    """

    changed: Numbers
    heavy: Numbers
    is_too_big: Flags


def weigh(problem: Problem, parts: Parts) -> Weights:
    """The weights of every part."""
    agents, items = np.diff(parts.agent_start), np.diff(parts.item_start)
    on_cycle = np.minimum(items, agents + 1)
    far, apart = _span(problem, parts, problem.arc_distance, problem.left_distance)
    most, unlike = _span(problem, parts, problem.arc_changed, problem.left_changed)
    # In floats first, where nothing overflows, and with room for what they round away.
    one_changed = on_cycle * apart.astype(np.float64) + 1
    heavy = one_changed * (on_cycle * unlike.astype(np.float64) + 1)
    highest = heavy + one_changed * most + far
    is_too_big = highest * (items + agents + 3) * 1.001 > LIMIT
    apart[is_too_big] = unlike[is_too_big] = 0
    changed = on_cycle * apart + 1
    return Weights(changed, changed * (on_cycle * unlike + 1), is_too_big)


def _span(
    problem: Problem, parts: Parts, on_arc: Numbers, when_left: Numbers
) -> tuple[Numbers, Numbers]:
    """By part the highest value, and the most by which the values of one item differ."""
    high, low = when_left.astype(np.int64), when_left.astype(np.int64)
    if len(on_arc):
        first = run_starts(problem.arc_item)
        items = problem.arc_item[first]
        high[items] = np.maximum(high[items], np.maximum.reduceat(on_arc, first))
        low[items] = np.minimum(low[items], np.minimum.reduceat(on_arc, first))
    return _greatest(high, parts), _greatest(high - low, parts)


def _greatest(values: Numbers, parts: Parts) -> Numbers:
    found = np.zeros(parts.count, dtype=np.int64)
    has_items = np.flatnonzero(np.diff(parts.item_start))
    if len(has_items):
        found[has_items] = np.maximum.reduceat(values[parts.items], parts.item_start[has_items])
    return found
