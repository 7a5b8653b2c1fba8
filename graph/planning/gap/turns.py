"""Whose turn it is in a pursuit."""

from typing import Final

import numpy as np

SELDOM: Final = 0.25

Mark = tuple[int, int]
"""The best cost and bound at some moment."""


class Turns:
    """What has led to nothing lately comes up less often, but never not at all."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._chance: dict[str, float] = {}

    def has(self, name: str) -> bool:
        """Whether it is the turn of something."""
        return bool(self._rng.random() < self._chance.get(name, 1.0))

    def note(self, name: str, before: Mark, after: Mark) -> Mark:
        """Note what came of a turn, from the marks before and after; returns the latter."""
        chance = self._chance.get(name, 1.0)
        self._chance[name] = 1.0 if after != before else max(SELDOM, chance * 0.7)
        return after
