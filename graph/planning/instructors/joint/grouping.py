"""Putting small enterprises together, as numbers alone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from graph.planning.plan import Score

SPREAD_ROOM: Final = 1_000_000
"""How much the sectors of one part stay below, so that spread and sectors make one number."""


class GroupAims(NamedTuple):
    """How good a grouping is, in strict order, each the smaller the better.

    `left`: enterprises that come into no organisation. `founded`: new organisations. `spread`:
    Σ over organisations of the villages and of the areas they reach into anew. `sectors`: Σ of
    the sectors they reach into anew.
    """

    left: int
    founded: int
    spread: int
    sectors: int

    @property
    def score(self) -> Score:
        """The same as a plan says it: `changed` are the organisations founded."""
        return Score(self.left, 0, self.founded, self.spread * SPREAD_ROOM + self.sectors)


@dataclass(frozen=True, slots=True)
class Small:
    """An enterprise with `members` ≥ 1 full members, too few for its own organisation."""

    members: int
    village: int
    area: int
    sector: str | None


@dataclass(frozen=True, slots=True)
class Existing:
    """A joint organisation with room for so many more, and what it reaches into today."""

    room: int
    villages: frozenset[int]
    areas: frozenset[int]
    sectors: frozenset[str | None]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Enterprises to be put together: at most `largest` an organisation, `least` members in it.

    A choice says for each enterprise which organisation it comes into: first the existing ones
    by number, then new ones; None is none.
    """

    smalls: tuple[Small, ...]
    existing: tuple[Existing, ...]
    largest: int
    least: int

    def aims(self, chosen: Sequence[int | None]) -> GroupAims:
        """How good a choice is."""
        groups = self.groups(chosen)
        spread = sectors = 0
        for number, smalls in groups.items():
            known = self.known(number)
            spread += len({each.village for each in smalls} - known.villages)
            spread += len({each.area for each in smalls} - known.areas)
            sectors += len({each.sector for each in smalls} - known.sectors)
        founded = sum(number >= len(self.existing) for number in groups)
        return GroupAims(sum(each is None for each in chosen), founded, spread, sectors)

    def is_possible(self, chosen: Sequence[int | None]) -> bool:
        """Whether nobody has more than there is room for, and no new organisation too few."""
        return all(
            len(smalls) <= self.known(number).room
            and (number < len(self.existing) or sum(one.members for one in smalls) >= self.least)
            for number, smalls in self.groups(chosen).items()
        )

    def groups(self, chosen: Sequence[int | None]) -> dict[int, list[Small]]:
        """By number of the organisation, the enterprises that come into it."""
        found: dict[int, list[Small]] = defaultdict(list)
        for small, number in zip(self.smalls, chosen, strict=True):
            if number is not None:
                found[number].append(small)
        return dict(sorted(found.items()))

    def known(self, number: int) -> Existing:
        """What an organisation reaches into before anybody joins; nothing for a new one."""
        if number < len(self.existing):
            return self.existing[number]
        return Existing(self.largest, frozenset(), frozenset(), frozenset())

    @property
    def most_new(self) -> int:
        """How many new organisations are enough for everybody who can be in one."""
        return -(-len(self.smalls) // max(1, self.largest))

    def bound(self) -> GroupAims:
        """What no grouping can beat, without solving anything.

        Only `founded` given that nobody is left, and the rest given that as well.
        """
        room = sum(each.room for each in self.existing)
        founded = -(-max(0, len(self.smalls) - room) // max(1, self.largest))
        spread = sum(
            max(founded, self._needed(name, known)) for name, known in
            (("village", "villages"), ("area", "areas"))
        )  # fmt: skip
        return GroupAims(0, founded, spread, max(founded, self._needed("sector", "sectors")))

    def _needed(self, name: str, known: str) -> int:
        """Into how many kinds, summed over organisations, somebody has to reach anew."""
        many: dict[object, int] = defaultdict(int)
        for each in self.smalls:
            many[getattr(each, name)] += 1
        needed = 0
        for kind, count in many.items():
            at_home = sum(each.room for each in self.existing if kind in getattr(each, known))
            needed += -(-max(0, count - at_home) // max(1, self.largest))
        return needed
