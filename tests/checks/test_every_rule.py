"""Every rule fires where it should, says all it must, and stays quiet where it should."""

from typing import Any

import pytest
from support_firing_firms import CO_BUILDING, CONSISTENCY, ENTERPRISES, PEOPLE_IN_CHARGE
from support_firing_pyramid import COVERAGE, LOAD, Case

from graph.checks import run_checks
from graph.rules import Rules
from graph.snapshot import Snapshot

CASES = [*COVERAGE, *LOAD, *ENTERPRISES, *CO_BUILDING, *CONSISTENCY, *PEOPLE_IN_CHARGE]


@pytest.mark.parametrize("case", CASES, ids=[f"{each.rule}: {each.why}" for each in CASES])
def test_a_rule_finds_what_it_should(case: Case) -> None:
    rules = Rules.load()
    result = run_checks(Snapshot.read(case.sketch.facts()), rules, rule=case.rule)
    found: dict[str, dict[str, Any]] = {}
    for each in result.findings:
        assert (each.rule, each.severity) == (case.rule, rules[case.rule].severity)
        detail = dict(each.detail)
        assert detail.pop("source") == rules[case.rule].source
        found[each.subject.id] = detail
    assert found == case.expected
    assert [(each.id, each.count) for each in result.rules] == [(case.rule, len(case.expected))]


def test_every_rule_has_a_case_that_fires_and_one_that_stays_quiet() -> None:
    every = {each.id for each in Rules.load()}
    assert {each.rule for each in CASES if each.expected} == every
    assert {each.rule for each in CASES if not each.expected} == every
