"""One entity as people ask for it: itself, its links, its chain."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from graph.errors import NotFound
from graph.ledger.base import Facts
from graph.ledger.ledger import Ledger
from graph.messages import _
from graph.model import Link, Moment, Node, Value
from graph.naming import called
from graph.snapshot.chain import Chain, chain_of
from graph.snapshot.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Tie:
    """One link of an entity, seen from it; `other` is at the far end."""

    type: str
    direction: Literal["out", "in"]
    other: Node
    properties: Mapping[str, Value] = field(hash=False)

    @property
    def other_name(self) -> str:
        """What people call the far end."""
        return called(self.other)

    def as_json(self) -> dict[str, Any]:
        """The tie as commands and routes print it."""
        return {
            "type": self.type,
            "direction": self.direction,
            "other": {
                "label": self.other.label,
                "id": self.other.id,
                "name": self.other_name,
            },
            "properties": _plain(self.properties),
        }


@dataclass(frozen=True, slots=True)
class Shown:
    """An entity at a moment: its properties, where it is, and all its links by type."""

    moment: Moment
    node: Node
    area: str
    ties: tuple[Tie, ...]

    def as_json(self) -> dict[str, Any]:
        """The shape of `liaison show --json`, but for the history, which the door adds."""
        return {
            "seq": self.moment.seq,
            "on": self.moment.day.isoformat(),
            "label": self.node.label,
            "id": self.node.id,
            "name": called(self.node),
            "area": self.area,
            "properties": _plain(self.node.properties),
            "links": [each.as_json() for each in self.ties],
        }


@dataclass(frozen=True, slots=True)
class Looking:
    """Reads one entity at a time; changes nothing."""

    ledger: Ledger
    snapshot: Callable[[Moment], Snapshot] = field(repr=False)

    def chain(self, id: str, moment: Moment) -> Chain:
        """The chain of a household or person, up and down. NotFound when there is none."""
        return chain_of(self.snapshot(moment), id)

    def show(self, id: str, moment: Moment) -> Shown:
        """One entity with its links, read straight from the ledger. NotFound."""
        facts = self.ledger.facts(moment)
        node = facts.node(id)
        if node is None:
            raise NotFound(
                _("There is no %(id)s on %(day)s; `liaison find` looks by name")
                % {"id": id, "day": moment.day}
            )
        ties = [_tie(facts, node, each) for each in facts.links_of(id)]
        ties.sort(key=lambda tie: (tie.type, tie.direction, tie.other.label, tie.other_name))
        return Shown(moment, node, area_path(facts, node), tuple(ties))


def area_path(facts: Facts, node: Node) -> str:
    """The names of the areas a node lies in, widest first, parted by blanks."""
    names: list[str] = []
    at, step = node.id, "WITHIN" if node.label == "Area" else "LOCATED_IN"
    while above := _end_of(facts, at, step):
        names.append(called(above))
        at, step = above.id, "WITHIN"
    return " ".join(reversed(names))


def _end_of(facts: Facts, id: str, type: str) -> Node | None:
    links = (each for each in facts.links_of(id) if each.type == type and each.from_id == id)
    link = next(links, None)
    return None if link is None else facts.node(link.to_id)


def _tie(facts: Facts, node: Node, link: Link) -> Tie:
    is_out = link.from_id == node.id
    other = facts.node(link.to_id if is_out else link.from_id)
    assert other is not None, "the ledger keeps no link without its ends"
    known = {name: value for name, value in link.properties.items() if value is not None}
    return Tie(link.type, "out" if is_out else "in", other, known)


def _plain(properties: Mapping[str, Value]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in properties.items()
    }
