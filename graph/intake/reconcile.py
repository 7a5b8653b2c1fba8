"""A reading against the ledger: the draft that makes the ledger say what the files say."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from graph.intake.claims import AreaRef, Doubt
from graph.intake.comparing import Counting
from graph.intake.desired import STRUCTURE, Desired, desire
from graph.intake.ending import Endings, endings
from graph.intake.identity.resolution import Resolution
from graph.intake.identity.resolving import resolve
from graph.intake.kept import Kept, Properties
from graph.intake.naming import Naming, Numbering
from graph.intake.notices import notices
from graph.intake.one_place import choose_places
from graph.intake.placing import Placing, displaced, replaced
from graph.intake.reading import Reading
from graph.intake.report import ImportReport
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
)
from graph.ledger.ledger import Ledger
from graph.messages import _
from graph.model import Link, Node
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


def reconcile(
    reading: Reading,
    ledger: Ledger,
    day: dt.date,
    *,
    actor: str = "import",
    is_trial: bool = False,
) -> Proposal:
    """What committing the reading would do; nothing is kept but the numbers of new ids.

    With `is_trial` not even those: the draft then has provisional ids and is not to be kept.
    `day` is today: the change is effective on the day the files report for, if that is not
    later. Raises IntakeError when a township could be one of several.
    """
    return _Reconciling(reading, ledger, day, actor, is_trial=is_trial).run()


class _Reconciling:
    def __init__(
        self, reading: Reading, ledger: Ledger, day: dt.date, actor: str, *, is_trial: bool
    ) -> None:
        self._is_trial = is_trial
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
        ids = Numbering(resolution, desired, None if self._is_trial else self._ledger)
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
        ids: Numbering,
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

    def _link_operation(self, link: Link, desired: Desired, ids: Numbering) -> Iterator[Operation]:
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
        ids: Numbering,
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
        naming = Naming(desired, self._kept, resolution, ids)
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
