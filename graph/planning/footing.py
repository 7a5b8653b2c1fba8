"""What a plan stands on: which nodes, properties and links must be as they were to apply it.

It stands on what it hands over, on who gives and takes it and how many of the same they have,
on whether those can act and may, and on where all of them are. A phone number, or what
somebody else has, is not its ground.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

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
from graph.model import Link, LinkKey, Node
from graph.planning.after import spoken_of
from graph.planning.plan import Plan
from graph.snapshot.snapshot import Snapshot

Effect = Literal["begun", "changed", "ended"]

_PLACES: Final = ("LOCATED_IN", "WITHIN", "UNDER")
"""Links that say where something is; of these only the one that goes out is looked at."""

_ALLOWED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "CentreHousehold": ("LEADS",),
    "PartyGroup": ("SERVES",),
    "Organisation": ("SERVES",),
}
"""By the label of what somebody liaises, the links that make them the one to do so."""

_PROPERTIES: Final[Mapping[str, frozenset[str]]] = {
    "Person": frozenset({"unavailable_until", "exempt", "is_member", "floating"}),
    "Enterprise": frozenset({"status", "organisation_form", "employees", "members"}),
    "Area": frozenset({"kind"}),
    "Organisation": frozenset({"kind"}),
    "PartyGroup": frozenset({"kind"}),
}
"""By label, the properties that decide who may take what."""


class Shift(NamedTuple):
    """A node or link the plan stands on that is not as it was; `names` of its properties."""

    entity: Node | Link
    effect: Effect
    names: tuple[str, ...] = ()


@dataclass
class Footing:
    """The ground of one plan. Links are known by type, the label at their other end, and an end."""

    properties: dict[str, set[str]] = field(default_factory=dict)
    outgoing: set[tuple[str, str, str]] = field(default_factory=set)
    incoming: set[tuple[str, str, str]] = field(default_factory=set)
    setting: set[LinkKey] = field(default_factory=set)
    ending: set[str] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan, snapshot: Snapshot, delta: Delta) -> "Footing":
        """What is stood on by the changes that would be applied and do anything.

        Labels of ids come from the snapshot, and from what has ended before it.
        """
        footing = cls()
        changes = [each for each in plan.chosen if each.operations]
        operations = [done for each in changes for done in each.operations]
        ids = {one for each in changes for one in (each.item, *each.givers)}
        ids |= {each.taker for each in changes if each.taker is not None}
        ids |= {one for each in operations for one in spoken_of(each)}
        footing._label(ids, snapshot, delta)
        begun = {each.node.id for each in operations if isinstance(each, CreateNode)}
        for one in ids - begun:
            footing._stand_on(one, snapshot)
        for each in operations:
            footing._stand_on_what(each)
        return footing

    def _label(self, ids: set[str], snapshot: Snapshot, delta: Delta) -> None:
        wanted = sorted(ids)
        for label, nodes in snapshot.nodes.items():
            for one, position in zip(wanted, nodes.positions(wanted).tolist(), strict=True):
                if position >= 0:
                    self.labels[one] = label
        self.labels.update({each.id: each.label for each in delta.nodes_dropped})

    def _stand_on(self, one: str, snapshot: Snapshot) -> None:
        label = self.labels.get(one, "")
        self._watch(one, label)
        self.outgoing.update((place, "", one) for place in _PLACES)
        if label == "CentreHousehold":
            self.incoming.add(("HOSTS", "Person", one))
            position = snapshot.nodes[label].position(one)
            if position is not None:
                for host in snapshot.link("HOSTS", "Person", label).sources_of(position).tolist():
                    self._watch(snapshot.nodes["Person"].id(host), "Person")

    def _watch(self, one: str, label: str) -> None:
        self.properties.setdefault(one, set()).update(_PROPERTIES.get(label, ()))

    def _stand_on_what(self, operation: Operation) -> None:
        match operation:
            case CreateLink(link):
                self._stand_on_link(link.key)
            case EndLink(key):
                self._stand_on_link(key)
            case SetLink(key, _):
                self._stand_on_link(key)
                self.setting.add(key)
            case SetNode(id, properties):
                self.properties.setdefault(id, set()).update(properties)
            case EndNode(id):
                self.ending.add(id)
            case CreateNode():
                pass

    def _stand_on_link(self, key: LinkKey) -> None:
        if key.type in _PLACES:
            return  # `_stand_on` looks at where everything is
        start, end = self.labels.get(key.from_id, ""), self.labels.get(key.to_id, "")
        self.outgoing.add((key.type, end, key.from_id))
        self.incoming.add((key.type, start, key.to_id))
        if key.type == "LIAISES" and start == "Person":
            self.outgoing.update((each, "", key.from_id) for each in _ALLOWED_BY.get(end, ()))

    def shifts(self, delta: Delta, before: Callable[[str], Node | None]) -> Iterator[Shift]:
        """What of it the delta concerns, nodes first; `before` gives a node as it was."""
        for node in delta.nodes_dropped:
            if node.id in self.properties:
                yield Shift(node, "ended")
        for node in delta.nodes_set:
            if watched := self.properties.get(node.id):
                old = before(node.id)
                was = old.properties if old is not None else {}
                names = sorted(each for each in watched if was.get(each) != node.properties[each])
                if names:
                    yield Shift(node, "changed", tuple(names))
        for effect, links in self._links_of(delta):
            for link in links:
                if self._concerns(link):
                    yield Shift(link, effect)

    def _links_of(self, delta: Delta) -> Iterator[tuple[Effect, Iterable[Link]]]:
        yield "ended", delta.links_dropped
        yield "begun", delta.links_created
        # Since when somebody liaises is nobody's ground; a term, or what a plan sets itself, is.
        yield (
            "changed",
            [
                each
                for each in delta.links_set
                if each.type == "INSTRUCTS" or each.key in self.setting
            ],
        )

    def _concerns(self, link: Link) -> bool:
        return (
            (link.type, link.to_label, link.from_id) in self.outgoing
            or (link.type, "", link.from_id) in self.outgoing
            or (link.type, link.from_label, link.to_id) in self.incoming
            or link.from_id in self.ending
            or link.to_id in self.ending
        )
