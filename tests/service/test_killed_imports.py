"""An import killed at any moment: what was acknowledged is there, nothing is half there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support_truth import ROSTERS

SCRIPT = Path(__file__).resolve().parent.parent / "support_import_kills.py"
KILLS = 100
ROSTER = next((ROSTERS / "clean_1").glob("附件3*.xlsx"))


@pytest.mark.timeout(900)
def test_killed_imports_lose_nothing_and_leave_nothing_half_done(tmp_path):
    done = subprocess.run(
        [sys.executable, SCRIPT, tmp_path / "home", ROSTER, str(KILLS)],
        capture_output=True, text=True, check=False, timeout=850,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    newest = 0
    for acknowledged, standing in found:
        assert standing >= max(acknowledged, newest)
        newest = standing
    assert len(found) == KILLS
    assert newest > 10, "the workers were killed before they kept anything"
