"""The truth beside a fictitious network is what the checks say, id by id."""

import datetime as dt
from pathlib import Path
from typing import Any, Literal

import pytest
from support_generated import GeneratedFacts

from graph.checks import run_checks
from graph.checks.finding import CheckResult
from graph.generate.network import Generated, generate, write
from graph.intake.intake import Intake
from graph.ledger.ledger import Ledger
from graph.rules import Rules
from graph.snapshot import Snapshot

BESIDE_THE_BOUNDS = ("min", "max", "aim", "source")


@pytest.fixture(scope="module", params=[(2_000, 7), (6_000, 3), (20_000, 1)], ids=str)
def network(request: pytest.FixtureRequest) -> Generated:
    households, seed = request.param
    return generate(households, seed)


@pytest.fixture(scope="module")
def snapshot(network: Generated) -> Snapshot:
    return Snapshot.read(GeneratedFacts(network))


def _found(result: CheckResult, rule: str) -> dict[str, dict[str, Any]]:
    """The findings of a rule in the shape of the truth."""
    return {
        finding.subject.id: {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in finding.detail.items()
            if name not in BESIDE_THE_BOUNDS and value is not None
        }
        for finding in result.findings
        if finding.rule == rule
    }


def test_every_rule_finds_what_was_seeded(network: Generated, snapshot: Snapshot) -> None:
    rules = Rules.load()
    said = {rule: _found(run_checks(snapshot, rules, rule=rule), rule) for rule in rules.rules}

    assert {rule: said[rule] for rule in network.truth["findings"]} == network.truth["findings"]


def test_the_truth_speaks_about_every_rule(network: Generated) -> None:
    assert set(network.truth["findings"]) == set(Rules.load().rules)


def test_the_totals_are_those_of_the_truth(network: Generated, snapshot: Snapshot) -> None:
    totals = run_checks(snapshot, Rules.load()).totals

    shared = totals.keys() & network.truth["totals"].keys()
    assert {"households", "whole", "suspended", "broken", "uncovered"} <= shared
    assert {name: totals[name] for name in shared} == {
        name: network.truth["totals"][name] for name in shared
    }


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_a_written_network_comes_in_as_tables_and_is_judged_the_same(
    tmp_path: Path, format: Literal["parquet", "csv"]
) -> None:
    network = generate(1_500, 2)
    write(network, tmp_path / "tables", format)
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    report = Intake(ledger).bring_in([tmp_path / "tables"], actor="test", today=network.day)
    snapshot = Snapshot.read(ledger.facts(ledger.moment(network.day)))
    ledger.close()

    assert sum(report.added.values()) == network.tables.rows
    counts = {each.id: each.count for each in run_checks(snapshot, Rules.load()).rules}
    assert counts == {rule: network.truth["counts"][rule] for rule in counts}
