"""The ledger view of a village: a row a member, a block a household, every tier beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from viz.seat import Pyramid, Seat, Tier

TIERS: Final = tuple(Tier)
BLOCK: Final = 12
"""Width and height of one household's block with the gap beside it, in pixels."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the table: a seat and how many rows and columns it takes.

    `seat` is None where the tiers below a seat hold nobody; the cell then fills the row.
    """

    seat: Seat | None
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that begin in one row, and the member the row is about, if there is one.

    `path` repeats who stands above the member, for screens too narrow for columns; it is
    empty unless the row is the first of a centre household.
    """

    cells: tuple[Cell, ...]
    member: Seat | None
    path: tuple[Seat, ...]


def table_rows(pyramid: Pyramid) -> list[Row]:
    """The rows of a village, from the first branch's first member to those with no centre."""
    return [row for top in pyramid.tops for row in _rows(top, (), ())]


def _rows(seat: Seat, begun: tuple[Cell, ...], above: tuple[Seat, ...]) -> Iterable[Row]:
    """The rows of one seat; `begun` are the cells above it that start in its first row."""
    if seat.tier is Tier.MEMBER:
        yield Row((*begun, Cell(seat)), seat, above if begun else ())
        return
    cells = (*begun, Cell(seat, rows=_height(seat)))
    path = (*above, seat)
    if not seat.below:
        missing = len(TIERS) - 1 - TIERS.index(seat.tier)
        yield Row((*cells, Cell(None, columns=missing)), None, path)
        return
    for one in seat.below:
        yield from _rows(one, cells, path)
        cells = ()


def _height(seat: Seat) -> int:
    return sum(_height(one) for one in seat.below) or 1


@dataclass(frozen=True, slots=True)
class Scale:
    """How long a row of blocks may be, and where the lines of the bounds stand, in blocks.

    A bound is None where the rule has none. Rows longer than `blocks` are cut and say so.
    """

    blocks: int
    lowest: int | None
    highest: int | None

    @property
    def width(self) -> int:
        """The width of the drawing in pixels."""
        return self.blocks * BLOCK + 2


def scale_of(pyramid: Pyramid, lowest: int | None, highest: int | None) -> Scale:
    """A scale that shows the longest row, up to a few times the upper bound."""
    longest = max((seat.load or 0 for seat in pyramid.members()), default=0)
    room = 2 * (highest or lowest or 15) + 4
    return Scale(max(min(longest, room), (highest or 0) + 2), lowest, highest)
