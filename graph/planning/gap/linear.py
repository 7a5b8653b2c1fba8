"""The linear relaxation: what a unit of each agent's room is worth, and a bound from below.

Columns are priced in: the relaxation begins with a few agents for each item and takes in more
until none would help, so that a large instance costs little more than a small one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from ortools.linear_solver.python import model_builder_helper as solving

from graph.planning.gap.clock import Clock
from graph.planning.gap.instance import Floats, Instance, Integers
from graph.snapshot.arrays import Flags

FIRST: Final = 8
"""How many agents each item begins with."""

GUESSES: Final = 100

MORE: Final = 4
"""How many agents each item may gain in one round."""


@dataclass(frozen=True, eq=False)
class Prices:
    """Worths that prove a bound: no plan costs less than `bound`.

    `room` (agents, ≥ 0) is what a unit below the capacity is worth, `need` (agents, ≥ 0) what a
    unit above the minimum is. `item` (items) is the least an item costs at those worths, and
    `reduced` (agents × items, ≥ 0 where allowed) what an agent costs beyond that. A plan costs
    exactly Σ item − Σ room·capacity + Σ need·minimum + Σ reduced + Σ room·(capacity − load) +
    Σ need·(load − minimum).
    """

    bound: float
    room: Floats
    need: Floats
    item: Floats
    reduced: Floats

    @property
    def net(self) -> Floats:
        """What a unit of load costs with each agent: room less need."""
        return self.room - self.need


def safe(value: float, *terms: Floats) -> float:
    """A sum less far more than rounding can have added to it."""
    return value - 1e-9 * (1.0 + sum(float(np.abs(each).sum()) for each in terms))


def priced(instance: Instance, room: Floats, need: Floats) -> Prices:
    """The bound that worths of agents prove, whatever they are."""
    room, need = np.maximum(room, 0.0), np.maximum(need, 0.0)
    full = instance.cost + (room - need)[:, None] * instance.demand
    full[~instance.is_allowed] = np.inf
    item = full.min(axis=0, initial=np.inf)
    # An item nobody may have proves nothing here; who asks has looked for such items.
    item[~np.isfinite(item)] = 0.0
    rooms, needs = room * instance.capacity, need * instance.minimum
    bound = safe(float(item.sum() - rooms.sum() + needs.sum()), item, rooms, needs)
    return Prices(bound, room, need, item, full - item)


def relaxed(instance: Instance, clock: Clock) -> Prices:
    """The prices of the linear relaxation, or the best that time allows."""
    spread = float(np.ptp(instance.cost)) + 1.0
    scale = 1.0 / np.maximum(instance.capacity, 1)
    best = guessed(instance)
    # An item that goes nowhere is dear, not impossible: a relaxation with too few columns
    # still has prices.
    nowhere = 10.0 * (spread + float(np.ptp(best.item)))
    is_in = _cheapest(instance, best.reduced, FIRST)
    for room, need, item in _rounds(instance, is_in, scale, nowhere, clock):
        found = priced(instance, room, need)
        best = max(best, found, key=lambda each: each.bound)
        missing = found.reduced + found.item - item
        gains = np.where(is_in | ~instance.is_allowed, np.inf, missing)
        wanted = (gains < -1e-7 * spread) & _cheapest(instance, gains, MORE)
        if not wanted.any():
            break
        is_in |= wanted
    return best


def guessed(instance: Instance) -> Prices:
    """Prices near those of the relaxation, by subgradient steps from nothing."""
    size = np.maximum(1.0, np.where(instance.is_allowed, instance.demand, 0).mean(axis=1))
    spread = float(np.ptp(instance.cost, axis=0).mean())
    step = spread * instance.agents / (4.0 * max(1, instance.items))
    lowest = np.where(instance.minimum > 0, -np.inf, 0.0)
    net = kept = np.zeros(instance.agents)
    best = priced(instance, net, net)
    every = np.arange(instance.items)
    for _tried in range(GUESSES):
        found = priced(instance, net / size, -net / size)
        if found.bound >= best.bound:
            best, kept, step = found, net, step * 1.3
        else:
            net, found, step = kept, best, step * 0.6
        chosen = found.reduced.argmin(axis=0)
        loads = np.bincount(chosen, instance.demand[chosen, every], instance.agents)
        over, short = loads - instance.capacity, loads - instance.minimum
        between = np.maximum(over, 0.0) + np.minimum(short, 0.0)
        way = np.where(net > 0, over, np.where(net < 0, short, between))
        net = np.maximum(lowest, net + step * way / size)
    return best


def _cheapest(instance: Instance, cost: Floats, most: int) -> Flags:
    """The agents with the least cost for each item, at most so many."""
    found = np.zeros(cost.shape, dtype=np.bool_)
    wanted = np.where(instance.is_allowed, cost, np.inf)
    if most >= instance.agents:
        return instance.is_allowed.copy()
    rows = np.argpartition(wanted, most - 1, axis=0)[:most]
    np.put_along_axis(found, rows, True, axis=0)
    return found & instance.is_allowed


def _rounds(
    instance: Instance, is_in: Flags, scale: Floats, nowhere: float, clock: Clock
) -> Iterator[tuple[Floats, Floats, Floats]]:
    """Worths of room and need and prices of items, again each time `is_in` has grown."""
    model = _Model(instance, scale, nowhere)
    known = np.zeros_like(is_in)
    while not clock.is_over:
        agents, items = np.nonzero(is_in & ~known)
        model.add(agents, items)
        known |= is_in
        solver = solving.ModelSolverHelper("glop")
        solver.set_time_limit_in_seconds(max(0.05, clock.left_s))
        solver.solve(model.helper)
        if not solver.has_solution():
            return
        duals = np.array(solver.dual_values())
        agent = duals[instance.items :] * scale
        yield np.maximum(-agent, 0.0), np.maximum(agent, 0.0), duals[: instance.items]


class _Model:
    """The relaxation in the solver's form: one row an item, then one row an agent."""

    def __init__(self, instance: Instance, scale: Floats, nowhere: float) -> None:
        self.helper = solving.ModelBuilderHelper()
        self._instance, self._scale = instance, scale
        helper = self.helper
        for item in range(instance.items):
            row = helper.add_linear_constraint()
            helper.set_constraint_lower_bound(row, 1.0)
            helper.set_constraint_upper_bound(row, 1.0)
            # An item may stay nowhere, at a price nobody would pay.
            helper.add_term_to_constraint(item, self._variable(nowhere), 1.0)
        for least, most in zip(
            (instance.minimum * scale).tolist(), (instance.capacity * scale).tolist(), strict=True
        ):
            row = helper.add_linear_constraint()
            helper.set_constraint_lower_bound(row, least if least > 0 else -np.inf)
            helper.set_constraint_upper_bound(row, most)

    def _variable(self, cost: float) -> int:
        found: int = self.helper.add_var()
        self.helper.set_var_lower_bound(found, 0.0)
        self.helper.set_var_upper_bound(found, np.inf)
        self.helper.set_var_objective_coefficient(found, cost)
        return found

    def add(self, agents: Integers, items: Integers) -> None:
        """Let these agents have these items."""
        rows = self._instance.items
        weights = self._instance.demand[agents, items] * self._scale[agents]
        costs = self._instance.cost[agents, items]
        for agent, item, cost, weight in zip(
            agents.tolist(), items.tolist(), costs.tolist(), weights.tolist(), strict=True
        ):
            variable = self._variable(cost)
            self.helper.add_term_to_constraint(item, variable, 1.0)
            self.helper.add_term_to_constraint(rows + agent, variable, weight)
