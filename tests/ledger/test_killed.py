"""A writer killed at any moment: what was acknowledged is there, nothing is half there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support_ledger import village

from graph.ledger.ledger import Ledger

TESTS = Path(__file__).parent.parent


@pytest.mark.parametrize(("kind", "kills"), [("edits", 90), ("bulk", 10)])
def test_killed_writers_lose_nothing_and_leave_nothing_half_done(
    sqlite_url: str, tmp_path: Path, kind: str, kills: int
) -> None:
    ledger = Ledger.open(sqlite_url)
    village(ledger)
    ledger.close()
    acknowledged = tmp_path / "acknowledged"
    acknowledged.touch()
    script = TESTS / "support_killing.py"
    subprocess.run(
        [sys.executable, str(script), kind, sqlite_url, str(acknowledged), str(kills), "5"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent), str(TESTS)])},
        check=True,
    )
    ledger = Ledger.open(sqlite_url)
    done = [int(line) for line in acknowledged.read_text().split()]
    assert done == sorted(set(done))
    verification = ledger.verify()
    assert verification.faults == []
    # A change set may have been kept and its writer killed before it could say so.
    assert max(done, default=1) <= verification.change_sets <= 1 + len(done) + kills
    assert {each.seq for each in ledger.log(limit=100_000)} >= set(done)
    ledger.close()
