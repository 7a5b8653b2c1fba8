"""Who states what a plan begins, so that the next roster neither doubles nor sweeps it away.

What is begun is stated by the kinds of file that speak for that tier (DESIGN 2.2), which are
those that stated what it replaces, for the village it lies in; what is ended is stated by
nobody any more; what comes to lie in another village is stated for that one. The next roster
of the village then decides, as it does about everything it speaks for. See
docs/decisions/0007-who-states-a-plan.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Final

from graph.editing.statements import HAND, Stating
from graph.intake.kinds import KINDS
from graph.ledger.changes import Delta, Operation, Source, Subject
from graph.model import Link, LinkKey, Node
from graph.planning.after import delta_of
from graph.planning.scopes import Scopes, resettled
from graph.snapshot.snapshot import Snapshot

_OF_LINKS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("LIAISES", "Organisation"): ("annex-2",),
    ("LIAISES", "PartyGroup"): ("annex-2",),
    ("LIAISES", "CentreHousehold"): ("annex-3",),
    ("LIAISES", "Person"): ("annex-3",),
    ("LIAISES", "Household"): ("annex-4",),
    ("LEADS", "PartyGroup"): ("annex-2", "annex-3"),
    ("HOSTS", "CentreHousehold"): ("annex-3",),
    ("SERVES", "Organisation"): ("annex-2",),
    ("BELONGS_TO", "PartyGroup"): ("annex-3",),
    ("BELONGS_TO", "Organisation"): ("annex-3",),
    ("COVERS", "Enterprise"): ("register",),
    ("INSTRUCTS", "Enterprise"): ("instructors",),
}
"""By type and the label a link goes to, the kinds of file that state it."""

_OF_NODES: Final[Mapping[str, tuple[str, ...]]] = {
    "PartyGroup": ("annex-2", "annex-3"),
    "CentreHousehold": ("annex-3",),
    "Person": ("annex-2", "annex-3", "annex-4"),
    "Household": ("annex-4",),
    "Enterprise": ("register",),
    "Organisation": ("annex-2", "annex-3"),
}
"""By label, the kinds of file that state a node."""

_GRID: Final = ("annex-3", "annex-4")
_JOINT: Final = ("register",)


def statements_of_plan(
    ledger: Stating, snapshot: Snapshot, operations: Sequence[Operation]
) -> dict[Source, frozenset[Subject]]:
    """What each source concerned states once the operations hold on the snapshot."""
    delta = delta_of(snapshot, operations)
    return _Stating(ledger, snapshot, snapshot.advance(delta), delta).run()


class _Stating:
    def __init__(self, ledger: Stating, before: Snapshot, after: Snapshot, delta: Delta) -> None:
        self._ledger = ledger
        self._delta = delta
        self._held: dict[Source, frozenset[Subject]] = {}
        self._now: dict[Source, set[Subject]] = {}
        self._instructors: dict[Source, frozenset[str]] = {}
        self._moved = set(resettled(before, after)) if _is_moving(delta) else set[str]()
        links = chain(delta.links_created, delta.links_dropped)
        named = {one for each in links for one in (each.from_id, each.to_id)} | self._moved
        named |= {each.id for each in chain(delta.nodes_created, delta.nodes_dropped)}
        self._was = Scopes(before, named)
        self._is = Scopes(after, named)

    def run(self) -> dict[Source, frozenset[Subject]]:
        for link in self._delta.links_dropped:
            self._end(link.key, _kinds_of_link(link), self._scopes_of(link))
        for node in self._delta.nodes_dropped:
            self._end(node.id, KINDS, self._was.around(node.id))
        self._move()
        for node in self._delta.nodes_created:
            self._begin(node.id, _kinds_of_node(node), node.id)
        for link in self._delta.links_created:
            self._begin_link(link)
        return {
            source: frozenset(subjects)
            for source, subjects in self._now.items()
            if subjects != self._held[source]
        }

    def _states(self, source: Source) -> set[Subject]:
        """What a source states as far as it has been worked out; to be changed in place."""
        if source not in self._now:
            self._held[source] = self._ledger.stated(source)
            self._now[source] = set(self._held[source])
        return self._now[source]

    def _end(self, subject: Subject, kinds: Iterable[str], scopes: Sequence[str]) -> None:
        for kind in (*kinds, HAND):
            for scope in scopes:
                self._states(Source(kind, scope)).discard(subject)

    def _scopes_of(self, link: Link) -> Sequence[str]:
        if link.type == "INSTRUCTS":
            # A row about an instructor may name any village of the township.
            return (*self._was.around(link.from_id), *self._was.around(link.to_id))
        return (*self._was.above(link.from_id), *self._was.above(link.to_id))

    def _move(self) -> None:
        """Let what lies in another village now be stated for that one."""
        scopes = {scope for one in self._moved for scope in self._was.above(one)[:1]}
        for source in sorted(Source(kind, scope) for scope in scopes for kind in (*KINDS, HAND)):
            for subject in sorted(self._states(source), key=str):
                of = self._where(subject)
                scope = self._is.of(of) if of in self._moved else None
                if scope is not None and self._was.of(of) == source.scope:
                    self._states(source).discard(subject)
                    self._states(Source(source.kind, scope)).add(subject)

    def _where(self, subject: Subject) -> str:
        """The node in whose row a subject is stated."""
        if not isinstance(subject, LinkKey):
            return subject
        ends = self._label(subject.from_id), self._label(subject.to_id)
        is_of_centre = subject.type == "LIAISES" and (
            ends[0] == "CentreHousehold" or ends[1] == "Person"
        )
        return subject.from_id if is_of_centre else subject.to_id

    def _label(self, id: str) -> str:
        return self._is.label.get(id) or self._was.label.get(id, "")

    def _begin_link(self, link: Link) -> None:
        kinds = _kinds_of_link(link)
        if link.type != "INSTRUCTS" or not kinds:
            self._begin(link.key, kinds, self._where(link.key))
            return
        # The instructor's own row says it, whatever village that names, else the township.
        around = (*self._is.around(link.from_id), *self._is.around(link.to_id))
        sources = [Source(kinds[0], scope) for scope in around]
        own = [each for each in sources if link.from_id in self._instructing(each)]
        township = [Source(kinds[0], scope) for scope in self._is.above(link.to_id)[-1:]]
        for source in (own or township)[:1]:
            self._states(source).add(link.key)

    def _instructing(self, source: Source) -> frozenset[str]:
        if source not in self._instructors:
            keys = (each for each in self._states(source) if isinstance(each, LinkKey))
            self._instructors[source] = frozenset(
                each.from_id for each in keys if each.type == "INSTRUCTS"
            )
        return self._instructors[source]

    def _begin(self, subject: Subject, kinds: Sequence[str], of: str) -> None:
        """Let every kind state it that speaks here already, else the first of them."""
        scopes = self._is.above(of)
        if not scopes:
            return
        speaking = [
            source for kind in kinds if self._states(source := self._speaking(kind, of, scopes))
        ]
        for source in speaking or [Source(kind, scopes[0]) for kind in kinds[:1]]:
            self._states(source).add(subject)

    def _speaking(self, kind: str, of: str, scopes: Sequence[str]) -> Source:
        """The source of this kind that states the node itself, else that of its village."""
        sources = [Source(kind, scope) for scope in scopes]
        return next((each for each in sources if of in self._states(each)), sources[0])


def _kinds_of_link(link: Link) -> tuple[str, ...]:
    return _OF_LINKS.get((link.type, link.to_label), ())


def _kinds_of_node(node: Node) -> tuple[str, ...]:
    kind = node.properties.get("kind")
    if node.label == "Area":
        return _GRID if kind == "grid" else ()  # a file never states a village or township
    if kind in ("joint_branch", "joint_general_branch"):
        return _JOINT
    return _OF_NODES.get(node.label, ())


def _is_moving(delta: Delta) -> bool:
    """Whether anything that was there before comes to lie elsewhere."""
    new = {each.id for each in delta.nodes_created}
    return any(
        each.type in ("LOCATED_IN", "WITHIN") and each.from_id not in new
        for each in delta.links_created
    )
