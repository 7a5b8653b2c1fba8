"""A process that dies in the middle of a write leaves a graph that says so, or a whole one."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent.parent / "support_kills.py"


def found_after_kills(url: str, kind: str) -> list[int | None]:
    """What each start found after a kill at the first place, the second, … and after none."""
    command = [sys.executable, str(SCRIPT), url, kind]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    found: list[int | None] = json.loads(ended.stdout)
    return found


def test_a_kill_between_any_two_batches_of_a_rebuild_is_seen(url: str) -> None:
    # Six labels and six link types have rows, one table after the other.
    assert found_after_kills(url, "rebuild") == [None] * 12 + [2]


def test_a_kill_inside_an_advance_leaves_the_moment_before(url: str) -> None:
    # One household, one renamed person and two links: four statements, and the commit.
    assert found_after_kills(url, "advance") == [1] * 5 + [2]
