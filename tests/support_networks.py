"""Small networks for tests: written by hand, or at random with every kind of fault in them.

`Sketch` writes one down in a few lines. `random_network` and the strategy `networks` make
them at random; each node but an area lies in exactly one area, areas form trees, and nothing
is UNDER two things, as the schema wants it. `facts_of` turns nodes and links into the `Facts`
that stores and snapshots are built from, without a ledger.
"""

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from graph.model import Link, LinkKey, Moment, Node, Value
from graph.schema import LINKS, NODES, Property, PropertyType

DAY = dt.date(2026, 5, 1)
MOMENT = Moment(7, DAY)

ARROW_TYPES = {
    PropertyType.STRING: pa.string(),
    PropertyType.INTEGER: pa.int64(),
    PropertyType.BOOLEAN: pa.bool_(),
    PropertyType.DATE: pa.date32(),
}


class MemoryFacts:
    """Facts held in two lists, given out as the ledger gives them out."""

    def __init__(self, nodes: Iterable[Node], links: Iterable[Link], moment: Moment) -> None:
        self._nodes = sorted(nodes, key=lambda each: each.id)
        self._links = sorted(links, key=lambda each: each.key)
        self._moment = moment

    @property
    def moment(self) -> Moment:
        """What these facts are true for."""
        return self._moment

    def nodes(self, label: str) -> pa.Table:
        """All nodes of a label, ordered by id."""
        rows = [each for each in self._nodes if each.label == label]
        columns = {"id": pa.array([each.id for each in rows], pa.string())}
        return pa.table(columns | _columns(NODES[label].properties, rows))

    def links(self, type: str) -> pa.Table:
        """All links of a type, ordered by key."""
        rows = [each for each in self._links if each.type == type]
        ends = ("from_label", "from_id", "to_label", "to_id")
        columns = {
            name: pa.array([getattr(each, name) for each in rows], pa.string()) for name in ends
        }
        return pa.table(columns | _columns(LINKS[type].properties, rows))

    def node(self, id: str) -> Node | None:
        """The node with this id, or None."""
        return next((each for each in self._nodes if each.id == id), None)

    def links_of(self, id: str) -> list[Link]:
        """Every link that starts or ends at this node."""
        return [each for each in self._links if id in (each.from_id, each.to_id)]


def _columns(properties: Sequence[Property], rows: Sequence[Node | Link]) -> dict[str, pa.Array]:
    return {
        each.name: pa.array([row.properties.get(each.name) for row in rows], ARROW_TYPES[each.type])
        for each in properties
    }


def facts_of(nodes: Iterable[Node], links: Iterable[Link], moment: Moment = MOMENT) -> MemoryFacts:
    """The facts that hold these nodes and links and nothing else."""
    return MemoryFacts(nodes, links, moment)


def _complete(properties: Sequence[Property], given: dict[str, Value]) -> dict[str, Value]:
    names = {each.name for each in properties}
    if unknown := set(given) - names:
        raise KeyError(f"no such property: {sorted(unknown)}")
    return {each.name: given.get(each.name, each.default) for each in properties}


@dataclass
class Sketch:
    """A network being written down, one node or link a call; labels come from the id's prefix."""

    nodes: list[Node] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    _keys: set[LinkKey] = field(default_factory=set, repr=False)

    def add(self, *ids: str, at: str | None = None, **properties: Any) -> "Sketch":
        """Nodes with the same properties; `at` is the area they lie in (areas: lie within)."""
        for each in ids:
            label = label_of(each)
            self.nodes.append(Node(label, each, _complete(NODES[label].properties, properties)))
            if at is not None:
                self.link("WITHIN" if label == "Area" else "LOCATED_IN", each, at)
        return self

    def link(self, type: str, source: str, *targets: str, **properties: Any) -> "Sketch":
        """One link from `source` to each target, unless that very link is there already."""
        for target in targets:
            link = Link(
                type, label_of(source), source, label_of(target), target,
                _complete(LINKS[type].properties, properties),
            )  # fmt: skip
            if (link.from_label, link.to_label) not in LINKS[type].ends:
                raise ValueError(f"{type} cannot join {source} and {target}")
            if link.key not in self._keys:
                self._keys.add(link.key)
                self.links.append(link)
        return self

    def facts(self, moment: Moment = MOMENT) -> MemoryFacts:
        """What has been written down so far."""
        return facts_of(self.nodes, self.links, moment)

    def ids(self, label: str) -> list[str]:
        """The ids of a label, in the order they were added."""
        return [each.id for each in self.nodes if each.label == label]


_LABELS = {each.prefix: label for label, each in NODES.items()}


def label_of(id: str) -> str:
    """The label an id like `P-12` belongs to."""
    return _LABELS[id.split("-")[0]]


def random_network(seed: int, size: int) -> Sketch:
    """A network of about `size` villages, streets or parks; the same one for the same numbers."""
    from support_random import RandomNetwork

    return RandomNetwork(random.Random(seed), size).sketch


def networks(max_size: int = 4) -> st.SearchStrategy[Sketch]:
    """Random networks with every kind of fault; a failing one shrinks to fewer villages."""
    return st.builds(
        random_network,
        seed=st.integers(0, 2**32 - 1),
        size=st.integers(1, max_size),
    )
