"""Small matching problems, and the best answer found by trying every assignment."""

import itertools

import numpy as np
from hypothesis import strategies as st

from graph.planning.matching.problem import Problem
from graph.planning.matching.solve import solve
from graph.planning.plan import Score


def problem(items, agents, arcs, *, is_all_or_nothing=False):
    """A problem from plain rows.

    `items`: (supply, is_pinned, left_changed, left_distance); `agents`: (minimum, maximum,
    base); `arcs`: {(item, agent): (changed, distance)}.
    """
    rows = sorted(arcs.items())
    of_items = np.array(items, dtype=np.int64).reshape(-1, 4)
    of_agents = np.array(agents, dtype=np.int64).reshape(-1, 3)
    of_arcs = np.array([(*ends, *costs) for ends, costs in rows], dtype=np.int64).reshape(-1, 4)
    return Problem(
        of_items[:, 0], of_items[:, 1].astype(bool), of_items[:, 2], of_items[:, 3],
        of_agents[:, 0], of_agents[:, 1], of_agents[:, 2],
        of_arcs[:, 0].astype(np.int32), of_arcs[:, 1].astype(np.int32),
        of_arcs[:, 2], of_arcs[:, 3], is_all_or_nothing,
    )  # fmt: skip


def item(supply=1, *, is_pinned=False, left_changed=0, left_distance=0):
    return supply, is_pinned, left_changed, left_distance


def agent(minimum=0, maximum=9, base=0):
    return minimum, maximum, base


def score_of(problem, flow):
    """The aims of a flow, added up one by one."""
    left = problem.supply.astype(int).tolist()
    load = problem.base.astype(int).tolist()
    changed = distance = 0
    for arc, much in enumerate(flow):
        left[problem.arc_item[arc]] -= int(much)
        load[problem.arc_agent[arc]] += int(much)
        changed += int(much) * int(problem.arc_changed[arc])
        distance += int(much) * int(problem.arc_distance[arc])
    for row, much in enumerate(left):
        assert much >= 0
        changed += much * int(problem.left_changed[row])
        distance += much * int(problem.left_distance[row])
    short = sum(max(0, int(low) - has) for low, has in zip(problem.minimum, load, strict=True))
    return Score(sum(left), short, changed, distance)


def flows(problem):
    """Every flow that keeps the maxima and takes every pin, by trying all."""
    for flow in every_flow(problem):
        taken = np.zeros(len(problem.supply), dtype=np.int64)
        np.add.at(taken, problem.arc_item, flow)
        if is_allowed(problem, flow) and (taken == problem.supply)[problem.is_pinned].all():
            yield flow


def every_flow(problem):
    """Every way to give out items, no more of any than there are."""
    arcs_of = [np.flatnonzero(problem.arc_item == row) for row in range(len(problem.supply))]
    choices = []
    for arcs, supply in zip(arcs_of, problem.supply.tolist(), strict=True):
        ways = itertools.product(range(supply + 1), repeat=len(arcs))
        choices.append([way for way in ways if sum(way) <= supply])
    for ways in itertools.product(*choices):
        flow = np.zeros(len(problem.arc_item), dtype=np.int64)
        for arcs, way in zip(arcs_of, ways, strict=True):
            flow[arcs] = way
        yield flow


def is_allowed(problem, flow):
    """Whether no maximum is broken, and no minimum where it is all or nothing."""
    given = np.zeros(len(problem.minimum), dtype=np.int64)
    np.add.at(given, problem.arc_agent, flow)
    load = problem.base + given
    if ((given > 0) & (load > problem.maximum)).any():
        return False
    is_short = (problem.minimum > 0) & (given > 0) & (load < problem.minimum)
    return not (problem.is_all_or_nothing and is_short.any())


def best(problem):
    """The best score there is, None if the pins can't be held."""
    return min((score_of(problem, flow) for flow in flows(problem)), default=None, key=tuple_of)


def tuple_of(score):
    return score.uncovered, score.shortfall, score.changed, score.distance


def total(parts, field="score"):
    """The scores of the parts added up."""
    rows = [tuple_of(getattr(part, field)) for part in parts]
    return (
        Score(*(sum(column) for column in zip(*rows, strict=True))) if rows else Score(0, 0, 0, 0)
    )


@st.composite
def problems(draw, *, has_pins=True, is_all_or_nothing=False, items=4, agents=3, supply=2):
    """Random problems small enough to try everything."""
    many_items, many_agents = draw(st.integers(0, items)), draw(st.integers(0, agents))
    short = st.integers(0, 3)
    rows, arcs = [], {}
    for row in range(many_items):
        reached = draw(st.sets(st.integers(0, many_agents - 1))) if many_agents else set()
        is_pinned = has_pins and len(reached) == 1 and draw(st.booleans())
        rows.append((draw(st.integers(1, supply)), is_pinned, draw(short), draw(short)))
        for one in sorted(reached):
            arcs[row, one] = (draw(st.integers(0, 2)), draw(st.integers(0, 5)))
    bounds = []
    for _ in range(many_agents):
        minimum, room = draw(short), draw(short)
        bounds.append((minimum, draw(st.sampled_from([minimum + room, room])), draw(short) // 2))
    return problem(rows, bounds, arcs, is_all_or_nothing=is_all_or_nothing)


def answer(given, **options):
    """The flow as {(item, agent): how many}, and the parts."""
    found = solve(given, **options)
    return by_ends(given, found.flow), found.parts


def by_ends(given, flow):
    """A flow as {(item, agent): how many}."""
    ends = zip(given.arc_item.tolist(), given.arc_agent.tolist(), strict=True)
    return {pair: much for pair, much in zip(ends, flow.tolist(), strict=True) if much}
