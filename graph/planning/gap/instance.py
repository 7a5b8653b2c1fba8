"""An assignment problem in whole numbers, and what a plan for it costs and loads."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.snapshot.arrays import Flags

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Plan = Integers
"""For each item the agent it goes to."""


@dataclass(frozen=True, eq=False)
class Instance:
    """Agents × items: `cost`, `demand` and `is_allowed`; by agent: `capacity` and `minimum`.

    `cost` counts grains (see `graph.planning.gap.asking`), what changes cost included. Each
    agent's `demand`, `capacity` and `minimum` count units of that agent alone. Where
    `is_allowed`, a demand is never above the capacity.
    """

    cost: Integers
    demand: Integers
    capacity: Integers
    minimum: Integers
    is_allowed: Flags

    @property
    def agents(self) -> int:
        """How many agents there are."""
        return int(self.cost.shape[0])

    @property
    def items(self) -> int:
        """How many items there are."""
        return int(self.cost.shape[1])

    def loads(self, plan: Plan) -> Integers:
        """What each agent bears under a plan."""
        found = np.zeros(self.agents, dtype=np.int64)
        np.add.at(found, plan, self.demand[plan, np.arange(self.items)])
        return found

    def cost_of(self, plan: Plan) -> int:
        """What a plan costs, in grains."""
        return int(self.cost[plan, np.arange(self.items)].sum())

    def is_kept_by(self, plan: Plan) -> bool:
        """Whether a plan gives every item to an allowed agent within all bounds."""
        if plan.shape != (self.items,) or plan.min(initial=0) < 0:
            return False
        if plan.max(initial=-1) >= self.agents:
            return False
        if not self.is_allowed[plan, np.arange(self.items)].all():
            return False
        loads = self.loads(plan)
        return bool((loads <= self.capacity).all() and (loads >= self.minimum).all())

    def within(self, agents: Integers, items: Integers, is_allowed: Flags) -> "Instance":
        """The same problem for some agents and items alone; `is_allowed` has their shape."""
        cut = np.ix_(agents, items)
        return Instance(
            self.cost[cut], self.demand[cut], self.capacity[agents], self.minimum[agents],
            self.is_allowed[cut] & is_allowed,
        )  # fmt: skip
