"""Running checks: over the arrays of a snapshot, or as Cypher on a graph, with one answer."""

from collections.abc import Mapping

from graph.checks.array_block import ArrayBlock
from graph.checks.array_forms import ARRAY_FORMS
from graph.checks.finding import CheckResult, Findings, RuleCount
from graph.checks.judge import Judge
from graph.checks.states import totals_of
from graph.rules import Rule, Rules
from graph.snapshot.snapshot import Snapshot


def run_checks(
    snapshot: Snapshot, rules: Rules, *, area: str | None = None, rule: str | None = None
) -> CheckResult:
    """What every rule that is on finds, or one rule, in one area or everywhere.

    A rule asked for by name runs although it is off. NotFound for an unknown area or rule.
    """
    place = snapshot.area(area)
    blocks = {each.id: block_of(snapshot, rules, each, place) for each in asked_rules(rules, rule)}
    counts = [rule_count(rules[name], block.severities()) for name, block in blocks.items()]
    totals = {**totals_of(snapshot, place), **severity_totals(counts)}
    return CheckResult(snapshot.moment, totals, counts, Findings(blocks))


def asked_rules(rules: Rules, rule: str | None) -> list[Rule]:
    """The rules that are on; or the one asked for, switched on where it is off as a whole."""
    return rules.enabled() if rule is None else [rules[rule].switched_on()]


def rule_count(rule: Rule, severities: Mapping[str, int]) -> RuleCount:
    """How many findings of each severity a rule has."""
    problems, hints = severities["problem"], severities["hint"]
    return RuleCount(rule.id, rule.title, rule.severity, problems + hints, problems, hints)


def severity_totals(counts: list[RuleCount]) -> dict[str, int]:
    """Problems and hints over all rules; they are never added to each other."""
    return {
        "problems": sum(each.problems for each in counts),
        "hints": sum(each.hints for each in counts),
    }


def block_of(snapshot: Snapshot, rules: Rules, rule: Rule, place: int | None = None) -> ArrayBlock:
    """The findings of one rule, in the area at a position or everywhere."""
    judge = Judge.of(rule, rules, snapshot.areas, snapshot.nodes["Area"])
    fired = []
    for asked in ARRAY_FORMS[rule.id](snapshot, judge):
        variant = judge.of_areas(snapshot.area_of(asked.label)[asked.positions])
        measure = asked.value if asked.measure is None else asked.measure
        keep = judge.fires(variant, measure, asked.expected, asked.per)
        if place is not None:
            keep &= snapshot.inside(asked.label, place)[asked.positions]
        fired.append(asked if keep.all() else asked.only(keep))
    return ArrayBlock(snapshot, judge, fired)
