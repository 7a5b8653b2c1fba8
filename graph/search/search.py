"""Finding entities by name, pinyin, address, end of a phone number, code or id.

There is no index to keep: the snapshot's columns are compared as they stand, which is true
for exactly its moment, forgets what the ledger forgets, and takes milliseconds.
"""

from dataclasses import dataclass
from typing import Any, Final

from graph.messages import N_, _
from graph.model import Moment
from graph.search.fields import FIELDS, How
from graph.search.fitting import Fitting, Reason, fit_label
from graph.search.term import Term
from graph.snapshot.naming import name_of
from graph.snapshot.snapshot import Snapshot
from graph.words import word

MOST_WORDS: Final = 8
LONGEST_TEXT: Final = 100

_WHY: Final[dict[How, str]] = {
    "id": N_("id"),
    "text": N_("%(property)s"),
    "pinyin": N_("pinyin of %(property)s"),
    "phone": N_("end of %(property)s"),
    "code": N_("beginning of %(property)s"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One entity that was found. `area` is the readable path of where it is, "" for nowhere."""

    id: str
    label: str
    name: str
    area: str
    area_id: str | None
    reason: Reason

    @property
    def why(self) -> str:
        """In words, what of it fits."""
        return _(_WHY[self.reason.how]) % {"property": word(self.reason.property)}

    def as_json(self) -> dict[str, Any]:
        """The hit as commands and routes print it."""
        return {
            "label": self.label,
            "id": self.id,
            "name": self.name,
            "area": self.area,
            "area_id": self.area_id,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, best first, and how many there are in all; true at `moment`."""

    moment: Moment
    total: int
    hits: tuple[Hit, ...]

    def as_json(self) -> dict[str, Any]:
        """The hits as commands and routes print them."""
        return {
            "seq": self.moment.seq,
            "on": self.moment.day.isoformat(),
            "total": self.total,
            "hits": [each.as_json() for each in self.hits],
        }


def terms_of(text: str) -> list[Term]:
    """The words of a text that are looked for."""
    return [Term.of(each) for each in text[:LONGEST_TEXT].split()[:MOST_WORDS]]


def find(
    snapshot: Snapshot, text: str, *, limit: int = 20, area: str | None = None,
    labels: tuple[str, ...] = (),
) -> Found:  # fmt: skip
    """What fits every word of `text`, best first; nothing for a text without a word.

    With several words an area above may answer for one of them: 石磨沟 张三. `area` keeps to
    what lies inside that area (NotFound when there is none), `labels` to these labels.
    Read at most `MOST_WORDS` words; hits of equal rank come by label, then by id.
    """
    terms = terms_of(text)
    if not terms:
        return Found(snapshot.moment, 0, ())
    place = snapshot.area(area)
    total = 0
    ranked: list[tuple[int, int, str, int, Reason]] = []
    for order, label in enumerate(labels or FIELDS):
        fitting = fit_label(snapshot, label, terms)
        positions = fitting.positions(snapshot.inside(label, place))
        total += len(positions)
        ranked += [
            (int(fitting.best[each]), order, label, int(each), _reason(fitting, int(each)))
            for each in positions[:limit]
        ]
    ranked.sort(key=lambda each: each[:4])
    hits = tuple(_hit(snapshot, *each[2:]) for each in ranked[:limit])
    return Found(snapshot.moment, total, hits)


def _reason(fitting: Fitting, position: int) -> Reason:
    return fitting.reasons[int(fitting.why[position])]


def _hit(snapshot: Snapshot, label: str, position: int, reason: Reason) -> Hit:
    nodes = snapshot.nodes[label]
    area = int(snapshot.area_of(label)[position])
    return Hit(
        id=nodes.id(position),
        label=label,
        name=name_of(snapshot, label, position) or nodes.id(position),
        area=snapshot.areas.path(area),
        area_id=snapshot.nodes["Area"].id(area) if area >= 0 else None,
        reason=reason,
    )
