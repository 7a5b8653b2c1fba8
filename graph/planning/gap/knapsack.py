"""All agents' knapsacks at once: who would best be given what, at given worths.

Dynamic programming over the room used, one layer an item, vectorised over agents. Where a
capacity has more units than the table may have columns, demands are rounded down to a coarser
unit: what is found is then a bound from above, which is what a relaxation needs.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from graph.planning.gap.instance import Floats, Instance, Integers
from graph.snapshot.arrays import Flags

MOST_CELLS: Final = 4_000_000
MOST_COLUMNS: Final = 8_192


@dataclass(frozen=True, eq=False)
class Packed:
    """`worth` is the best each agent can have, `counts` how many agents chose each item.

    `by_room[i, w]` is the best of agent i within w units; `loads` what the choice weighs, in
    the agent's own units.
    """

    worth: Floats
    counts: Integers
    loads: Integers
    by_room: Floats


class Knapsacks:
    """The knapsacks of an instance, asked again and again with other worths."""

    def __init__(self, instance: Instance) -> None:
        columns = min(MOST_COLUMNS, max(256, MOST_CELLS // max(instance.agents, 1)))
        # Numbers stay exact: a demand is at most the capacity wherever it counts.
        demand = np.where(instance.is_allowed, instance.demand, 0)
        capacity = instance.capacity
        is_coarse = capacity > columns
        if is_coarse.any():
            shrunk = demand.astype(object) * columns // np.maximum(capacity, 1)[:, None]
            demand = np.where(is_coarse[:, None], shrunk.astype(np.int64), demand)
            capacity = np.where(is_coarse, columns, capacity)
        self.weight: Integers = demand
        self.room: Integers = capacity
        self._demand = instance.demand
        self._allowed = instance.is_allowed
        self._columns = np.arange(int(capacity.max(initial=0)) + 1)

    def packed(self, worth: Floats) -> Packed:
        """The best choice of each agent when item j is worth `worth[i, j]` to agent i."""
        chosen_from = (worth > 0) & self._allowed
        items, counts = _padded(chosen_from)
        agents = np.arange(len(counts))[:, None]
        is_real = np.arange(items.shape[1]) < counts[:, None]
        gains = np.where(is_real, worth[agents, items], 0.0)
        weights = np.where(is_real, self.weight[agents, items], 0)
        best, is_taken = self._tables(gains, weights)
        taken = self._taken(is_taken, weights)
        picked = taken & is_real
        rows, places = np.nonzero(picked)
        loads = np.zeros(len(counts), dtype=np.int64)
        np.add.at(loads, rows, self._demand[rows, items[rows, places]])
        return Packed(
            best[agents[:, 0], self.room],
            np.bincount(items[picked], minlength=worth.shape[1]), loads, best,
        )  # fmt: skip

    def _tables(self, gains: Floats, weights: Integers) -> tuple[Floats, Flags]:
        width, pad = len(self._columns), int(weights.max(initial=0))
        agents, layers = weights.shape
        table = np.full((agents, pad + width), -np.inf)
        table[:, pad:] = 0.0
        flat = table.ravel()
        place = (np.arange(agents) * (pad + width) + pad)[:, None] + self._columns
        is_taken = np.zeros((layers, agents, width), dtype=np.bool_)
        now = table[:, pad:]
        for layer in range(layers):
            tried = flat.take(place - weights[:, layer, None])
            tried += gains[:, layer, None]
            np.greater(tried, now, out=is_taken[layer])
            np.maximum(tried, now, out=now)
        return now.copy(), is_taken

    def _taken(self, is_taken: npt.NDArray[np.bool_], weights: Integers) -> Flags:
        layers, agents, _width = is_taken.shape
        found = np.zeros((agents, layers), dtype=np.bool_)
        left = self.room.copy()
        every = np.arange(agents)
        for layer in range(layers - 1, -1, -1):
            found[:, layer] = is_taken[layer, every, left]
            left -= np.where(found[:, layer], weights[:, layer], 0)
        return found


def _padded(is_member: Flags) -> tuple[Integers, Integers]:
    """The members of each row, left-aligned, and how many each row has."""
    counts = is_member.sum(axis=1)
    width = int(counts.max(initial=0))
    rows, columns = np.nonzero(is_member)
    items = np.zeros((len(counts), width), dtype=np.int64)
    items[rows, np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)] = columns
    return items, counts
