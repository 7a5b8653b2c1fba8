"""The case where an agent bears the same of every item: a minimum cost flow, exact at once."""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import max_flow, min_cost_flow

from graph.planning.gap.instance import Instance, Integers, Plan
from graph.snapshot.arrays import Positions


@dataclass(frozen=True, eq=False)
class Hall:
    """Items that can go only to these agents, who have room for fewer: proof of a shortage."""

    items: Positions
    agents: Positions
    room: int


def is_flow(instance: Instance) -> bool:
    """Whether each agent bears the same of every item it may have."""
    most = np.where(instance.is_allowed, instance.demand, -1).max(axis=1, initial=-1)
    is_alike = (instance.demand == most[:, None]) | ~instance.is_allowed
    return bool(is_alike.all())


def counts(instance: Instance) -> tuple[Integers, Integers]:
    """How many items each agent takes at most and at least, where `is_flow`."""
    each = np.where(instance.is_allowed, instance.demand, 0).max(axis=1, initial=0)
    most = np.where(each > 0, instance.capacity // np.maximum(each, 1), instance.items)
    least = -(-instance.minimum // np.maximum(each, 1))
    # Whoever bears nothing of any item can never reach a minimum.
    least = np.where((each == 0) & (instance.minimum > 0), instance.items + 1, least)
    return np.minimum(most, instance.items), least


@dataclass(frozen=True, eq=False)
class Flow:
    """The plan of least cost; None: `is_impossible`, or costs too large for the solver."""

    plan: Plan | None
    is_impossible: bool


def cheapest(instance: Instance) -> Flow:
    """The plan of least cost where `is_flow`."""
    most, least = counts(instance)
    if (least > most).any() or least.sum() > instance.items:
        return Flow(None, True)
    agents, items = instance.agents, instance.items
    agent, item = np.nonzero(instance.is_allowed)
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        agents + item, agent, np.ones(len(item), dtype=np.int64), instance.cost[agent, item]
    )
    # An agent keeps what it must have; what it has beyond that flows on.
    every, sink = np.arange(agents), agents + items
    solver.add_arcs_with_capacity_and_unit_cost(
        every, np.full(agents, sink), most - least, np.zeros(agents, dtype=np.int64)
    )
    solver.set_nodes_supplies(agents + np.arange(items), np.ones(items, dtype=np.int64))
    solver.set_nodes_supplies(every, -least)
    solver.set_node_supply(sink, int(least.sum()) - items)
    status = solver.solve()
    if status != solver.OPTIMAL:
        return Flow(None, status == solver.INFEASIBLE)
    plan = np.zeros(items, dtype=np.int64)
    is_used = solver.flows(arcs) > 0
    plan[item[is_used]] = agent[is_used]
    return Flow(plan, False)


def shortage(instance: Instance) -> Hall | None:
    """The items and agents that show a shortage of room where `is_flow`; None: there is none."""
    most, _least = counts(instance)
    agents, items = instance.agents, instance.items
    agent, item = np.nonzero(instance.is_allowed)
    source, sink = agents + items, agents + items + 1
    solver = max_flow.SimpleMaxFlow()
    solver.add_arcs_with_capacity(
        np.full(items, source), agents + np.arange(items), np.ones(items, dtype=np.int64)
    )
    solver.add_arcs_with_capacity(agents + item, agent, np.ones(len(item), dtype=np.int64))
    solver.add_arcs_with_capacity(np.arange(agents), np.full(agents, sink), most)
    solver.solve(source, sink)
    if solver.optimal_flow() >= items:
        return None
    reached = np.zeros(agents + items + 2, dtype=np.bool_)
    reached[solver.get_source_side_min_cut()] = True
    stuck, full = np.flatnonzero(reached[agents:-2]), np.flatnonzero(reached[:agents])
    return Hall(stuck, full, int(most[full].sum()))
