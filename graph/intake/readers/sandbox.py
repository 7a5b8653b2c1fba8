"""Reading a file in a child process that can fail without anything else failing."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from graph.intake.grid import Grid
from graph.intake.readers import READERS, limits, wire
from graph.intake.readers.child import UNREADABLE_EXIT
from graph.intake.readers.unreadable import Unreadable

_PROJECT: Final = Path(__file__).resolve().parents[3]


def read_grids(path: Path) -> list[Grid]:
    """Every sheet of the file as a grid.

    Raises `Unreadable` when the file is missing, of an unknown kind, damaged, protected, or
    wants more memory, time or space than `limits` allow.
    """
    if path.suffix.lower() not in READERS:
        raise Unreadable("suffix")
    if not path.is_file():
        raise Unreadable("missing")
    command = [sys.executable, "-m", "graph.intake.readers.child", str(path.resolve())]
    try:
        done = subprocess.run(
            command,
            cwd=_PROJECT,
            capture_output=True,
            timeout=limits.WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("time") from error
    if done.returncode == 0:
        return wire.load(done.stdout)
    raise _problem(done)


def _problem(done: subprocess.CompletedProcess[bytes]) -> Unreadable:
    if done.returncode == UNREADABLE_EXIT:
        code, _, detail = done.stdout.decode().partition("\n")
        return Unreadable(code, detail.strip())
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return Unreadable("time")
    if done.returncode in (-signal.SIGABRT, -signal.SIGSEGV) or b"MemoryError" in done.stderr:
        # A refused allocation ends native code by abort.
        return Unreadable("memory")
    return Unreadable("crashed")
