"""The facts a plan of instructors stands on: who instructs what, who may be given more."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.checks.enterprises import operating
from graph.checks.judge import Judge
from graph.model import Value
from graph.planning.ground import Ground
from graph.planning.instructors.districts import Districts
from graph.planning.instructors.wishes import Wishes
from graph.snapshot.arrays import Flags, Numbers
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing


@dataclass(frozen=True, slots=True)
class Holding:
    """One person instructs one enterprise today; both by position. `until` None: unlimited."""

    person: int
    enterprise: int
    since: dt.date | None
    until: dt.date | None


@dataclass(frozen=True, eq=False)
class Field:
    """Enterprises and persons by position, judged on the day the plan is to hold from.

    Raises NotFound for an unknown area, person or enterprise in the request, ConfigurationError
    for wishes that cannot be meant.
    """

    ground: Ground

    @cached_property
    def snapshot(self) -> Snapshot:
        """The facts on the day of the request."""
        return self.ground.snapshot.judged_on(self.ground.request.on)

    @cached_property
    def wishes(self) -> Wishes:
        """What only this kind of plan is asked."""
        return Wishes.of(self.ground.request.own)

    @cached_property
    def districts(self) -> Districts:
        """Where instructors serve."""
        return Districts(self.snapshot)

    # Enterprises

    @cached_property
    def area(self) -> list[int]:
        """The area of every enterprise, -1 for none."""
        return list(self.snapshot.area_of("Enterprise").tolist())

    @cached_property
    def sector(self) -> list[str | None]:
        """The sector of every enterprise."""
        return list(self.snapshot.column("Enterprise", "sector").to_pylist())

    @cached_property
    def employees(self) -> list[int]:
        """How many work in every enterprise, 0 where nothing is known."""
        return list(self.snapshot.numbers("Enterprise", "employees", 0).tolist())

    @cached_property
    def is_operating(self) -> Flags:
        """Which enterprises are in operation."""
        return operating(self.snapshot)

    @cached_property
    def is_without_organisation(self) -> Flags:
        """Which enterprises in operation are known to have no organisation."""
        none = self.snapshot.is_one_of("Enterprise", "organisation_form", "none")
        return self.is_operating & none

    @cached_property
    def is_asked(self) -> Flags:
        """Which enterprises may change hands: those in the area, or of those the ones named."""
        inside = self.snapshot.inside("Enterprise", self.snapshot.area(self.ground.request.area))
        if self.wishes.only is None:
            return inside
        named = np.zeros(len(inside), dtype=np.bool_)
        named[[self.enterprise(each) for each in sorted(self.wishes.only)]] = True
        return inside & named

    @cached_property
    def holdings(self) -> dict[int, list[Holding]]:
        """By enterprise, who instructs it today, by id of the person."""
        links = self.snapshot.link("INSTRUCTS", "Person", "Enterprise")
        since, until = (links.column(name).to_pylist() for name in ("since", "until"))
        found: dict[int, list[Holding]] = defaultdict(list)
        rows = zip(links.source.tolist(), links.target.tolist(), since, until, strict=True)
        for row in rows:
            found[row[1]].append(Holding(*row))
        return found

    # Persons

    @cached_property
    def held(self) -> dict[int, list[int]]:
        """By person, the enterprises they instruct today."""
        found: dict[int, list[int]] = defaultdict(list)
        for enterprise in sorted(self.holdings):
            for each in self.holdings[enterprise]:
                found[each.person].append(enterprise)
        return found

    @cached_property
    def seat(self) -> list[int]:
        """The area from which every person serves, -1 for none."""
        seats = list(self.snapshot.area_of("Person").tolist())
        for person, area in self.wishes.serves.items():
            seats[self.person(person)] = self.snapshot.find(area, "Area")[1]
        return seats

    def known_areas(self, person: int) -> frozenset[int]:
        """Where a person sits and where their enterprises are."""
        areas = {self.seat[person], *(self.area[each] for each in self.held.get(person, ()))}
        return frozenset(areas - {-1})

    def known_sectors(self, person: int) -> frozenset[str]:
        """The sectors of a person's enterprises, where known."""
        if person not in self._known_sectors:
            sectors = (self.sector[each] for each in self.held.get(person, ()))
            self._known_sectors[person] = frozenset(each for each in sectors if each is not None)
        return self._known_sectors[person]

    @cached_property
    def _known_sectors(self) -> dict[int, frozenset[str]]:
        return {}

    def serves(self, person: int, area: int) -> bool:
        """Whether a person takes enterprises of an area; by where theirs are if they sit nowhere."""
        seat = self.seat[person]
        seats = [seat] if seat >= 0 else sorted(self.known_areas(person))
        return any(self.districts.is_served(area, each) for each in seats)

    @cached_property
    def is_available(self) -> Flags:
        """Who can act on the day."""
        return self.snapshot.derived(Standing).available

    @cached_property
    def maximum(self) -> Numbers:
        """How many enterprises every person may have."""
        return self._bound("instructor-load", "max")

    @cached_property
    def large_from(self) -> Numbers:
        """From how many employees on an enterprise is a large one, for every person."""
        return self._bound("instructor-large-enterprise", "min")

    @cached_property
    def notice_days(self) -> Numbers:
        """How many days before its end a term is planned for, for every person."""
        return self._bound("instructor-term", "min")

    @cached_property
    def total_maximum(self) -> Numbers:
        """How much every person may carry over all roles."""
        return self._bound("person-total-load", "max")

    def is_large(self, person: int, enterprise: int) -> bool:
        """Whether an enterprise is a large one for this person."""
        return self.employees[enterprise] >= int(self.large_from[person])

    # Ids

    def enterprise(self, id: str) -> int:
        """The position of an enterprise; NotFound where there is none."""
        return self.snapshot.find(id, "Enterprise")[1]

    def person(self, id: str) -> int:
        """The position of a person; NotFound where there is none."""
        return self.snapshot.find(id, "Person")[1]

    def is_organisation(self, agent: str) -> bool:
        """Whether a pin or ban speaks of an organisation; NotFound if of no person either."""
        return self.snapshot.find(agent, "Person", "Organisation")[0] == "Organisation"

    def organisation(self, id: str) -> int:
        """The position of an organisation; NotFound where there is none."""
        return self.snapshot.find(id, "Organisation")[1]

    def organisation_id(self, position: int) -> str:
        """The id of an organisation."""
        return self.snapshot.nodes["Organisation"].id(position)

    def enterprise_id(self, position: int) -> str:
        """The id of an enterprise."""
        return self.snapshot.nodes["Enterprise"].id(position)

    def person_id(self, position: int) -> str:
        """The id of a person."""
        return self.snapshot.nodes["Person"].id(position)

    def area_id(self, position: int) -> str:
        """The id of an area, "" for none."""
        return self.snapshot.nodes["Area"].id(position) if position >= 0 else ""

    def value(self, enterprise: int, name: str) -> Value:
        """One property of an enterprise."""
        return self.snapshot.nodes["Enterprise"].value(enterprise, name)

    def _bound(self, rule: str, name: str) -> Numbers:
        areas = self.snapshot.areas
        judge = Judge.of(
            self.ground.rules[rule], self.ground.rules, areas, self.snapshot.nodes["Area"]
        )
        variant = judge.of_areas(self.snapshot.area_of("Person"))
        return judge.minimum(variant) if name == "min" else judge.maximum(variant)
