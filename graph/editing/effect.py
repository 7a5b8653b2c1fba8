"""What a handful of operations would change at one moment, before anybody keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from graph.ledger.base import Facts
from graph.ledger.changes import (
    CreateLink,
    CreateNode,
    Delta,
    EndLink,
    EndNode,
    Operation,
    SetLink,
    SetNode,
)
from graph.model import Link, LinkKey, Moment, Node, Value
from graph.schema import LINKS, NODES, LinkType, NodeType


def effect_of(facts: Facts, operations: tuple[Operation, ...]) -> Delta:
    """The delta from `facts` to what would hold if the operations were kept next.

    Made for a few operations on existing entities; a link that hangs on an ended node is
    dropped with it. The moment after has the next sequence number and the same day.
    """
    effect = _Effect(facts)
    for each in operations:
        effect.take(each)
    before = facts.moment
    return Delta(
        before=before,
        after=Moment(before.seq + 1, before.day),
        nodes_created=tuple(effect.nodes_created.values()),
        nodes_set=tuple(effect.nodes_set.values()),
        nodes_dropped=tuple(effect.nodes_dropped.values()),
        links_created=tuple(effect.links_created.values()),
        links_set=tuple(effect.links_set.values()),
        links_dropped=tuple(effect.links_dropped.values()),
    )


@dataclass
class _Effect:
    facts: Facts
    nodes_created: dict[str, Node] = field(default_factory=dict)
    nodes_set: dict[str, Node] = field(default_factory=dict)
    nodes_dropped: dict[str, Node] = field(default_factory=dict)
    links_created: dict[LinkKey, Link] = field(default_factory=dict)
    links_set: dict[LinkKey, Link] = field(default_factory=dict)
    links_dropped: dict[LinkKey, Link] = field(default_factory=dict)

    def take(self, operation: Operation) -> None:
        match operation:
            case CreateNode(node):
                self.nodes_created[node.id] = _whole_node(node)
            case SetNode(id, properties):
                self._set_node(id, properties)
            case EndNode(id):
                self._end_node(id)
            case CreateLink(link):
                self.links_created[link.key] = _whole_link(link)
            case SetLink(key, properties):
                self._set_link(key, properties)
            case EndLink(key):
                if current := self._link(key):
                    self.links_dropped[key] = current

    def _set_node(self, id: str, properties: Mapping[str, Value]) -> None:
        node = self.nodes_set.get(id) or self.facts.node(id)
        if node and (merged := {**node.properties, **properties}) != node.properties:
            self.nodes_set[id] = replace(node, properties=merged)

    def _end_node(self, id: str) -> None:
        if node := self.facts.node(id):
            self.nodes_dropped[id] = node
            self.links_dropped |= {each.key: each for each in self.facts.links_of(id)}

    def _set_link(self, key: LinkKey, properties: Mapping[str, Value]) -> None:
        link = self._link(key)
        if link and (merged := {**link.properties, **properties}) != link.properties:
            self.links_set[key] = replace(link, properties=merged)

    def _link(self, key: LinkKey) -> Link | None:
        return next((each for each in self.facts.links_of(key.from_id) if each.key == key), None)


def _whole_node(node: Node) -> Node:
    return replace(node, properties={**_defaults(NODES[node.label]), **node.properties})


def _whole_link(link: Link) -> Link:
    return replace(link, properties={**_defaults(LINKS[link.type]), **link.properties})


def _defaults(of: NodeType | LinkType) -> dict[str, Value]:
    return {each.name: each.default for each in of.properties}
