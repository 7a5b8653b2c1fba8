"""One open ladybug file: connections, statements, and its failures in our own words."""

import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import ladybug
import pyarrow as pa

from graph.errors import QueryRejected, StoreDamaged, StoreError, StoreUnavailable
from graph.messages import _

# Address space to set aside, not memory; the engine's own default of 8 TiB is refused in
# containers that limit it.
_MAX_FILE_BYTES: Final = 1 << 38
_MOST_BUFFER_BYTES: Final = 4 << 30
# A statement that takes longer leaves more behind in its connection than preparing the
# short ones again costs.
_SHORT_S: Final = 0.05

# What the engine's message begins with, as everything it raises is a bare RuntimeError. These
# kinds speak about the statement and may be shown; the others may quote data and may not.
_ABOUT_THE_STATEMENT: Final = ("Parser exception", "Binder exception", "Catalog exception")
_ABOUT_A_VALUE: Final = ("Conversion exception", "Overflow exception", "Function exception")
_ABOUT_WRITING: Final = "Can not execute a write query inside a read-only transaction"
_ABOUT_THE_ENGINE: Final = (
    "Buffer manager exception", "Interrupted", "Transaction manager exception",
    "Connection is closed", "Database is closed", "the parent",
)  # fmt: skip


class LadybugFile:
    """An open file with as many connections as threads ask at the same time."""

    def __init__(self, path: Path) -> None:
        """Open or create the file; raises `StoreDamaged` when the engine cannot use it."""
        self._idle: list[ladybug.Connection] = []
        self._lock = threading.Lock()
        with translated(path.name):
            self._database = ladybug.Database(
                path,
                buffer_pool_size=_buffer_bytes(),
                max_db_size=_MAX_FILE_BYTES,
                throw_on_wal_replay_failure=False,
            )

    @contextmanager
    def connection(self) -> Iterator["LadybugConnection"]:
        """A connection that nobody else uses meanwhile."""
        with self._lock:
            raw = self._idle.pop() if self._idle else None
        if raw is None:
            with translated("connect"):
                raw = ladybug.Connection(self._database)
        lent = LadybugConnection(raw)
        try:
            yield lent
        finally:
            if lent.is_spent:
                with translated("connect"):
                    raw.close()
            else:
                with self._lock:
                    self._idle.append(raw)

    def close(self, *, written: bool) -> None:
        """Close the file; what was not written stays byte for byte as it was."""
        with translated("close"):
            if not written:
                with self.connection() as connection:
                    connection.execute("close", "CALL force_checkpoint_on_close=false")
            for raw in self._idle:
                raw.close()
            self._database.close()


class LadybugConnection:
    """Runs statements on one connection; nothing of the engine's own is raised.

    The engine keeps the plan of every statement, and with it the memory and the tables of its
    last run, as long as the connection lives. So one that did large work is `is_spent`.
    """

    def __init__(self, raw: ladybug.Connection) -> None:
        self._raw = raw
        self.is_spent = False

    def execute(
        self, name: str, text: str, parameters: Mapping[str, object] | None = None
    ) -> tuple[list[str], list[list[Any]]]:
        """Column names and rows; `name` stands in messages for the statement."""
        with translated(name), self._weighed(parameters):
            result: Any = self._raw.execute(text, dict(parameters or {}))
            return result.get_column_names(), result.get_all()

    def table(
        self, name: str, text: str, parameters: Mapping[str, object] | None = None
    ) -> pa.Table:
        """The answer as an Arrow table with the engine's own types."""
        with translated(name), self._weighed(parameters):
            result: Any = self._raw.execute(text, dict(parameters or {}))
            return result.get_as_arrow()

    @contextmanager
    def transaction(self, *, read_only: bool = False) -> Iterator[None]:
        """All statements inside, or none: an error takes everything back."""
        self.execute("begin", f"BEGIN TRANSACTION{' READ ONLY' if read_only else ''}")
        try:
            yield
        except BaseException:
            self._roll_back()
            raise
        self.execute("commit", "COMMIT")

    @contextmanager
    def _weighed(self, parameters: Mapping[str, object] | None) -> Iterator[None]:
        """Note what the statement leaves behind in the connection."""
        began = time.monotonic()
        has_table = any(isinstance(each, pa.Table) for each in (parameters or {}).values())
        is_done = False
        try:
            yield
            is_done = True
        finally:
            is_long = time.monotonic() - began > _SHORT_S
            self.is_spent |= has_table or is_long or not is_done

    def _roll_back(self) -> None:
        # An error inside the engine has ended the transaction already, and asking again fails.
        try:
            self.execute("rollback", "ROLLBACK")
        except StoreError:
            return


def _buffer_bytes() -> int:
    """How much memory the engine may take: half of what there is, and 4 GiB at most."""
    if not hasattr(os, "sysconf"):  # Windows
        return _MOST_BUFFER_BYTES // 2
    present = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(_MOST_BUFFER_BYTES, present // 2)


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Raise every failure of the engine as one of ours, without the values it may quote."""
    try:
        yield
    except (RuntimeError, ValueError) as error:
        fault, cause = _fault(name, error)
        raise fault from cause


def _fault(name: str, error: Exception) -> tuple[StoreError, Exception]:
    """What to raise, and a cause that quotes no data."""
    text = str(error)
    kind = text.split(":", 1)[0][:60] if ":" in text else type(error).__name__
    cause = type(error)(kind) if isinstance(error, RuntimeError) else RuntimeError(kind)
    if text.startswith(_ABOUT_THE_STATEMENT):
        reason = {"name": name, "reason": text}
        rejected = QueryRejected(_("The engine cannot run the query %(name)s: %(reason)s") % reason)
        return rejected, RuntimeError(text)
    if text.startswith(_ABOUT_WRITING):
        return QueryRejected(
            _("The query %(name)s writes; only the store itself runs it.") % {"name": name}
        ), cause
    if text.startswith(_ABOUT_A_VALUE):
        return QueryRejected(
            _("The query %(name)s was given or met a value it cannot take.") % {"name": name}
        ), cause
    if text.startswith(_ABOUT_THE_ENGINE):
        return StoreUnavailable(
            _("The graph cannot answer %(name)s now (%(kind)s).") % {"name": name, "kind": kind}
        ), cause
    return StoreDamaged(
        _("The graph cannot be read (%(kind)s in %(name)s); liaison rebuild makes it again.")
        % {"name": name, "kind": kind}
    ), cause
