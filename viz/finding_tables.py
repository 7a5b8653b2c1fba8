"""Findings as people read them: a table a rule, problems and hints apart.

Words for a rule's own columns stand here; its title, reason, bounds and source come from the
rule itself.
"""

import datetime as dt
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.checks.finding import CheckResult, Finding, RuleCount
from graph.messages import N_, _
from graph.rules import Rule
from viz.listing import Listing, ListRow
from viz.order import natural

STEPS: Final[Mapping[str, str]] = {
    "centre": N_("member in no centre household"),
    "leader": N_("centre household without a leader"),
    "group": N_("leader of no Party group"),
    "branch-member": N_("Party group without a branch member"),
    "branch": N_("Party group under no branch"),
    "committee-member": N_("branch without a committee member"),
}
"""What is missing where a chain breaks."""

VALUES: Final[Mapping[str, str]] = {
    "chain-broken": N_("households lost"),
    "household-double": N_("members who liaise it"),
    "member-without-centre": N_("households liaised"),
    "committee-member-load": N_("branches liaised"),
    "branch-member-load": N_("Party groups liaised"),
    "leader-load": N_("centre households liaised"),
    "centre-load": N_("members liaised"),
    "member-load": N_("households liaised"),
    "person-total-load": N_("liaison links in all"),
    "grid-enterprises": N_("enterprises"),
    "instructor-load": N_("enterprises instructed"),
    "enterprise-needs-own-organisation": N_("full Party members"),
    "enterprise-without-member": N_("employees in all"),
    "joint-organisation-size": N_("enterprises covered"),
    "instructor-term": N_("days left"),
    "instructor-large-enterprise": N_("employees of the largest"),
    "organisation-coverage": N_("coverage, %"),
    "work-coverage": N_("coverage, %"),
    "agreement-ended": N_("days left"),
    "leads-two-groups": N_("Party groups led"),
    "liaises-own-household": N_("own households"),
    "liaises-across-grids": N_("households in other grids"),
}
"""What a rule's measured value counts; rules that only say yes or no have none."""

COLUMNS: Final[Mapping[str, str]] = {
    "step": N_("what is missing"),
    "until": N_("last day"),
    "enterprises": N_("enterprises concerned"),
    "agreements": N_("agreements concerned"),
    "numerator": N_("enterprises covered"),
    "denominator": N_("enterprises asked"),
    "aim": N_("aim, %"),
}
"""A rule's own columns that people read; every other detail stays in JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingTable(Listing):
    """The findings of one rule, with the rule's reason (`about`), bounds and source.

    After area and subject come the value and the bounds where there are any, then the rule's
    own columns.
    """

    rule: str
    severity: str
    has_value: bool
    has_bounds: bool


def finding_tables(
    result: CheckResult,
    rules: Mapping[str, Rule],
    *,
    limit: int | None = None,
    first: Container[str] = (),
) -> list[FindingTable]:
    """A table for each rule that was asked, also those without findings, in the rules' order.

    Where a rule has more findings than `limit`, those in the areas of `first` are kept first.
    """
    return [
        finding_table(rules[each.id], each, _kept(result.findings.of(each.id), limit, first))
        for each in result.rules
    ]


def _kept(findings: list[Finding], limit: int | None, first: Container[str]) -> list[Finding]:
    """At most `limit` findings, area by area."""
    if limit is not None and len(findings) > limit:
        findings = sorted(findings, key=lambda each: each.subject.area_id not in first)[:limit]
    place = {area: natural(area) for area in {each.subject.area for each in findings}}
    return sorted(findings, key=lambda each: place[each.subject.area])


def finding_table(rule: Rule, counted: RuleCount, findings: Sequence[Finding]) -> FindingTable:
    """The table of one rule: area, subject, value, bounds, then the rule's own columns.

    A rule that is a problem in one area and a hint in another says which beside each finding.
    """
    has_value, has_bounds = rule.id in VALUES, bool(rule.bounds.named())
    is_mixed = bool(counted.problems and counted.hints)
    own = [name for name in COLUMNS if any(name in finding.detail for finding in findings)]
    headings = [_("area"), _("who or what")]
    headings += [_(VALUES[rule.id])] if has_value else []
    headings += [_("bounds")] if has_bounds else []
    headings += [_(COLUMNS[name]) for name in own]
    headings += [_("problem or hint")] if is_mixed else []
    rows = []
    for finding in findings:
        cells = _cells(finding, own, has_value=has_value, has_bounds=has_bounds)
        if is_mixed:
            cells.append(_("Problems") if finding.severity == "problem" else _("Hints"))
        subject = finding.subject
        mark = mark_of(finding.detail)
        rows.append(ListRow(subject.area_id or "", mark, tuple(cells), subject.id))
    return FindingTable(
        id=list_id(rule.id),
        rule=rule.id,
        title=rule.title,
        about=rule.about,
        severity=rule.severity,
        source=rule.source,
        bounds=bounds_text(rule.bounds.min, rule.bounds.max),
        count=counted.count,
        has_value=has_value,
        has_bounds=has_bounds,
        headings=tuple(headings),
        rows=tuple(rows),
    )


def list_id(rule: str) -> str:
    """The name of a rule's list on the page."""
    return f"rule-{rule}"


def _cells(
    finding: Finding, own: Iterable[str], *, has_value: bool, has_bounds: bool
) -> list[str | int | float]:
    detail = finding.detail
    cells: list[str | int | float] = [finding.subject.area or "", finding.subject.name]
    cells += [_shown(detail.get("value"))] if has_value else []
    cells += [bounds_text(detail.get("min"), detail.get("max"))] if has_bounds else []
    return cells + [_own_shown(name, detail.get(name)) for name in own]


def mark_of(detail: Mapping[str, Any]) -> str:
    """▲ for a value over its upper bound, ▽ for one under its lower bound, else nothing."""
    value, lowest, highest = detail.get("value"), detail.get("min"), detail.get("max")
    if not isinstance(value, int | float):
        return ""
    if highest is not None and value > highest:
        return "▲"
    return "▽" if lowest is not None and value < lowest else ""


def bounds_text(lowest: Any, highest: Any) -> str:
    """The bounds of a rule in a few characters; empty where it has none."""
    if lowest is not None and highest is not None:
        return f"{lowest}–{highest}"
    if highest is not None:
        return f"≤ {highest}"
    return f"≥ {lowest}" if lowest is not None else ""


def _own_shown(name: str, value: Any) -> str | int | float:
    return _(STEPS[value]) if name == "step" and value in STEPS else _shown(value)


def _shown(value: Any) -> str | int | float:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float | str):
        return value
    return value.isoformat() if isinstance(value, dt.date) else ""
