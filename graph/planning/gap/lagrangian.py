"""The Lagrangian relaxation of "each item once": knapsacks an agent, and prices that climb.

Fisher, Jaikumar and Van Wassenhove (1986). Items have prices; every agent takes what pays best
within its capacity; the prices of items nobody took rise, those of items several took fall
(subgradient steps after Held, Wolfe and Crowder, 1974, with the direction smoothed). Any prices
prove a bound, so what is kept is the best bound met. The bound is at least that of the linear
relaxation, from whose prices the climb begins.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from graph.planning.gap.clock import Clock
from graph.planning.gap.instance import Floats, Instance
from graph.planning.gap.knapsack import Knapsacks, Packed
from graph.planning.gap.linear import Prices, safe
from graph.snapshot.arrays import Flags

STEPS: Final = 2_000
PATIENCE: Final = 15
SMOOTHING: Final = 0.3


@dataclass(frozen=True, eq=False)
class Climbed:
    """The best bound met, and what each pair would at least cost.

    `forced[i, j]` is a bound on every plan that gives item j to agent i.
    """

    bound: float
    forced: Floats
    item: Floats
    need: Floats


def climb(instance: Instance, prices: Prices, target: float, clock: Clock) -> Climbed:
    """The best bound found by climbing from `prices`; `target` is what a plan costs."""
    knapsacks = Knapsacks(instance)
    best = _bounded(instance, knapsacks, prices.item, prices.need)[0]
    item, need = prices.item.copy(), prices.need.copy()
    step, waited = 0.5, 0
    way_item, way_need = np.zeros_like(item), np.zeros_like(need)
    for _step in range(STEPS):
        if clock.is_over or best.bound >= target or step < 1e-4:
            break
        found, packed = _bounded(instance, knapsacks, item, need)
        if found.bound > best.bound + 1e-6 * (target - best.bound):
            best, waited = found, 0
        else:
            waited += 1
            if waited >= PATIENCE:
                # Begin again nearer to the best prices, with smaller steps.
                item, need, step, waited = best.item.copy(), best.need.copy(), step / 2, 0
        best = _merged(best, found)
        way_item = SMOOTHING * way_item + (1.0 - packed.counts)
        way_need = SMOOTHING * way_need + np.where(
            instance.minimum > 0, (instance.minimum - packed.loads) / _unit(instance) ** 2, 0.0
        )
        size = float(
            way_item @ way_item + (way_need * _unit(instance)) @ (way_need * _unit(instance))
        )
        if size <= 0:
            break
        length = step * max(target - found.bound, 0.0) / size
        item = item + length * way_item
        need = np.maximum(0.0, need + length * way_need)
    return best


def _unit(instance: Instance) -> Floats:
    """How large a demand is with each agent, so that steps for loads and items compare."""
    found: Floats = np.where(instance.is_allowed, instance.demand, 0).mean(axis=1)
    return np.maximum(found, 1.0)


def _bounded(
    instance: Instance, knapsacks: Knapsacks, item: Floats, need: Floats
) -> tuple[Climbed, Packed]:
    worth = item - instance.cost + need[:, None] * instance.demand
    packed = knapsacks.packed(worth)
    needs = need * instance.minimum
    bound = safe(
        float(item.sum() + needs.sum() - packed.worth.sum()), item, needs, packed.worth
    )  # fmt: skip
    return Climbed(bound, _forced(instance, knapsacks, worth, packed, bound), item, need), packed


def _forced(
    instance: Instance, knapsacks: Knapsacks, worth: Floats, packed: Packed, bound: float
) -> Floats:
    """What every plan costs that gives an item to an agent who would not choose it."""
    left = np.maximum(knapsacks.room[:, None] - knapsacks.weight, 0)
    with_it = packed.by_room[np.arange(instance.agents)[:, None], left] + worth
    lost = np.where(worth > 0, 0.0, packed.worth[:, None] - with_it)
    return bound + np.maximum(0.0, lost)


def _merged(best: Climbed, other: Climbed) -> Climbed:
    """The best bound with the sharpest of both for each pair."""
    return replace(best, forced=np.maximum(best.forced, other.forced))


def is_open(instance: Instance, prices: Prices, climbed: Climbed, target: float) -> Flags:
    """The pairs a plan that costs at most `target` may hold."""
    by_room = prices.bound + np.where(instance.is_allowed, prices.reduced, np.inf)
    limit = target + 1e-6
    found: Flags = instance.is_allowed & (by_room <= limit) & (climbed.forced <= limit)
    return found
