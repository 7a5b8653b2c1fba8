"""Annealing again and again: which temperatures and caps suit an instance shows in its plans."""

import time
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from graph.planning.gap.annealing import Annealing, Schedule
from graph.planning.gap.clock import Clock
from graph.planning.gap.instance import Instance, Plan
from graph.planning.gap.landscape import NEVER, Cap, Landscape, landscape
from graph.planning.gap.linear import Prices

FEWEST_STEPS: Final = 3_000
STEPS_PER_ITEM: Final = 60
GROWTH: Final = 1.25
PROBE: Final = 100
NO_CAP: Final = Cap(NEVER / 10, np.float32(0))
SETTLING: Final = 0.1
"""How much longer a tour takes to settle without a cap, so that all bounds come to hold."""


class Manner(NamedTuple):
    """Temperatures and cap, in the landscape's unit of cost; tilt in caps an item."""

    hot: float
    cold: float
    cap: float
    tilt: float


MANNERS: Final = (
    Manner(1.0, 0.3, 3.0, 0.3), Manner(0.2, 0.05, 0.4, 0.5), Manner(1.0, 0.3, 2.0, 0.9),
    Manner(0.2, 0.08, 0.8, 1.0), Manner(0.7, 0.3, 4.0, 0.15),
)  # fmt: skip
WANDER: Final = 0.3
"""How far a manner strays from the best one known, as the deviation of its logarithms."""


@dataclass(frozen=True, eq=False)
class Found:
    """A plan that keeps all bounds, and what it costs in grains."""

    plan: Plan
    cost: int


class Tours:
    """Tours over one landscape; each returns the best plan it met."""

    def __init__(self, instance: Instance, prices: Prices, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._land: Landscape = landscape(instance, prices)
        self._start = prices.reduced.argmin(axis=0).astype(np.int64)
        self._steps = max(FEWEST_STEPS, STEPS_PER_ITEM * instance.items)
        self._waiting = [MANNERS[each] for each in self._rng.permutation(len(MANNERS))]
        self._best_manner = MANNERS[0]
        self._best_cost = np.inf
        self._second_a_step = 0.0

    def tour(self, clock: Clock, known: Plan | None = None) -> Found | None:
        """The best plan of one tour, None if none kept all bounds. Some begin at `known`."""
        manner = self._next()
        search = Annealing(self._land, self._rng)
        plan, hot = self._start, manner.hot
        if known is not None and self._rng.random() < 0.3:
            plan, hot = known, (manner.hot + manner.cold) / 2
        steps = self._affordable(search, plan, clock)
        cap = np.float32(manner.cap)
        tilted = Cap(cap, np.float32(cap * manner.tilt / self._land.typical))
        plan = search.run(plan, Schedule(hot, manner.cold, tilted, steps), clock)
        settling = max(1, int(steps * SETTLING))
        cold = Schedule(manner.cold, 0.2 * manner.cold, NO_CAP, settling)
        search.run(plan, cold, clock)
        if search.best is None or search.best_cost is None:
            return None
        if search.best_cost < self._best_cost:
            self._best_manner, self._best_cost = manner, search.best_cost
        return Found(search.best, search.best_cost)

    @property
    def expected_s(self) -> float:
        """How many seconds a tour of full length takes, as far as is known."""
        return self._steps * (1 + SETTLING) * self._second_a_step

    def _next(self) -> Manner:
        """Each manner once, then mostly something like the best; the tours grow longer."""
        if self._waiting:
            return self._waiting.pop()
        self._steps = int(self._steps * GROWTH)
        if self._rng.random() < 0.2:
            return MANNERS[int(self._rng.integers(len(MANNERS)))]
        strayed = np.array(self._best_manner) * np.exp(self._rng.normal(0, WANDER, 4))
        hot, cold, cap, tilt = strayed.tolist()
        return Manner(max(hot, cold), min(hot, cold), cap, tilt)

    def _affordable(self, search: Annealing, plan: Plan, clock: Clock) -> int:
        """How many steps fit, with the settling, so that a tour ends cold before the clock."""
        if not self._second_a_step:
            begun = time.monotonic()
            search.run(plan, Schedule(1.0, 1.0, NO_CAP, PROBE), clock)
            self._second_a_step = (time.monotonic() - begun) / PROBE
        most = 0.6 * clock.left_s / max(self._second_a_step, 1e-6)
        return int(max(PROBE, min(self._steps, most)))
