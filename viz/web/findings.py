"""The findings page: every rule with its count, and one rule's findings a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.access.view import View
from graph.checks.finding import CheckResult, Finding, RuleCount
from viz.finding_tables import finding_table, mark_of
from viz.web.shell import Shell, web_page

PAGE = 100
PICKS = {"over": "▲", "under": "▽"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page is asked for; "" asks for everything. `start` counts from 0.

    `severity` is problem or hint, `pick` over or under: that part of a rule's findings.
    """

    area: str = ""
    rule: str = ""
    severity: str = ""
    pick: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One finding as a row: the subject's page, whether it is over or under, its cells."""

    address: str
    sign: str
    cells: tuple[str | int | float, ...]


def findings_page(shell: Shell, view: View, asked: Asked) -> str:
    """The page. NotFound for an area or rule that is not there."""
    result = view.check(area=asked.area or None)
    place = view.snapshot.area(asked.area or None)
    rule = view.rules[asked.rule] if asked.rule else None
    counted = next((each for each in result.rules if each.id == asked.rule), None)
    if rule and counted is None:
        # A rule that is off is asked all the same, by itself.
        alone = view.check(area=asked.area or None, rule=rule.id)
        result, counted = alone, alone.rules[0]
    chosen = picked(result, asked) if rule else []
    table = finding_table(rule, counted, chosen[asked.start : asked.start + PAGE]) if (
        rule and counted
    ) else None  # fmt: skip
    return web_page(
        "findings.html",
        shell,
        asked=asked,
        area_name=view.snapshot.areas.path(place) if place is not None else "",
        areas=areas_to_choose(view),
        problems=_of(result.rules, "problem", asked),
        hints=_of(result.rules, "hint", asked),
        totals=result.totals,
        rule=rule,
        table=table,
        lines=_lines(shell, chosen[asked.start : asked.start + PAGE], table.rows) if table else [],
        count=len(chosen),
        size=PAGE,
        query={"area": asked.area, "rule": asked.rule, "severity": asked.severity,
               "pick": asked.pick},
    )  # fmt: skip


def picked(result: CheckResult, asked: Asked) -> list[Finding]:
    """The findings of the rule asked for, of that severity and part of it."""
    return [
        each
        for each in result.findings.of(asked.rule)
        if (not asked.severity or each.severity == asked.severity)
        and (asked.pick not in PICKS or mark_of(each.detail) == PICKS[asked.pick])
    ]


def _of(rules: Sequence[RuleCount], severity: str, asked: Asked) -> list[tuple[RuleCount, int]]:
    """The rules that have findings of a severity, or mean it, with how many they have."""
    if asked.severity not in ("", severity):
        return []
    counts = [(each, each.problems if severity == "problem" else each.hints) for each in rules]
    return [(each, count) for each, count in counts if count or each.severity == severity]


def _lines(shell: Shell, findings: Sequence[Finding], rows: Sequence[object]) -> list[Line]:
    signs = {"▲": "over", "▽": "under"}
    lines = []
    for finding, row in zip(findings, rows, strict=True):
        subject = finding.subject
        sign = signs.get(mark_of(finding.detail), "")
        lines.append(Line(shell.entity(subject.label, subject.id), sign, row.cells))  # type: ignore[attr-defined]
    return lines


def areas_to_choose(view: View) -> list[tuple[str, str]]:
    """Areas somebody may choose from: id and path, down to villages, at most a thousand."""
    snapshot = view.snapshot
    kinds = ("city", "county", "township", "street", "park", "village", "community")
    chosen = [at for at in snapshot.areas.order.tolist() if snapshot.areas.kinds[at] in kinds]
    ids = snapshot.nodes["Area"]
    return [(ids.id(at), snapshot.areas.path(at)) for at in chosen[:1000]]
