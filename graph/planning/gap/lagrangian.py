"""The Lagrangian relaxation of "each item once": knapsacks an agent, and prices that climb.

Fisher, Jaikumar and Van Wassenhove (1986). Items have prices; every agent takes what pays best
within its capacity; the prices of items nobody took rise, those of items several took fall
(subgradient steps after Held, Wolfe and Crowder, 1974, with the direction smoothed). Any prices
prove a bound, so what is kept is the best bound met. The bound is at least that of the linear
relaxation, from whose prices the climb begins.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.planning.gap.clock import Clock
from graph.planning.gap.instance import Floats, Instance
from graph.planning.gap.knapsack import Knapsacks, Packed
from graph.planning.gap.linear import Prices, safe
from graph.snapshot.arrays import Flags

PATIENCE: Final = 15
SMOOTHING: Final = 0.3
SMALLEST_STEP: Final = 1e-3
LEAST_GAIN: Final = 1e-6


@dataclass(frozen=True, eq=False)
class Priced:
    """The bound that prices of items and worths of minimums prove, and what pairs would cost.

    `forced[i, j]` is a bound on every plan that gives item j to agent i.
    """

    bound: float
    item: Floats
    need: Floats
    forced: Floats


class Climb:
    """A climb that can be broken off and taken up again. `best` is the best bound met."""

    def __init__(self, instance: Instance, prices: Prices) -> None:
        self._instance = instance
        self._knapsacks = Knapsacks(instance)
        demand = np.where(instance.is_allowed, instance.demand, 0)
        # How large a demand is with each agent, so that loads and items compare.
        self._size: Floats = np.maximum(demand.mean(axis=1), 1.0)
        self._step, self._waited = 0.5, 0
        self._item, self._need = prices.item, prices.need
        self._way_item = np.zeros(instance.items)
        self._way_need = np.zeros(instance.agents)
        bound, worth, packed = self._bounded()
        self.best = Priced(bound, self._item, self._need, self._forced(bound, worth, packed))

    @property
    def is_settled(self) -> bool:
        """Whether steps have become too small to matter."""
        return self._step < SMALLEST_STEP

    def run(self, target: float, clock: Clock) -> None:
        """Climb until `target`, what a plan costs, is met, or steps or time have run out."""
        while self.best.bound < target and not self.is_settled and not clock.is_over:
            bound, worth, packed = self._bounded()
            if bound > self.best.bound + LEAST_GAIN * (target - self.best.bound):
                forced = np.maximum(self.best.forced, self._forced(bound, worth, packed))
                self.best, self._waited = Priced(bound, self._item, self._need, forced), 0
            else:
                self._waited += 1
            self._go(packed, max(target - bound, 0.0))
            if self._waited >= PATIENCE:
                # Begin again nearer to the best prices, with smaller steps.
                self._item, self._need = self.best.item, self.best.need
                self._step, self._waited = self._step / 2, 0

    def _bounded(self) -> tuple[float, Floats, Packed]:
        instance = self._instance
        worth = self._item - instance.cost + self._need[:, None] * instance.demand
        packed = self._knapsacks.packed(worth)
        needs = self._need * instance.minimum
        value = float(self._item.sum() + needs.sum() - packed.worth.sum())
        return safe(value, self._item, needs, packed.worth), worth, packed

    def _forced(self, bound: float, worth: Floats, packed: Packed) -> Floats:
        """What every plan costs that gives an item to an agent who would not choose it."""
        left = np.maximum(self._knapsacks.room[:, None] - self._knapsacks.weight, 0)
        with_it = packed.by_room[np.arange(self._instance.agents)[:, None], left] + worth
        lost = np.where(worth > 0, 0.0, packed.worth[:, None] - with_it)
        found: Floats = bound + np.maximum(0.0, lost)
        return found

    def _go(self, packed: Packed, distance: float) -> None:
        """One step towards prices at which each item is wanted once."""
        lacking = (self._instance.minimum - packed.loads) / self._size
        is_asked = self._instance.minimum > 0
        self._way_item = SMOOTHING * self._way_item + (1.0 - packed.counts)
        self._way_need = np.where(is_asked, SMOOTHING * self._way_need + lacking, 0.0)
        size = float(self._way_item @ self._way_item + self._way_need @ self._way_need)
        if size <= 0:
            self._step = 0.0
            return
        length = self._step * distance / size
        self._item = self._item + length * self._way_item
        self._need = np.maximum(0.0, self._need + length * self._way_need / self._size)


def is_open(instance: Instance, prices: Prices, priced: Priced, target: float) -> Flags:
    """The pairs a plan that costs at most `target` may hold."""
    by_room = prices.bound + np.where(instance.is_allowed, prices.reduced, np.inf)
    limit = target + 1e-6
    found: Flags = instance.is_allowed & (by_room <= limit) & (priced.forced <= limit)
    return found
