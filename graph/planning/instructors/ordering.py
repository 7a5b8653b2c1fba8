"""In which order things change hands, so that nobody has too much in between."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One thing changes hands: `taker` gets it (None: nobody), `givers` no longer have it."""

    taker: int | None
    givers: tuple[int, ...]


def in_order(steps: Sequence[Step], free: Mapping[int, int]) -> list[tuple[int, tuple[int, ...]]]:
    """The indices of the steps in order, each with the places of those it needs before it.

    `free` is how much room every taker has today, below 0 for who has too much. A step comes
    as soon as its taker has room; where all that are left wait for each other, the first goes
    ahead and needs only what is done already.
    """
    done: list[tuple[int, tuple[int, ...]]] = []
    freed: dict[int, list[int]] = defaultdict(list)
    taken: dict[int, int] = defaultdict(int)

    def needs(taker: int) -> list[int] | None:
        """Places that make room for one more; None while there is no room."""
        wanted = taken[taker] + 1 - free[taker]
        if wanted <= 0:
            return []
        if len(freed[taker]) < wanted:
            return None
        return [*freed[taker][: max(0, -free[taker])], freed[taker][wanted - 1]]

    def take(index: int, needed: Sequence[int]) -> None:
        step = steps[index]
        for giver in step.givers:
            freed[giver].append(len(done))
        if step.taker is not None:
            taken[step.taker] += 1
        done.append((index, tuple(needed)))

    waiting = list(range(len(steps)))
    while waiting:
        still: list[int] = []
        for index in waiting:
            taker = steps[index].taker
            needed = [] if taker is None else needs(taker)
            if needed is None:
                still.append(index)
            else:
                take(index, needed)
        if len(still) == len(waiting):
            first = still.pop(0)
            taker = steps[first].taker
            take(first, list(freed[taker]) if taker is not None else [])
        waiting = still
    return done
