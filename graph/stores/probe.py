"""Tries a graph file in a process of its own, because a damaged one can end the process.

Run as a script with the path: opens the file, reads every value of every table and leaves
with 0. Any other end, a signal too, means the file cannot be used.
"""

import sys
from typing import Any

import ladybug


def read_everything(path: str) -> None:
    """Read every value in the file; raises or crashes when it cannot be read."""
    database = ladybug.Database(path, throw_on_wal_replay_failure=False, max_db_size=1 << 38)
    connection = ladybug.Connection(database)
    # A look must not write: without this, closing would fold the log into the file.
    _rows(connection, "CALL force_checkpoint_on_close=false")
    for table in _rows(connection, "CALL show_tables() RETURN name, type"):
        name, kind = table
        pattern = f"(n:{name})" if kind == "NODE" else f"()-[n:{name}]->()"
        result: Any = connection.execute(f"MATCH {pattern} RETURN n")
        result.get_as_arrow()
    connection.close()
    database.close()


def _rows(connection: ladybug.Connection, statement: str) -> list[Any]:
    result: Any = connection.execute(statement)
    return list(result.get_all())


if __name__ == "__main__":
    read_everything(sys.argv[1])
