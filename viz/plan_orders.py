"""Change orders: what a plan means for each grid, for each person, and for whoever leaves."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from graph.messages import _
from graph.planning.plan import Change, Plan
from viz.plan_change import ENDED, NOBODY, End, Move, moves_of, relation_of
from viz.plan_names import PlanNames
from viz.plan_scenes import is_agent
from viz.plan_words import BY_RELATION, BY_RULE, RULE_OF_KIND, Relation, role_word

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One change in words; `giver` and `taker` are empty for a step nobody hands over."""

    number: int
    area: str
    role: str
    item: str
    giver: str
    taker: str
    reason: str


@dataclass(frozen=True, slots=True)
class AreaOrder:
    """The changes of one grid, in the order of the plan."""

    area: str
    place: str
    lines: tuple[OrderLine, ...]


@dataclass(frozen=True, slots=True)
class Handing:
    """Items that go the same way between one and another, in one role.

    `other` is to whom or from whom; a number goes with each item.
    """

    role: str
    other: str
    numbers: tuple[int, ...]
    items: tuple[str, ...]


@dataclass(frozen=True)
class PersonOrder:
    """What one person, or centre household, gives up and takes over."""

    id: str
    name: str
    place: str
    gives: tuple[Handing, ...]
    takes: tuple[Handing, ...]

    @property
    def count(self) -> int:
        """How many items it gives and takes."""
        return sum(len(each.items) for each in (*self.gives, *self.takes))


@dataclass(frozen=True)
class RoleList:
    """What somebody who leaves hands over in one role, line by line."""

    role: str
    lines: tuple[OrderLine, ...]


@dataclass(frozen=True)
class HandoverList:
    """Everything somebody who leaves hands over, role by role, for both to sign."""

    name: str
    place: str
    roles: tuple[RoleList, ...]


@dataclass
class _Given:
    """What is collected for one person."""

    gives: dict[tuple[str, str], list[Change]] = field(default_factory=dict)
    takes: dict[tuple[str, str], list[Change]] = field(default_factory=dict)


class Orders:
    """The change orders of a plan; changes that were unticked are left out."""

    def __init__(self, plan: Plan, names: PlanNames) -> None:
        self.plan, self.names = plan, names
        self.changes = plan.chosen
        self._relations: dict[int, Relation | None] = {}

    @property
    def has_roles(self) -> bool:
        """Whether different roles are handed over, so that each line has to say which."""
        return len({self.role(each) for each in self.changes}) > 1

    def line(self, change: Change) -> OrderLine:
        """A change in words."""
        names = self.names
        moves = moves_of(change, names.area)
        taker = names(change.taker) if change.taker else ""
        if not taker and any(each.taker.agent == NOBODY for each in moves):
            taker = _("nobody can")
        giver = _(", ").join(names(each) for each in change.givers if each != change.item)
        if not giver and taker:
            giver = self._nobody(change)
        return OrderLine(
            change.number, change.area, self.role(change), names(change.item), giver, taker,
            change.reason.text(names),
        )  # fmt: skip

    def role(self, change: Change) -> str:
        """As what its item is handed over."""
        return role_word(self._relation(change))

    def by_area(self, most: int | None = None) -> tuple[list[AreaOrder], int]:
        """A table for each area, in the order people expect, and how many lines are left out.

        With `most`, only areas with no more lines than that together, the largest first.
        """
        found: dict[str, list[Change]] = {}
        for each in self.changes:
            found.setdefault(each.area, []).append(each)
        names = self.names
        ordered = sorted(found, key=lambda each: (names.order(each), each))
        limit = len(self.changes) if most is None else most
        kept, left = chosen_first(ordered, limit, lambda each: len(found[each]))
        return [
            AreaOrder(area, names.path(area), tuple(map(self.line, found[area]))) for area in kept
        ], left

    def by_person(self) -> list[PersonOrder]:
        """What each one gives up and takes over, by area and then name."""
        found: dict[str, _Given] = {}
        for change in self.changes:
            role = self.role(change)
            if change.operations and self._relation(change) is None:
                continue
            for move in moves_of(change, self.names.area):
                if is_agent(move.giver):
                    own = found.setdefault(move.giver.agent, _Given()).gives
                    own.setdefault((role, self._to(move.taker)), []).append(change)
                if is_agent(move.taker):
                    own = found.setdefault(move.taker.agent, _Given()).takes
                    own.setdefault((role, self._from(move, change)), []).append(change)
        return sorted(
            (self._person(one, given) for one, given in found.items()),
            key=lambda each: (self.names.order(self.names.area(each.id)), each.name, each.id),
        )

    def handovers(self) -> list[HandoverList]:
        """For each who leaves, everything that is handed over; only in a plan for leaving."""
        if self.plan.request.kind != "leave":
            return []
        return [
            HandoverList(
                self.names(one), self.names.path(self.names.area(one)), tuple(self._roles(one))
            )
            for one in self.plan.request.without
        ]

    def _roles(self, leaver: str) -> Iterator[RoleList]:
        roles: dict[str, list[OrderLine]] = {}
        for change in self.changes:
            if leaver in change.givers:
                roles.setdefault(self.role(change), []).append(self.line(change))
        for role, lines in roles.items():
            yield RoleList(role, tuple(lines))

    def _person(self, id: str, given: _Given) -> PersonOrder:
        names = self.names
        return PersonOrder(
            id, names(id), names.path(names.area(id)),
            tuple(self._handings(given.gives)), tuple(self._handings(given.takes)),
        )  # fmt: skip

    def _handings(self, found: dict[tuple[str, str], list[Change]]) -> Iterator[Handing]:
        for (role, other), changes in found.items():
            numbers = tuple(each.number for each in changes)
            yield Handing(role, other, numbers, tuple(self.names(each.item) for each in changes))

    def _to(self, taker: End) -> str:
        if is_agent(taker):
            return self.names(taker.agent)
        return _("second relation ends") if taker.agent == ENDED else _("nobody can")

    def _from(self, move: Move, change: Change) -> str:
        if move.beside:
            return _("shared with %(who)s") % {"who": _(", ").join(map(self.names, move.beside))}
        return self.names(move.giver.agent) if is_agent(move.giver) else self._nobody(change)

    def _relation(self, change: Change) -> Relation | None:
        if change.number not in self._relations:
            self._relations[change.number] = relation_of(change, self.names)
        return self._relations[change.number]

    def _nobody(self, change: Change) -> str:
        words = BY_RELATION.get(self._relation(change) or ("", "", ""))
        words = words or BY_RULE.get(RULE_OF_KIND.get(self.plan.request.kind, ""))
        return words.nobody if words else _("nobody")


def chosen_first(
    found: Sequence[Kind], most: int, size: Callable[[Kind], int]
) -> tuple[list[Kind], int]:
    """The largest of these that hold no more than `most` together, in their order, and the
    size of the rest; but always one."""
    room, chosen = most, set[int]()
    for index in sorted(range(len(found)), key=lambda at: -size(found[at])):
        room -= size(found[index])
        if room < 0 and chosen:
            break
        chosen.add(index)
    kept = [each for index, each in enumerate(found) if index in chosen]
    return kept, sum(map(size, found)) - sum(map(size, kept))
