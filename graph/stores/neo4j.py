"""The graph on a Neo4j server, for places that outgrew one file or have the server anyway."""

import secrets
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pyarrow as pa

from graph.errors import QueryRejected, StoreDamaged, StoreUnavailable
from graph.ledger.base import Facts
from graph.ledger.changes import Delta
from graph.messages import _
from graph.model import Moment
from graph.stores.answers import check_columns, check_parameters, plain, rows_of, table_from_rows
from graph.stores.base import Row
from graph.stores.batches import batches_of, link_tables, node_tables
from graph.stores.catalogue import Catalogue
from graph.stores.content import GraphContent
from graph.stores.neo4j_session import Neo4jSession, Neo4jTransaction
from graph.stores.statements import (
    NEO4J,
    model_digest,
    neo4j_clearing,
    neo4j_ddl,
)

_ENGINE: Final = "neo4j"
_BATCH_ROWS: Final = 10_000


class Neo4jStore:
    """A graph that any number of processes share; the lock of one node keeps them in turn.

    The server is reached for with every call, so one that was away and came back is used
    again without a new start.
    """

    def __init__(self, url: str, catalogue: Catalogue) -> None:
        """Raises `ConfigurationError` when the URL cannot be meant; does not connect yet."""
        self._catalogue = catalogue
        self._session = Neo4jSession(url)
        self._closed = False

    def applied(self) -> Moment | None:
        """The moment this graph is true for, or None when it is empty or half built."""
        position = self._position()
        return None if position is None else position[0]

    def lineage(self) -> str:
        """The lineage given with the last `advance` or `rebuild`, or ""."""
        position = self._position()
        return "" if position is None else position[1]

    def advance(self, delta: Delta, *, lineage: str = "") -> bool:
        """Move on in one transaction; False when the graph is not at `delta.before`."""
        self._check_open()
        step = {
            "turn": secrets.token_hex(8),
            "seq": delta.before.seq, "day": delta.before.day,
            "next_seq": delta.after.seq, "next_day": delta.after.day, "lineage": lineage,
        }  # fmt: skip

        def move(transaction: Neo4jTransaction) -> bool:
            if not self._ask(transaction, "write/move", **step)[0]["moved"]:
                return False
            for batch in batches_of(delta):
                _write_all(transaction, batch.statement(NEO4J), batch.rows)
            return True

        return self._session.write("advance", move)

    def rebuild(self, facts: Facts, *, lineage: str = "") -> None:
        """Drop everything and load `facts` in batches, holding the graph's lock in each.

        Raises `StoreUnavailable` when another process begins to rebuild meanwhile; what it
        builds is then what counts.
        """
        self._check_open()
        turn = secrets.token_hex(8)
        constraints = list(neo4j_ddl())
        self._constrain(constraints[:1])
        self._session.write("rebuild", lambda tx: self._ask(tx, "write/begin", turn=turn))
        for statement in neo4j_clearing(_BATCH_ROWS):
            while self._in_turn(turn, statement, None):
                continue
        self._constrain(constraints[1:])
        for nodes in node_tables(facts):
            self._load(turn, NEO4J.create_nodes(nodes.label), nodes.rows)
        for links in link_tables(facts):
            create = NEO4J.create_links(links.type, links.source, links.target)
            self._load(turn, create, links.rows)
        self._finish(turn, facts.moment, lineage)

    def run(self, query: str, /, **parameters: object) -> list[Row]:
        """The rows of a named query, as its header declares them."""
        self._check_open()
        if query.startswith("write/"):
            raise QueryRejected(
                _("The query %(name)s writes; only the store itself runs it.") % {"name": query}
            )
        return self._session.read(query, lambda tx: self._ask(tx, query, **parameters))

    def table(self, query: str, /, **parameters: object) -> pa.Table:
        """The answer of a named query as an Arrow table with the declared types."""
        rows = self.run(query, **parameters)
        return table_from_rows(self._catalogue.dialect(query, _ENGINE), rows)

    def is_trusted(self) -> bool:
        """True: the server keeps its own files sound."""
        return True

    def was_changed(self) -> bool:
        """False: what others change on the server shows when it is compared."""
        return False

    def trust(self) -> None:
        """Nothing to do, as the content is never in doubt."""

    def content(self) -> GraphContent:
        """Everything the graph holds, read when asked for."""
        self._check_open()
        return GraphContent(self._table)

    def close(self) -> None:
        """Let go of the server."""
        if not self._closed:
            self._closed = True
            self._session.close()

    def _position(self) -> tuple[Moment, str] | None:
        self._check_open()
        rows = self._session.read("write/position", lambda tx: self._ask(tx, "write/position"))
        if not rows or rows[0]["seq"] is None or rows[0]["model"] != model_digest():
            return None
        return Moment(rows[0]["seq"], rows[0]["day"]), rows[0]["lineage"] or ""

    def _ask(self, transaction: Neo4jTransaction, query: str, **parameters: object) -> list[Row]:
        form = self._catalogue.dialect(query, _ENGINE)
        check_parameters(form, parameters)
        columns, rows = transaction.execute(form.text, parameters)
        check_columns(form, columns)
        return rows_of(form, rows)

    def _constrain(self, statements: Iterable[str]) -> None:
        for statement in statements:
            self._session.write("rebuild", _runner(statement))

    def _load(self, turn: str, statement: str, rows: pa.Table) -> None:
        for batch in _slices(rows):
            self._in_turn(turn, statement, batch)

    def _in_turn(self, turn: str, statement: str, rows: pa.Table | None) -> int:
        """How many rows the statement wrote, in one transaction that holds the graph's lock."""

        def work(transaction: Neo4jTransaction) -> int:
            if not self._ask(transaction, "write/hold", turn=turn)[0]["held"]:
                raise _overtaken()
            if rows is not None:
                _write_all(transaction, statement, rows)
                return int(rows.num_rows)
            return int(transaction.execute(statement)[1][0][0])

        return self._session.write("rebuild", work)

    def _finish(self, turn: str, moment: Moment, lineage: str) -> None:
        finished = {"seq": moment.seq, "day": moment.day, "lineage": lineage}

        def work(transaction: Neo4jTransaction) -> None:
            end = {"turn": turn, "model": model_digest(), **finished}
            if not self._ask(transaction, "write/finish", **end)[0]["finished"]:
                raise _overtaken()

        self._session.write("rebuild", work)

    def _table(self, statement: str, schema: pa.Schema) -> pa.Table:
        rows = self._session.read("content", lambda tx: tx.execute(statement)[1])
        try:
            columns = [
                pa.array([plain(row[place]) for row in rows], each.type)
                for place, each in enumerate(schema)
            ]
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise StoreDamaged(
                _("The graph holds a value of a wrong type; rebuild it.")
            ) from RuntimeError(type(error).__name__)
        return pa.Table.from_arrays(columns, schema=schema)

    def _check_open(self) -> None:
        if self._closed:
            raise StoreUnavailable(_("The graph is closed."))


def _runner(statement: str) -> Any:
    return lambda transaction: transaction.execute(statement)


def _write_all(transaction: Neo4jTransaction, statement: str, rows: pa.Table) -> None:
    """Run a statement over all rows; raises `StoreDamaged` if not every row was written."""
    for batch in _slices(rows):
        done = transaction.execute(statement, {"rows": batch.to_pylist()})[1][0][0]
        if done != batch.num_rows:
            raise StoreDamaged(_("The graph does not hold what is to be changed; rebuild it."))


def _slices(rows: pa.Table) -> Iterator[pa.Table]:
    for start in range(0, rows.num_rows, _BATCH_ROWS):
        yield rows.slice(start, _BATCH_ROWS)


def _overtaken() -> StoreUnavailable:
    return StoreUnavailable(_("Another process has begun to rebuild the graph."))
