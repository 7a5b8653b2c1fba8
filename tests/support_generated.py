"""A generated network as facts, for tests that need one without a ledger."""

import pyarrow as pa
import pyarrow.compute as pc

from graph.generate.network import Generated
from graph.model import Link, Moment, Node


class GeneratedFacts:
    """The facts of a generated network at sequence number 1, on its day."""

    def __init__(self, generated: Generated) -> None:
        self._generated = generated
        self.moment = Moment(1, generated.day)

    def nodes(self, label: str) -> pa.Table:
        """All nodes of a label, ordered by id."""
        return self._generated.nodes[label].sort_by("id")

    def links(self, type: str) -> pa.Table:
        """All links of a type."""
        return self._generated.links[type]

    def node(self, id: str) -> Node | None:
        """The node with this id, or None."""
        for label, table in self._generated.nodes.items():
            for row in table.filter(pc.field("id") == id).to_pylist():
                return Node(label, row.pop("id"), row)
        return None

    def links_of(self, id: str) -> list[Link]:
        """Every link that starts or ends at this node."""
        either = (pc.field("from_id") == id) | (pc.field("to_id") == id)
        return [
            Link(
                name, row.pop("from_label"), row.pop("from_id"),
                row.pop("to_label"), row.pop("to_id"), row,
            )
            for name, table in self._generated.links.items()
            for row in table.filter(either).to_pylist()
        ]  # fmt: skip
