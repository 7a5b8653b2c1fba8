"""A generated network as facts, for tests that need one without a ledger."""

import pyarrow as pa

from bench.workload import TableFacts
from graph.generate.network import Generated


class GeneratedFacts(TableFacts):
    """The facts of a generated network at sequence number 1, on its day."""

    def __init__(self, generated: Generated) -> None:
        super().__init__(generated.tables, generated.day)

    def nodes(self, label: str) -> pa.Table:
        """All nodes of a label, ordered by id."""
        return super().nodes(label).sort_by("id")
