"""A reading against the ledger: the draft that makes the ledger say what the files say."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from graph.intake.claims import AreaRef, Doubt, Ref
from graph.intake.comparing import Counting
from graph.intake.desired import STRUCTURE, Desired, desire
from graph.intake.ending import Endings, endings
from graph.intake.identity.resolution import Resolution
from graph.intake.identity.resolving import resolve
from graph.intake.kept import Kept, Properties
from graph.intake.notices import notices
from graph.intake.one_place import choose_places
from graph.intake.placing import Placing, displaced, replaced
from graph.intake.reading import Reading
from graph.intake.report import Candidate, ImportReport, ReportedDoubt
from graph.ledger.changes import (
    CreateLink,
    CreateNode,
    Draft,
    EndLink,
    EndNode,
    Operation,
    SetLink,
    SetNode,
    Source,
    Subject,
)
from graph.ledger.ledger import Ledger
from graph.messages import _
from graph.model import Link, LinkKey, Node
from graph.schema import LINKS

_NAMES: Final = frozenset(("name", "address", "mark"))
"""Properties that only say again, in other words, by what an entity was found."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft that has not been committed, and what it would do.

    `seen` is the change set it was worked out on; commit with it, so that it is refused if the
    ground has moved.
    """

    draft: Draft
    report: ImportReport
    seen: int


def reconcile(reading: Reading, ledger: Ledger, day: dt.date, *, actor: str = "import") -> Proposal:
    """What committing the reading would do; nothing is kept but the numbers of new ids.

    `day` is today: the change is effective on the day the files report for, if that is not
    later. Raises IntakeError when a township could be one of several.
    """
    return _Reconciling(reading, ledger, day, actor).run()


class _Reconciling:
    def __init__(self, reading: Reading, ledger: Ledger, day: dt.date, actor: str) -> None:
        self._reading = reading
        self._ledger = ledger
        self._actor = actor
        self._effective = min(reading.reported_on or day, day)
        self._seen = ledger.head()
        today = ledger.facts(ledger.moment(day))
        if self._effective == day:
            self._kept = Kept(today)
        else:
            self._kept = Kept(ledger.facts(ledger.moment(self._effective)), today)

    def run(self) -> Proposal:
        claims = self._reading.claims
        resolution = resolve(claims, self._kept)
        desired = desire(claims, self._kept, resolution)
        choose_places(desired, resolution)
        structure = Placing(desired, self._kept).links()
        ends = endings(claims, desired, self._kept, resolution, self._ledger)
        moved = displaced(ends.links, desired, self._kept)
        links = [
            *(each for each in structure if each.from_id not in moved),
            *(
                Link("LOCATED_IN", "Person", person, "Area", area, {})
                for person, area in moved.items()
                if person not in ends.nodes
            ),
            *desired.links.values(),
        ]
        ids = _Numbering(resolution, desired, self._ledger)
        draft = Draft(
            kind="import",
            actor=self._actor,
            summary=self._summary(resolution),
            effective_on=self._effective,
            operations=tuple(self._operations(desired, links, ends, resolution, ids)),
            statements={
                Source(source.kind, ids[source.scope]): frozenset(map(ids.subject, subjects))
                for source, subjects in ends.statements.items()
                if source.scope in desired.label or not resolution.is_new(source.scope)
            },
        )
        report = self._report(draft, desired, links, ends, resolution, ids)
        return Proposal(draft, report, self._seen)

    def _summary(self, resolution: Resolution) -> str:
        areas = (each for each in resolution.ids if isinstance(each, AreaRef))
        townships = dict.fromkeys(
            each.name for each in areas if each.kind in ("township", "street", "park")
        )
        return _("Import of %(count)s files: %(places)s") % {
            "count": len(self._reading.files),
            "places": "、".join(townships),
        }

    # Operations

    def _operations(
        self,
        desired: Desired,
        links: list[Link],
        ends: Endings,
        resolution: Resolution,
        ids: "_Numbering",
    ) -> Iterator[Operation]:
        for node_id, label in desired.label.items():
            properties = desired.nodes.get(node_id, {})
            if resolution.is_new(node_id) or node_id in self._kept.only_later:
                yield CreateNode(Node(label, ids[node_id], self._whole(node_id, properties)))
            elif changed := self._changed(node_id, label, properties):
                yield SetNode(node_id, changed)
        moved = [
            key for link in links if link.type in STRUCTURE for key in replaced(link, self._kept)
        ]
        for key in dict.fromkeys((*moved, *ends.links)):
            if key in self._kept.links:
                yield EndLink(key)
        for link in links:
            yield from self._link_operation(link, desired, ids)
        for node_id in ends.nodes:
            yield EndNode(node_id)

    def _whole(self, node_id: str, properties: Properties) -> Properties:
        """The properties a node begins with; one known from later on keeps what it has then."""
        if node_id not in self._kept.only_later:
            return properties
        return {**self._kept.properties[node_id], **properties}

    def _changed(self, node_id: str, label: str, properties: Properties) -> Properties:
        kept = self._kept.properties.get(node_id, {})
        changed: Properties = {}
        for name, value in properties.items():
            if kept.get(name) == value or (name in _NAMES and label != "Enterprise"):
                continue
            if name == "phone" and label == "Person" and kept.get(name):
                continue  # another phone is a doubt, and never overwritten
            if name == "kind" and label in ("Organisation", "PartyGroup", "Area"):
                continue
            changed[name] = value
        return changed

    def _link_operation(
        self, link: Link, desired: Desired, ids: "_Numbering"
    ) -> Iterator[Operation]:
        kept = self._kept.links.get(link.key)
        if kept is None:
            yield CreateLink(ids.link(link))
            return
        identity = LINKS[link.type].identity
        changed: Properties = {
            name: value
            for name, value in link.properties.items()
            if name not in identity and value is not None and kept.properties.get(name) != value
        }
        if link.key in desired.unlimited and kept.properties.get("until") is not None:
            changed.setdefault("until", None)
        if changed:
            yield SetLink(link.key, changed)

    # Report

    def _report(
        self,
        draft: Draft,
        desired: Desired,
        links: list[Link],
        ends: Endings,
        resolution: Resolution,
        ids: "_Numbering",
    ) -> ImportReport:
        claims = self._reading.claims
        preview = self._ledger.preview(draft)
        names = {
            node_id: str(each.get("name") or "") for node_id, each in self._kept.properties.items()
        }
        names |= {
            node_id: str(each["name"]) for node_id, each in desired.nodes.items() if "name" in each
        }
        moved = [
            key for link in links if link.type in STRUCTURE for key in replaced(link, self._kept)
        ]
        counting = Counting(self._kept, links, (*moved, *ends.links), names, resolution)
        naming = _Naming(desired, self._kept, resolution, ids)
        doubts: Iterable[Doubt] = (
            *resolution.doubts,
            *claims.doubts,
            *ends.doubts,
            *notices(claims, desired, self._kept, resolution),
        )
        return ImportReport(
            seq=None,
            files=self._reading.files,
            added=preview.added,
            changed=preview.changed,
            ended=preview.ended,
            refused=tuple(claims.refused),
            doubts=tuple(naming.reported(each) for each in doubts),
            differences=(*claims.differences, *counting.differences(claims)),
            dropped_headings=tuple(claims.dropped),
        )


class _Numbering:
    """Real ids for provisional ones, asked of the ledger once for each label."""

    def __init__(self, resolution: Resolution, desired: Desired, ledger: Ledger) -> None:
        by_label: dict[str, list[str]] = {}
        for node_id, label in resolution.made.items():
            if node_id not in desired.label:
                continue
            by_label.setdefault(label, []).append(node_id)
        self._ids: dict[str, str] = {}
        for label, provisional in by_label.items():
            self._ids.update(zip(provisional, ledger.new_ids(label, len(provisional)), strict=True))

    def __getitem__(self, node_id: str) -> str:
        return self._ids.get(node_id, node_id)

    def subject(self, subject: Subject) -> Subject:
        """The subject with real ids."""
        if isinstance(subject, LinkKey):
            return subject._replace(from_id=self[subject.from_id], to_id=self[subject.to_id])
        return self[subject]

    def link(self, link: Link) -> Link:
        """The link with real ids."""
        return Link(
            link.type,
            link.from_label,
            self[link.from_id],
            link.to_label,
            self[link.to_id],
            link.properties,
        )


class _Naming:
    """Doubts with names a reader knows, in place of references and provisional ids."""

    def __init__(
        self, desired: Desired, kept: Kept, resolution: Resolution, ids: _Numbering
    ) -> None:
        self._desired = desired
        self._kept = kept
        self._resolution = resolution
        self._ids = ids

    def reported(self, doubt: Doubt) -> ReportedDoubt:
        """The doubt as the report shows it."""
        candidates = tuple(
            self._of_id(each) if isinstance(each, str) else self._of_ref(each)
            for each in doubt.candidates
        )
        return ReportedDoubt(doubt.kind, candidates, doubt.evidence, doubt.proposal, doubt.is_open)

    def _of_id(self, node_id: str) -> Candidate:
        label = self._desired.label.get(node_id) or self._kept.label.get(node_id, "")
        properties = {
            **self._kept.properties.get(node_id, {}),
            **self._desired.nodes.get(node_id, {}),
        }
        name = properties.get("name") or properties.get("head") or properties.get("address")
        area = self._desired.settlement.get(node_id) or self._kept.settlement_of(node_id)
        final = self._ids[node_id]
        shown = "" if self._resolution.is_new(final) else final  # held: there is no node yet
        return Candidate(label, shown, str(name or ""), self._area_name(area))

    def _of_ref(self, ref: Ref) -> Candidate:
        node_id = self._resolution.id_of(ref)
        if node_id is not None:
            return self._of_id(node_id)
        name = getattr(ref, "name", "") or getattr(ref, "head", "") or getattr(ref, "address", "")
        area = ref if isinstance(ref, AreaRef) else ref.area
        return Candidate(ref.label, "", str(name), area.name)

    def _area_name(self, area: str | None) -> str:
        if area is None:
            return ""
        properties = self._desired.nodes.get(area) or self._kept.properties.get(area, {})
        return str(properties.get("name") or "")
