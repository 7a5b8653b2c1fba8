"""Write tables into worksheets the way offices do: titles, two-row headings, merged cells.

Dates become date cells, text is never taken for a formula, and a workbook has the same bytes
every time it is written.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from graph.generate.county import REPORTED_ON
from graph.generate.roster_rows import Cell, Row

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class Column:
    """One column: the field it shows, its heading, and the heading above it, if any.

    `carried`: equal values below each other are one merged cell, within what is merged on
    its left.
    """

    key: str
    heading: str
    top: str = ""
    carried: bool = False


@contextmanager
def workbook(path: Path) -> Iterator["Book"]:
    """A new workbook, written when the block ends."""
    book = xlsxwriter.Workbook(str(path), _OPTIONS)
    moment = dt.datetime.combine(REPORTED_ON, dt.time(9))
    book.set_properties({"created": moment, "author": "", "comments": ""})
    yield Book(book)
    book.close()


class Book:
    """A workbook being written."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._centred = book.add_format({"align": "center", "valign": "vcenter"})

    def sheet(self, name: str) -> "Sheet":
        """A new worksheet."""
        return Sheet(self._book.add_worksheet(name), self._day, self._centred)


class Sheet:
    """A worksheet filled from the top; `row` is the next free one, counted from 0."""

    def __init__(self, sheet: Any, day: Any, centred: Any) -> None:
        self._sheet, self._day, self._centred = sheet, day, centred
        self.row = 0

    def title(self, text: str, width: int) -> None:
        """A title over the whole width."""
        self.merged(self.row, 0, self.row, width - 1, text)
        self.row += 1

    def unit_line(self, unit: str, width: int) -> None:
        """The line that says who reports and when."""
        left = width // 2
        self.merged(self.row, 0, self.row, left, f"填报单位：{unit}")
        day = f"{REPORTED_ON.year}年{REPORTED_ON.month}月{REPORTED_ON.day}日"
        self.merged(self.row, left + 1, self.row, width - 1, f"填报日期：{day}")
        self.row += 1

    def signature(self, text: str, width: int) -> None:
        """The line for signatures at the bottom."""
        self.merged(self.row, 0, self.row, width - 1, text)
        self.row += 1

    def headings(self, columns: Sequence[Column]) -> None:
        """The headings, in two rows where any column has a heading above it."""
        if not any(column.top for column in columns):
            for at, column in enumerate(columns):
                self.cell(self.row, at, column.heading)
            self.row += 1
            return
        for first, last in _runs([[column.top or f"\0{at}"] for at, column in enumerate(columns)]):
            top = columns[first].top
            if not top:
                self.merged(self.row, first, self.row + 1, first, columns[first].heading)
                continue
            self.merged(self.row, first, self.row, last, top)
            for at in range(first, last + 1):
                self.cell(self.row + 1, at, columns[at].heading)
        self.row += 2

    def body(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        """The rows, with carried columns merged downwards."""
        carried: list[str] = []
        for at, column in enumerate(columns):
            if not column.carried:
                for offset, row in enumerate(rows):
                    self.cell(self.row + offset, at, row[column.key])
                continue
            carried.append(column.key)
            for first, last in _runs([[row[key] for key in carried] for row in rows]):
                self.merged(self.row + first, at, self.row + last, at, rows[first][column.key])
        self.row += len(rows)

    def merged(self, top: int, left: int, bottom: int, right: int, value: Cell) -> None:
        """One cell over several, or a plain one where there is only one."""
        if (top, left) == (bottom, right):
            self.cell(top, left, value)
        else:
            self._sheet.merge_range(top, left, bottom, right, value, self._centred)

    def cell(self, row: int, column: int, value: Cell) -> None:
        """One value; an empty text leaves the cell empty."""
        if isinstance(value, dt.date):
            moment = dt.datetime.combine(value, dt.time())
            self._sheet.write_datetime(row, column, moment, self._day)
        elif value != "":
            self._sheet.write(row, column, value)

    def formula(self, row: int, column: int, text: str, value: int) -> None:
        """A formula with the value it has."""
        self._sheet.write_formula(row, column, text, None, value)


def _runs(keys: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, int]]:
    """First and last index of each run of equal neighbours."""
    first = 0
    for at in range(1, len(keys) + 1):
        if at == len(keys) or keys[at] != keys[first]:
            yield first, at - 1
            first = at
