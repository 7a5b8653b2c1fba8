"""The process that holds the ADBC connection to a SQLite ledger, on its own copy of SQLite.

Started by `graph.ledger.remote` as `python -m graph.ledger.session_process PATH`. Commands
come in on standard input, one JSON line each, `insert` followed by an Arrow stream; answers go
out on standard output, a JSON line each, `read` followed by an Arrow stream. `execute` and
`insert` are not answered. On any error it says so once and ends. When the input ends (whoever
started it is gone) it ends too. Either way, what was not committed is dropped.
"""

import json
import os
import sys
from contextlib import suppress
from typing import Any, BinaryIO

import pyarrow as pa

from graph.errors import LedgerError
from graph.ledger.session import SqliteSession, translated


def main() -> None:
    """Serve commands until the input ends."""
    # Nothing else may write where the answers go.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # Whoever started it may be gone before it can answer; then there is nobody to tell.
    with suppress(BrokenPipeError):
        try:
            _serve(SqliteSession(sys.argv[1]), sys.stdin.buffer, answers)
        except LedgerError as error:
            _answer(answers, error=str(error))


def _serve(session: SqliteSession, commands: BinaryIO, answers: BinaryIO) -> None:
    _answer(answers)
    for line in iter(commands.readline, b""):
        command: dict[str, Any] = json.loads(line)
        match command["do"]:
            case "begin":
                session.begin()
                _answer(answers)
            case "execute":
                session.execute(command["sql"])
            case "insert":
                with pa.ipc.open_stream(commands) as rows:
                    session.insert(command["table"], rows)
            case "commit":
                session.commit()
                _answer(answers)
            case "read":
                _read(session, command["sql"], answers)
    session.rollback()
    session.close()


def _read(session: SqliteSession, sql: str, answers: BinaryIO) -> None:
    with session.reader(sql) as cursor, translated():
        rows = cursor.fetch_record_batch()
        _answer(answers)
        with pa.ipc.new_stream(answers, rows.schema) as stream:
            for batch in rows:
                stream.write_batch(batch)
    answers.flush()


def _answer(answers: BinaryIO, error: str | None = None) -> None:
    answers.write(json.dumps({"error": error}).encode() + b"\n")
    answers.flush()


if __name__ == "__main__":
    main()
