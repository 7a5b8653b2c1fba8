"""A folder inside the data folder for work in progress, which only one process at a time has.

What is laid there is personal data in the clear, so it stays within the data folder's own
protection, and whatever a killed process left is removed by the next.
"""

import os
import shutil
from pathlib import Path
from types import TracebackType
from typing import Final

from filelock import FileLock, Timeout

from graph.errors import LedgerError
from graph.messages import _

LOCK_FILE: Final = ".backup.lock"


class Workplace:
    """An empty folder `name` inside `home` while the `with` block lasts.

    It stays behind if the block was left with a file called `note` in it.
    """

    def __init__(self, home: Path, name: str, *, note: str | None = None) -> None:
        self._home = home.absolute()
        self._note = note
        self.folder = self._home / name
        self._lock = lock_of(self._home)

    def __enter__(self) -> Path:
        """Raises `LedgerError` when another backup or restore of this data folder runs."""
        self._home.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise LedgerError(
                _("Another backup or restore of %(home)s is running; wait for it to end")
                % {"home": self._home}
            ) from error
        clear(self.folder)
        self.folder.mkdir(mode=0o700)
        return self.folder

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._note is None or not (self.folder / self._note).exists():
                clear(self.folder)
        finally:
            self._lock.release()


def lock_of(home: Path) -> FileLock:
    """The lock that backups and restores of a data folder take."""
    return FileLock(home / LOCK_FILE)


def clear(folder: Path) -> None:
    """Remove a folder and all in it, if it is there."""
    if folder.exists():
        shutil.rmtree(folder)


def synchronise(folder: Path) -> None:
    """Make sure renamings in a folder outlast a loss of power, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
