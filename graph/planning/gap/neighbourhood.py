"""Improving a plan where few agents, or few choices, are free and all else stays.

Agents are freed a few at a time: only pairs whose reduced cost is below what those agents now
lose against the prices can be part of anything better, so the core stays small and its answer
exact. Or every item may go wherever one of several good plans sends it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.planning.gap.clock import Clock
from graph.planning.gap.exact import Core, solve
from graph.planning.gap.instance import Floats, Instance, Integers, Plan
from graph.planning.gap.linear import Prices


@dataclass(frozen=True, eq=False)
class Freed:
    """What came of freeing agents: the better plan (None: none), and whether that is final."""

    plan: Plan | None
    is_final: bool


def lost(instance: Instance, prices: Prices, plan: Plan) -> Floats:
    """What each agent costs in a plan above the prices."""
    room = instance.capacity - instance.loads(plan)
    above = instance.capacity - instance.minimum - room
    extra = prices.reduced[plan, np.arange(instance.items)]
    by_agent = np.bincount(plan, extra, instance.agents)
    found: Floats = by_agent + prices.room * room + prices.need * above
    return found


def freed(
    instance: Instance, prices: Prices, plan: Plan, agents: Integers, clock: Clock, seed: int
) -> Freed:
    """The best that can be done when only what these agents have changes hands."""
    losses = float(lost(instance, prices, plan)[agents].sum())
    items = np.flatnonzero(np.isin(plan, agents))
    if not len(items):
        return Freed(None, True)
    can_pay = prices.reduced[np.ix_(agents, items)] <= losses + 1e-6
    part = instance.within(agents, items, can_pay)
    place = np.zeros(instance.agents, dtype=np.int64)
    place[agents] = np.arange(len(agents))
    known = place[plan[items]]
    part.is_allowed[known, np.arange(len(items))] = True
    core = Core(part, part.is_allowed, part.cost_of(known), known)
    answer = solve(core, clock, workers=1, seed=seed)
    if answer.plan is None:
        return Freed(None, answer.is_final)
    better = plan.copy()
    better[items] = agents[answer.plan]
    return Freed(better, answer.is_final)


def chosen_agents(
    instance: Instance, prices: Prices, plan: Plan, count: int, rng: np.random.Generator
) -> Integers:
    """Agents to free, the more likely the more they lose."""
    weight = np.maximum(lost(instance, prices, plan), 0.0)
    weight = weight + 0.1 * weight.mean() + 1e-9
    count = min(count, instance.agents)
    return np.sort(rng.choice(instance.agents, count, replace=False, p=weight / weight.sum()))


def fused(
    instance: Instance, plans: Sequence[Plan], best: Plan, clock: Clock, seed: int
) -> Plan | None:
    """A plan better than `best` in which every item goes where one of the plans sends it."""
    is_open = np.zeros(instance.cost.shape, dtype=np.bool_)
    for plan in (*plans, best):
        is_open[plan, np.arange(instance.items)] = True
    core = Core(instance, is_open, instance.cost_of(best), best)
    return solve(core, clock, workers=1, seed=seed).plan
