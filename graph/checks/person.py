"""One person: all their loads against the bounds where they are, and what is lost without them."""

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa

from graph.checks.array_block import subjects_of
from graph.checks.array_forms import ARRAY_FORMS
from graph.checks.finding import Subject
from graph.checks.judge import Judge
from graph.model import Moment
from graph.rules import Rules
from graph.snapshot.arrays import Positions
from graph.snapshot.cover import BROKEN, SUSPENDED, UNCOVERED, Cover
from graph.snapshot.links import LinkArrays
from graph.snapshot.naming import ids_of
from graph.snapshot.snapshot import Snapshot

LOAD_RULES: Final = (
    "committee-member-load",
    "branch-member-load",
    "leader-load",
    "leads-two-groups",
    "member-load",
    "instructor-load",
    "person-total-load",
)
"""The rules that measure a person, from the top of the pyramid down."""

_CHAIN: Final = ("LIAISES", "HOSTS", "LEADS", "SERVES")

Verdict = Literal["over", "under", "right"]


@dataclass(frozen=True, slots=True)
class Load:
    """What one rule measures of a person; `verdict` is "under" only for who is expected to."""

    rule: str
    title: str
    value: int
    min: int | None
    max: int | None
    verdict: Verdict

    def as_json(self) -> dict[str, Any]:
        """The load as commands and routes print it."""
        return {
            "rule": self.rule,
            "title": self.title,
            "value": self.value,
            "min": self.min,
            "max": self.max,
            "verdict": self.verdict,
        }


@dataclass(frozen=True, slots=True)
class Loss:
    """Ids of households that would be worse off, by the state they would come to."""

    uncovered: tuple[str, ...]
    broken: tuple[str, ...]
    suspended: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The loss as commands and routes print it."""
        return {
            "uncovered": list(self.uncovered),
            "broken": list(self.broken),
            "suspended": list(self.suspended),
        }


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person with every load a rule measures of them, and what is lost when they leave."""

    moment: Moment
    subject: Subject
    loads: tuple[Load, ...]
    lost_without: Loss

    def as_json(self) -> dict[str, Any]:
        """The page as commands and routes print it."""
        return {
            "seq": self.moment.seq,
            "on": self.moment.day.isoformat(),
            "subject": {
                "id": self.subject.id,
                "name": self.subject.name,
                "area": self.subject.area,
                "area_id": self.subject.area_id,
            },
            "loads": [each.as_json() for each in self.loads],
            "lost_without": self.lost_without.as_json(),
        }


def person_page(snapshot: Snapshot, rules: Rules, id: str) -> PersonPage:
    """The page of one person. NotFound when there is no person with this id."""
    _label, position = snapshot.find(id, "Person")
    subject = subjects_of(snapshot, "Person", np.array([position]))[0]
    loads = (_load(snapshot, rules, name, position) for name in LOAD_RULES)
    return PersonPage(
        snapshot.moment,
        subject,
        tuple(each for each in loads if each is not None),
        lost_without(snapshot, position),
    )


def lost_without(snapshot: Snapshot, person: int) -> Loss:
    """What would be lost if a person, given by position, did nothing on any chain any more."""
    links = {
        ends: _without(each, person) if ends[0] in _CHAIN else each
        for ends, each in snapshot.links.items()
    }
    after = replace(snapshot, links=MappingProxyType(links), _kept={})
    old, new = snapshot.derived(Cover).states, after.derived(Cover).states
    worse = np.flatnonzero(new < old)

    def come_to(state: int) -> tuple[str, ...]:
        return tuple(ids_of(snapshot, "Household", worse[new[worse] == state]))

    return Loss(come_to(UNCOVERED), come_to(BROKEN), come_to(SUSPENDED))


def _load(snapshot: Snapshot, rules: Rules, name: str, person: int) -> Load | None:
    """What a rule measures of the person; None when it does not ask them or is off here."""
    judge = Judge.of(rules[name], rules, snapshot.areas, snapshot.nodes["Area"])
    asked = ARRAY_FORMS[name](snapshot, judge)[0]
    row = int(np.searchsorted(asked.positions, person))
    if row == len(asked.positions) or asked.positions[row] != person or asked.value is None:
        return None
    rule = judge.variants[int(judge.of_areas(snapshot.area_of("Person"))[person])]
    if not rule.enabled:
        return None
    value, low, high = int(asked.value[row]), rule.bounds.min, rule.bounds.max
    is_expected = asked.expected is None or bool(asked.expected[row])
    verdict: Verdict = "right"
    if high is not None and value > high:
        verdict = "over"
    elif low is not None and value < low and is_expected:
        verdict = "under"
    return Load(rule.id, rule.title, value, low, high, verdict)


def _without(links: LinkArrays, person: int) -> LinkArrays:
    """The links but for those of one person."""
    if links.to_label == "Person":
        return links.only(links.target != person) if np.any(links.target == person) else links
    if links.from_label != "Person":
        return links
    rows = links.rows_from(person)
    if rows.start == rows.stop:
        return links
    return replace(
        links,
        source=_cut(links.source, rows),
        target=_cut(links.target, rows),
        columns=pa.concat_tables([links.columns[: rows.start], links.columns[rows.stop :]]),
    )


def _cut(array: Positions, rows: slice) -> Positions:
    return np.concatenate((array[: rows.start], array[rows.stop :]))
