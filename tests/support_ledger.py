"""Short words for writing facts into a ledger in tests."""

import datetime as dt
from collections.abc import Iterable

from graph.ledger.changes import (
    ChangeSet,
    CreateLink,
    CreateNode,
    Draft,
    EndLink,
    Operation,
    Source,
    Subject,
)
from graph.ledger.ledger import Ledger
from graph.model import Link, LinkKey, Node, Value
from graph.schema import NODES

DAY = dt.date(2026, 5, 1)
LABELS = {each.prefix: label for label, each in NODES.items()}


def on(days: int) -> dt.date:
    """The day so many days after DAY."""
    return DAY + dt.timedelta(days=days)


def label_of(id: str) -> str:
    """The label the prefix of an id stands for."""
    return LABELS[id.split("-")[0]]


def node(id: str, **properties: Value) -> CreateNode:
    """The operation that creates a node; its prefix says the label."""
    return CreateNode(Node(label_of(id), id, properties))


def link(type: str, from_id: str, to_id: str, **properties: Value) -> CreateLink:
    """The operation that creates a link; the prefixes say the labels."""
    return CreateLink(Link(type, label_of(from_id), from_id, label_of(to_id), to_id, properties))


def unlink(type: str, from_id: str, to_id: str, discriminator: str = "") -> EndLink:
    """The operation that ends a link."""
    return EndLink(LinkKey(type, from_id, to_id, discriminator))


def placed(id: str, area: str, **properties: Value) -> tuple[Operation, Operation]:
    """The operations that create a node located in an area."""
    return node(id, **properties), link("LOCATED_IN", id, area)


def draft(
    *operations: Operation,
    day: dt.date = DAY,
    statements: dict[Source, frozenset[Subject]] | None = None,
) -> Draft:
    """An edit by a tester."""
    return Draft("edit", "tester", "a change", day, operations, statements or {})


def keep(ledger: Ledger, *operations: Operation, day: dt.date = DAY) -> ChangeSet:
    """Commit the operations; there must be a difference."""
    kept = ledger.commit(draft(*operations, day=day))
    assert kept is not None
    return kept


def village(ledger: Ledger) -> ChangeSet:
    """A village with one grid, a member, a household she liaises, and one nobody does."""
    return keep(
        ledger,
        node("A-1", name="试样村", kind="village"),
        node("A-2", name="第1网格", kind="grid"),
        link("WITHIN", "A-2", "A-1"),
        *placed("P-1", "A-2", name="甲一", phone="13800000001", is_member=True),
        *placed("H-1", "A-2", address="1号", head="乙一", people=3),
        *placed("H-2", "A-2", address="2号", head="乙二"),
        link("LIAISES", "P-1", "H-1"),
    )


def links_at(ledger: Ledger, id: str, day: dt.date = DAY) -> set[LinkKey]:
    """The keys of the links of a node on a day."""
    return {each.key for each in ledger.facts(ledger.moment(day)).links_of(id)}


def value(ledger: Ledger, id: str, name: str, day: dt.date = DAY) -> Value:
    """One property of a node on a day."""
    found = ledger.facts(ledger.moment(day)).node(id)
    assert found is not None
    return found.properties[name]


def ids(rows: Iterable[Node]) -> list[str]:
    """The ids of nodes."""
    return [each.id for each in rows]
