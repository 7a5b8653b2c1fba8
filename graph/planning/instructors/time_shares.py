"""Sharing the time there is among parts of different size."""

import time
from collections.abc import Sequence


class TimeShares:
    """What is left of the time, handed out part by part in proportion to their weights.

    What a part does not use goes to those after it. It begins when it is made.
    """

    def __init__(self, time_limit_s: float, weights: Sequence[int]) -> None:
        self._until = time.monotonic() + time_limit_s
        self._weights = list(weights)

    def next(self) -> float:
        """How many seconds the next part may take; 0 when time is up."""
        rest = max(0.0, self._until - time.monotonic())
        whole = sum(self._weights)
        own = self._weights.pop(0)
        return rest * own / whole if whole else rest
