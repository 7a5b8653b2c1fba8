"""One person: all their loads against the bounds where they are, and what is lost without them."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np

from graph.checks.array_block import subjects_of
from graph.checks.array_forms import ARRAY_FORMS
from graph.checks.asked import Asked
from graph.checks.finding import Subject
from graph.checks.judge import Judge
from graph.model import Moment
from graph.rules import Rules
from graph.snapshot.arrays import Flags, Positions, any_at, highest_at
from graph.snapshot.cover import BROKEN, SUSPENDED, UNCOVERED, Cover, Tier, states_of
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

_ABOVE_HOUSEHOLDS: Final = frozenset(
    {
        ("LIAISES", "CentreHousehold", "Person"),
        ("HOSTS", "Person", "CentreHousehold"),
        ("LIAISES", "Person", "CentreHousehold"),
        ("LEADS", "Person", "PartyGroup"),
        ("LIAISES", "Person", "PartyGroup"),
        ("LIAISES", "Person", "Organisation"),
        ("SERVES", "Person", "Organisation"),
    }
)
"""The links of a person that chains run over, but for those to households."""

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


@dataclass(frozen=True, eq=False)
class Measured:
    """What the rules of `LOAD_RULES` measure of everybody, each worked out when first asked.

    No bound enters into it, so that it holds under whatever judge.
    """

    snapshot: Snapshot
    _asked: dict[str, Asked] = field(default_factory=dict, repr=False)

    def of(self, rule: str, judge: Judge) -> Asked:
        """Who is asked by a rule, and how much each one carries."""
        if rule not in self._asked:
            self._asked[rule] = ARRAY_FORMS[rule](self.snapshot, judge)[0]
        return self._asked[rule]


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
    links = {ends: _without(snapshot.links[ends], person) for ends in _ABOVE_HOUSEHOLDS}
    after = snapshot.linked(links).derived(Cover).people
    affected = _households_of(snapshot, _changed(snapshot.derived(Cover).people, after, person))
    old = snapshot.derived(Cover).states[affected]
    new = states_of(_reached(snapshot, affected, after, person))
    worse = new < old

    def come_to(state: int) -> tuple[str, ...]:
        return tuple(ids_of(snapshot, "Household", affected[worse & (new == state)]))

    return Loss(come_to(UNCOVERED), come_to(BROKEN), come_to(SUSPENDED))


def _changed(before: Tier, after: Tier, person: int) -> Flags:
    """Whose households may be worse off: the person's, and those of all below them."""
    changed: Flags = (before.depth != after.depth) | (before.available != after.available)
    changed[person] = True
    return changed


def _households_of(snapshot: Snapshot, people: Flags) -> Positions:
    liaises = snapshot.link("LIAISES", "Person", "Household")
    households = any_at(liaises.target[people[liaises.source]], snapshot.count("Household"))
    return np.flatnonzero(households)


def _reached(snapshot: Snapshot, households: Positions, people: Tier, person: int) -> Tier:
    """How far these households get with everybody but the person."""
    liaises = snapshot.link("LIAISES", "Person", "Household")
    number = np.full(snapshot.count("Household"), -1, dtype=np.int32)
    number[households] = np.arange(len(households))
    keep = (number[liaises.target] >= 0) & (liaises.source != person)
    source, target = liaises.source[keep], number[liaises.target[keep]]
    depth = highest_at(target, people.depth[source], np.zeros(len(households), np.int8))
    return Tier(depth, any_at(target[people.available[source]], len(households)))


def _load(snapshot: Snapshot, rules: Rules, name: str, person: int) -> Load | None:
    """What a rule measures of the person; None when it does not ask them or is off here."""
    judge = Judge.of(rules[name], rules, snapshot.areas, snapshot.nodes["Area"])
    asked = snapshot.derived(Measured).of(name, judge)
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
    ends = links.target if links.to_label == "Person" else links.source
    return links.only(ends != person) if np.any(ends == person) else links
