"""Reading files: from paths to everything they state, refuse and leave in doubt.

Nothing here looks at what is kept; a reading can be made without a ledger.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from graph.intake.claims import AreaRef, Claims, Doubt, Dropped, Evidence, Origin, Refusal
from graph.intake.grid import Grid
from graph.intake.kinds import KINDS
from graph.intake.places import Place, place_in, township_kind, village_kind
from graph.intake.readers import READERS
from graph.intake.readers.reasons import reason_of
from graph.intake.readers.sandbox import read_grids
from graph.intake.readers.unreadable import Unreadable
from graph.intake.sheet import Sheet, Table, column_letter, read_sheet
from graph.intake.speaker import Context, Speaker
from graph.messages import _

_OFFICE_FILES: Final = frozenset((".xls", ".csv", ".docx", ".doc", ".et", ".wps", ".ods", ".pdf"))
_PARENTS: Final = 2
_PROSE_CELLS: Final = 2


@dataclass(frozen=True)
class Reading:
    """Everything that was read, in the order of the files.

    `files` are the names read; `claims` what they state, refuse and leave in doubt.
    """

    files: tuple[str, ...] = ()
    claims: Claims = field(default_factory=Claims)

    @property
    def reported_on(self) -> dt.date | None:
        """The newest day a file reports for (填报日期); None if no file names one."""
        return max(self.claims.reported_on, default=None)


def read_files(paths: Iterable[Path | str], *, area: str | None = None) -> Reading:
    """Everything the files state.

    A path may be a folder: every roster in it, folders inside included, in the order of their
    names. `area` names the township for files that do not name one themselves. What cannot be
    read or understood is refused in the reading, never raised.
    """
    files = list(_files(Path(each) for each in paths))
    claims = Claims()
    for path in files:
        _File(path, area, claims).read()
    return Reading(tuple(each.name for each in files), claims)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for inner in sorted(path.rglob("*")):
            suffix = inner.suffix.lower()
            is_hidden = inner.name.startswith((".", "~$"))
            if inner.is_file() and not is_hidden and (suffix in READERS or suffix in _OFFICE_FILES):
                yield inner


class _File:
    """One file being read."""

    def __init__(self, path: Path, area: str | None, claims: Claims) -> None:
        self._path = path
        self._area = area
        self._claims = claims
        self._name = path.name

    def read(self) -> None:
        try:
            grids = read_grids(self._path)
        except Unreadable as problem:
            self._refuse(None, reason_of(problem))
            return
        sheets = []
        for grid in grids:
            if grid.is_visible:
                sheets += [] if grid.is_empty else [self._sheet(grid)]
            elif read_sheet(grid).tables:
                self._refuse(grid.name, _("The sheet is hidden; show it or delete it"))
        prose = {each.name for each in grids if _is_prose(each)}
        if not any(sheet.tables for sheet in sheets):
            self._refuse(None, _("No table of a known kind was found in the file"))
            return
        sheets = [each for each in sheets if each.tables or each.name not in prose]
        places = [self._place(sheet) for sheet in sheets]
        # A sheet that does not name its township belongs to that of its workbook.
        shared = next((each for each in places if each.township), Place())
        for sheet, place in zip(sheets, places, strict=True):
            self._speak(sheet, place if place.township else place._replace(
                county=shared.county, township=shared.township
            ))  # fmt: skip

    def _sheet(self, grid: Grid) -> Sheet:
        sheet = read_sheet(grid, (grid.name, self._path.stem))
        gone = {column_letter(i) for each in sheet.tables for i in each.columns.dropped}
        for row, letter in sheet.id_numbers:
            if letter in gone:
                continue
            origin = Origin(self._name, sheet.name, row, letter)
            self._claims.dropped.append(Dropped(origin, _("identity number")))
        return sheet

    def _refuse(self, sheet: str | None, reason: str) -> None:
        self._claims.refused.append(Refusal(Origin(self._name, sheet), reason))

    def _place(self, sheet: Sheet) -> Place:
        """County, township and village: from titles, unit, sheet, file, folder, `area`."""
        parents = [each.name for each in self._path.resolve().parents[:_PARENTS]]
        heads = [sheet.head, *(each.head for each in sheet.tables)]
        titles = [text for head in heads for text in head.titles]
        units = [head.unit for head in heads if head.unit]
        texts = [*titles, *units, sheet.name, self._path.stem, *parents]
        places = [place_in(each) for each in texts]
        if self._area:
            given = place_in(self._area)
            places.append(given if given.township else Place(township=self._area))
        county = next((each.county for each in places if each.county), "")
        township = next((each.township for each in places if each.township), "")
        # A folder or the whole import may be about one township, never about one village.
        own = places[: len(texts) - len(parents)]
        village = next((each.village for each in own if each.village), "")
        return Place(county, township, village)

    def _speak(self, sheet: Sheet, place: Place) -> None:
        if not sheet.tables:
            self._refuse(sheet.name, _("No table of a known kind was found in the sheet"))
            return
        if not place.township:
            self._refuse(
                sheet.name,
                _("Nothing says which township this is; name it in the title or with --area"),
            )
            return
        county = AreaRef("county", place.county) if place.county else None
        township = AreaRef(township_kind(place.township), place.township, county)
        for table in sheet.tables:
            self._speak_table(sheet, table, place, township)

    def _speak_table(self, sheet: Sheet, table: Table, place: Place, township: AreaRef) -> None:
        village = None
        named = place_in(table.head.unit).village or place.village
        if named:
            village = AreaRef(village_kind(named), named, township)
        context = Context(self._name, sheet.name, township, village, table.head.unit)
        if table.head.reported is not None:
            self._claims.reported_on.append(table.head.reported.last)
        for heading in table.columns.dropped.values():
            self._claims.dropped.append(Dropped(Origin(self._name, sheet.name), heading))
        for index, heading in table.columns.unknown.items():
            origin = Origin(self._name, sheet.name, None, column_letter(index))
            proposal = _("This heading is not known; the column was not read")
            evidence = (Evidence(origin, heading),)
            self._claims.doubts.append(Doubt("heading-unknown", (), evidence, proposal))
        KINDS[table.layout.kind](Speaker(table, context, self._claims))


def _is_prose(grid: Grid) -> bool:
    """Whether a sheet is text rather than rows: nowhere more than two cells side by side."""
    return all(sum(value is not None for value in row) <= _PROSE_CELLS for row in grid.rows)
