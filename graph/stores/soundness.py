"""Whether a graph file may be opened: as it was left, worth a try, or to be thrown away.

A file that was closed properly carries a stamp beside it: its size and a digest of its bytes.
With the stamp right, the file is opened at once. Without one the process that had it was
killed, and with a wrong one somebody else changed it: the file is then tried in a child
process first, since opening a bad one can end the process that does. What a kill left is used
once it was compared with the ledger; what somebody changed can be compared but is never used,
since a bad byte may lie where nobody looked.
"""

import contextlib
import hashlib
import json
import shutil
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Final

from graph.errors import StoreUnavailable
from graph.messages import _

_PROBE: Final = Path(__file__).with_name("probe.py")
_PROBE_TIMEOUT_S: Final = 120.0
# What the engine keeps beside its file, and what a rebuild leaves when it is killed.
_COMPANIONS: Final = (".wal", ".shadow", ".tmp", ".stamp", ".wal.checkpoint")


class Soundness(StrEnum):
    """What is known of a graph file before it is opened."""

    MISSING = "missing"
    AS_LEFT = "as left"
    RECOVERED = "recovered"
    """It was not closed properly; everything in it could be read."""
    CHANGED = "changed"
    """It was closed properly and changed since; everything in it could be read."""
    DAMAGED = "damaged"


def judge(path: Path) -> Soundness:
    """What may be done with the graph file at `path`; only its owner may ask."""
    if not path.exists() and not path.is_symlink():
        return Soundness.MISSING
    if not path.is_file():
        return Soundness.DAMAGED
    if _is_as_left(path):
        return Soundness.AS_LEFT
    readable = Soundness.CHANGED if _stamp_path(path).exists() else Soundness.RECOVERED
    return readable if _can_be_read(path) else Soundness.DAMAGED


def _is_as_left(path: Path) -> bool:
    try:
        left = json.loads(_stamp_path(path).read_text(encoding="ascii"))
        return bool(left == _stamp_of(path))
    except (OSError, ValueError):
        return False


def stamp(path: Path) -> None:
    """Say that the file is closed and its content is what it should be.

    Without room for that, the file is merely tried before it is opened again.
    """
    target = _stamp_path(path)
    fresh = target.with_name(f"{target.name}.new")
    with contextlib.suppress(OSError):
        fresh.write_text(json.dumps(_stamp_of(path)), encoding="ascii")
        fresh.replace(target)


def unstamp(path: Path) -> None:
    """Say that the file is about to be written."""
    _stamp_path(path).unlink(missing_ok=True)


def discard(path: Path) -> None:
    """Remove the graph file and all that belongs to it, whatever it is.

    Raises `StoreUnavailable` when the file system does not let us.
    """
    try:
        for name in (path.name, *(f"{path.name}{each}" for each in _COMPANIONS)):
            each = path.with_name(name)
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each)
            else:
                each.unlink(missing_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            _("The file of the graph cannot be replaced: %(reason)s.") % {"reason": error.strerror}
        ) from error


def _stamp_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.stamp")


def _stamp_of(path: Path) -> dict[str, int | str | bool]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    # A log beside a closed file is not ours: closing folds it in.
    has_log = path.with_name(f"{path.name}.wal").exists()
    return {"size": path.stat().st_size, "sha256": digest, "log": has_log}


def _can_be_read(path: Path) -> bool:
    # -P: this folder holds a module called like the engine, which must not be found first.
    command = [sys.executable, "-P", str(_PROBE), str(path)]
    try:
        ended = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PROBE_TIMEOUT_S,
            check=False,
        )  # fmt: skip
    except (subprocess.TimeoutExpired, OSError):
        return False
    return ended.returncode == 0
