"""Which enterprises and instructors have to be decided together, each part as a bare sharing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from graph.planning.instructors.cases import Case, Due, Why
from graph.planning.instructors.demands import Demands
from graph.planning.instructors.field import Field
from graph.planning.instructors.sharing import Agent, Arc, Item, Sharing

_NEVER_AGAIN: Final = frozenset[Why]({"leaves", "banned", "pinned", "closed"})
"""After these the same person must not go on."""

_STEP: Final = 2
"""What one step of distance weighs against another sector."""


@dataclass(frozen=True, eq=False)
class InstructorPart:
    """Cases and persons decided together; the arcs of the sharing mean places in `persons`."""

    cases: tuple[Case, ...]
    persons: tuple[int, ...]
    sharing: Sharing


@dataclass(frozen=True, eq=False)
class Choices:
    """Who can go where. `kept` gives by person the enterprises that stay anyway.

    `able` are the persons who may be given enterprises, ascending.
    """

    facts: Field
    demands: Demands
    cases: tuple[Case, ...]
    kept: Mapping[int, Sequence[int]]
    able: tuple[int, ...]
    _serving: dict[int, list[int]] = field(default_factory=dict, repr=False)
    _near: dict[tuple[int, int], int] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, facts: Field, demands: Demands, cases: tuple[Case, ...]) -> "Choices":
        """The choices there are for these cases."""
        due = {(one.holding.person, each.enterprise) for each in cases for one in each.due}
        kept = {
            person: [each for each in enterprises if (person, each) not in due]
            for person, enterprises in facts.held.items()
        }
        asked = {*facts.held, *demands.joining, *demands.pinned.values()} - demands.leaving
        able = tuple(sorted(each for each in asked if facts.is_available[each]))
        return cls(facts, demands, cases, kept, able)

    def parts(self) -> list[InstructorPart]:
        """The cases that have persons in common together; all together if changes are limited."""
        arcs = [self.arcs(each) for each in self.cases]
        if self.is_limited:
            groups: Iterable[list[int]] = [list(range(len(arcs)))] if arcs else []
        else:
            groups = _together(arcs, [self.district(each) for each in self.cases])
        return [self._part(numbers, arcs) for numbers in groups]

    def arcs(self, case: Case) -> tuple[Arc, ...]:
        """Whom an enterprise can go to; `agent` is the position of the person."""
        found = [each for due in case.due if (each := self._going_on(case, due)) is not None]
        if case.pinned is not None:
            own = [each for each in found if each.agent == case.pinned]
            return tuple(own) or (self._arc(case, case.pinned),)
        if not case.is_spare:
            own_persons = {each.holding.person for each in case.due}
            found += [
                self._arc(case, each) for each in self.serving(self.facts.area[case.enterprise])
                if each not in own_persons
                and (case.enterprise, each) not in self.demands.banned
                and not (self.is_limited and self._is_full(each))
            ]  # fmt: skip
        return tuple(sorted(found, key=lambda arc: arc.agent))

    def serving(self, area: int) -> list[int]:
        """Who may be given enterprises of an area, by id; bans and room are not looked at."""
        key = self._key(area)
        if key not in self._serving:
            self._serving[key] = [each for each in self.able if self.facts.serves(each, area)]
        return self._serving[key]

    def room(self, person: int) -> int:
        """How many enterprises a person can get besides those that stay anyway."""
        return max(0, int(self.facts.maximum[person]) - len(self.kept.get(person, ())))

    def _key(self, area: int) -> int:
        """The same number for areas that the same persons serve."""
        district = self.facts.districts.of_area[area] if area >= 0 else -1
        return district if district >= 0 else area

    def district(self, case: Case) -> int:
        """The district an enterprise lies in, else its area; -1 for none."""
        return self._key(self.facts.area[case.enterprise])

    @property
    def is_limited(self) -> bool:
        """Whether only so many may change hands."""
        return self.facts.ground.request.max_changes is not None

    def _due(self, person: int) -> int:
        return len(self.facts.held.get(person, ())) - len(self.kept.get(person, ()))

    def _is_full(self, person: int) -> bool:
        """Whether somebody may be above the maximum when everything stays as it is."""
        return self._due(person) > self.room(person)

    def _going_on(self, case: Case, due: Due) -> Arc | None:
        """A relation goes on: renewed or kept, or only for want of anybody else; None: never."""
        person = due.holding.person
        is_never = due.why in _NEVER_AGAIN
        is_stay = is_never or due.why == "rotation" or not self.facts.is_available[person]
        if not self.is_limited and (is_never or (is_stay and case.is_spare)):
            return None
        return self._arc(case, person, is_stay)

    def _arc(self, case: Case, person: int, is_stay: bool = False) -> Arc:
        others = sum(1 for each in case.due if each.holding.person != person)
        changed = others + (others == len(case.due))
        return Arc(
            person, changed, self._fit(case.enterprise, person),
            self.facts.is_large(person, case.enterprise), is_stay,
        )  # fmt: skip

    def _fit(self, enterprise: int, person: int) -> int:
        """How unlike an enterprise is to where and with whom a person works already."""
        area = self.facts.area[enterprise]
        if (area, person) not in self._near:
            known = self.facts.known_areas(person)
            self._near[area, person] = self.facts.districts.steps(area, known)
        sector = self.facts.sector[enterprise]
        is_known = sector is not None and sector in self.facts.known_sectors(person)
        return _STEP * self._near[area, person] + (not is_known)

    def _part(self, numbers: Sequence[int], arcs: Sequence[tuple[Arc, ...]]) -> InstructorPart:
        persons = sorted({arc.agent for number in numbers for arc in arcs[number]})
        places = {person: place for place, person in enumerate(persons)}
        items = [self._item(self.cases[number], arcs[number], places) for number in numbers]
        limit = self.facts.ground.request.max_changes
        if limit is not None:
            # What is pinned is asked for whatever it costs.
            limit += sum(1 for each in items if each.is_pinned and each.arcs[0].changed)
        sharing = Sharing(tuple(items), tuple(map(self._agent, persons)), limit)
        return InstructorPart(
            tuple(self.cases[number] for number in numbers), tuple(persons), sharing
        )

    def _item(self, case: Case, arcs: tuple[Arc, ...], places: Mapping[int, int]) -> Item:
        placed = (
            Arc(places[each.agent], each.changed, each.fit, each.is_large, each.is_stay)
            for each in arcs
        )
        is_needy = bool(self.facts.is_without_organisation[case.enterprise])
        return Item(
            tuple(placed), is_needy and not case.is_spare, not case.is_spare, len(case.due),
            is_pinned=case.pinned is not None,
        )  # fmt: skip

    def _agent(self, person: int) -> Agent:
        kept = self.kept.get(person, ())
        room = self.room(person)
        if self.is_limited:
            given = sum(1 for each in self.demands.pinned.values() if each == person)
            room = max(room, self._due(person) + given)
        has_large = any(self.facts.is_large(person, each) for each in kept)
        return Agent(room, len(kept), has_large, is_working=bool(self.facts.held.get(person)))


def _together(arcs: Sequence[tuple[Arc, ...]], districts: Sequence[int]) -> list[list[int]]:
    """The cases by whom they can go to, directly or through others; each ascending.

    Those that can go to nobody stand together by district.
    """
    head: dict[int, int] = {}

    def root(person: int) -> int:
        while head.setdefault(person, person) != person:
            head[person] = head[head[person]]
            person = head[person]
        return person

    for each in arcs:
        for arc in each[1:]:
            first, second = sorted((root(each[0].agent), root(arc.agent)))
            head[second] = first
    groups: dict[tuple[bool, int], list[int]] = defaultdict(list)
    for number, each in enumerate(arcs):
        key = (True, root(each[0].agent)) if each else (False, districts[number])
        groups[key].append(number)
    return sorted(groups.values())
