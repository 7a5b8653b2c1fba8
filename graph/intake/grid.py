"""What a reader hands on: one sheet or table as a grid of values, before anything is understood."""

import datetime as dt
from dataclasses import dataclass, field

CellValue = str | int | float | bool | dt.date | None
"""What a cell can hold. An empty cell is None; an error value is its text, such as `#REF!`."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range: zero-based rows and columns, both ends inside."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its name, its rows from the first row and column of the sheet on.

    Rows are cut after their last value, so they differ in length. `struck` and `hidden` hold
    zero-based rows that are struck through or hidden; the sheet itself may be hidden too.
    """

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    merges: tuple[Merge, ...] = ()
    struck: frozenset[int] = field(default_factory=frozenset)
    hidden: frozenset[int] = field(default_factory=frozenset)
    is_visible: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return not any(self.rows)
