"""The whole unit on one page: a cell a village, its gap above, its overload below.

The gap of a village is the share of its households nobody reaches; its overload is the share
of its liaising members who carry more than the upper bound. Both are drawn in four steps, by
colour and by height or number, never by colour alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.checks.rollup import NO_GRID, AreaRow
from graph.messages import _

GAP_STEPS: Final = (0.0, 0.02, 0.05)
OVER_STEPS: Final = (0.0, 0.10, 0.20)
"""Where a share of households, or of members, moves into the next step of the drawing.

These classes are of the picture, not of a rule: no finding depends on them.
"""
FIRST_COUNT: Final = 20
ROOMY_CELLS: Final = 150
_TOWNSHIPS: Final = ("township", "street", "park")
_CELLS: Final = ("village", "community")


@dataclass(frozen=True, slots=True)
class VillageCell:
    """One village: counts and the step, 0 to 3, of its two halves."""

    id: str
    name: str
    place: str
    households: int
    uncovered: int
    broken: int
    over: int
    liaising: int
    gap_step: int
    over_step: int

    @property
    def unreached(self) -> int:
        """Households without a member, and those whose chain breaks half-way."""
        return self.uncovered + self.broken


@dataclass(frozen=True, slots=True)
class Township:
    """One row of cells, the worst village first."""

    id: str
    name: str
    cells: tuple[VillageCell, ...]


@dataclass(frozen=True, slots=True)
class District:
    """The townships of one county, with the shares of the whole of it as text."""

    id: str
    name: str
    gap: str
    over: str
    townships: tuple[Township, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the picture shows.

    `first` ranks the villages with the most unreached households, then the most overloaded
    members. `is_roomy` says that cells are few enough to carry name and numbers.
    """

    districts: tuple[District, ...]
    first: tuple[VillageCell, ...]
    most_unreached: int
    most_over: int
    is_roomy: bool

    def cells(self) -> list[VillageCell]:
        """Every cell of the picture."""
        return [
            cell
            for district in self.districts
            for township in district.townships
            for cell in township.cells
        ]


def overview_of(rows: Sequence[AreaRow]) -> Overview:
    """The picture of all areas in `rows`."""
    by_id = {row.id: row for row in rows}
    with_villages = {up.id for row in rows if row.kind in _CELLS for up in ancestors(row, by_id)}
    chosen = [row for row in rows if _is_cell(row, by_id, with_villages)]
    cells = [_cell(row, by_id) for row in chosen]
    ranked = sorted(cells, key=lambda cell: (-cell.unreached, -cell.over, cell.place, cell.id))
    first = tuple(cell for cell in ranked if cell.unreached or cell.over)[:FIRST_COUNT]
    return Overview(
        districts=tuple(_districts(chosen, ranked, by_id)),
        first=first,
        most_unreached=max((cell.unreached for cell in first), default=0),
        most_over=max((cell.over for cell in first), default=0),
        is_roomy=len(cells) <= ROOMY_CELLS,
    )


def ancestors(row: AreaRow, by_id: Mapping[str, AreaRow]) -> list[AreaRow]:
    """The areas above this one, nearest first."""
    found = []
    while row.parent is not None and row.parent in by_id:
        row = by_id[row.parent]
        found.append(row)
    return found


def _is_cell(row: AreaRow, by_id: Mapping[str, AreaRow], with_villages: set[str]) -> bool:
    """Villages and communities; and where a township has none below a part of it, that part."""
    if row.kind in _CELLS:
        return True
    above = by_id.get(row.parent or "")
    is_part = above is not None and above.kind in _TOWNSHIPS and row.kind != NO_GRID
    return is_part and row.id not in with_villages and row.households > 0


def _cell(row: AreaRow, by_id: Mapping[str, AreaRow]) -> VillageCell:
    above = [up for up in ancestors(row, by_id) if up.kind in (*_TOWNSHIPS, "county")]
    return VillageCell(
        id=row.id,
        name=row.name,
        place=" ".join(up.name for up in reversed(above)),
        households=row.households,
        uncovered=row.uncovered,
        broken=row.broken,
        over=row.over,
        liaising=row.members_liaising,
        gap_step=_step(row.uncovered + row.broken, row.households, GAP_STEPS),
        over_step=_step(row.over, row.members_liaising, OVER_STEPS),
    )


def _step(part: int, whole: int, steps: Sequence[float]) -> int:
    share = part / whole if whole else 0.0
    return sum(share > step for step in steps)


def _districts(
    chosen: Iterable[AreaRow], ranked: Iterable[VillageCell], by_id: Mapping[str, AreaRow]
) -> Iterable[District]:
    """Districts and townships in the order of the rows, cells in the order of `ranked`."""
    township_of = {row.id: _township(row, by_id) for row in chosen}
    cells_of: dict[str, list[VillageCell]] = {one: [] for one in township_of.values()}
    for cell in ranked:
        cells_of[township_of[cell.id]].append(cell)
    townships_of: dict[str, list[Township]] = {}
    for one, cells in cells_of.items():
        above = by_id[one].parent or ""
        township = Township(one, by_id[one].name, tuple(cells))
        townships_of.setdefault(above if above in by_id else one, []).append(township)
    return (_district(by_id[one], found) for one, found in townships_of.items())


def _township(row: AreaRow, by_id: Mapping[str, AreaRow]) -> str:
    above = ancestors(row, by_id)
    nearest = above[0] if above else row
    return next((up.id for up in above if up.kind in _TOWNSHIPS), nearest.id)


def _district(row: AreaRow, townships: Sequence[Township]) -> District:
    gap = percent(row.uncovered + row.broken, row.households)
    return District(
        row.id, row.name, gap, percent(row.over, row.members_liaising), tuple(townships)
    )


def percent(part: int, whole: int) -> str:
    """A share as text with one decimal; a dash where there is nothing to share."""
    return f"{100 * part / whole:.1f}%" if whole else "–"


def legend(steps: Sequence[float]) -> list[str]:
    """What each of the four steps means, as text."""
    percents = [f"{100 * step:g}%" for step in steps]
    between = [f"≤ {percents[1]}", f"{percents[1]}–{percents[2]}"]
    return [_("none"), *between, f"> {percents[2]}"]
