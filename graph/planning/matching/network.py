"""A flow network, and its cheapest flow in several aims in strict order."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from graph.snapshot.arrays import Flags, Numbers

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


class Refused(ValueError):
    """The solver can't take costs that big."""


@dataclass(frozen=True, eq=False)
class Network:
    """Arcs with a capacity, and nodes with a supply that is negative where flow must end."""

    tail: Int32
    head: Int32
    capacity: Int64
    supply: Int64


def cheapest(network: Network, cost: Int64) -> Int64:
    """The flow over each arc in a cheapest flow.

    Raises Refused if the costs are beyond what OR-Tools can take: its potentials must stay
    within 63 bits, and how far they fall is known only while it solves.
    """
    solver = SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        network.tail, network.head, network.capacity, cost
    )  # fmt: skip
    return answer(solver, network.supply, len(cost))


def answer(solver: SimpleMinCostFlow, supply: Int64, arcs: int) -> Int64:
    """The flow over its first arcs, once all are added."""
    solver.set_nodes_supplies(np.arange(len(supply), dtype=np.int32), supply)
    status = solver.solve()
    if status == SimpleMinCostFlow.BAD_COST_RANGE:
        raise Refused("costs or distances are beyond what the flow solver can add up")
    if status != SimpleMinCostFlow.OPTIMAL:
        raise RuntimeError(f"the flow solver says {status.name}")
    flow: Int64 = solver.flows(np.arange(arcs, dtype=np.int32))
    return flow


def cheapest_in_order(network: Network, aims: Sequence[Int64]) -> Int64:
    """The flow that is cheapest in the first aim, among those in the second, and so on.

    Once an aim is served, its potentials say which arcs every cheapest flow uses alike: those
    with a reduced cost are held as they are, and the rest is free for the next aim
    (complementary slackness). Raises Refused if one aim alone is beyond the solver.
    """
    held = np.zeros(len(network.tail), dtype=np.int64)
    open_arcs = np.arange(len(network.tail))
    rest = network
    for number, cost in enumerate(aims):
        flow = cheapest(rest, cost[open_arcs])
        if number + 1 == len(aims):
            held[open_arcs] = flow
            break
        reduced = _reduced_costs(rest, cost[open_arcs], flow)
        fixed = reduced != 0
        held[open_arcs[fixed]] = flow[fixed]
        supply = rest.supply.copy()
        np.subtract.at(supply, rest.tail[fixed], flow[fixed])
        np.add.at(supply, rest.head[fixed], flow[fixed])
        rest = Network(rest.tail[~fixed], rest.head[~fixed], rest.capacity[~fixed], supply)
        open_arcs = open_arcs[~fixed]
    return held


def _reduced_costs(network: Network, cost: Int64, flow: Int64) -> Int64:
    """What each arc costs beside the shortest residual paths (Bellman and Ford)."""
    forward, back = flow < network.capacity, flow > 0
    start = np.r_[network.tail[forward], network.head[back]]
    end = np.r_[network.head[forward], network.tail[back]]
    length = np.r_[cost[forward], -cost[back]]
    depth = np.zeros(len(network.supply), dtype=np.int64)
    while True:
        reached = depth[start] + length
        nearer = reached < depth[end]
        if not nearer.any():
            break
        np.minimum.at(depth, end[nearer], reached[nearer])
    reduced: Int64 = cost + depth[network.tail] - depth[network.head]
    return reduced


def reached_from(start: Flags, tails: Numbers, heads: Numbers) -> Flags:
    """The nodes that can be reached from those given."""
    found = start.copy()
    while True:
        new = found[tails] & ~found[heads]
        if not new.any():
            return found
        found[heads[new]] = True
