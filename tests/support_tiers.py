"""Plans of single tiers in tests: how they are asked for, and the best one found by trying all.

The oracle knows nothing of arrays or flows: it tries every assignment of a small network and
keeps the best in the four aims, in their order.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from support_networks import DAY, MOMENT, Sketch
from support_reading import Reading

from graph.planning.ground import Ground, Maker
from graph.planning.plan import Plan, Score
from graph.planning.request import Request
from graph.rules import Rules
from graph.snapshot.snapshot import Snapshot

FARTHER = 5


def village() -> Sketch:
    """Township A-1, village A-2 and its grids A-3 and A-4; nothing in them yet."""
    sketch = Sketch().add("A-1", kind="township", name="青蒿乡")
    sketch.add("A-2", at="A-1", kind="village", name="石磨沟村")
    return sketch.add("A-3", at="A-2", kind="grid", name="第1网格").add(
        "A-4", at="A-2", kind="grid", name="第2网格"
    )


def household_ids(first: int, last: int) -> list[str]:
    """H-first to H-last."""
    return [f"H-{number}" for number in range(first, last + 1)]


def snapshot_of(sketch: Sketch) -> Snapshot:
    """The sketch as arrays."""
    return Snapshot.read(sketch.facts())


def ground_of(sketch: Sketch | Snapshot, request: Request, rules: Rules | None = None) -> Ground:
    """What a planner stands on; new ids are numbered from 9001 a label."""
    snapshot = sketch if isinstance(sketch, Snapshot) else snapshot_of(sketch)
    numbers: dict[str, Iterator[int]] = {}

    def new_ids(label: str, count: int) -> list[str]:
        from graph.schema import NODES

        given = numbers.setdefault(label, itertools.count(9001))
        return [f"{NODES[label].prefix}-{next(given)}" for _each in range(count)]

    held = (rules or Rules.load()).with_bounds(request.bounds)
    return Ground(snapshot, held, request, new_ids)


def plan_of(
    maker: Maker, sketch: Sketch | Snapshot, rules: Rules | None = None, **asked: Any
) -> Plan:
    """The plan a maker makes of a sketch; what is asked is given as `Request` has it."""
    kind = maker.__name__.removeprefix("plan_")
    return maker(ground_of(sketch, Request(kind, asked.pop("on", DAY), **asked), rules))


def total(plan: Plan) -> Score:
    """The score of a whole plan."""
    return Score(*(
        sum(getattr(part.score, name) for part in plan.parts)
        for name in ("uncovered", "shortfall", "changed", "distance")
    ))  # fmt: skip


def takers(plan: Plan) -> dict[str, str | None]:
    """Who takes each item that changes."""
    return {each.item: each.taker for each in plan.changes}


@dataclass
class HouseholdOracle:
    """The best assignment of the households of a small network, by trying all of them."""

    sketch: Sketch
    minimum: int
    maximum: int
    reach: str = "grid"
    pins: dict[str, str] = field(default_factory=dict)
    bans: set[tuple[str | None, str]] = field(default_factory=set)
    without: set[str] = field(default_factory=set)
    joining: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.o = Reading(self.sketch.nodes, self.sketch.links, MOMENT)
        self.households = self.o.ids("Household")
        self.holders = {
            each: sorted(self.o.by("LIAISES", each, "Person")) for each in self.households
        }
        people = self.o.ids("Person")
        self.barred = self.without | {agent for item, agent in self.bans if item is None}
        self.able = [each for each in people if self._is_able(each)]
        self.may = {each: self._takers(each) for each in self.households}

    def best(self) -> Score:
        """The least score of all assignments that break nothing."""
        choices = [[*self.may[each], None] for each in self.households]
        for at, each in enumerate(self.households):
            if each in self.pins:
                choices[at] = [self.pins[each]]
        scores = (self._score(each) for each in itertools.product(*choices))
        return min(
            (each for each in scores if each is not None),
            key=lambda each: (each.uncovered, each.shortfall, each.changed, each.distance),
        )

    def _is_able(self, person: str) -> bool:
        if person in self.barred:
            return False
        if person in self.joining:
            return not self.o.is_away(person)
        return self.o.is_expected(person)

    def _takers(self, household: str) -> list[str]:
        found = []
        for person in self.able:
            held = person in self.holders[household]
            if (household, person) in self.bans:
                continue
            if not held and household in self.o.to("LIVES_IN", person):
                continue
            if self._is_near(household, person) or (held and self._may_keep(household, person)):
                found.append(person)
        return found

    def _is_near(self, household: str, person: str) -> bool:
        here, there = self.o.area_of(household), self.o.area_of(person)
        if self._village(here) != self._village(there):
            return False
        loose = "grid" not in (self.o.kind(here), self.o.kind(there))
        mixed = self.o.kind(here) != self.o.kind(there)
        return here == there or loose or mixed or self.reach == "village"

    def _village(self, area: str) -> str:
        return next(iter(self.o.to("WITHIN", area))) if self.o.kind(area) == "grid" else area

    def _may_keep(self, household: str, person: str) -> bool:
        groups = self.o.to("BELONGS_TO", person, "PartyGroup")
        trade = any(self.o.kind(each) == "trade" for each in groups)
        here, there = self.o.area_of(household), self.o.area_of(person)
        same_village = self._village(here) == self._village(there)
        return (trade and same_village) or (
            self.o.kind(there) != "grid" and self.o.inside(household, there)
        )

    def _score(self, takers: tuple[str | None, ...]) -> Score | None:
        loads = {each: takers.count(each) for each in self.able}
        if any(load > self.maximum for load in loads.values()):
            return None
        short = sum(
            max(0, self.minimum - load)
            for person, load in loads.items()
            if not self.o.value(person, "exempt")
        )
        changed = distance = 0
        for household, taker in zip(self.households, takers, strict=True):
            begun, far = self._cost(household, taker)
            changed, distance = changed + begun, distance + far
        return Score(takers.count(None), short, changed, distance)

    def _cost(self, household: str, taker: str | None) -> tuple[int, int]:
        holders = self.holders[household]
        if taker is None:
            stays = any(self._may_stay(household, each) for each in holders)
            far = 0 if not holders else FARTHER if stays else 2 * FARTHER
            return len(holders) - stays, far
        kept = taker in holders
        return len(holders) + 1 - 2 * kept, self.distance(household, taker)

    def _may_stay(self, household: str, person: str) -> bool:
        if person in self.barred or (household, person) in self.bans:
            return False
        if person in self.able:
            return person not in self.may[household]
        idle = [each for each in self.households if person in self.holders[each]
                and (each, person) not in self.bans]  # fmt: skip
        return household in idle[: self.maximum]

    def distance(self, household: str, person: str) -> int:
        """How far a household is from a member, with FARTHER for a chain that is not whole."""
        group = str(self.o.value(household, "address") or "").partition("组")[0]
        others = [
            str(self.o.value(each, "address") or "").partition("组")[0]
            for each in [*self.o.to("LIAISES", person, "Household"), *self.o.to("LIVES_IN", person)]
        ]
        others += [
            str(self.o.value(each, "address") or "").partition("组")[0]
            for each in self.o.centres_of(person)
        ]
        if person in self.holders[household]:
            others.remove(group)
        same_grid = self.o.area_of(household) == self.o.area_of(person)
        same_grid &= self.o.kind(str(self.o.area_of(person))) == "grid"
        near = 2 if group and group in others else 3 if same_grid else 4
        return near + (0 if self._is_whole(person) else FARTHER)

    def _is_whole(self, person: str) -> bool:
        return any(
            each.available for each in self.o._from_member(person, not self.o.is_away(person))
        )
