"""What a fictitious network is made of while it is being made: numbered things and links.

Every node is a position in its label's block; ids, names and Arrow tables come last. So a
million households are arrays from the beginning to the end.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

NEVER: Final = np.iinfo(np.int64).min
"""Stands for no date among days counted from 1970-01-01."""

DAY: Final = dt.date(2026, 9, 30)
"""The day a fictitious network is about, unless said otherwise."""

FULL_TERM: Final = 730
"""Two years in days."""


def days_of(day: dt.date) -> int:
    """The day as days from 1970-01-01, the way Arrow's date32 counts."""
    return (day - dt.date(1970, 1, 1)).days


def owners(
    total: int,
    rng: np.random.Generator,
    sizes: Sequence[int],
    odds: Sequence[float],
    unusual: Sequence[int] = (),
) -> Ints:
    """Who owns each of `total` things in a row, when owner after owner takes a random number.

    Non-decreasing positions from 0; the last owner gets what is left. From the third owner on
    the `unusual` sizes are taken, one each.
    """
    drawn = rng.choice(np.asarray(sizes), size=total + 3 + len(unusual), p=odds)
    drawn[2 : 2 + len(unusual)] = unusual
    return np.repeat(np.arange(len(drawn)), drawn)[:total]


def firsts(owner: Ints) -> Ints:
    """The first position of each owner in a non-decreasing array of owners."""
    return np.flatnonzero(np.diff(owner, prepend=-1))


def pick(rng: np.random.Generator, among: Ints, rate: float) -> Ints:
    """A sorted random part of `among`: the rate, but at least one where there is any."""
    count = min(len(among), max(1, round(rate * len(among))))
    return np.sort(rng.choice(among, size=count, replace=False))


@dataclass
class Areas:
    """Areas in order of making; a parent always stands before its children."""

    names: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)

    def add(self, names: Sequence[str], kinds: Sequence[str], parents: Sequence[int]) -> Ints:
        """The positions of new areas."""
        start = len(self.names)
        self.names.extend(names)
        self.kinds.extend(kinds)
        self.parents.extend(int(parent) for parent in parents)
        return np.arange(start, len(self.names))

    def of_kind(self, *kinds: str) -> Ints:
        """The positions of all areas of these kinds."""
        return np.array([at for at, kind in enumerate(self.kinds) if kind in kinds], np.int64)


@dataclass
class Organisations:
    """Organisations, what each is under (-1: nothing) and where it is."""

    names: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    under: list[int] = field(default_factory=list)
    areas: list[int] = field(default_factory=list)

    def add(
        self, names: Sequence[str], kind: str | Sequence[str], under: Sequence[int] | Ints,
        areas: Sequence[int] | Ints,
    ) -> Ints:  # fmt: skip
        """The positions of new organisations; `kind` may be one for all."""
        start = len(self.names)
        self.names.extend(names)
        self.kinds.extend([kind] * len(names) if isinstance(kind, str) else kind)
        self.under.extend(int(each) for each in under)
        self.areas.extend(int(each) for each in areas)
        return np.arange(start, len(self.names))


@dataclass
class People:
    """Persons by blocks: where each is, the unit, and what excuses them."""

    area: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    unit: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    exempt: Mask = field(default_factory=lambda: np.empty(0, np.bool_))
    unavailable_until: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    floating: Ints = field(default_factory=lambda: np.empty(0, np.int64))

    def __len__(self) -> int:
        return len(self.area)

    def add(self, areas: Ints, *, seconded: bool = False) -> Ints:
        """The positions of new persons, one for each area; the seconded have a unit."""
        start, count = len(self), len(areas)
        self.area = np.concatenate([self.area, areas])
        unit = np.arange(count) if seconded else np.full(count, -1)
        self.unit = np.concatenate([self.unit, unit])
        self.exempt = np.concatenate([self.exempt, np.zeros(count, np.bool_)])
        self.unavailable_until = np.concatenate([self.unavailable_until, np.full(count, NEVER)])
        self.floating = np.concatenate([self.floating, np.zeros(count, np.int64)])
        return np.arange(start, start + count)


@dataclass(frozen=True)
class Ends:
    """Which labels a block of links joins."""

    type: str
    from_label: str
    to_label: str


@dataclass
class Links:
    """All links as pairs of positions, with the properties of each as columns."""

    blocks: dict[Ends, list[tuple[Ints, Ints, dict[str, object]]]] = field(default_factory=dict)

    def add(self, ends: Ends, source: Ints, target: Ints, **columns: object) -> None:
        """Add links; a column is a value for all, a list, or days (int64, NEVER for none)."""
        self.blocks.setdefault(ends, []).append((source, target, columns))

    def pairs(self, type: str, from_label: str, to_label: str) -> tuple[Ints, Ints]:
        """Both ends of all links of this kind, as positions."""
        blocks = self.blocks.get(Ends(type, from_label, to_label), [])
        empty = np.empty(0, np.int64)
        return (
            np.concatenate([empty, *(block[0] for block in blocks)]),
            np.concatenate([empty, *(block[1] for block in blocks)]),
        )
