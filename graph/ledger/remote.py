"""A session on a SQLite ledger that runs in a process of its own, spoken to over pipes.

Why a process: see `graph.ledger.session`. It is started when first needed and ends with the
ledger that started it, also when that is killed: its input ends then, and what it had not
committed is dropped.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa

import graph
from graph.errors import LedgerError
from graph.messages import _


class RemoteSession:
    """The `Session` of a SQLite file, in another process. After an error it cannot be used."""

    def __init__(self, path: Path) -> None:
        home = str(Path(graph.__file__).resolve().parent.parent)
        paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "graph.ledger.session_process", str(path.resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._commands, self._answers = self._process.stdin, self._process.stdout
        # It starts while the caller goes on; the first command waits for it.
        self._is_ready = False

    def read(self, sql: str) -> pa.Table:
        """The rows of a query."""
        self._say("read", sql=sql)
        self._hear()
        with self._watched(), pa.ipc.open_stream(self._answers) as rows:
            return rows.read_all()

    def begin(self) -> None:
        """Begin a transaction that holds the write lock."""
        self._say("begin")
        self._hear()

    def insert(self, table: str, rows: pa.Table) -> None:
        """Append rows; what goes wrong shows at the latest at `commit`."""
        self._say("insert", table=table)
        with self._watched():
            with pa.ipc.new_stream(self._commands, rows.schema) as stream:
                stream.write_table(rows, max_chunksize=65_536)
            self._commands.flush()

    def execute(self, sql: str) -> None:
        """Run a statement; what goes wrong shows at the latest at `commit`."""
        self._say("execute", sql=sql)

    def commit(self) -> None:
        """Keep what was written since `begin`."""
        self._say("commit")
        self._hear()

    def rollback(self) -> None:
        """Drop what was written since `begin`, by ending the process."""
        self.close()

    def close(self) -> None:
        """End the process, dropping what was not committed."""
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait()
        for pipe in (self._commands, self._answers):
            # A command half written cannot be flushed to a process that is gone.
            with suppress(BrokenPipeError):
                pipe.close()

    def _say(self, do: str, **what: Any) -> None:
        if not self._is_ready:
            self._hear()
            self._is_ready = True
        with self._watched():
            self._commands.write(json.dumps({"do": do, **what}).encode() + b"\n")
            self._commands.flush()

    def _hear(self) -> None:
        line = self._answers.readline()
        if not line:
            raise self._ended()
        error = json.loads(line)["error"]
        if error is not None:
            self.close()
            raise LedgerError(error)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """An error on the way to or from the process as what the process said, if it did."""
        try:
            yield
        except (OSError, pa.ArrowException) as error:
            self._hear_last()
            raise self._ended() from error

    def _hear_last(self) -> None:
        """Raise what the process said before it ended."""
        last = self._answers.read().rpartition(b"\n{")[2].strip().removeprefix(b"{")
        if last.startswith(b'"error"'):
            raise LedgerError(json.loads(b"{" + last)["error"])

    def _ended(self) -> LedgerError:
        self.close()
        return LedgerError(_("The process that reads and writes in bulk ended; try again"))
