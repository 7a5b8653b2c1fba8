"""What the rest of the system asks of the ledger for reading, as a protocol."""

from typing import Protocol

import pyarrow as pa

from graph.model import Link, Moment, Node


class Facts(Protocol):
    """The facts at one moment, read only. Tables hold current, valid rows and nothing else."""

    @property
    def moment(self) -> Moment:
        """What these facts are true for."""

    def nodes(self, label: str) -> pa.Table:
        """All nodes of a label: `id` and every property as its own column, ordered by id."""

    def links(self, type: str) -> pa.Table:
        """All links of a type: from_label, from_id, to_label, to_id, then every property."""

    def node(self, id: str) -> Node | None:
        """The node with this id, or None."""

    def links_of(self, id: str) -> list[Link]:
        """Every link that starts or ends at this node."""
