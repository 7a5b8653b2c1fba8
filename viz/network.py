"""The network as a networkx graph, for people's own analysis and for every picture here.

Each node of the graph is one node of the model, keyed by its id, with `label` and all its
properties as attributes. Each edge is one link, keyed by its type (and by what else makes it
itself, such as the role), with `type` and all its properties as attributes:

>>> graph = network_of(snapshot, "A-12")                             # doctest: +SKIP
>>> graph.nodes["P-7"]["label"], graph.nodes["P-7"]["name"]          # doctest: +SKIP
('Person', '何竹敏')
>>> [there for _here, there, data in graph.out_edges("P-7", data=True)
...  if data["type"] == "LIAISES"]                                   # doctest: +SKIP
['H-1', 'H-2']

Everything networkx offers works on it from there: `nx.descendants`, `nx.shortest_path`,
`nx.weakly_connected_components`, and export with `nx.write_graphml`.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeAlias

import networkx as nx
import numpy as np
import pyarrow as pa

from graph.model import Link, Node
from graph.schema import NODES
from graph.snapshot.arrays import Flags, Positions
from graph.snapshot.links import LinkArrays
from graph.snapshot.snapshot import Snapshot

Graph: TypeAlias = "nx.MultiDiGraph[str]"
"""A directed graph with parallel edges; node keys are ids, edge keys say type and identity."""


def network_of(snapshot: Snapshot, area: str | None = None) -> Graph:
    """Everything in an area, every link that starts or ends there, and the far ends of those.

    None gives the whole network. Raises NotFound when there is no such area.
    """
    place = snapshot.area(area)
    inside = {label: snapshot.inside(label, place) for label in NODES}
    touched = {
        ends: np.flatnonzero(inside[ends[1]][links.source] | inside[ends[2]][links.target])
        for ends, links in snapshot.links.items()
    }
    reached = {label: flags.copy() for label, flags in inside.items()}
    for (_type, from_label, to_label), rows in touched.items():
        links = snapshot.link(_type, from_label, to_label)
        reached[from_label][links.source[rows]] = True
        reached[to_label][links.target[rows]] = True
    nodes = (node for label, flags in reached.items() for node in _nodes(snapshot, label, flags))
    found = (
        link
        for ends, rows in touched.items()
        for link in _links(snapshot, snapshot.link(*ends), rows)
    )
    return graph_of(nodes, found)


def _nodes(snapshot: Snapshot, label: str, chosen: Flags) -> Iterator[Node]:
    rows = snapshot.nodes[label].table.filter(pa.array(chosen)).to_pylist()
    return (Node(label, row.pop("id"), row) for row in rows)


def _links(snapshot: Snapshot, links: LinkArrays, rows: Positions) -> Iterator[Link]:
    starts = snapshot.ids(links.from_label).take(pa.array(links.source[rows])).to_pylist()
    ends = snapshot.ids(links.to_label).take(pa.array(links.target[rows])).to_pylist()
    properties = links.columns.take(pa.array(rows)).to_pylist() if len(rows) else []
    for start, end, own in zip(starts, ends, properties or [{}] * len(starts), strict=True):
        yield Link(links.type, links.from_label, start, links.to_label, end, own)


def graph_of(nodes: Iterable[Node], links: Iterable[Link]) -> Graph:
    """A graph of exactly these nodes, and of those links whose both ends are among them."""
    graph: Graph = nx.MultiDiGraph()
    for node in nodes:
        graph.add_node(node.id, label=node.label, **node.properties)
    for link in links:
        if link.from_id in graph and link.to_id in graph:
            key = ":".join(part for part in (link.type, link.key.discriminator) if part)
            graph.add_edge(link.from_id, link.to_id, key, type=link.type, **link.properties)
    return graph


def linked_to(graph: Graph, id: str, type: str, label: str | None = None) -> list[str]:
    """The ids a node's links of one type lead to, each once, in the graph's order.

    `label` keeps only nodes of that label.
    """
    return _ends(graph, graph.out_edges(id, data=True), 1, type, label)


def linked_from(graph: Graph, id: str, type: str, label: str | None = None) -> list[str]:
    """The ids links of one type come from to this node, each once, in the graph's order."""
    return _ends(graph, graph.in_edges(id, data=True), 0, type, label)


def _ends(
    graph: Graph,
    edges: Iterable[tuple[str, str, dict[str, Any]]],
    end: Literal[0, 1],
    type: str,
    label: str | None,
) -> list[str]:
    found = dict.fromkeys(edge[end] for edge in edges if edge[2]["type"] == type)
    return [one for one in found if label is None or graph.nodes[one]["label"] == label]
