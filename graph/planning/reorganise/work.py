"""What a step comes to, and the few operations all of them are made of."""

from dataclasses import dataclass, field, replace

from graph.ledger.changes import CreateLink, CreateNode, EndLink, EndNode, Operation, SetNode
from graph.model import Link, LinkKey, Node, Value
from graph.planning.reason import Reason
from graph.planning.reorganise.view import View
from graph.schema import NODES


@dataclass(frozen=True, slots=True)
class Done:
    """One step, worked out: its operations in the order they were thought of.

    `item`, `givers`, `taker`, `area` and `reason` are those of the change it becomes. `ids` are
    the nodes it is about; `notes` what a person should decide or know.
    """

    number: int
    ids: frozenset[str]
    item: str
    givers: tuple[str, ...]
    taker: str
    area: str
    reason: Reason
    operations: tuple[Operation, ...]
    notes: tuple[Reason, ...] = ()


@dataclass
class Work:
    """The operations of one step while they are collected, each link begun or ended once."""

    view: View
    operations: list[Operation] = field(default_factory=list)
    _begun: set[LinkKey] = field(default_factory=set, repr=False)
    _ended: set[LinkKey] = field(default_factory=set, repr=False)

    def is_there(self, key: LinkKey) -> bool:
        """Whether the link will be there after what was collected."""
        return key in self._begun or (key not in self._ended and self.view.has(key))

    def begin(self, link: Link) -> bool:
        """Begin a link unless it is there, or would join a node with itself; whether it began."""
        if link.from_id == link.to_id or self.is_there(link.key):
            return False
        self._begun.add(link.key)
        self.operations.append(CreateLink(link))
        return True

    def end(self, link: Link) -> None:
        """End a link."""
        if self.is_there(link.key):
            self._begun.discard(link.key)
            self._ended.add(link.key)
            self.operations.append(EndLink(link.key))

    def found(self, label: str, id: str, area: str | None, **properties: Value) -> None:
        """Begin a node, in an area if one is said."""
        given = {each.name: each.default for each in NODES[label].properties}
        self.operations.append(CreateNode(Node(label, id, given | properties)))
        if area is not None:
            placing = "WITHIN" if label == "Area" else "LOCATED_IN"
            self.begin(Link(placing, label, id, "Area", area))

    def name(self, of: Node, name: str | None) -> None:
        """Give a node another name; nothing for None or the name it has."""
        if name is not None and name != of.properties["name"]:
            self.operations.append(SetNode(of.id, {"name": name}))

    def end_node(self, id: str) -> None:
        """End a node, and every link that still hangs on it, each said by itself."""
        for link in self.view.hanging(id):
            self.end(link)
        self.operations.append(EndNode(id))

    def move(self, link: Link, label: str, to: str) -> None:
        """Let a link end at another node instead; its properties stay."""
        self.end(link)
        self.begin(replace(link, to_label=label, to_id=to))
