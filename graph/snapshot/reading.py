"""Links as the ledger gives them, turned into arrays of positions."""

from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from graph.schema import LINKS
from graph.snapshot.links import LinkArrays
from graph.snapshot.nodes import NodeArrays, link_schema


def read_links(
    type: str, table: pa.Table, nodes: Mapping[str, NodeArrays]
) -> Iterator[tuple[tuple[str, str, str], LinkArrays]]:
    """The links of one type, one entry for each pair of labels it may join."""
    wanted = link_schema(type)
    ends = LINKS[type].ends
    for from_label, to_label in ends:
        part = table
        if len({each for each, _ in ends}) > 1:
            part = part.filter(pc.equal(part.column("from_label"), from_label))
        if len({each for _, each in ends}) > 1:
            part = part.filter(pc.equal(part.column("to_label"), to_label))
        key = (type, from_label, to_label)
        yield (
            key,
            LinkArrays.sorted(
                key,
                nodes[from_label].known(part.column("from_id"), type),
                nodes[to_label].known(part.column("to_id"), type),
                part.select(wanted.names).cast(wanted).combine_chunks(),
            ),
        )
