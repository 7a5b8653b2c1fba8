"""What an import did or would do, row by row; the JSON of `liaison import --json`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from graph.intake.claims import Difference, Dropped, Evidence, Origin, Refusal


class Candidate(NamedTuple):
    """One of the entities a doubt is about."""

    label: str
    id: str
    name: str
    area: str


@dataclass(frozen=True, slots=True)
class ReportedDoubt:
    """Something a human has to decide. `is_open`: rows are held back until then."""

    kind: str
    candidates: tuple[Candidate, ...]
    evidence: tuple[Evidence, ...]
    proposal: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with `seq` None would do or did not need to do.

    `added`, `changed` and `ended` count by label or link type.
    """

    seq: int | None
    files: tuple[str, ...]
    added: Mapping[str, int]
    changed: Mapping[str, int]
    ended: Mapping[str, int]
    refused: tuple[Refusal, ...] = ()
    doubts: tuple[ReportedDoubt, ...] = ()
    differences: tuple[Difference, ...] = ()
    dropped_headings: tuple[Dropped, ...] = ()

    def kept_as(self, seq: int | None) -> "ImportReport":
        """The same report once it is kept as change set `seq`; None: it made no difference."""
        return replace(self, seq=seq)

    def as_json(self) -> dict[str, Any]:
        """The report with the names and shapes of DESIGN 5."""
        return {
            "seq": self.seq,
            "files": list(self.files),
            "added": dict(self.added),
            "changed": dict(self.changed),
            "ended": dict(self.ended),
            "refused": [{**_place(each.origin), "reason": each.reason} for each in self.refused],
            "doubts": [_doubt(each) for each in self.doubts],
            "differences": [
                {
                    **_place(each.origin),
                    "what": each.what,
                    "declared": each.declared,
                    "counted": each.counted,
                }
                for each in self.differences
            ],
            "dropped_headings": [
                {**_place(each.origin), "heading": each.heading} for each in self.dropped_headings
            ],
        }


def _place(origin: Origin) -> dict[str, Any]:
    return dict(origin._asdict())


def _doubt(doubt: ReportedDoubt) -> dict[str, Any]:
    return {
        "kind": doubt.kind,
        "open": doubt.is_open,
        "candidates": [each._asdict() for each in doubt.candidates],
        "evidence": [{**_place(each.origin), "says": each.says} for each in doubt.evidence],
        "proposal": doubt.proposal,
    }
