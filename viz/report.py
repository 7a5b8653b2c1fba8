"""The report: one HTML page with everything a unit needs to see, that opens without a network.

A page can carry only so much. What it leaves out (findings beyond a limit, villages beyond
the first) it says, and the workbook has all findings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.checks.finding import CheckResult
from graph.checks.rollup import AreaRow
from graph.messages import _
from graph.planning.plan import Plan
from graph.replacing import replacing
from graph.rules import Rules
from graph.snapshot import Snapshot
from graph.words import word
from viz.area_table import area_table
from viz.finding_tables import finding_tables
from viz.interactive import Drawing, drawing_of
from viz.listing import Listing
from viz.loads import loads_of
from viz.network import Graph, network_of
from viz.network_page import drawing_data, shape_legend
from viz.overview import GAP_STEPS, OVER_STEPS, ancestors, legend, overview_of
from viz.page import VIS_NETWORK, page
from viz.plan_section import section_values
from viz.pyramid import pyramid_of
from viz.registers import Registers
from viz.seat import MISSING, Pyramid
from viz.totals import blocks_of, number, shares_of
from viz.unit import unit_row
from viz.village_table import BLOCK
from viz.villages import (
    BoundsOf,
    VillageView,
    chosen_villages,
    household_names,
    tier_headings,
    village_view,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one page carries.

    `ledger_households` are those of all village ledgers together. An area with more members
    than `drawn_members` is not drawn; one with more households than `drawn_households` is
    drawn without them.
    """

    findings_per_rule: int = 2_000
    lines_per_register: int = 2_000
    ledger_households: int = 12_000
    drawn_members: int = 4_000
    drawn_households: int = 3_000


@dataclass(frozen=True)
class Report:
    """What the report is made from; all parts are true for one moment.

    `rows` is the roll-up of every area. `area` is the asked area's id, None for everything.
    `chosen` are villages whose ledgers must be on the page. `drawn` is the area, of any kind,
    that is drawn as a network; None, or one too large to draw: the first village. `unit` is
    the heading; empty: the area's name. `plan` is one made on these facts, shown as a picture.
    """

    snapshot: Snapshot
    rules: Rules
    result: CheckResult
    rows: Sequence[AreaRow]
    area: str | None = None
    chosen: tuple[str, ...] = ()
    drawn: str | None = None
    unit: str = ""
    limits: Limits = Limits()
    plan: Plan | None = None


def write_report(path: Path, report: Report) -> None:
    """Write the page to `path`; whatever was there is replaced in one step, readable by its owner.

    Raises OSError when the place cannot be written.
    """
    text = report_html(report)
    with replacing(path) as file:
        file.write_text(text, encoding="utf-8")


def report_html(report: Report) -> str:
    """The whole page as text."""
    return _Composer(report).html()


class _Composer:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.rows = _below(report.rows, report.area)
        self.by_id = {row.id: row for row in report.rows}
        self.load_of = loads_of(report.snapshot, report.result)
        self.overview = overview_of(self.rows)
        self.chosen = self._chosen()
        first = self._places({*self.chosen, *(cell.id for cell in self.overview.first)})
        limits = report.limits
        self.tables = finding_tables(
            report.result, report.rules.rules, limit=limits.findings_per_rule, first=first
        )
        self.registers = Registers(
            report.snapshot, report.area, limits.lines_per_register, first
        ).all()
        listings: list[Listing] = [*self.tables, *self.registers]
        self.lists = {listing.id: listing.count for listing in listings if listing.count}
        self.areas = area_table(self.rows, self.lists)
        self.views = self._villages()
        self.drawing = self._drawing()

    def html(self) -> str:
        report, result = self.report, self.report.result
        unit = unit_row(self.rows, report.area)
        return page(
            "report.html",
            styles=["report.css", "plan.css"] if report.plan else ["report.css"],
            scripts=[VIS_NETWORK, "report.js", "network.js"] if self.drawing else ["report.js"],
            footer=_("Internal papers – keep safe"),
            unit=report.unit or (unit.name if unit else ""),
            day=result.moment.day.isoformat(),
            seq=result.moment.seq,
            shares=shares_of(result.totals, self.lists),
            figures=blocks_of(result.totals, unit, self.lists),
            problem_count=number(result.totals["problems"]),
            hint_count=number(result.totals["hints"]),
            problems=[table for table in self.tables if table.severity == "problem"],
            hints=[table for table in self.tables if table.severity == "hint"],
            overview=self.overview,
            gap_legend=legend(GAP_STEPS),
            over_legend=legend(OVER_STEPS),
            member_max=report.rules["member-load"].bounds.max,
            areas=self.areas,
            lists=self.lists,
            targets=self._targets(),
            registers=self.registers,
            villages=self.views,
            shown_villages={view.area for view in self.views},
            ledger_note=self._ledger_note(),
            tiers=tier_headings(),
            missing={tier.value: text for tier, text in MISSING.items()},
            block=BLOCK,
            drawing=self.drawing,
            shapes=shape_legend(),
            data=self._data(),
            **section_values(report.plan, report.snapshot, report.rules),
        )

    def _targets(self) -> dict[str, str]:
        """Where a village's cell leads: its ledger, else the nearest area in the table."""
        ledgers = {view.area for view in self.views}
        listed = {line.id for line in self.areas.rows}
        targets = {}
        for cell in self.overview.cells():
            row = self.by_id[cell.id]
            near = (each.id for each in (row, *ancestors(row, self.by_id)) if each.id in listed)
            area = next((f"area-{one}" for one in near), "areas")
            targets[cell.id] = f"village-{cell.id}" if cell.id in ledgers else area
        return targets

    def _places(self, areas: set[str]) -> set[str]:
        """These areas and everything inside them."""
        return {
            row.id
            for row in self.rows
            if row.id in areas or any(up.id in areas for up in ancestors(row, self.by_id))
        }

    def _chosen(self) -> list[str]:
        cells = {cell.id for cell in self.overview.cells()} or {self.report.area or ""}
        return chosen_villages(
            [row for row in self.rows if row.id in cells],
            self.report.chosen,
            most_households=self.report.limits.ledger_households,
        )

    def _villages(self) -> list[VillageView]:
        return [self._view(*self._pyramid(village)) for village in self.chosen]

    def _pyramid(self, area: str) -> tuple[Pyramid, Graph]:
        graph = network_of(self.report.snapshot, area)
        return pyramid_of(graph, area, self.load_of, self.report.result.moment.day), graph

    def _drawing(self) -> Drawing | None:
        """The drawing of the area asked for; of the first village if that is too large."""
        limits, row = self.report.limits, self.by_id.get(self.report.drawn or "")
        if row is None or row.members > limits.drawn_members:
            row = self.by_id[self.chosen[0]] if self.chosen else None
        if row is None:
            return None
        pyramid, graph = self._pyramid(row.id)
        is_small = row.households <= limits.drawn_households
        return drawing_of(pyramid, household_names(graph) if is_small else None)

    def _view(self, pyramid: Pyramid, graph: Graph) -> VillageView:
        row = self.by_id[pyramid.area]
        above = [up.name for up in ancestors(row, self.by_id) if up.kind != "city"]
        return village_view(
            pyramid, row, " ".join(reversed(above)), graph, _bounds_of(self.report, self.by_id)
        )

    def _ledger_note(self) -> str:
        count = len(self.overview.cells())
        if len(self.views) == count:
            return _("all %(count)s villages") % {"count": count}
        return _("%(shown)s of %(count)s villages, those with most to do first") % {
            "shown": len(self.views),
            "count": count,
        }

    def _data(self) -> dict[str, Any]:
        """What the page's scripts read: findings, lists of households, the drawing, words."""
        return {
            "lists": {each.id: _compact(each) for each in (*self.tables, *self.registers)},
            "parents": {row.id: row.parent for row in self.rows if row.parent},
            "names": {row.id: row.name for row in self.rows},
            "households": {view.area: view.households for view in self.views},
            "network": drawing_data(self.drawing) if self.drawing else None,
            "words": {
                "over": _("over the upper bound"),
                "under": _("under the lower bound"),
                "expected": _("asked to liaise households"),
                "liaising": _("liaise households"),
                "branches": word("branch"),
                "nobody": _("no member liaises these"),
                "filtered": _("only %(name)s: %(count)s"),
                "list": _("%(name)s: %(count)s households"),
                "found": _("%(count)s found"),
            },
        }


def _below(rows: Sequence[AreaRow], area: str | None) -> list[AreaRow]:
    if area is None:
        return list(rows)
    by_id = {row.id: row for row in rows}
    return [
        row for row in rows if row.id == area or any(up.id == area for up in ancestors(row, by_id))
    ]


def _bounds_of(report: Report, by_id: Mapping[str, AreaRow]) -> BoundsOf:
    def bounds(rule: str, area: str) -> tuple[int | None, int | None]:
        upwards = [area, *(up.id for up in ancestors(by_id[area], by_id))]
        found = report.rules.within(rule, upwards).bounds
        return found.min, found.max

    return bounds


def _compact(listing: Listing) -> list[list[str | int | float]]:
    return [[row.area_id, row.flags, *row.cells] for row in listing.rows]
