"""What a change set is made of, before it is kept and after.

A draft is a list of operations on nodes and links. Each operation speaks about the days from
the draft's `effective_on` on, up to the next change already known of the same thing.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from graph.model import Link, LinkKey, Moment, Node, Value


@dataclass(frozen=True, slots=True)
class CreateNode:
    """A node begins to exist. Properties not given take the schema's default."""

    node: Node


@dataclass(frozen=True, slots=True)
class SetNode:
    """Some properties of a node change; the others stay."""

    id: str
    properties: Mapping[str, Value] = field(hash=False)


@dataclass(frozen=True, slots=True)
class EndNode:
    """A node ends, and with it every link that hangs on it."""

    id: str


@dataclass(frozen=True, slots=True)
class CreateLink:
    """A link begins."""

    link: Link


@dataclass(frozen=True, slots=True)
class SetLink:
    """Some properties of a link change; never those that make its identity."""

    key: LinkKey
    properties: Mapping[str, Value] = field(hash=False)


@dataclass(frozen=True, slots=True)
class EndLink:
    """A link ends."""

    key: LinkKey


Operation = CreateNode | SetNode | EndNode | CreateLink | SetLink | EndLink

Kind = Literal["import", "edit", "plan", "undo", "forget"]


class Source(NamedTuple):
    """Who states a fact: a kind of file (`annex-3`, `register`, `hand` …) for one scope.

    `scope` is the id of the village or area the file has rows for.
    """

    kind: str
    scope: str


Subject = str | LinkKey
"""What is stated: a node by its id, or a link by its key."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A change set that has not been kept yet.

    `statements` gives, for each source that speaks in this change set, everything it states
    now; what it stated before and no longer does is forgotten as a statement. `summary` is
    one sentence for people, without personal data. `reverts` names the change set an undo
    takes back.
    """

    kind: Kind
    actor: str
    summary: str
    effective_on: dt.date
    operations: tuple[Operation, ...]
    statements: Mapping[Source, frozenset[Subject]] = field(default_factory=dict, hash=False)
    reverts: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """A change set as it is kept: the unit of everything that alters facts.

    `recorded_at` is in UTC. `rows` counts the versions it opened and closed. `digest` is the
    hex hash that chains it to the change set before.
    """

    seq: int
    kind: Kind
    actor: str
    summary: str
    effective_on: dt.date
    recorded_at: dt.datetime
    reverts: int | None
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Delta:
    """What differs between the facts at two moments: what a graph or snapshot must do to follow.

    `*_set` carry the whole new node or link. Apply in this order: links dropped, nodes
    dropped, nodes created, nodes set, links created, links set.
    """

    before: Moment
    after: Moment
    nodes_created: tuple[Node, ...] = ()
    nodes_set: tuple[Node, ...] = ()
    nodes_dropped: tuple[Node, ...] = ()
    links_created: tuple[Link, ...] = ()
    links_set: tuple[Link, ...] = ()
    links_dropped: tuple[Link, ...] = ()

    @property
    def rows(self) -> int:
        """How many nodes and links differ."""
        return (
            len(self.nodes_created) + len(self.nodes_set) + len(self.nodes_dropped)
            + len(self.links_created) + len(self.links_set) + len(self.links_dropped)
        )  # fmt: skip
