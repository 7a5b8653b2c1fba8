"""A sheet as tables of rows: which column says what, under which section, with every blank filled.

What the rows mean is not decided here; that is the work of `kinds/`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from graph.intake.cells import Cells
from graph.intake.grid import Grid
from graph.intake.heading import HeadingRows, heading_at
from graph.intake.layout import Columns, Layout
from graph.intake.lines import (
    Head,
    Section,
    declared_count,
    is_closing,
    is_grand_total,
    is_section,
    is_subtotal,
    is_unit_line,
    section_of,
)
from graph.intake.wording import compact, is_ditto

_CARRIED_SHARE: Final = 0.2
_CARRIED_SHARE_OF_PEOPLE: Final = 0.6
_HEAD_ROWS: Final = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One data row: its 1-based number, the text of each field, the section it stands in."""

    number: int
    texts: Mapping[str, str]
    section: Section
    is_struck: bool = False
    is_hidden: bool = False

    def get(self, name: str) -> str:
        """The text of a field; "" where the table has no such column or the cell is empty."""
        return self.texts.get(name, "")


@dataclass(frozen=True, slots=True)
class Total:
    """A subtotal row: how many rows it says there are between `after` and itself.

    `after` is the number of the subtotal or section line before it, 0 for a grand total.
    """

    number: int
    declared: int
    after: int
    section: Section


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a sheet."""

    layout: Layout
    columns: Columns
    head: Head
    rows: tuple[Row, ...]
    totals: tuple[Total, ...] = ()

    def letter(self, name: str) -> str | None:
        """The letter of the column that holds a field, None if there is no such column."""
        index = self.columns.fields.get(name)
        return None if index is None else column_letter(index)

    def has(self, name: str) -> bool:
        """Whether the table has a column for the field."""
        return name in self.columns.fields


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything read from one sheet; `id_numbers` are cells as 1-based row and letter."""

    name: str
    head: Head
    tables: tuple[Table, ...]
    id_numbers: tuple[tuple[int, str], ...]


def column_letter(index: int) -> str:
    """The letter of a zero-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_sheet(grid: Grid, names: tuple[str, ...] = ()) -> Sheet:
    """The tables of a grid; `names` (of sheet and file) help to recognise the kind."""
    cells = Cells(grid)
    scan = _Scan(cells, names)
    scan.run()
    id_numbers = tuple((row + 1, column_letter(column)) for row, column in cells.id_numbers)
    return Sheet(grid.name, scan.head, tuple(scan.tables()), id_numbers)


@dataclass
class _Open:
    """A table while its rows are still being found."""

    heading: HeadingRows
    head: Head
    rows: list[tuple[int, Section]] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    subtotal_after: int = 0


class _Scan:
    """Goes down the rows once and says what each one is."""

    def __init__(self, cells: Cells, names: tuple[str, ...]) -> None:
        self._cells = cells
        self._names = names
        self._section = Section()
        self._open: list[_Open] = []
        self.head = Head()

    def run(self) -> None:
        row = 0
        while row < self._cells.height:
            titles = (*self.head.titles, *self._names)
            heading = heading_at(self._cells, row, titles)
            if heading is not None:
                self._open.append(_Open(heading, self.head))
                row += heading.height
                continue
            self._take(row)
            row += 1

    def _take(self, row: int) -> None:
        texts = [each for each in self._cells.own(row) if each]
        if not texts:
            return
        alone = len(texts) == 1 and (self._cells.is_wide(row) or self._seen_count(row) == 1)
        if is_unit_line(texts):
            known = Head(self.head.titles) if self._open else self.head
            self.head = known.reading(texts)
        elif (
            alone
            and is_section(texts[0])
            and (self._open or section_of(texts[0]).text != compact(texts[0]))
        ):
            self._section = section_of(texts[0]).within(self._section)
            if self._open:
                self._open[-1].subtotal_after = row + 1
        elif not self._open:
            if row < _HEAD_ROWS:
                self.head = self.head.reading(texts)
        elif is_closing(texts[0]) or (alone and self._cells.is_wide(row)):
            return
        elif is_subtotal(texts):
            self._close_subtotal(row, texts)
        else:
            self._open[-1].rows.append((row, self._section))

    def _seen_count(self, row: int) -> int:
        return sum(bool(self._cells.seen(row, each)) for each in range(self._cells.width))

    def _close_subtotal(self, row: int, texts: list[str]) -> None:
        table = self._open[-1]
        declared = declared_count(texts)
        is_grand = is_grand_total(texts)
        if declared is not None:
            after = 0 if is_grand else table.subtotal_after
            table.totals.append(Total(row + 1, declared, after, self._section))
        if not is_grand:
            table.subtotal_after = row + 1

    def tables(self) -> Iterator[Table]:
        for each in self._open:
            layout, columns = each.heading.recognised
            rows = _Filling(self._cells, layout, columns, each.rows).rows()
            yield Table(layout, columns, each.head, tuple(rows), tuple(each.totals))


class _Filling:
    """Texts of data rows, with merged ranges, ditto marks and carried blanks filled in."""

    def __init__(
        self, cells: Cells, layout: Layout, columns: Columns, rows: list[tuple[int, Section]]
    ) -> None:
        self._cells = cells
        self._layout = layout
        self._columns = columns
        self._rows = rows

    def rows(self) -> Iterator[Row]:
        carried = {name for name in self._columns.fields if self._is_carried(name)}
        above: dict[str, str] = {}
        section: Section | None = None
        grid = self._cells.grid
        for number, row_section in self._rows:
            if row_section != section:
                above, section = {}, row_section
            texts = self._texts(number, carried, above)
            if self._has_content(number):
                above = texts
                yield Row(
                    number + 1, texts, row_section, number in grid.struck, number in grid.hidden
                )

    def _texts(self, number: int, carried: set[str], above: Mapping[str, str]) -> dict[str, str]:
        texts = {n: self._cells.seen(number, c) for n, c in self._columns.fields.items()}
        is_numbered = bool(texts.get("serial"))
        left_empty = {
            each.subject
            for name, text in texts.items()
            if not text and (each := self._layout.field(name)).attribute == "name"
        }
        for name, text in texts.items():
            field = self._layout.field(name)
            # A phone or post goes on only where the name it belongs to goes on.
            goes_on = (
                name in carried
                and (field.attribute in ("", "name") or field.subject in left_empty)
                and not (is_numbered and field.subject == self._layout.numbers)
            )
            if is_ditto(text) or (not text and goes_on):
                texts[name] = above.get(name, "")
        return texts

    def _has_content(self, number: int) -> bool:
        """Whether a row says anything itself but its serial number."""
        return any(
            self._cells.at(number, column)
            for name, column in self._columns.fields.items()
            if name != "serial"
        )

    def _is_carried(self, name: str) -> bool:
        """Whether an empty cell of this column means the value above it.

        It does where nothing is merged, values are never repeated on the next row, and
        empty cells are many; a column written out in full leaves a cell empty for nobody.
        """
        column = self._columns.fields[name]
        field = self._layout.field(name)
        if not field.carried or self._cells.has_merges_down(column):
            return False
        texts = [self._cells.at(row, column) for row, _ in self._rows]
        if not texts or not texts[0]:
            return False
        blanks = sum(not each for each in texts)
        repeats = any(a and a == b for a, b in pairwise(texts))
        share = _CARRIED_SHARE_OF_PEOPLE if field.is_optional else _CARRIED_SHARE
        return blanks >= share * len(texts) and not repeats
