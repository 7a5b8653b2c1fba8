"""A plan as a workbook: all of it, in sheets that can be filtered, printed and signed.

Every cell is text or a number (see `viz.workbook`); nothing in a plan can become a formula.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import xlsxwriter

from graph.messages import _
from graph.planning.plan import Plan
from graph.replacing import replacing
from graph.rules import Rules
from graph.snapshot import Snapshot
from viz.plan_compare import compared
from viz.plan_moves import TierMoves, tiers_of
from viz.plan_names import PlanNames
from viz.plan_orders import Handing, Orders
from viz.plan_page import part_view, score_headings, unit_of
from viz.plan_shapes import sign_of
from viz.plan_terms import terms_of
from viz.plan_words import plan_title
from viz.workbook import OPTIONS, Cell, Sheets

Lines = Iterable[Sequence[Cell]]


def write_plan_workbook(path: Path, plan: Plan, snapshot: Snapshot, rules: Rules) -> None:
    """Write change orders, people, figures before and after, shortages and conditions.

    `snapshot` are the facts the plan was made on. Whatever was at `path` is replaced in one
    step, readable by its owner only. Raises OSError when the place cannot be written.
    """
    with replacing(path) as file, xlsxwriter.Workbook(str(file), OPTIONS) as book:
        _Writer(plan, snapshot, rules).write(Sheets(book))


class _Writer:
    def __init__(self, plan: Plan, snapshot: Snapshot, rules: Rules) -> None:
        self.plan, self.snapshot, self.rules = plan, snapshot, rules
        self.names = PlanNames(plan, snapshot)
        self.orders = Orders(plan, self.names)
        self.tiers = tiers_of(plan, snapshot, rules, self.names)

    def write(self, sheets: Sheets) -> None:
        """All sheets, in the order people open them."""
        whose = (_("from whom"), _("to whom"))
        if self.plan.request.kind == "reorganise":
            whose = (_("before"), _("after"))
        sheets.add(
            _("plan"),
            (_("area"), _("no."), _("what for"), _("what is handed over"), *whose,
             _("reason"), _("signature of who hands over"),
             _("signature of who takes over")),
            (30, 7, 14, 30, 14, 14, 50, 16, 16), self._changes(),
        )  # fmt: skip
        sheets.add(
            _("By person"),
            (_("who"), _("area"), _("gives or takes"), _("what for"), _("what is handed over"),
             _("to or from"), _("no."), _("signature")),
            (14, 30, 10, 14, 30, 16, 7, 14), self._people(),
        )  # fmt: skip
        sheets.add(
            _("Before and after"),
            (_("kind"), _("figure"), _("area"), _("before"), _("after"), _("change"),
             _("lower bound"), _("upper bound"), _("over or under, before"),
             _("over or under, after")),
            (14, 34, 30, 10, 10, 10, 10, 10, 14, 14), self._compared(),
        )  # fmt: skip
        sheets.add(
            _("Shortages"),
            (_("kind"), _("area"), _("things"), _("room"), _("left with nobody"), _("proof"),
             _("what would mend it"), _("those who are full")),
            (12, 30, 10, 10, 10, 60, 60, 40), self._shortages(),
        )  # fmt: skip
        sheets.add(
            _("Explanation"), (_("item"), _("content"), *(_("things"), _("people or places")),
                               *score_headings()),
            (34, 60, 10, 12, 12, 12, 12, 12), self._explanation(),
        )  # fmt: skip

    def _changes(self) -> Lines:
        orders, _none_left = self.orders.by_area()
        for order in orders:
            for line in order.lines:
                yield (
                    order.place or order.area, line.number, line.role, line.item, line.giver,
                    line.taker, line.reason, "", "",
                )  # fmt: skip

    def _people(self) -> Lines:
        for person in self.orders.by_person():
            for way, handings in ((_("gives"), person.gives), (_("takes"), person.takes)):
                for handing in handings:
                    yield from _handed((person.name, person.place, way), handing)

    def _compared(self) -> Lines:
        kinds = {"total": _("total"), "problem": _("Problems"), "hint": _("Hints")}
        for line in compared(self.plan, self.rules):
            yield kinds[line.kind], line.label, "", line.before, line.after, line.change
        for tier in self.tiers:
            yield from self._loads(tier)

    def _loads(self, tier: TierMoves) -> Lines:
        names, heading = self.names, f"{_('load')}{_(': ')}{tier.words.role}"
        ordered = sorted(
            tier.rows.values(), key=lambda row: (names.order(row.area), names(row.agent), row.agent)
        )
        for row in ordered:
            yield (
                heading, names(row.agent), names.path(row.area), row.before, row.after,
                row.after - row.before, _or_empty(row.minimum if row.is_expected else None),
                _or_empty(row.maximum), sign_of(row, row.before), sign_of(row, row.after),
            )  # fmt: skip

    def _shortages(self) -> Lines:
        names = self.names
        for each in self.plan.shortages:
            remedies = _("; ").join(one.text(names) for one in each.remedies)
            yield (
                _("shortage"), names.place(each.areas), each.items, each.room, each.left,
                each.proof.text(names), remedies, _(", ").join(map(names, each.agents)),
            )  # fmt: skip
        for clash in self.plan.clashes:
            yield _("demands that clash"), "", "", "", "", clash.text(names), "", ""

    def _explanation(self) -> Iterator[Sequence[Cell]]:
        names, plan = self.names, self.plan
        yield _("plan"), plan_title(plan.request.kind)
        yield _("unit"), unit_of(plan.request, self.snapshot, names)
        yield from terms_of(plan, self.rules, names)
        for note in plan.notes:
            yield _("To be noted"), note.text(names)
        for part in plan.parts:
            view = part_view(part, names)
            yield f"{_('Decided together')}{_(': ')}{view.place}", view.status, view.items, \
                view.agents, *view.scores  # fmt: skip


def _handed(begin: tuple[str, str, str], handing: Handing) -> Lines:
    for number, item in zip(handing.numbers, handing.items, strict=True):
        yield (*begin, handing.role, item, handing.other, number, "")


def _or_empty(value: int | None) -> Cell:
    return "" if value is None else value
