"""Assignment problems of the types the literature calls c, d and e, by seed.

Recipes after Chu and Beasley (1997) for c and d, Laguna and others (1995) for e; all whole
numbers. In d and e cheap pairs are those that demand much, which makes them hard.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]

TYPES: Final = ("c", "d", "e")


class Question(NamedTuple):
    """Cost and demand are agents × items, capacity is by agent."""

    cost: Whole
    demand: Whole
    capacity: Whole


def question(kind: str, agents: int, items: int, seed: int) -> Question:
    """The instance of a type and size that belongs to a seed."""
    rng = np.random.default_rng([TYPES.index(kind), agents, items, seed])
    shape = (agents, items)
    if kind == "c":
        demand = rng.integers(5, 26, shape)
        cost = rng.integers(10, 51, shape)
    elif kind == "d":
        demand = rng.integers(1, 101, shape)
        cost = 111 - demand + rng.integers(-10, 11, shape)
    else:
        demand = np.floor(1 - 10 * np.log(1 - rng.random(shape))).astype(np.int64)
        cost = np.floor(1000 / demand - 10 * rng.random(shape)).astype(np.int64)
    capacity = np.floor(0.8 * demand.sum(axis=1) / agents).astype(np.int64)
    return Question(cost.astype(np.int64), demand.astype(np.int64), capacity)
