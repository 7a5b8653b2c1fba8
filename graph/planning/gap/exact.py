"""A core of a problem solved by CP-SAT: some pairs are open, all others are out.

The core is either the whole problem as far as anything better than a known plan can go, so that
what is proven of it is proven of the problem, or a neighbourhood in which to improve a plan.
"""

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from graph.planning.gap.clock import Clock
from graph.planning.gap.instance import Instance, Plan
from graph.snapshot.arrays import Flags


@dataclass(frozen=True, eq=False)
class Core:
    """What is asked: a plan over open pairs that costs less than `below`, the cheaper the better.

    `below` None takes any plan. `known` is where the search begins.
    """

    instance: Instance
    is_open: Flags
    below: int | None = None
    known: Plan | None = None


@dataclass(frozen=True, eq=False)
class Answer:
    """The plan found, None: none. `bound` holds for every plan asked for; `is_final`: no other
    is better, or without a plan, there is none."""

    plan: Plan | None
    bound: int | None
    is_final: bool


def solve(
    core: Core, clock: Clock, *, workers: int, seed: int, solver: cp_model.CpSolver | None = None
) -> Answer:
    """The best plan of a core that the time allows. With `solver`, another thread can stop it."""
    instance = core.instance
    is_open = core.is_open & instance.is_allowed
    if not is_open.any(axis=0).all():
        return Answer(None, None, True)
    least = np.where(is_open, instance.cost, np.iinfo(np.int64).max).min(axis=0)
    agents, items = np.nonzero(is_open)
    model, variables = _model(core, is_open, least)
    solver = solver or cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.01, clock.left_s)
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return Answer(None, None, True)
    plan = None
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        is_chosen = np.array([solver.boolean_value(each) for each in variables], dtype=np.bool_)
        plan = np.zeros(instance.items, dtype=np.int64)
        plan[items[is_chosen]] = agents[is_chosen]
    bound = None
    if status != cp_model.MODEL_INVALID:
        # The solver's bound is a float; half a grain covers its rounding.
        bound = int(least.sum()) + int(np.ceil(solver.best_objective_bound - 0.5))
    return Answer(plan, bound, status == cp_model.OPTIMAL)


def _model(
    core: Core, is_open: Flags, least: Plan
) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    instance = core.instance
    agents, items = np.nonzero(is_open)
    model = cp_model.CpModel()
    variables = [model.new_bool_var("") for _pair in range(len(items))]
    by_item: list[list[cp_model.IntVar]] = [[] for _ in range(instance.items)]
    by_agent: list[list[int]] = [[] for _ in range(instance.agents)]
    for place, (agent, item) in enumerate(zip(agents.tolist(), items.tolist(), strict=True)):
        by_item[item].append(variables[place])
        by_agent[agent].append(place)
        if core.known is not None:
            model.add_hint(variables[place], bool(core.known[item] == agent))
    for each in by_item:
        model.add_exactly_one(each)
    weights = instance.demand[agents, items]
    for agent, places in enumerate(by_agent):
        load = cp_model.LinearExpr.weighted_sum(
            [variables[place] for place in places], weights[places].tolist()
        )
        least_load, most_load = int(instance.minimum[agent]), int(instance.capacity[agent])
        if least_load > 0 or weights[places].sum() > most_load:
            model.add_linear_constraint(load, least_load, max(most_load, least_load - 1))
    beyond = instance.cost[agents, items] - least[items]
    cost = cp_model.LinearExpr.weighted_sum(variables, beyond.tolist())
    if core.below is not None:
        model.add(cost <= core.below - 1 - int(least.sum()))
    model.minimize(cost)
    return model, variables
