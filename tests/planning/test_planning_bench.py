"""The measuring of plans: what it is measured on, and that both sides come to the same."""

from pathlib import Path

import pytest

from bench import planning, planning_bare
from bench.measurement import Watch
from bench.planning_disturbance import disturbed
from bench.report import PLAN, PLAN_ALIKE, table
from bench.workload import TableFacts, Workload
from graph.checks import run_checks
from graph.generate.network import generate, write
from graph.ledger.bulk import Tables
from graph.rules import Rules
from graph.snapshot.snapshot import Snapshot


def counts(tables: Tables, workload: Workload) -> dict[str, int]:
    snapshot = Snapshot.read(TableFacts(tables, workload.day))
    result = run_checks(snapshot, Rules.load())
    return {each.id: each.count for each in result.rules}


def test_two_in_a_hundred_are_left_and_three_are_with_somebody_elsewhere(tmp_path: Path):
    write(generate(20_000, 3), tmp_path)
    workload = Workload(tmp_path)
    before = workload.read()
    after = disturbed(before, 7)
    held = [
        {
            home: member
            for home, member, label in zip(
                tables.links["LIAISES"]["to_id"].to_pylist(),
                tables.links["LIAISES"]["from_id"].to_pylist(),
                tables.links["LIAISES"]["to_label"].to_pylist(),
                strict=True,
            )
            if label == "Household"
        }
        for tables in (before, after)
    ]
    covered = len(held[0])
    assert len(held[0].keys() - held[1].keys()) == round(covered * 0.02)
    elsewhere = sum(held[0][home] != member for home, member in held[1].items())
    assert elsewhere == pytest.approx(covered * 0.03, rel=0.05)
    found = counts(after, workload)
    assert found["household-uncovered"] == workload.expected("household-uncovered") + round(
        covered * 0.02
    )
    assert found["liaises-across-grids"] > workload.expected("liaises-across-grids") + 200
    assert disturbed(before, 7).links["LIAISES"].equals(after.links["LIAISES"])


@pytest.mark.parametrize("seed", [1, 2])
def test_plan_and_bare_calls_come_to_the_same_score(tmp_path: Path, seed: int):
    """A wrong score, count or undo would end the measuring; so this runs to its end."""
    write(generate(3_000, seed), tmp_path / "tables")
    workload = Workload(tmp_path / "tables")
    taken = []
    for side, name in ((planning_bare, "numpy"), (planning, "product")):
        home, watch = tmp_path / name, Watch(name, 3_000)
        home.mkdir()
        side.measure(workload, home, watch, seed)
        taken += [each.as_json() for each in watch.taken]
    assert {each["what"] for each in taken if each["side"] == "numpy"} == {PLAN, PLAN_ALIKE}
    shown = table(taken)
    assert "| plan that covers every household, least changes, optimal per part | 3,000 |" in shown
    assert "parts proven best; uncovered, shortfall, changed, distance" in shown
