"""Finding what was once called otherwise: by names in older versions of the ledger, as recorded.

A node that goes on is found by the names it had. A node that ended is found as what it became:
nothing in the ledger says “merged into”, so that is read from the change set that ended it:
where most of what hung on it was linked anew in the same change set. Where nothing was, it is
said that it ended. Only labels whose names are no personal data are searched; a name that was
recorded by mistake and taken back is found as well.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from graph.ledger.ledger import Ledger
from graph.ledger.names import NameOnce, names_once
from graph.ledger.records import Change
from graph.ledger.tables import OPEN_DAY, day_of
from graph.messages import N_, _
from graph.model import Link
from graph.search.fitting import Reason, fit_label, in_areas_called
from graph.search.names import Names
from graph.search.search import Found, Hit, find, terms_of
from graph.search.term import Term
from graph.snapshot.naming import ids_of, name_of
from graph.snapshot.snapshot import Snapshot

LABELS: Final = ("Area", "Organisation", "PartyGroup", "Enterprise")
"""What is searched by former names, in the order in which results are listed."""

_MOST_STEPS: Final = 50
_BY_NAME: Final = Reason("name", "text")

_CALLED: Final = N_("formerly %(name)s")
_CALLED_UNTIL: Final = N_("called %(name)s before %(day)s")
_BECAME: Final = N_("%(name)s (%(id)s) became part of it on %(day)s")
_ENDED: Final = N_("ended on %(day)s")


@dataclass(frozen=True, slots=True)
class FormerHit(Hit):
    """One entity found by a name it, or something that became part of it, once had.

    `former` is that name and `former_id` who had it; `until` the day from which it no longer
    did, None where it was recorded by mistake. What ended without becoming anything stands
    with its own id, in no area.
    """

    former: str = ""
    former_id: str = ""
    until: dt.date | None = None

    @property
    def why(self) -> str:
        """In words, when it was called so and what became of it."""
        said = {"name": self.former, "id": self.former_id, "day": self.until}
        if self.former_id != self.id:
            return _(_BECAME) % said
        if self.area_id is None and self.until is not None and self.name == self.former:
            return _(_ENDED) % said
        return _(_CALLED if self.until is None else _CALLED_UNTIL) % said


def find_ever(
    ledger: Ledger, snapshot: Snapshot, text: str, *, limit: int = 20, area: str | None = None
) -> Found:
    """What fits the text now, and behind it what once was called so, best first.

    `area` keeps to what lies inside it now, so what ended is not found there. NotFound for an
    unknown area, LedgerError when older versions cannot be read.
    """
    found = find(snapshot, text, limit=limit, area=area)
    terms = terms_of(text)
    if not terms:
        return found
    past = _Past(ledger, snapshot, terms, snapshot.area(area))
    former, count = past.hits(limit - len(found.hits))
    return replace(found, total=found.total + count, hits=(*found.hits, *former))


class _Once(NamedTuple):
    """A former name that fits: how well, whose it was, and until when."""

    rank: int
    order: int
    id: str
    name: str
    until: int


@dataclass(frozen=True, eq=False)
class _Past:
    """One search in older versions."""

    ledger: Ledger
    snapshot: Snapshot
    terms: Sequence[Term]
    place: int | None

    def hits(self, most: int) -> tuple[list[FormerHit], int]:
        """What the former names that fit are now, each entity once, best first; and how many.

        What ended is followed for the first `most` only, and counted as itself after them.
        """
        seen = {each for label in LABELS for each in self._now(label)}
        hits: list[FormerHit] = []
        total = 0
        for once in sorted(each for label in LABELS for each in self._fitting(label)):
            if once.id in seen:
                continue
            if len(hits) == most:
                seen.add(once.id)
                total += 1
                continue
            hit = self._hit(once)
            if hit is not None and hit.id not in seen:
                seen |= {hit.id, once.id}
                hits.append(hit)
                total += 1
        return hits, total

    def _now(self, label: str) -> list[str]:
        """The ids found by what they are called today."""
        fitting = fit_label(self.snapshot, label, self.terms)
        found = fitting.positions(self.snapshot.inside(label, self.place))
        return ids_of(self.snapshot, label, found)

    def _fitting(self, label: str) -> Iterator[_Once]:
        rows = names_once(self.ledger, label, self.snapshot.moment.seq)
        if not rows:
            return
        encoded = pa.array([each.name for each in rows]).dictionary_encode()
        names = Names(encoded.dictionary, encoded.indices.to_numpy(zero_copy_only=False))
        position = self.snapshot.nodes[label].positions([each.id for each in rows])
        best = np.full(len(rows), 127)
        fits = np.ones(len(rows), np.bool_)
        for term in self.terms:
            here = np.zeros(len(rows), np.bool_)
            for found in (names.by_text(term), names.by_pinyin(term.letters or "")):
                here[found[0]] = True
                best[found[0]] = np.minimum(best[found[0]], found[1])
            if len(self.terms) > 1:
                called = in_areas_called(self.snapshot, label, term)
                here |= called[position] & (position >= 0) if len(called) else False
            fits &= here
        order = LABELS.index(label)
        for row in np.flatnonzero(fits & (best < 127)).tolist():
            yield _Once(int(best[row]), order, rows[row].id, rows[row].name, _until(rows[row]))

    def _hit(self, once: _Once) -> FormerHit | None:
        """The entity a former name leads to; None where it cannot be shown, or is called so."""
        known = self.snapshot.position(once.id)
        until = None if once.until >= OPEN_DAY else day_of(once.until)
        if known is not None:
            return self._living(known, once, once.id, until)
        ended = self._end_of(once.id)
        if ended is None:
            return None
        now, day = ended
        if now is not None and (place := self.snapshot.position(now)) is not None:
            return self._living(place, once, once.id, day)
        if self.place is not None:
            return None
        label = LABELS[once.order]
        return FormerHit(once.id, label, once.name, "", None, _BY_NAME, once.name, once.id, day)

    def _living(
        self, known: tuple[str, int], once: _Once, former_id: str, until: dt.date | None
    ) -> FormerHit | None:
        label, position = known
        s = self.snapshot
        if not s.inside(label, self.place)[position]:
            return None
        area = int(s.area_of(label)[position])
        now, name = s.nodes[label].id(position), name_of(s, label, position)
        if now == former_id and name == once.name:
            return None
        return FormerHit(
            now, label, name or now, s.areas.path(area),
            s.nodes["Area"].id(area) if area >= 0 else None,
            _BY_NAME, once.name, former_id, until,
        )  # fmt: skip

    def _end_of(self, ended: str) -> tuple[str | None, dt.date] | None:
        """What a node that is no longer there became (None: nothing), and when it ended."""
        day: dt.date | None = None
        one = ended
        for _step in range(_MOST_STEPS):
            end = self._last_end(one)
            if end is None:
                break
            day = day or end.valid_from
            heir = _heir(self.ledger.changes_of(end.seq), one)
            if heir is None or self.snapshot.position(heir) is not None:
                return heir, day
            one = heir
        return None if day is None else (None, day)

    def _last_end(self, id: str) -> Change | None:
        """The change that ended a node, as known at the moment; None when there is none."""
        seq, day = self.snapshot.moment
        ends = [
            each
            for each in self.ledger.history(id)
            if each.subject == id and each.after is None
            and each.seq <= seq and each.valid_from <= day
        ]  # fmt: skip
        return ends[-1] if ends else None


def _until(once: NameOnce) -> int:
    return OPEN_DAY if once.is_corrected else once.valid_to


def _heir(changes: Sequence[Change], id: str) -> str | None:
    """Where most of what hung on a node went, in the change set that ended it; None: nowhere."""
    begun: dict[tuple[str, str], list[Link]] = {}
    for each in changes:
        if isinstance(each.after, Link) and each.before is None:
            begun.setdefault((each.kind, each.after.from_id), []).append(each.after)
    went: Counter[str] = Counter()
    for each in changes:
        lost = each.before
        if isinstance(lost, Link) and each.after is None and lost.to_id == id:
            new = begun.get((each.kind, lost.from_id), ())
            went.update({one.to_id for one in new if one.to_label == lost.to_label})
    return min(went, key=lambda one: (-went[one], one)) if went else None
