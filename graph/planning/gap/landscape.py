"""The landscape a plan is looked for in: what moves cost when bounds may be broken for a while.

A plan's energy is what it costs above the prices of the linear relaxation: Σ reduced cost, and
for each agent the worth of the room it leaves or a steep penalty for going beyond its bounds,
but hardly ever more than a cap. Without the cap a good plan is a trap: every agent is filled to the
last unit, and a change that keeps all of them so takes many moves at once. With it, a few
agents may be far off their bounds at a fixed price, and items pass through them until they fit.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from graph.planning.gap.instance import Instance, Integers, Plan
from graph.planning.gap.linear import Prices

Small = npt.NDArray[np.float32]
NEVER: Final = np.float32(1e9)
FINEST: Final = 4_096
"""Capacities are told apart in at most so many steps."""

REACH: Final = 5.0
STEEP: Final = 5.0


class Cap(NamedTuple):
    """The most an agent off its bounds costs: `level`, and `tilt` for each step it is off.

    The tilt keeps a few agents from taking everything once they are off anyway.
    """

    level: np.float32
    tilt: np.float32


@dataclass(frozen=True, eq=False)
class Landscape:
    """Arrays in the order moves are weighed in; sizes in the steps of each agent.

    Costs are in units of how far apart the best agents of an item are, so that temperatures
    mean the same on every landscape.
    `extra` and `size` are items × agents, with one more row for no item. `near[i]` are the
    items that would cost agent i little, padded with that row's number; `near_extra` and
    `near_size` say how much, and how large they are. `idle`, `over` and `short` are what a step
    of room, a step beyond the capacity and a step below the minimum cost; `width` is how many
    steps lie between minimum and capacity. `typical` is the size of an item, on average.
    """

    instance: Instance
    extra: Small
    size: Small
    near: Integers
    near_extra: Small
    near_size: Small
    step: npt.NDArray[np.float64]
    idle: Small
    over: Small
    short: Small
    width: Small
    typical: float
    has_minimum: bool

    def room(self, plan: Plan) -> Small:
        """How many steps each agent is below its capacity."""
        return self.steps(self.instance.capacity - self.instance.loads(plan))

    def steps(self, units: Integers) -> Small:
        """Units of each agent in its steps."""
        return (units / self.step).astype(np.float32)


def landscape(instance: Instance, prices: Prices) -> Landscape:
    """The landscape of an instance at the prices of its relaxation."""
    step = np.maximum(1.0, instance.capacity / FINEST)
    ordered = np.sort(np.where(instance.is_allowed, prices.reduced, np.inf), axis=0)
    second = ordered[min(1, instance.agents - 1)]
    worth = prices.net * step
    apart = float(second[np.isfinite(second)].mean()) if np.isfinite(second).any() else 0.0
    scale = max(apart, 0.5 * float(np.abs(worth).mean()), 1e-3)
    worth = worth / scale
    third = ordered[min(2, instance.agents - 1)]
    limit = np.maximum(REACH * max(apart, 1e-3), np.where(np.isfinite(third), third, 0.0))
    extra = np.full((instance.items + 1, instance.agents), NEVER)
    extra[:-1] = np.where(instance.is_allowed, prices.reduced / scale, NEVER).T
    size = np.zeros_like(extra)
    size[:-1] = (np.minimum(instance.demand, 4 * instance.capacity[:, None] + 4) / step[:, None]).T
    near = _near(instance, prices, limit)
    agents = np.arange(instance.agents)[:, None]
    steep = np.maximum(STEEP * np.abs(worth), 0.5).astype(np.float32)
    return Landscape(
        instance, extra, size, near, extra[near, agents], size[near, agents], step,
        idle=worth.astype(np.float32), over=steep,
        short=np.where(instance.minimum > 0, steep, 0).astype(np.float32),
        width=((instance.capacity - instance.minimum) / step).astype(np.float32),
        typical=_typical(instance, step),
        has_minimum=bool(instance.minimum.any()),
    )  # fmt: skip


def _typical(instance: Instance, step: npt.NDArray[np.float64]) -> float:
    sizes = np.where(instance.is_allowed, instance.demand, 0).mean(axis=1) / step
    return max(1.0, float(sizes.mean()))


def _near(instance: Instance, prices: Prices, limit: npt.NDArray[np.float64]) -> Integers:
    is_near = instance.is_allowed & (prices.reduced <= limit)
    width = max(1, int(is_near.sum(axis=1).max()))
    found = np.full((instance.agents, width), instance.items, dtype=np.int64)
    for agent in range(instance.agents):
        items = np.flatnonzero(is_near[agent])
        found[agent, : len(items)] = items
    return found


def penalty(land: Landscape, room: Small, agents: Integers, cap: Cap) -> Small:
    """What room that is left, or bounds that are broken, cost agents (broadcast together)."""
    idle = land.idle[agents]
    found: Small = idle * room
    if land.has_minimum:
        beyond = room - land.width[agents]
        found = np.where(idle >= 0, found, idle * beyond)
        np.maximum(found, land.short[agents] * beyond, out=found)
    np.maximum(found, room * -land.over[agents], out=found)
    most = np.abs(room)
    most *= cap.tilt
    most += cap.level
    np.minimum(found, most, out=found)
    return found
