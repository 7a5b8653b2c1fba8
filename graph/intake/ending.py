"""What a reading ends: what a source stated before, states no longer, and nobody else states.

Source: DESIGN 2.2. Nothing ends that a refused row or an open doubt could be; it stays stated,
so that the next file can still end it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graph.intake.claims import Claims, Doubt, Evidence, Refusal
from graph.intake.desired import STRUCTURE, Desired
from graph.intake.identity.resolution import Resolution
from graph.intake.kept import Kept
from graph.intake.kinds import KINDS
from graph.intake.layout import layouts
from graph.intake.places import place_in
from graph.ledger.changes import Source, Subject
from graph.ledger.ledger import Ledger
from graph.messages import _
from graph.model import LinkKey
from graph.schema import NODES

_SCOPE_KINDS = frozenset(("village", "community", "township", "street", "park"))
_NAME_OF = {"Household": "address"}


@dataclass
class Endings:
    """Links and nodes to end, who states what from now on, and what was spared."""

    links: list[LinkKey] = field(default_factory=list)
    nodes: list[str] = field(default_factory=list)
    statements: dict[Source, set[Subject]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)


def endings(
    claims: Claims, desired: Desired, kept: Kept, resolution: Resolution, ledger: Ledger
) -> Endings:
    """What the reading ends, and what every source of it states from now on."""
    return _Ending(claims, desired, kept, resolution, ledger).run()


class _Ending:
    def __init__(
        self,
        claims: Claims,
        desired: Desired,
        kept: Kept,
        resolution: Resolution,
        ledger: Ledger,
    ) -> None:
        self._claims = claims
        self._desired = desired
        self._kept = kept
        self._resolution = resolution
        self._ledger = ledger
        self._ends = Endings()
        self._doubted = self._in_doubt()

    def run(self) -> Endings:
        now: dict[Source, set[Subject]] = {}
        for voice, subjects in self._desired.stated.items():
            source = Source(voice.kind, self._resolution.area_id(voice.scope))
            now.setdefault(source, set()).update(subjects)
        self._ends.statements = now
        gone: dict[Subject, None] = {}
        for source, subjects in now.items():
            if self._resolution.is_new(source.scope):
                continue
            for subject in sorted(self._ledger.stated(source) - subjects, key=str):
                if self._is_spared(source, subject):
                    subjects.add(subject)
                elif self._lives(subject):
                    gone[subject] = None
        if gone:
            elsewhere = self._stated_elsewhere(now)
            self._end([each for each in gone if each not in elsewhere])
        return self._ends

    def _lives(self, subject: Subject) -> bool:
        if isinstance(subject, LinkKey):
            return subject in self._kept.links
        return subject in self._kept.label and subject not in self._kept.only_later

    def _stated_elsewhere(self, now: dict[Source, set[Subject]]) -> set[Subject]:
        """Everything stated by the sources of this reading now, and by all others."""
        found: set[Subject] = set().union(*now.values())
        scopes = [
            node_id
            for node_id in self._kept.with_label("Area")
            if self._kept.properties[node_id]["kind"] in _SCOPE_KINDS
        ]
        concerned = self._kept.areas_within(self._townships(now))
        for scope in scopes:
            for kind in (*KINDS, "hand", "tables"):
                source = Source(kind, scope)
                if scope in concerned and source not in now:
                    found |= self._ledger.stated(source)
        return found

    def _townships(self, now: Iterable[Source]) -> set[str]:
        """The outermost areas below a county around the scopes that speak."""
        found = set()
        for source in now:
            area = source.scope
            while (parent := self._kept.parent.get(area)) is not None:
                if self._kept.properties[parent]["kind"] not in _SCOPE_KINDS:
                    break
                area = parent
            found.add(area)
        return found

    # What is spared

    def _in_doubt(self) -> set[str]:
        """The ids an open doubt is about."""
        return {
            each
            for doubt in self._resolution.doubts
            if doubt.is_open
            for each in doubt.candidates
            if isinstance(each, str)
        }

    def _is_spared(self, source: Source, subject: Subject) -> bool:
        ends = subject[1:3] if isinstance(subject, LinkKey) else (subject,)
        if self._doubted.intersection(ends):
            return True
        if self._begins_later(subject):
            return True
        for refusal in self._claims.refused:
            if self._speaks_for(refusal, source) and self._could_be(refusal, subject):
                self._note_spared(refusal, subject)
                return True
        return False

    def _begins_later(self, subject: Subject) -> bool:
        """Whether it is known only from after the day the files report for."""
        if isinstance(subject, LinkKey):
            known = self._kept.outgoing.get(subject.from_id, ())
            return subject in known and subject not in self._kept.links
        return subject in self._kept.only_later

    def _speaks_for(self, refusal: Refusal, source: Source) -> bool:
        """Whether the refused row, sheet or file would have spoken for the source."""
        if refusal.voice is not None:
            scope = self._resolution.area_id(refusal.voice.scope)
            return Source(refusal.voice.kind, scope) == source
        names = [each for each in (refusal.origin.sheet, refusal.origin.file) if each]
        kinds = {each.kind for each in layouts().all if any(map(each.has_title, names))}
        if kinds and source.kind not in kinds:
            return False
        villages = {village for each in names if (village := place_in(each).village)}
        scope_names = (
            self._kept.area_names(source.scope) if source.scope in self._kept.label else ()
        )
        return not villages or bool(villages.intersection(scope_names))

    def _could_be(self, refusal: Refusal, subject: Subject) -> bool:
        """Whether what could be read of a refused row speaks against the subject."""
        if refusal.voice is None:
            return True
        if isinstance(subject, LinkKey):
            return all(self._fits(refusal, node_id) for node_id in (subject.from_id, subject.to_id))
        if not self._fits(refusal, subject):
            return False
        near: dict[str, set[str]] = {}
        for node_id in self._neighbours(subject):
            near.setdefault(self._kept.label.get(node_id, ""), set()).add(self._name(node_id))
        return all(
            not near.get(label) or label in refusal.unreadable or near[label] & names
            for label, names in refusal.readable.items()
            if label != self._kept.label.get(subject)
        )

    def _fits(self, refusal: Refusal, node_id: str) -> bool:
        label = self._kept.label.get(node_id, "")
        if label in refusal.unreadable:
            heads = refusal.readable.get("head")
            head = self._kept.properties[node_id].get("head")
            return label != "Household" or heads is None or head in heads
        names = refusal.readable.get(label)
        return names is None or self._name(node_id) in names

    def _name(self, node_id: str) -> str:
        label = self._kept.label.get(node_id, "")
        return str(self._kept.properties.get(node_id, {}).get(_NAME_OF.get(label, "name")) or "")

    def _neighbours(self, node_id: str) -> Iterator[str]:
        yield from (key.to_id for key in self._kept.outgoing.get(node_id, ()))
        yield from (key.from_id for key in self._kept.incoming.get(node_id, ()))

    def _note_spared(self, refusal: Refusal, subject: Subject) -> None:
        ends = subject[1:3] if isinstance(subject, LinkKey) else (subject,)
        candidates = tuple(each for each in ends if self._kept.label.get(each) in NODES)
        self._ends.doubts.append(
            Doubt(
                "not-ended",
                candidates,
                (Evidence(refusal.origin, refusal.reason),),
                _(
                    "No longer stated, but the refused row may be it; correct the row and import again"
                ),
            )
        )

    # What ends

    def _end(self, subjects: list[Subject]) -> None:
        self._ends.links = [each for each in subjects if isinstance(each, LinkKey)]
        gone = set(self._ends.links)
        wanted = {end for key in self._desired.links for end in (key.from_id, key.to_id)}
        placed = {area for areas in self._desired.placed.values() for area in areas}
        nodes = [
            each
            for each in subjects
            if isinstance(each, str) and each not in wanted and each not in placed
        ]
        ended: set[str] = set()
        # A node may hang on another that ends: go round until nothing changes.
        changed = True
        while changed:
            changed = False
            for node_id in nodes:
                if node_id not in ended and self._hangs_free(node_id, gone, ended):
                    ended.add(node_id)
                    changed = True
        self._ends.nodes = [each for each in nodes if each in ended]

    def _hangs_free(self, node_id: str, gone: set[LinkKey], ended: set[str]) -> bool:
        """Whether every link of a node ends, or only places it."""
        outgoing = all(
            key in gone or key.type in STRUCTURE or key.to_id in ended
            for key in self._kept.outgoing.get(node_id, ())
        )
        return outgoing and all(
            key in gone or key.from_id in ended or self._moves_away(key)
            for key in self._kept.incoming.get(node_id, ())
        )

    def _moves_away(self, key: LinkKey) -> bool:
        """Whether the reading places the node at the start of this link elsewhere."""
        if key.type not in STRUCTURE:
            return False
        areas = self._desired.placed if key.type != "UNDER" else self._desired.above
        said = areas.get(key.from_id)
        return bool(said) and key.to_id not in (said or ())
