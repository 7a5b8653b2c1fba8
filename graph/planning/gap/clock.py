"""How much of the time that was granted is left."""

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Clock:
    """Runs out at `end`, a reading of the monotonic clock."""

    end: float

    @classmethod
    def of(cls, seconds: float) -> "Clock":
        """A clock that runs out in so many seconds."""
        return cls(time.monotonic() + seconds)

    @property
    def left_s(self) -> float:
        """The seconds that are left, never less than 0."""
        return max(0.0, self.end - time.monotonic())

    @property
    def is_over(self) -> bool:
        """Whether nothing is left."""
        return self.left_s <= 0.0

    def at_most(self, seconds: float) -> "Clock":
        """A clock that runs out with this one, or in so many seconds if that is sooner."""
        return Clock(min(self.end, time.monotonic() + seconds))
