"""What was asked, checked and turned into whole numbers.

Whole and decimal numbers (up to six decimals) are taken as they are meant: 0.1 + 0.2 fills a
capacity of 0.3. Other numbers are cut to a grid so fine that a load may pass its bound by at most
a thousand-millionth of the capacity; every plan within the true bounds stays within the cut
ones, so a lower bound for the cut problem holds for the true one.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from graph.errors import ConfigurationError
from graph.planning.gap.instance import Floats, Instance, Integers
from graph.snapshot.arrays import Flags

DECIMALS: Final = 6
TOLERANCE: Final = 1e-9
MOST_GRAINS: Final = 2**50
"""No plan costs more grains than this, so that sums stay exact in floating point too."""


@dataclass(frozen=True, eq=False)
class Asked:
    """The problem in whole numbers, and what turns grains back into costs.

    `cost` is in the caller's own unit, with what changes cost added. `grain` is the worth of
    one grain; with `is_decimal` it is `1 / grains_in_one` exactly.
    """

    instance: Instance
    cost: Floats
    demand: Floats
    current: Integers
    grain: float
    is_decimal: bool

    def worth(self, grains: int) -> float:
        """The cost of so many grains, rounded down where it cannot be exact."""
        if self.is_decimal:
            return grains / round(1 / self.grain)
        return float(np.nextafter(grains * self.grain, -np.inf))


def read(
    cost: npt.ArrayLike,
    demand: npt.ArrayLike,
    capacity: npt.ArrayLike,
    minimum: npt.ArrayLike | None,
    current: npt.ArrayLike | None,
    change_cost: npt.ArrayLike,
    forbidden: npt.ArrayLike | None,
) -> Asked:
    """What was asked. ConfigurationError names what cannot be meant, and where."""
    costs = _numbers("cost", cost, None)
    if costs.ndim != 2 or not costs.shape[0]:
        raise ConfigurationError(
            f"cost has the shape {costs.shape}; give an array of agents × items with an agent"
        )
    agents, items = costs.shape
    demands = _not_negative("demand", _numbers("demand", demand, (agents, items)))
    room = _not_negative("capacity", _numbers("capacity", capacity, (agents,)))
    least = np.zeros(agents)
    if minimum is not None:
        least = _not_negative("minimum", _numbers("minimum", minimum, (agents,)))
    held = _current(current, agents, items)
    changed = _not_negative("change_cost", _numbers("change_cost", change_cost, (items,), True))
    is_banned = _forbidden(forbidden, (agents, items))
    is_elsewhere = (held >= 0) & (held != np.arange(agents)[:, None])
    costs = costs + np.where(is_elsewhere, changed, 0.0)
    grains, grain, is_decimal = _grains(costs)
    units = _units(demands, room, least)
    is_allowed = ~is_banned & (units[0] <= units[1][:, None])
    instance = Instance(grains, *units, is_allowed)
    return Asked(instance, costs, demands, held, grain, is_decimal)


def _numbers(
    name: str, given: npt.ArrayLike, shape: tuple[int, ...] | None, is_spread: bool = False
) -> Floats:
    try:
        found = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ConfigurationError(f"{name} holds something that is no number: {error}") from error
    if is_spread and found.ndim == 0 and shape is not None:
        found = np.broadcast_to(found, shape)
    if shape is not None and found.shape != shape:
        raise ConfigurationError(f"{name} has the shape {found.shape}; cost asks for {shape}")
    _refuse(name, ~np.isfinite(found), found, "give finite numbers")
    return found


def _not_negative(name: str, found: Floats) -> Floats:
    _refuse(name, found < 0, found, "give 0 or more")
    return found


def _refuse(name: str, is_bad: Flags, found: npt.NDArray[np.generic], remedy: str) -> None:
    if is_bad.any():
        place = tuple(int(each) for each in np.argwhere(is_bad)[0])
        where = ", ".join(map(str, place))
        raise ConfigurationError(f"{name}[{where}] is {found[place]}; {remedy}")


def _current(given: npt.ArrayLike | None, agents: int, items: int) -> Integers:
    if given is None:
        return np.full(items, -1, dtype=np.int64)
    found = _numbers("current", given, (items,))
    _refuse("current", found != np.floor(found), found, "give whole numbers")
    remedy = f"give an agent from 0 to {agents - 1}, or -1 for none"
    _refuse("current", (found < -1) | (found >= agents), found, remedy)
    return found.astype(np.int64)


def _forbidden(given: npt.ArrayLike | None, shape: tuple[int, int]) -> Flags:
    if given is None:
        return np.zeros(shape, dtype=np.bool_)
    found = np.asarray(given)
    if found.dtype != np.bool_:
        raise ConfigurationError(f"forbidden holds {found.dtype}; give True and False")
    if found.shape != shape:
        raise ConfigurationError(f"forbidden has the shape {found.shape}; cost asks for {shape}")
    return found


def _grains(costs: Floats) -> tuple[Integers, float, bool]:
    """Costs in grains, what a grain is worth, and whether decimals made it exact."""
    most = MOST_GRAINS // max(costs.shape[1], 1)
    decimal = _decimal(costs, most)
    if decimal is not None:
        grains, scale = decimal
        return grains, 1 / scale, True
    grain = float(np.abs(costs).max()) / (most - 1)
    return np.floor(costs / grain).astype(np.int64), grain, False


def _decimal(values: Floats, most: int) -> tuple[Integers, int] | None:
    """The values times a power of ten as whole numbers, and that power; None: there is none."""
    for scale in (10**digits for digits in range(DECIMALS + 1)):
        scaled = values * scale
        nearest = np.rint(scaled)
        if np.abs(nearest).max(initial=0) > most:
            return None
        if (np.abs(scaled - nearest) <= 1e-12 * np.maximum(np.abs(scaled), 1)).all():
            return nearest.astype(np.int64), scale
    return None


def _units(
    demand: Floats, capacity: Floats, minimum: Floats
) -> tuple[Integers, Integers, Integers]:
    """Demand, capacity and minimum of each agent in units of its own."""
    demands = np.zeros(demand.shape, dtype=np.int64)
    bounds = np.zeros((2, len(capacity)), dtype=np.int64)
    items = demand.shape[1]
    for agent in range(len(capacity)):
        row = np.append(demand[agent], (capacity[agent], minimum[agent]))
        decimal = _decimal(row, MOST_GRAINS // (items + 2))
        row_units = decimal[0] if decimal is not None else _cut(row, items)
        demands[agent] = row_units[:-2]
        bounds[:, agent] = row_units[-2:]
    return demands, np.minimum(bounds[0], demands.sum(axis=1)), bounds[1]


def _cut(row: Floats, items: int) -> Integers:
    """One agent's demands, capacity and minimum on a grid that no decimal fits."""
    most = float(row[-2:].max())
    if most == 0:
        return (row > 0).astype(np.int64)
    unit = most * TOLERANCE / (items + 2)
    # A demand beyond the capacity needs no exact count, and might be too long for one.
    found = np.floor(np.minimum(row, 2 * most) / unit).astype(np.int64)
    found[-1] = max(0, found[-1] - items)
    return found
