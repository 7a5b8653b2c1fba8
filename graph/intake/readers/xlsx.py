"""Workbooks to grids: values and merges by calamine, struck and hidden rows by openpyxl.

Before either opens the file its size unpacked, its cells and the range they span are counted
from the raw stream: both libraries can be made to ask for gigabytes by a few kilobytes.
"""

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from graph.intake.grid import CellValue, Grid, Merge
from graph.intake.readers import limits
from graph.intake.readers.unreadable import Unreadable

_CELL: Final = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_SPECIAL: Final = re.compile(rb'hidden="(?:1|true)"|<(?:\w+:)?strike\b')
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 256
_OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0"


def read(path: Path) -> list[Grid]:
    """Every worksheet of the workbook, in order; charts and macros are left out."""
    has_special = _survey(path)
    try:
        workbook = CalamineWorkbook.from_path(path)
        grids = [
            _grid(workbook, each.name, is_visible=each.visible == SheetVisibleEnum.Visible)
            for each in workbook.sheets_metadata
            if each.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError as error:
        raise Unreadable("locked") from error
    except CalamineError as error:
        raise Unreadable("damaged") from error
    return _with_row_marks(path, grids) if has_special else grids


def _survey(path: Path) -> bool:
    """Refuse what asks for too much; whether rows may be struck through or hidden."""
    if path.stat().st_size > limits.FILE_BYTES:
        raise Unreadable("size")
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(each.file_size for each in archive.infolist()) > limits.UNPACKED_BYTES:
                raise Unreadable("unpacked")
            return _survey_parts(archive)
    except zipfile.BadZipFile as error:
        with path.open("rb") as stream:
            is_ole = stream.read(4) == _OLE_MAGIC
        # An encrypted workbook is an OLE container around the zip.
        raise Unreadable("locked" if is_ole else "damaged") from error


def _survey_parts(archive: zipfile.ZipFile) -> bool:
    has_special = False
    budget = limits.UNPACKED_BYTES
    cells = 0
    for info in archive.infolist():
        is_sheet = info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml")
        if not is_sheet and info.filename != "xl/styles.xml":
            continue
        bottom = right = 0
        for chunk, fresh in _chunks(archive, info):
            budget -= fresh
            if budget < 0:
                raise Unreadable("unpacked")
            has_special = has_special or _SPECIAL.search(chunk) is not None
            for match in _CELL.finditer(chunk) if is_sheet else ():
                cells += 1
                bottom = max(bottom, int(match[2]))
                right = max(right, _column_number(match[1]))
            if cells > limits.CELLS:
                raise Unreadable("cells")
            if bottom * right > limits.EXTENT_CELLS:
                raise Unreadable("extent", f"{info.filename}: {right} x {bottom}")
    return has_special


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """The part in overlapping pieces, each with how many of its bytes are new."""
    with archive.open(info) as stream:
        tail = b""
        while fresh := stream.read(_CHUNK):
            yield tail + fresh, len(fresh)
            tail = fresh[-_OVERLAP:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _grid(workbook: CalamineWorkbook, name: str, *, is_visible: bool) -> Grid:
    sheet = workbook.get_sheet_by_name(name)
    rows = [
        _cut(tuple(_value(each) for each in row)) for row in sheet.to_python(skip_empty_area=False)
    ]
    while rows and not rows[-1]:
        rows.pop()
    merges = tuple(
        Merge(top, left, bottom, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if top < len(rows)
    )
    return Grid(name, tuple(rows), merges, is_visible=is_visible)


def _value(value: object) -> CellValue:
    match value:
        case str():
            return value[: limits.TEXT_CHARACTERS] if value.strip() else None
        case dt.datetime():
            return value.date()
        case float() if value.is_integer():
            return int(value)
        case bool() | int() | float() | dt.date():
            return value
        case None:
            return None
        case _:
            return str(value)


def _cut(row: tuple[CellValue, ...]) -> tuple[CellValue, ...]:
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return row[:end]


def _with_row_marks(path: Path, grids: list[Grid]) -> list[Grid]:
    from openpyxl import load_workbook  # slow to import, and few files need it

    book = load_workbook(path, data_only=True)
    marked = []
    for grid in grids:
        sheet = book[grid.name]
        hidden = {
            number - 1
            for number, dimension in sheet.row_dimensions.items()
            if dimension.hidden and number <= len(grid.rows)
        }
        struck = {
            index
            for index, row in enumerate(grid.rows)
            if row
            and all(
                bool(sheet.cell(index + 1, column + 1).font.strike)
                for column, value in enumerate(row)
                if value is not None
            )
        }
        marked.append(Grid(grid.name, grid.rows, grid.merges, frozenset(struck), frozenset(hidden)))
    return marked
