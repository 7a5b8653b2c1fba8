"""The grouping as a mixed-integer programme, with one linear expression for each aim."""

from collections.abc import Sequence
from typing import Any

from graph.planning.instructors.joint.grouping import GroupAims, Grouping, Small
from graph.planning.instructors.programme import minimised, programme


class GroupingModel:
    """Minimise one aim after the other; `least` is what no grouping can beat.

    `most_new` is how many new organisations are enough for the best.
    """

    def __init__(self, grouping: Grouping, least: GroupAims, most_new: int) -> None:
        self.grouping = grouping
        self.least = least
        self.solver = programme()
        self.alike: dict[Small, list[int]] = {}
        for number, small in enumerate(grouping.smalls):
            self.alike.setdefault(small, []).append(number)
        self.count = len(grouping.existing) + most_new
        self.open = [self.solver.BoolVar("") for _each in range(most_new)]
        for first, second in zip(self.open, self.open[1:], strict=False):
            self.solver.Add(second <= first)
        self.comes = {
            (small, each): self.solver.IntVar(0, min(len(numbers), grouping.known(each).room), "")
            for small, numbers in self.alike.items()
            for each in range(self.count)
        }
        self.nowhere = [self.solver.IntVar(0, len(each), "") for each in self.alike.values()]
        for nowhere, (small, numbers) in zip(self.nowhere, self.alike.items(), strict=True):
            into = [self.comes[small, each] for each in range(self.count)]
            self.solver.Add(sum(into) + nowhere == len(numbers))
        for each in range(self.count):
            self._limit(each)
        self.aims = self._aims()

    def minimise(
        self, number: int, start: Sequence[int | None], time_limit_s: float, seed: int
    ) -> tuple[Sequence[int | None], int]:
        """The best found for this aim, `start` where nothing better, and the aim's bound."""
        bound = minimised(self.solver, self.aims[number], time_limit_s=time_limit_s, seed=seed)
        if bound is None:
            return start, self.least[number]
        return self._read(), max(self.least[number], bound)

    def keep(self, number: int, value: int) -> None:
        """From now on this aim may not get worse than this."""
        self.solver.Add(self.aims[number] <= value)

    def _limit(self, each: int) -> None:
        """Room, and members enough where the organisation is new."""
        room = self.grouping.known(each).room
        into = [self.comes[small, each] for small in self.alike]
        if each < len(self.grouping.existing):
            self.solver.Add(sum(into) <= room)
            return
        is_open = self.open[each - len(self.grouping.existing)]
        self.solver.Add(sum(into) <= room * is_open)
        members = [small.members * self.comes[small, each] for small in self.alike]
        self.solver.Add(sum(members) >= self.grouping.least * is_open)

    def _aims(self) -> list[Any]:
        spread = [*self._reached("village", "villages"), *self._reached("area", "areas")]
        every = (self.nowhere, self.open, spread, self._reached("sector", "sectors"))
        return [self.solver.Sum(each) for each in every]

    def _reached(self, name: str, known: str) -> list[Any]:
        """For each organisation and each village, area or sector new to it: 1 if it comes in."""
        found: dict[tuple[int, object], Any] = {}
        for (small, each), comes in self.comes.items():
            kind = getattr(small, name)
            if kind in getattr(self.grouping.known(each), known):
                continue
            if (each, kind) not in found:
                found[each, kind] = self.solver.BoolVar("")
            most = min(len(self.alike[small]), self.grouping.known(each).room)
            self.solver.Add(comes <= most * found[each, kind])
        return list(found.values())

    def _read(self) -> tuple[int | None, ...]:
        chosen: list[int | None] = [None] * len(self.grouping.smalls)
        for small, numbers in self.alike.items():
            left = iter(numbers)
            for each in range(self.count):
                for _one in range(round(self.comes[small, each].solution_value())):
                    chosen[next(left)] = each
        return tuple(chosen)
