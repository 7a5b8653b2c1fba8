"""Minimising one aim after the other, with what is proven of each."""

import time
from collections.abc import Callable, Sequence
from typing import Final, Generic, Protocol, TypeVar

Choice = TypeVar("Choice")
"""Which one each goes to, in order; None: nobody."""

_LEAST_SECONDS: Final = 0.1
"""What every aim gets even when time is up, so that easy ones are still closed."""


class StagedModel(Protocol[Choice]):
    """What can be minimised aim by aim."""

    @property
    def least(self) -> Sequence[int]:
        """What nothing can beat, aim by aim, known without solving."""

    def minimise(
        self, number: int, start: Choice, time_limit_s: float, seed: int
    ) -> tuple[Choice, int]:
        """The best found for this aim, `start` where nothing better, and the aim's bound."""

    def keep(self, number: int, value: int) -> None:
        """From now on this aim may not get worse than this."""


class Staged(Generic[Choice]):
    """What came of it: the choice, a bound for each aim, and whether all are met.

    The aims after the first one that was not closed are bounded by 0.
    """

    def __init__(
        self,
        model: StagedModel[Choice],
        aims_of: Callable[[Choice], Sequence[int]],
        start: Choice,
        *,
        time_limit_s: float,
        seed: int,
    ) -> None:
        until = time.monotonic() + time_limit_s
        self.choice = start
        self.bounds = [0] * len(model.least)
        self.is_closed = True
        for number, bound in enumerate(model.least):
            value = aims_of(self.choice)[number]
            if value > bound:
                rest = max(_LEAST_SECONDS, (until - time.monotonic()) / 2)
                found, bound = model.minimise(number, self.choice, rest, seed)
                if tuple(aims_of(found)) < tuple(aims_of(self.choice)):
                    self.choice, value = found, aims_of(found)[number]
            self.bounds[number] = bound if self.is_closed else 0
            self.is_closed &= bound >= value
            model.keep(number, value)
