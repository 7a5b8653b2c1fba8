"""Ids and names for what a reading speaks of: ids for the draft, names for the report."""

from graph.intake.claims import AreaRef, Doubt, Ref
from graph.intake.desired import Desired
from graph.intake.identity.resolution import Resolution
from graph.intake.kept import Kept
from graph.intake.report import Candidate, ReportedDoubt
from graph.ledger.changes import Subject
from graph.ledger.ledger import Ledger
from graph.model import Link, LinkKey


class Numbering:
    """Real ids for provisional ones, asked of the ledger once for each label.

    Without a ledger, for a trial, the provisional ids stay and no number is used up.
    """

    def __init__(
        self, resolution: Resolution, desired: Desired, ledger: Ledger | None = None
    ) -> None:
        by_label: dict[str, list[str]] = {}
        for node_id, label in resolution.made.items():
            if node_id not in desired.label:
                continue
            by_label.setdefault(label, []).append(node_id)
        self._ids: dict[str, str] = {}
        if ledger is None:
            return
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


class Naming:
    """Doubts with names a reader knows, in place of references and provisional ids."""

    def __init__(
        self, desired: Desired, kept: Kept, resolution: Resolution, ids: Numbering
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
