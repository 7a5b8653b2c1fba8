"""Writing to a ladybug file: everything at once, or what a delta changes."""

import contextlib
from collections.abc import Iterator
from itertools import groupby
from typing import Final

import pyarrow as pa

from graph.errors import StoreDamaged
from graph.ledger.base import Facts
from graph.messages import _
from graph.stores.batches import Batch, link_tables, node_tables
from graph.stores.ladybug_file import LadybugConnection
from graph.stores.statements import LADYBUG, LADYBUG_EACH

_LARGE_ROWS: Final = 50_000
# Up to so many rows, finding each by its id is faster than one statement that joins all of
# them with the graph (in a million households 0.15 ms a row, changing a link 5 ms a row,
# against one to two seconds). What is not named here is never slower in one statement.
_EACH_ROWS: Final = {"drop_links": 5_000, "drop_nodes": 5_000, "set_links": 200}


def _copies(facts: Facts) -> Iterator[tuple[str, pa.Table]]:
    """The statements that load all facts, with their rows; nodes before links."""
    for nodes in node_tables(facts):
        yield f"COPY {nodes.label} FROM $rows", nodes.rows
    for links in link_tables(facts):
        yield (
            f"COPY {links.type} FROM $rows (from='{links.source}', to='{links.target}')",
            links.rows,
        )


def load(connection: LadybugConnection, facts: Facts) -> None:
    """Fill an empty graph with all facts."""
    # Small tables share a transaction, as each of its own waits for the disk; large ones are
    # faster alone.
    for is_large, group in groupby(_copies(facts), lambda each: each[1].num_rows > _LARGE_ROWS):
        with contextlib.nullcontext() if is_large else connection.transaction():
            for statement, rows in group:
                connection.execute("rebuild", statement, {"rows": rows})


def apply(connection: LadybugConnection, batch: Batch) -> None:
    """Write every row of a batch; raises `StoreDamaged` if one is not there to be written."""
    if batch.rows.num_rows <= _EACH_ROWS.get(batch.action, 0):
        statement = batch.statement(LADYBUG_EACH)
        done = all(
            connection.execute("advance", statement, row)[1] == [[1]]
            for row in batch.rows.to_pylist()
        )
    else:
        parameters = {"rows": batch.rows}
        wrote = connection.execute("advance", batch.statement(LADYBUG), parameters)[1]
        done = wrote == [[batch.rows.num_rows]]
    if not done:
        raise StoreDamaged(_("The graph does not hold what is to be changed; rebuild it."))
