"""Everything a graph holds, table by table, in the shape of the ledger's facts."""

from collections.abc import Callable

import pyarrow as pa

from graph.schema import LINKS
from graph.stores.statements import link_schema, node_schema, read_links, read_nodes


class GraphContent:
    """Reads whole labels and link types; `read` runs a statement to a table of a schema."""

    def __init__(self, read: Callable[[str, pa.Schema], pa.Table]) -> None:
        self._read = read

    def nodes(self, label: str) -> pa.Table:
        """All nodes of a label, as `node_schema`."""
        return self._read(read_nodes(label), node_schema(label))

    def links(self, type: str) -> pa.Table:
        """All links of a type: labels and ids of the ends, then every property."""
        tables = []
        for source, target in LINKS[type].ends:
            rows = self._read(read_links(type, source, target), link_schema(type))
            rows = rows.add_column(0, "from_label", pa.repeat(pa.scalar(source), rows.num_rows))
            tables.append(
                rows.add_column(2, "to_label", pa.repeat(pa.scalar(target), rows.num_rows))
            )
        return pa.concat_tables(tables)
