"""The roll-up by area as a table, as deep as one page can carry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.checks.rollup import NO_GRID, AreaRow
from graph.messages import _
from graph.words import word
from viz.overview import ancestors, percent
from viz.registers import CENTRES, ENTERPRISES, GROUPS, INSTRUCTORS, MEMBERS
from viz.totals import number

MOST_ROWS: Final = 600
"""Levels are left out from the deepest up until the table has no more rows than this."""

_LEVELS: Final = (
    ("grid", "building", "market", "subarea", NO_GRID),
    ("village", "community"),
    ("township", "street", "park"),
)


@dataclass(frozen=True, slots=True)
class AreaCell:
    """One figure: text, what it sorts by, the list it opens and its mark."""

    text: str
    sort: float | None = None
    target: str = ""
    pick: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area: how deep it lies in the table, and its figures in the order of the headings."""

    id: str
    name: str
    kind: str
    depth: int
    cells: tuple[AreaCell, ...]


@dataclass(frozen=True, slots=True)
class AreaTable:
    """Headings (the first names the area), lines from the top down, and what was left out."""

    headings: tuple[str, ...]
    rows: tuple[AreaLine, ...]
    note: str


def area_table(
    rows: Sequence[AreaRow], lists: Mapping[str, int], *, most_rows: int = MOST_ROWS
) -> AreaTable:
    """The table of these areas, parents before what lies in them."""
    left_out: set[str] = set()
    for level in _LEVELS:
        if sum(row.kind not in left_out for row in rows) <= most_rows:
            break
        left_out.update(level)
    shown = [row for row in in_tree_order(rows) if row.kind not in left_out]
    by_id = {row.id: row for row in rows}
    lines = tuple(
        AreaLine(
            row.id,
            row.name,
            "" if row.kind == NO_GRID else word(row.kind),
            min(len(ancestors(row, by_id)), 5),
            _cells(row, lists),
        )
        for row in shown
    )
    note = _("click a heading to sort")
    if len(shown) < len(rows):
        note += _("; the workbook of findings has all %(count)s areas") % {"count": len(rows)}
    return AreaTable(headings(), lines, note)


def in_tree_order(rows: Sequence[AreaRow]) -> list[AreaRow]:
    """Every area after the one it lies in, otherwise in the given order."""
    ids = {row.id for row in rows}
    inside: dict[str | None, list[AreaRow]] = {}
    for row in rows:
        inside.setdefault(row.parent if row.parent in ids else None, []).append(row)
    ordered: list[AreaRow] = []
    waiting = list(reversed(inside.get(None, [])))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting.extend(reversed(inside.get(row.id, [])))
    return ordered


def headings() -> tuple[str, ...]:
    """The headings of the table and of the workbook's sheet of areas."""
    return (
        _("area"), _("households"), _("covered"), _("whole"), _("suspended"), _("broken chain"),
        _("uncovered"), _("Party members"), _("liaise households"), _("asked to liaise households"),
        _("average"), _("over"), _("under"), word("CentreHousehold"), word("PartyGroup"),
        word("Enterprise"), _("organisation coverage"), _("work coverage"), _("instructors"),
    )  # fmt: skip


def _cells(row: AreaRow, lists: Mapping[str, int]) -> tuple[AreaCell, ...]:
    def opening(list_id: str, count: int, sign: str = "", pick: str = "") -> AreaCell:
        target = list_id if count and list_id in lists else ""
        return AreaCell(number(count), count, target, pick, sign if count else "")

    return (
        _plain(row.households), _plain(row.covered), _plain(row.whole),
        opening("rule-cover-unavailable", row.suspended),
        opening("rule-chain-broken", row.broken, "gap"),
        opening("rule-household-uncovered", row.uncovered, "gap"),
        opening(MEMBERS, row.members),
        opening(MEMBERS, row.members_liaising, pick="liaising"),
        opening(MEMBERS, row.members_expected, pick="expected"),
        AreaCell(f"{row.average_load:.1f}" if row.members_liaising else "–", row.average_load),
        opening("rule-member-load", row.over, "over", "over"),
        opening("rule-member-load", row.under, "under", "under"),
        opening(CENTRES, row.centre_households),
        opening(GROUPS, row.groups),
        opening(ENTERPRISES, row.enterprises),
        _rate(row.organisation_coverage), _rate(row.work_coverage),
        opening(INSTRUCTORS, row.instructors),
    )  # fmt: skip


def _plain(count: int) -> AreaCell:
    return AreaCell(number(count), count)


def _rate(coverage: tuple[int, int]) -> AreaCell:
    part, whole = coverage
    return AreaCell(f"{percent(part, whole)} ({part}/{whole})" if whole else "–",
                    part / whole if whole else -1.0)  # fmt: skip
