"""The facts as they would be after some operations, as arrays: nothing is written or asked."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from graph.errors import NotFound
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
from graph.messages import _
from graph.model import Link, LinkKey, Moment, Node, Value
from graph.planning.relinking import relinked
from graph.schema import LINKS, NODES, PropertyType
from graph.snapshot.snapshot import Snapshot


def after(snapshot: Snapshot, operations: Iterable[Operation]) -> Snapshot:
    """What the snapshot would be if these operations were kept on its day.

    Its moment is one change set later. Raises NotFound for an operation on something that is
    not there.
    """
    done = tuple(operations)
    handed_over = relinked(snapshot, done)
    return snapshot.advance(delta_of(snapshot, done)) if handed_over is None else handed_over


def delta_of(snapshot: Snapshot, operations: Sequence[Operation]) -> Delta:
    """What differs once these operations hold."""
    known = _Known(snapshot)
    known.look_up(operations)
    work = _Work(known)
    for each in operations:
        work.do(each)
    before = snapshot.moment
    return Delta(
        before,
        Moment(before.seq + 1, before.day),
        nodes_created=tuple(work.created.values()),
        nodes_set=tuple(work.set.values()),
        nodes_dropped=tuple(work.dropped.values()),
        links_created=tuple(work.begun.values()),
        links_set=tuple(work.changed.values()),
        links_dropped=tuple(work.ended.values()),
    )


@dataclass
class _Known:
    """Label and position of every node the operations speak of, looked up together."""

    snapshot: Snapshot
    places: dict[str, tuple[str, int]] = field(default_factory=dict)

    def look_up(self, operations: Sequence[Operation]) -> None:
        wanted = sorted({one for each in operations for one in spoken_of(each)})
        for label in NODES:
            found = self.snapshot.nodes[label].positions(wanted)
            for index in np.flatnonzero(found >= 0).tolist():
                self.places[wanted[index]] = (label, int(found[index]))

    def node(self, id: str) -> Node:
        label, position = self._place(id)
        return self.snapshot.nodes[label].node(position)

    def link(self, key: LinkKey) -> Link:
        (from_label, start), (to_label, end) = self._place(key.from_id), self._place(key.to_id)
        kind = LINKS[key.type]
        value = _identity(kind.identity, key)
        arrays = self.snapshot.links.get((key.type, from_label, to_label))
        if arrays is not None:
            low, high = np.searchsorted(arrays.keys, [(start << 32) + end, (start << 32) + end + 1])
            for row in range(int(low), int(high)):
                properties = {
                    each.name: arrays.columns.column(each.name)[row].as_py()
                    for each in kind.properties
                }
                if all(properties[name] == value for name in kind.identity):
                    return Link(key.type, from_label, key.from_id, to_label, key.to_id, properties)
        raise NotFound(
            _("There is no link %(type)s from %(from)s to %(to)s")
            % {"type": key.type, "from": key.from_id, "to": key.to_id}
        )

    def hanging(self, id: str) -> list[Link]:
        """Every link that starts or ends at a node."""
        label, position = self._place(id)
        found: list[Link] = []
        for (kind, from_label, to_label), arrays in self.snapshot.links.items():
            rows: set[int] = set()
            if from_label == label:
                own = arrays.rows_from(position)
                rows |= set(range(own.start, own.stop))
            if to_label == label:
                rows |= set(arrays.rows_to(position).tolist())
            for row in sorted(rows):
                properties = {
                    each.name: arrays.columns.column(each.name)[row].as_py()
                    for each in LINKS[kind].properties
                }
                found.append(Link(
                    kind,
                    from_label, self.snapshot.nodes[from_label].id(int(arrays.source[row])),
                    to_label, self.snapshot.nodes[to_label].id(int(arrays.target[row])),
                    properties,
                ))  # fmt: skip
        return found

    def _place(self, id: str) -> tuple[str, int]:
        if id not in self.places:
            raise NotFound(
                _("there is no %(id)s on %(day)s") % {"id": id, "day": self.snapshot.moment.day}
            )
        return self.places[id]


@dataclass
class _Work:
    """What the operations come to, one after the other."""

    known: _Known
    created: dict[str, Node] = field(default_factory=dict)
    set: dict[str, Node] = field(default_factory=dict)
    dropped: dict[str, Node] = field(default_factory=dict)
    begun: dict[LinkKey, Link] = field(default_factory=dict)
    changed: dict[LinkKey, Link] = field(default_factory=dict)
    ended: dict[LinkKey, Link] = field(default_factory=dict)

    def do(self, operation: Operation) -> None:
        match operation:
            case CreateNode(node):
                given = {each.name: each.default for each in NODES[node.label].properties}
                self.created[node.id] = Node(node.label, node.id, given | dict(node.properties))
            case SetNode(id, properties):
                self._set(id, dict(properties))
            case EndNode(id):
                self._end(id)
            case CreateLink(link):
                self._begin(link)
            case SetLink(key, properties):
                held = self.begun.get(key) or self.changed.get(key) or self.known.link(key)
                new = Link(
                    held.type, held.from_label, held.from_id, held.to_label, held.to_id,
                    dict(held.properties) | dict(properties),
                )  # fmt: skip
                (self.begun if key in self.begun else self.changed)[key] = new
            case EndLink(key):
                self.changed.pop(key, None)
                if self.begun.pop(key, None) is None:
                    self.ended[key] = self.known.link(key)

    def _set(self, id: str, properties: dict[str, Value]) -> None:
        where = self.created if id in self.created else self.set
        held = where.get(id) or self.known.node(id)
        where[id] = Node(held.label, id, dict(held.properties) | properties)

    def _end(self, id: str) -> None:
        for links in (self.begun, self.changed):
            for key in [each for each in links if id in (each.from_id, each.to_id)]:
                del links[key]
        self.set.pop(id, None)
        if self.created.pop(id, None) is not None:
            return
        self.dropped[id] = self.known.node(id)
        self.ended.update({link.key: link for link in self.known.hanging(id)})

    def _begin(self, link: Link) -> None:
        given: dict[str, Value] = {each.name: each.default for each in LINKS[link.type].properties}
        whole = Link(
            link.type, link.from_label, link.from_id, link.to_label, link.to_id,
            given | dict(link.properties),
        )  # fmt: skip
        if self.ended.pop(whole.key, None) is not None:
            self.changed[whole.key] = whole
        else:
            self.begun[whole.key] = whole


def spoken_of(operation: Operation) -> tuple[str, ...]:
    """The ids of the nodes an operation names."""
    match operation:
        case CreateNode(node):
            return (node.id,)
        case SetNode(id, _) | EndNode(id):
            return (id,)
        case CreateLink(link):
            return (link.from_id, link.to_id)
        case EndLink(key) | SetLink(key, _):
            return (key.from_id, key.to_id)


def _identity(names: Sequence[str], key: LinkKey) -> Value:
    """The value of the identity property, from its text in the key."""
    if not names or not key.discriminator:
        return None
    (name,) = names
    found = next(each for each in LINKS[key.type].properties if each.name == name)
    is_date = found.type is PropertyType.DATE
    return dt.date.fromisoformat(key.discriminator) if is_date else key.discriminator
