"""Whether operations hold already: then keeping them would make no difference."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from graph.ledger.changes import (
    CreateLink,
    CreateNode,
    EndLink,
    EndNode,
    Operation,
    SetLink,
    SetNode,
)
from graph.model import LinkKey, Value
from graph.schema import LINKS, NODES
from graph.snapshot.snapshot import Snapshot

_ORDER: Final = (EndLink, CreateNode, SetNode, CreateLink, SetLink, EndNode)
"""As the ledger takes them."""

_Wanted = Mapping[str, Value] | None
"""Properties that are to stand there; None: nothing is to be there."""


def is_in_effect(snapshot: Snapshot, operations: Sequence[Operation]) -> bool:
    """Whether all that the operations begin and set is there, and all that they end is not."""
    nodes: dict[str, _Wanted] = {}
    links: dict[LinkKey, _Wanted] = {}
    for each in sorted(operations, key=lambda one: _ORDER.index(type(one))):
        match each:
            case CreateNode(node):
                nodes[node.id] = node.properties
            case SetNode(id, properties):
                nodes[id] = {**(nodes.get(id) or {}), **properties}
            case EndNode(id):
                nodes[id] = None
            case CreateLink(link):
                links[link.key] = link.properties
            case SetLink(key, properties):
                links[key] = {**(links.get(key) or {}), **properties}
            case EndLink(key):
                links[key] = None
    there = _There(snapshot, nodes, links)
    return all(there.node(*each) for each in nodes.items()) and all(
        there.link(*each) for each in links.items()
    )


class _There:
    """What stands in a snapshot, asked by id; the places of all ids are looked up together."""

    def __init__(self, snapshot: Snapshot, nodes: Iterable[str], links: Iterable[LinkKey]) -> None:
        self._snapshot = snapshot
        self._places: dict[str, tuple[str, int]] = {}
        wanted = sorted({*nodes, *(end for key in links for end in (key.from_id, key.to_id))})
        for label in NODES:
            found = snapshot.nodes[label].positions(wanted)
            for at in np.flatnonzero(found >= 0).tolist():
                self._places[wanted[at]] = (label, int(found[at]))

    def node(self, id: str, wanted: _Wanted) -> bool:
        """Whether the node stands there as wanted."""
        place = self._places.get(id)
        if place is None or wanted is None:
            return place is None and wanted is None
        label, position = place
        nodes = self._snapshot.nodes[label]
        return all(nodes.value(position, name) == value for name, value in wanted.items())

    def link(self, key: LinkKey, wanted: _Wanted) -> bool:
        """Whether the link stands there as wanted."""
        held = self._link(key)
        if held is None or wanted is None:
            return held is None and wanted is None
        return all(held[name] == value for name, value in wanted.items())

    def _link(self, key: LinkKey) -> Mapping[str, Value] | None:
        start, end = self._places.get(key.from_id), self._places.get(key.to_id)
        if start is None or end is None:
            return None
        arrays = self._snapshot.links.get((key.type, start[0], end[0]))
        if arrays is None:
            return None
        pair = (start[1] << 32) + end[1]
        low, high = np.searchsorted(arrays.keys, [pair, pair + 1])
        for row in range(int(low), int(high)):
            held = {
                each.name: arrays.columns.column(each.name)[row].as_py()
                for each in LINKS[key.type].properties
            }
            texts = (
                "" if held[each] is None else str(held[each]) for each in LINKS[key.type].identity
            )
            if "|".join(texts) == key.discriminator:
                return held
        return None
