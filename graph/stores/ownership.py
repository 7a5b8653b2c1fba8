"""One process owns an embedded graph file, by a lock that ends with the process.

Nobody opens the file beside its owner, not even to read. Who cannot have it answers from the
ledger meanwhile.
"""

import os
from pathlib import Path

from filelock import FileLock, Timeout

from graph.errors import StoreUnavailable
from graph.messages import _


class Ownership:
    """The right to open, judge and rebuild one graph file, until `release`."""

    def __init__(self, path: Path) -> None:
        """Take the right at once; raises `StoreUnavailable`, naming who has it, if it is taken."""
        self._note = path.with_name(f"{path.name}.owner")
        # Not a singleton and not per thread: a second store in this process is refused too.
        self._lock = FileLock(path.with_name(f"{path.name}.lock"), thread_local=False)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout:
            raise StoreUnavailable(
                _(
                    "The graph is open in process %(pid)s; until that ends, answers come from the "
                    "ledger."
                )
                % {"pid": self._owner()}
            ) from None
        except OSError as error:
            raise StoreUnavailable(
                _("The folder of the graph cannot be written: %(reason)s.")
                % {"reason": error.strerror}
            ) from error
        self._note.write_text(str(os.getpid()), encoding="ascii")

    def release(self) -> None:
        """Let another process have the file."""
        self._lock.release()

    def _owner(self) -> str:
        try:
            return self._note.read_text(encoding="ascii").strip() or "?"
        except (OSError, UnicodeDecodeError):
            return "?"
