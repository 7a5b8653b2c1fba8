"""What the hand states: facts entered one at a time that no roster may end by being silent."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, Protocol

from graph.ledger.base import Facts
from graph.ledger.changes import (
    CreateLink,
    CreateNode,
    EndLink,
    EndNode,
    Operation,
    Source,
    Subject,
)

HAND: Final = "hand"
SCOPES: Final = ("village", "community", "township", "street", "park")
"""The kinds of area a source speaks for, here as in the files of an import."""


class Stating(Protocol):
    """The one thing asked of the ledger here."""

    def stated(self, source: Source) -> frozenset[Subject]:
        """What a source states now."""


def stated_by_hand(
    ledger: Stating, facts: Facts, operations: Iterable[Operation]
) -> dict[Source, frozenset[Subject]]:
    """Everything the hand states once the operations hold, for each scope they concern.

    What is begun by hand is stated by hand; what is ended by hand no longer is. A changed
    property states nothing: whoever stated the node still answers for it.
    """
    begun: dict[Source, set[Subject]] = {}
    ended: dict[Source, set[Subject]] = {}
    placed = _placed(operations)
    for each in operations:
        match each:
            case CreateNode(node):
                begun.setdefault(_source(facts, node.id, placed), set()).add(node.id)
            case CreateLink(link):
                begun.setdefault(_source(facts, link.from_id, placed), set()).add(link.key)
            case EndNode(id):
                ended.setdefault(_source(facts, id, {}), set()).add(id)
            case EndLink(key):
                ended.setdefault(_source(facts, key.from_id, {}), set()).add(key)
    return {
        source: (ledger.stated(source) | begun.get(source, set())) - ended.get(source, set())
        for source in begun.keys() | ended.keys()
    }


def _placed(operations: Iterable[Operation]) -> dict[str, str]:
    return {
        each.link.from_id: each.link.to_id
        for each in operations
        if isinstance(each, CreateLink) and each.link.type in ("LOCATED_IN", "WITHIN")
    }


def _source(facts: Facts, id: str, placed: Mapping[str, str]) -> Source:
    return Source(HAND, scope_of(facts, id, placed) or id)


def scope_of(facts: Facts, id: str, placed: Mapping[str, str] = MappingProxyType({})) -> str | None:
    """The nearest area of a kind in `SCOPES` that something lies in, itself counted.

    Without one the topmost area above it; None when it lies nowhere. `placed` says where
    things are about to be, by id.
    """
    node = facts.node(id)
    seen: set[str] = set()
    above: str | None = id if node and node.label == "Area" else _above(facts, id, placed)
    top = above
    while above and above not in seen:
        seen.add(above)
        area = facts.node(above)
        if area and area.properties.get("kind") in SCOPES:
            return above
        top, above = above, _above(facts, above, placed)
    return top


def _above(facts: Facts, id: str, placed: Mapping[str, str]) -> str | None:
    if id in placed:
        return placed[id]
    for each in facts.links_of(id):
        if each.type in ("LOCATED_IN", "WITHIN") and each.from_id == id:
            return each.to_id
    return None
