"""Why no plan can exist, where counting or a flow shows it, and how much can be placed anyway."""

from typing import Final

import numpy as np
from ortools.sat.python import cp_model

from graph.planning.gap.clock import Clock
from graph.planning.gap.first import first_plans
from graph.planning.gap.flow import counts, shortage
from graph.planning.gap.instance import Instance, Plan
from graph.planning.gap.linear import priced

SHOWN: Final = 10


def demands(instance: Instance) -> list[str]:
    """What cannot hold together, a sentence each; empty where nothing is seen at once."""
    found = [*_homeless(instance), *_hungry(instance)]
    if not found:
        found = _in_sum(instance)
    return found


def _named(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:SHOWN]))
    return shown if len(numbers) <= SHOWN else f"{shown} … ({len(numbers)} in all)"


def _homeless(instance: Instance) -> list[str]:
    items = np.flatnonzero(~instance.is_allowed.any(axis=0)).tolist()
    return [
        f"item {item} can go to no agent: each is forbidden or has a capacity below its demand"
        for item in items
    ]


def _hungry(instance: Instance) -> list[str]:
    allowed = np.where(instance.is_allowed, instance.demand, 0).sum(axis=1)
    found = [
        f"agent {agent} has a minimum above its capacity"
        for agent in np.flatnonzero(instance.minimum > instance.capacity).tolist()
    ]
    lacking = (instance.minimum > allowed) & (instance.minimum <= instance.capacity)
    found += [
        f"agent {agent} cannot reach its minimum with all items it may have"
        for agent in np.flatnonzero(lacking).tolist()
    ]
    return found


def _in_sum(instance: Instance) -> list[str]:
    """Sums over all agents: they compare only where all agents count in the same unit."""
    least = np.where(instance.is_allowed, instance.demand, np.iinfo(np.int64).max).min(
        axis=0, initial=np.iinfo(np.int64).max
    )
    scale = instance.demand.max(axis=0, initial=0)
    if not instance.items or (scale != instance.demand.min(axis=0)).any():
        return []
    if least.sum() > instance.capacity.sum():
        return ["all items together need more than the capacities of all agents together"]
    if instance.minimum.sum() > least.sum():
        return ["the minimums of all agents together are more than all items together"]
    return []


def of_flow(instance: Instance) -> list[str]:
    """Why a flow that was proven impossible is, a sentence each."""
    hall = shortage(instance)
    if hall is not None:
        items, agents = hall.items.tolist(), hall.agents.tolist()
        return [
            f"items {_named(items)} can go only to agents {_named(agents)}, who have room for "
            f"{hall.room} of these {len(items)}"
        ]
    _most, least = counts(instance)
    if least.sum() > instance.items:
        return [f"the minimums ask for {int(least.sum())} items; there are {instance.items}"]
    return ["the minimums cannot all be reached with the items each agent may have"]


def partial(instance: Instance, clock: Clock, seed: int) -> Plan:
    """A plan that keeps all capacities and leaves as few items (-1) as the time lets it find."""
    nothing = np.zeros(instance.agents)
    firsts = first_plans(instance, priced(instance, nothing, nothing))
    quick = max(firsts, key=lambda each: int((each >= 0).sum()))
    agents, items = np.nonzero(instance.is_allowed)
    model = cp_model.CpModel()
    variables = [model.new_bool_var("") for _pair in range(len(items))]
    for item in range(instance.items):
        model.add_at_most_one(variables[place] for place in np.flatnonzero(items == item))
    for agent in range(instance.agents):
        places = np.flatnonzero(agents == agent)
        weights = instance.demand[agent, items[places]].tolist()
        load = cp_model.LinearExpr.weighted_sum([variables[each] for each in places], weights)
        model.add(load <= int(instance.capacity[agent]))
    for place, variable in enumerate(variables):
        model.add_hint(variable, bool(quick[items[place]] == agents[place]))
    model.maximize(sum(variables))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.01, clock.left_s)
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return quick
    plan = np.full(instance.items, -1, dtype=np.int64)
    for place, variable in enumerate(variables):
        if solver.boolean_value(variable):
            plan[items[place]] = agents[place]
    return plan
