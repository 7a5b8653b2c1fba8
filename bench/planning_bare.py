"""Who liaises each household, with OR-Tools alone: one call for each independent part.

The aims are those of the product, in their order: fewest households without a member, least
short of ten for each member expected, fewest relations changed, nearest by address. Its score
is what the product's plan must come to.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from bench.bare_network import Ints, bare
from bench.measurement import Watch
from bench.planning_arcs import MOST, Arcs, arcs_of
from bench.planning_disturbance import disturbed
from bench.report import PLAN, PLAN_ALIKE
from bench.workload import Workload

SCORE_FILE: Final = "planning-score.txt"


def measure(workload: Workload, home: Path, watch: Watch, seed: int) -> None:
    """Take every time of this side; the score is left beside `home` for the product."""
    tables = disturbed(workload.read(), seed)
    nodes = {label: table.sort_by("id") for label, table in tables.nodes.items()}
    net = bare(workload.day, nodes, tables.links)
    scores = []
    for what, is_merged in ((PLAN, False), (PLAN_ALIKE, True)):
        start = time.perf_counter()
        arcs = arcs_of(net, nodes, is_merged=is_merged)
        arrays = time.perf_counter() - start
        score, taken, parts = solved(arcs)
        scores.append(score)
        watch.note(
            what, taken.seconds, cpu=taken.cpu, arrays=arrays, arcs=len(arcs.item), parts=parts
        )
    if scores[0] != scores[1]:
        raise SystemExit(f"one by one comes to {scores[0]}, alike as one to {scores[1]}")
    (home.parent / SCORE_FILE).write_text(" ".join(map(str, scores[0])), encoding="utf-8")


@dataclass
class Taken:
    """Seconds from empty solvers to the flows, and processor seconds."""

    seconds: float = 0.0
    cpu: float = 0.0

    @contextmanager
    def taking(self) -> Iterator[None]:
        """Count what happens inside."""
        start, cpu = time.perf_counter(), time.process_time()
        yield
        self.seconds += time.perf_counter() - start
        self.cpu += time.process_time() - cpu


def solved(arcs: Arcs) -> tuple[tuple[int, ...], Taken, int]:
    """The score, what the calls took, and how many parts were solved."""
    flow, taken, parts = np.zeros(len(arcs.item), np.int64), Taken(), 0
    for own, items in _parts(arcs):
        flow[own] = _call(arcs, own, items, taken)
        parts += 1
    return _score(arcs, flow), taken, parts


def _call(arcs: Arcs, own: Ints, items: Ints, taken: Taken) -> Ints:
    """The flow over the arcs of one part."""
    tail, head = np.searchsorted(items, arcs.item[own]), arcs.agent[own]
    agents, head = np.unique(head, return_inverse=True)
    n, m = len(items), len(agents)
    nodes = np.arange(n + m)
    changed, heavy = _weights(arcs, own, tail, items, m)
    supply, least = arcs.supply[items], arcs.least[agents]
    tails = np.concatenate((tail, nodes, nodes[n:])).astype(np.int32)
    heads = np.concatenate((n + head, np.full(n + 2 * m, n + m))).astype(np.int32)
    room = np.concatenate((supply[tail], supply, least, MOST - least))
    cost = np.concatenate((
        arcs.changed[own] * changed + arcs.distance[own],
        heavy + arcs.left_changed[items] * changed + arcs.left_distance[items],
        np.full(m, -heavy), np.zeros(m, np.int64),
    ))  # fmt: skip
    given = np.concatenate((supply, np.zeros(m, np.int64), [-supply.sum()]))
    with taken.taking():
        solver = SimpleMinCostFlow()
        solver.add_arcs_with_capacity_and_unit_cost(tails, heads, room, cost)
        solver.set_nodes_supplies(np.arange(n + m + 1, dtype=np.int32), given)
        status = solver.solve()
        flow: Ints = solver.flows(np.arange(len(own), dtype=np.int32))
    if status != SimpleMinCostFlow.OPTIMAL:
        raise SystemExit(f"the flow solver says {status.name}")
    return flow


def _weights(arcs: Arcs, own: Ints, tail: Ints, items: Ints, agents: int) -> tuple[int, int]:
    """What one change weighs, and one household left or one short of ten; distance weighs 1.

    No cycle through the residual graph visits a member twice, so it changes at most one item
    more than there are members: more than all of those can do is enough.
    """
    on_cycle = min(len(items), agents + 1)
    apart = _span(arcs.distance[own], tail, arcs.left_distance[items])
    unlike = _span(arcs.changed[own], tail, arcs.left_changed[items])
    changed = on_cycle * apart + 1
    return changed, changed * (on_cycle * unlike + 1)


def _span(on_arc: Ints, tail: Ints, left: Ints) -> int:
    high, low = left.copy(), left.copy()
    np.maximum.at(high, tail, on_arc)
    np.minimum.at(low, tail, on_arc)
    return int((high - low).max())


def _parts(arcs: Arcs) -> Iterator[tuple[Ints, Ints]]:
    """For each connected part its arcs and its items, both ascending."""
    first = np.flatnonzero(np.r_[True, arcs.item[1:] != arcs.item[:-1]])
    many = np.diff(np.r_[first, len(arcs.item)])
    root = np.arange(len(arcs.least))
    while True:
        low = np.minimum.reduceat(root[arcs.agent], first)
        before = root.copy()
        np.minimum.at(root, arcs.agent, np.repeat(low, many))
        root = root[root]
        if np.array_equal(root, before):
            break
    order = np.argsort(np.repeat(low, many), kind="stable")
    ends = np.flatnonzero(np.diff(np.repeat(low, many)[order])) + 1
    for own in np.split(order, ends):
        yield own, np.unique(arcs.item[own])


def _score(arcs: Arcs, flow: Ints) -> tuple[int, ...]:
    """Households left, short of ten, relations changed, distance."""
    used = np.flatnonzero(flow)
    left = arcs.supply.copy()
    np.subtract.at(left, arcs.item[used], flow[used])
    load = np.zeros(len(arcs.least), np.int64)
    np.add.at(load, arcs.agent[used], flow[used])
    return tuple(
        int(each)
        for each in (
            left.sum(),
            np.maximum(arcs.least - load, 0).sum(),
            (flow * arcs.changed).sum() + (left * arcs.left_changed).sum(),
            (flow * arcs.distance).sum() + (left * arcs.left_distance).sum(),
        )
    )
