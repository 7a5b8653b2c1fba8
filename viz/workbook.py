"""The findings as a workbook: everything the page has to cut, in sheets that can be filtered.

Every cell is written as text or as a number. Nothing a roster says can become a formula, a
link or a number here, whatever it begins with.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from graph.checks.finding import CheckResult
from graph.checks.rollup import NO_GRID, AreaRow
from graph.messages import _
from graph.replacing import replacing
from graph.rules import Rules
from graph.words import word
from viz.area_table import headings as area_headings
from viz.area_table import in_tree_order
from viz.finding_tables import FindingTable, finding_tables
from viz.overview import ancestors
from viz.totals import blocks_of, shares_of
from viz.unit import unit_row

OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
LONGEST_TEXT: Final = 32_767
MOST_LINES: Final = 1_000_000
"""What a cell and a sheet can hold; longer lists go on in a further sheet."""

Cell = str | int | float
Widths = Sequence[int]


def write_workbook(
    path: Path,
    result: CheckResult,
    rows: Sequence[AreaRow],
    rules: Rules,
    *,
    area: str | None = None,
    unit: str = "",
) -> None:
    """Write totals, findings by rule and the roll-up by area to an .xlsx file.

    Whatever was at `path` is replaced in one step, readable by its owner only. Raises OSError
    when the place cannot be written.
    """
    with replacing(path) as file:
        _write(file, result, rows, rules, area, unit)


def _write(
    path: Path,
    result: CheckResult,
    rows: Sequence[AreaRow],
    rules: Rules,
    area: str | None,
    unit: str,
) -> None:
    tables = finding_tables(result, rules.rules)
    whole = unit_row(rows, area)
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        sheets = Sheets(book)
        title = unit or (whole.name if whole else "")
        sheets.add(_("Figures"), (_("figure"), _("number"), _("share")), (34, 14, 14),
                   _totals(result, rows, area, title))  # fmt: skip
        sheets.add(_("Rules"), _rule_headings(), (34, 10, 10, 10, 60, 30), map(_rule, tables))
        for severity, name in (("problem", _("Problems")), ("hint", _("Hints"))):
            chosen = [table for table in tables if table.severity == severity]
            sheets.add(name, _finding_headings(), (30, 30, 36, 18, 10, 8, 12, 40), _lines(chosen))
        sheets.add(_("By area"), _area_headings(), (28, 10, *[11] * 20), _areas(rows))


class Sheets:
    """Sheets with a bold heading that stays in place and can be filtered by."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._heading = book.add_format(
            {
                "bold": True,
                "bg_color": "#ECEFF0",
                "bottom": 1,
                "text_wrap": True,
                "valign": "vcenter",
            }
        )
        self._text = book.add_format({"num_format": "@", "valign": "top"})

    def add(
        self, name: str, headings: Sequence[str], widths: Widths, lines: Iterable[Sequence[Cell]]
    ) -> None:
        """One sheet; a further one, numbered, for every `MOST_LINES` lines."""
        sheet, number, row = self._begin(name, 1, headings, widths), 1, 0
        for line in lines:
            if row == MOST_LINES:
                sheet.autofilter(0, 0, row, len(headings) - 1)
                number, row = number + 1, 0
                sheet = self._begin(name, number, headings, widths)
            row += 1
            for column, cell in enumerate(line):
                self._put(sheet, row, column, cell)
        sheet.autofilter(0, 0, max(row, 1), len(headings) - 1)

    def _begin(self, name: str, number: int, headings: Sequence[str], widths: Widths) -> Any:
        sheet = self._book.add_worksheet(name if number == 1 else f"{name} {number}")
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L" + _("Internal papers – keep safe").replace("&", "&&") + "&R&P/&N")
        for column, width in enumerate(widths[: len(headings)]):
            sheet.set_column(column, column, width)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, self._heading)
        return sheet

    def _put(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            sheet.write_number(row, column, cell)
        elif cell != "":
            sheet.write_string(row, column, str(cell)[:LONGEST_TEXT], self._text)


def _totals(
    result: CheckResult, rows: Sequence[AreaRow], area: str | None, title: str
) -> Iterable[Sequence[Cell]]:
    totals = result.totals
    yield _("unit"), title, ""
    yield _("data of"), result.moment.day.isoformat(), ""
    yield _("up to change no."), result.moment.seq, ""
    yield _("households"), totals["households"], ""
    for share in shares_of(totals, {}):
        yield share.label, totals[share.key], share.percent
    for block in blocks_of(totals, unit_row(rows, area), {}):
        for figure in block.figures:
            yield figure.label, _number(figure.text), ""


def _number(text: str) -> Cell:
    plain = text.replace(",", "")
    return int(plain) if plain.isdecimal() else text


def _rule_headings() -> Sequence[str]:
    return (_("rule"), _("problem or hint"), _("bounds"), _("count"), _("reason"), _("source"))


def _rule(table: FindingTable) -> Sequence[Cell]:
    severity = _("Problems") if table.severity == "problem" else _("Hints")
    return (table.title, severity, table.bounds, table.count, table.about, table.source)


def _finding_headings() -> Sequence[str]:
    return (
        _("rule"), _("area"), _("who or what"), _("what was measured"), _("value"),
        _("over or under"), _("bounds"), _("more"),
    )  # fmt: skip


def _lines(tables: Iterable[FindingTable]) -> Iterable[Sequence[Cell]]:
    """One line a finding; a rule's own columns are named in the last cell."""
    for table in tables:
        has_value, has_bounds = table.has_value, table.has_bounds
        measured = table.headings[2] if has_value else ""
        own = 2 + has_value + has_bounds
        for row in table.rows:
            more = [
                f"{heading}{_(': ')}{cell}"
                for heading, cell in zip(table.headings[own:], row.cells[own:], strict=True)
                if cell != ""
            ]
            yield (
                table.title, row.cells[0], row.cells[1], measured,
                row.cells[2] if has_value else "", row.flags,
                row.cells[2 + has_value] if has_bounds else "", _("; ").join(more),
            )  # fmt: skip


def _area_headings() -> Sequence[str]:
    first, *rest = area_headings()
    return (first, _("kind of area"), _("lies in"), *rest)


def _areas(rows: Sequence[AreaRow]) -> Iterable[Sequence[Cell]]:
    by_id = {row.id: row for row in rows}
    for row in in_tree_order(rows):
        kind = "" if row.kind == NO_GRID else word(row.kind)
        above = " ".join(up.name for up in reversed(ancestors(row, by_id)))
        yield (
            row.name, kind, above, row.households, row.covered, row.whole,
            row.suspended, row.broken, row.uncovered, row.members, row.members_liaising,
            row.members_expected, row.average_load, row.over, row.under, row.centre_households,
            row.groups, row.enterprises, _rate(row.organisation_coverage),
            _rate(row.work_coverage), row.instructors,
        )  # fmt: skip


def _rate(coverage: tuple[int, int]) -> Cell:
    part, whole = coverage
    return round(100 * part / whole, 1) if whole else ""
