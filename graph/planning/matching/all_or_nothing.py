"""All or nothing: whoever has a minimum gets nothing or at least that much.

The flow with plain bounds is solved first. Where it happens to satisfy the demand it is best;
elsewhere CP-SAT decides, part by part, starting from a flow in which those who got too little
get nothing.
"""

import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from typing import Final

import numpy as np

from graph.planning.ground import Tell
from graph.planning.matching.choose import Demand, choose
from graph.planning.matching.closing import (
    Aims,
    aims_of,
    closed_until_whole,
    flow_closing,
    is_broken,
)
from graph.planning.matching.parts import Parts
from graph.planning.matching.problem import Problem
from graph.planning.matching.relaxed import best_flow
from graph.planning.matching.score import left_of, score
from graph.planning.matching.solution import PartSolution, Solution
from graph.planning.plan import Score, Status
from graph.snapshot.arrays import Numbers, Positions

LEAST_S: Final = 0.2
"""No part gets less than this while there is time: less would close none."""


def decide_all_or_nothing(
    problem: Problem,
    parts: Parts,
    relaxed: Solution,
    time_limit_s: float,
    seed: int,
    tell: Tell,
) -> Solution:
    """The solution with all or nothing, from the one with plain bounds.

    The time is shared over the parts that are open by their number of arcs, and what is left of
    it once more over those that did not close. Where a part does not close, its bound is what
    is proven of its first open aim, with the proven minimum of the later ones.
    """
    end = time.monotonic() + time_limit_s
    flow, solved = relaxed.flow.copy(), list(relaxed.parts)
    arc_part = parts.item_part[problem.arc_item]
    arcs_by_part = np.argsort(arc_part, kind="stable")
    start = np.r_[0, np.cumsum(np.bincount(arc_part, minlength=parts.count))]
    waiting = np.unique(parts.agent_part[is_broken(problem, flow)]).tolist()
    decided: dict[int, _Decided] = {}
    for part, part_end in _turns(waiting, np.diff(start), decided, end):
        tell(parts.count - len(waiting) + len(decided), parts.count)
        arcs = arcs_by_part[start[part] : start[part + 1]]
        own = _cut_out(problem, parts, part, arcs)
        decided[part] = _decide(own, relaxed.flow[arcs], decided.get(part), part_end, seed)
        flow[arcs] = decided[part].flow
        solved[part] = _as_solved(relaxed.parts[part], own, decided[part])
    tell(parts.count, parts.count)
    return Solution(flow, tuple(solved))


def _turns(
    waiting: list[int], sizes: Numbers, decided: "dict[int, _Decided]", end: float
) -> Iterator[tuple[int, float]]:
    """Each part and when it must be done; those that did not close by then once more."""
    for number in range(2):
        left = [part for part in waiting if not number or not decided[part].is_closed]
        size = int(sizes[left].sum())
        for part in left:
            now = time.monotonic()
            if number and now >= end:
                return
            share_s = max(LEAST_S, (end - now) * float(sizes[part]) / size)
            yield part, min(end, now + share_s)
            size -= int(sizes[part])


@dataclass(frozen=True, eq=False)
class _Decided:
    """What was decided for one part. `underfull` are agents as numbered within it."""

    flow: Numbers
    bound: Score
    is_closed: bool
    underfull: Positions


def _decide(
    problem: Problem, relaxed: Numbers, before: _Decided | None, end: float, seed: int
) -> _Decided:
    """The best flow found for one part, which is a problem of its own, or went on from `before`.

    Pins that can't be held while nobody else gets anything can't be held at all. They are
    demands like any others then, only the first to be served.
    """
    is_asked = problem.minimum > problem.base
    has_pins = np.zeros(len(problem.minimum), dtype=np.bool_)
    has_pins[problem.arc_agent[problem.is_pinned[problem.arc_item] & (relaxed > 0)]] = True
    alone = flow_closing(problem, is_asked & ~has_pins)
    is_held = not (is_broken(problem, alone) & has_pins).any()
    if is_held:
        wished, demand = problem, Demand(np.zeros_like(problem.is_pinned), is_asked & has_pins)
    else:
        wished = replace(problem, is_pinned=np.zeros_like(problem.is_pinned))
        demand = Demand(problem.is_pinned, np.zeros_like(is_asked))
        relaxed = best_flow(wished)
    start = before.flow if before else closed_until_whole(wished, relaxed, demand.must_open, end)
    floor: Aims = (0, *aims_of(problem, demand.is_wish, relaxed)[1:])
    if before and is_held:
        floor = max(floor, (0, *astuple(before.bound)))
    chosen = choose(wished, demand, start, floor, end, seed)
    left = demand.is_wish & (left_of(problem, chosen.flow) > 0)
    underfull = np.unique(problem.arc_agent[left[problem.arc_item]])
    # What is proven with the wishes first says nothing of plans that serve fewer of them.
    bound = Score(*chosen.bound[1:]) if is_held else score(problem, relaxed)
    return _Decided(chosen.flow, bound, chosen.is_closed, underfull)


def _cut_out(problem: Problem, parts: Parts, part: int, arcs: Positions) -> Problem:
    """One part as a problem of its own."""
    items, agents = parts.items_of(part), parts.agents_of(part)
    return Problem(
        problem.supply[items], problem.is_pinned[items],
        problem.left_changed[items], problem.left_distance[items],
        problem.minimum[agents], problem.maximum[agents], problem.base[agents],
        np.searchsorted(items, problem.arc_item[arcs]),
        np.searchsorted(agents, problem.arc_agent[arcs]),
        problem.arc_changed[arcs], problem.arc_distance[arcs], problem.is_all_or_nothing,
    )  # fmt: skip


def _as_solved(before: PartSolution, problem: Problem, found: _Decided) -> PartSolution:
    """The part as it is now; its cut still holds, for nobody has more room than before."""
    reached = score(problem, found.flow)
    if before.status == "infeasible" or len(found.underfull):
        return replace(
            before, status="infeasible", score=reached,
            bound=before.bound if before.status == "infeasible" else found.bound,
            underfull=before.agents[found.underfull] if len(found.underfull) else None,
        )  # fmt: skip
    status: Status = "optimal" if found.is_closed else "feasible"
    return replace(before, status=status, score=reached, bound=found.bound)
