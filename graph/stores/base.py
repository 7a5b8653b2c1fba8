"""What a graph store can do, whatever engine is behind it.

A store holds the facts of one moment. It can be deleted at any time: `rebuild` makes it
again from the ledger.
"""

from typing import Any, Protocol

import pyarrow as pa

from graph.ledger.base import Facts
from graph.ledger.changes import Delta
from graph.model import Moment

Row = dict[str, Any]


class Content(Protocol):
    """Everything a graph holds, in the shape of `Facts`, in no order."""

    def nodes(self, label: str) -> pa.Table:
        """All nodes of a label: `id` and every property as its own column."""

    def links(self, type: str) -> pa.Table:
        """All links of a type: from_label, from_id, to_label, to_id, then every property."""


class Store(Protocol):
    """One graph: a projection of the ledger that answers named queries.

    Every method raises `StoreUnavailable` when the engine cannot be reached, `StoreDamaged`
    when its content cannot be used, and nothing of the engine's own.
    """

    def applied(self) -> Moment | None:
        """The moment this graph is true for, or None when it is empty or half built."""

    def lineage(self) -> str:
        """What `advance` or `rebuild` was last given as lineage; "" when there was nothing.

        It is the digest of the change set the graph stands at, so that a graph made from
        another ledger, or from one that was since replaced by a backup, is not taken for ours.
        """

    def advance(self, delta: Delta, *, lineage: str = "") -> bool:
        """Move from `delta.before` to `delta.after` in one transaction.

        False, and nothing changed, when the graph is not at `delta.before` (somebody else
        moved it). Raises `StoreDamaged`, and nothing changed, when the graph does not hold
        what the delta changes.
        """

    def rebuild(self, facts: Facts, *, lineage: str = "") -> None:
        """Drop everything and load `facts`; until it is done, `applied` is None."""

    def run(self, query: str, /, **parameters: object) -> list[Row]:
        """The rows of the named query, keyed by its declared columns, in its order.

        Dates come back as `datetime.date`, counts as `int`. Raises `QueryRejected` when the
        name, a parameter or a column is not as the query's header declares.
        """

    def table(self, query: str, /, **parameters: object) -> pa.Table:
        """The same answer as `run`, as an Arrow table with the declared column types."""

    def is_trusted(self) -> bool:
        """False when the content has yet to be compared with the ledger, as after a crash."""

    def was_changed(self) -> bool:
        """True when somebody else changed the graph's file: compare it if you like, then rebuild."""

    def trust(self) -> None:
        """Take the content for sound: it was compared."""

    def content(self) -> Content:
        """Everything the graph holds, read when asked for: what `verify_projection` compares."""

    def close(self) -> None:
        """Let go of the engine; the store cannot be used afterwards."""
