"""Why an enterprise does not go to a certain instructor: the bound or the aim that forbids it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from graph.ledger.changes import CreateLink
from graph.messages import N_
from graph.planning.ground import Ground
from graph.planning.instructors.cases import Case, cases_of, has_been_too_long, whys_of
from graph.planning.instructors.demands import Demands
from graph.planning.instructors.field import Field
from graph.planning.instructors.parts import Choices, InstructorPart
from graph.planning.instructors.sharing import Aims, Arc, Sharing
from graph.planning.instructors.solve import share
from graph.planning.plan import Plan
from graph.planning.reason import Id, Reason, ReasonValue

_WORSE: Final[dict[str, str]] = {
    "unreached": N_("then %(more)d more enterprises would be unreached"),
    "left": N_("then %(more)d more enterprises would have no successor"),
    "without_large": N_("then %(more)d more instructors would have no large enterprise"),
    "changed": N_("then %(more)d more relations would begin or end"),
    "balance": N_("then the loads would be less even (Σ load² %(then)d instead of %(now)d)"),
    "fit": N_("then area and sector would suit less (%(then)d instead of %(now)d)"),
}

_IS_SO: Final = N_("%(item)s is with %(agent)s by this plan")
_JOINS: Final = N_(
    "%(item)s comes into %(other)s by this plan: fewest new organisations come first, then the "
    "nearest areas"
)
_JOINS_NONE: Final = N_(
    "%(item)s comes into no organisation by this plan: it has one, or too many or no members "
    "that are known, or there is no room"
)
_FULL: Final = N_("%(agent)s has %(maximum)d that stay already, which is the maximum")


def why_not_instructor(ground: Ground, plan: Plan, enterprise: str, person: str) -> Reason:
    """Why the plan does not give the enterprise to this person, both by id.

    Where no bound forbids it, the part is solved again with the two together, and the first aim
    that gets worse is the answer. An organisation may stand in the place of the person. NotFound
    for an id that is no enterprise, person or organisation.
    """
    field = Field(ground)
    item = field.enterprise(enterprise)
    joined = _joined(plan, enterprise)
    if joined == person:
        return Reason(_IS_SO, {"item": Id(enterprise), "agent": Id(person)})
    if field.snapshot.nodes["Organisation"].position(person) is not None:
        if joined is None:
            return Reason(_JOINS_NONE, {"item": Id(enterprise)})
        return Reason(_JOINS, {"item": Id(enterprise), "other": Id(joined)})
    asked = _Asked(field, Demands.of(field), plan, item, field.person(person))
    return asked.of_enterprise() or asked.of_person() or asked.of_both() or asked.of_aims()


def _joined(plan: Plan, enterprise: str) -> str | None:
    """The organisation an enterprise comes into by the plan, None if into none."""
    links = (each.link for each in plan.operations if isinstance(each, CreateLink))
    found = (each.from_id for each in links if (each.type, each.to_id) == ("COVERS", enterprise))
    return next(found, None)


@dataclass(frozen=True, eq=False)
class _Asked:
    field: Field
    demands: Demands
    plan: Plan
    enterprise: int
    person: int

    def of_enterprise(self) -> Reason | None:
        """What is so of the enterprise, whoever is asked about."""
        field, said = self.field, self._said()
        if self._is_given():
            return Reason(_IS_SO, said)
        if not field.is_asked[self.enterprise]:
            return Reason(N_("%(item)s lies outside the plan"), said)
        if self.enterprise in self._organised():
            return Reason(N_("%(item)s comes into an organisation by this plan"), said)
        if not field.is_operating[self.enterprise]:
            return Reason(N_("%(item)s is not in operation"), said)
        case = self._case()
        holdings = field.holdings.get(self.enterprise, [])
        if case is not None and not case.is_spare:
            return None
        if holdings:
            running = [each.person for each in holdings if each.person != self.person]
            if self.person in {each.person for each in holdings} or not running:
                return Reason(
                    N_("%(agent)s instructs %(item)s today, and somebody else goes on"), said
                )
            other = Id(field.person_id(running[0]))
            message = N_("%(item)s is with %(other)s, and nothing says that it has to move")
            return Reason(message, said | {"other": other})
        return Reason(N_("%(item)s is not known to be without an organisation"), said)

    def of_person(self) -> Reason | None:
        """What is so of the person, whichever enterprise is asked about."""
        field, said = self.field, self._said()
        if self.person in self.demands.leaving:
            return Reason(N_("%(agent)s leaves or is to have nothing"), said)
        if not field.is_available[self.person]:
            return Reason(N_("%(agent)s is not available on this day"), said)
        if self.person not in self._choices().able:
            return Reason(
                N_("%(agent)s instructs no enterprise today and is not said to join"), said
            )
        return None

    def of_both(self) -> Reason | None:
        """What forbids these two together."""
        field, said = self.field, self._said()
        pinned = self.demands.pinned.get(self.enterprise)
        if (self.enterprise, self.person) in self.demands.banned:
            return Reason(N_("%(item)s is not to be with %(agent)s"), said)
        if pinned is not None:
            return Reason(
                N_("%(item)s is pinned to %(other)s"), said | {"other": Id(field.person_id(pinned))}
            )
        for each in field.holdings.get(self.enterprise, []):
            if each.person == self.person and has_been_too_long(field, each):
                months = field.wishes.rotation_months or 0
                message = N_("%(agent)s has been with %(item)s longer than %(months)d months")
                return Reason(message, said | {"months": months})
        area = field.area[self.enterprise]
        is_held = any(e.person == self.person for e in field.holdings.get(self.enterprise, []))
        if not is_held and not field.serves(self.person, area):
            area_said = {"area": Id(field.area_id(self._choices().district(self._needed_case())))}
            return Reason(N_("%(agent)s does not serve in %(area)s"), said | area_said)
        pins = sum(1 for each in self.demands.pinned.values() if each == self.person)
        if self._choices().room(self.person) <= pins:
            full = {"maximum": int(field.maximum[self.person])}
            return Reason(_FULL, said | full)
        return None

    def of_aims(self) -> Reason:
        """The first aim that gets worse with these two together."""
        part, number, arc = self._part()
        request = self.field.ground.request
        if arc is None:
            full = {"maximum": int(self.field.maximum[self.person])}
            return Reason(_FULL, self._said() | full)
        forced = _forced(part.sharing, number, arc)
        now, then = (
            share(each, time_limit_s=request.time_limit_s / 2, seed=request.seed)
            for each in (part.sharing, forced)
        )
        if not forced.is_possible(then.chosen):
            most = {"most": request.max_changes or 0}
            return Reason(N_("no more than %(most)d may change hands"), most)
        if then.aims < now.aims:
            return Reason(N_("that would be better: this plan was not proven to be the best"))
        return _difference(now.aims, then.aims)

    def _said(self) -> dict[str, ReasonValue]:
        return {
            "item": Id(self.field.enterprise_id(self.enterprise)),
            "agent": Id(self.field.person_id(self.person)),
        }

    def _is_given(self) -> bool:
        """Whether these two are together once the plan is applied."""
        item, agent = self.field.enterprise_id(self.enterprise), self.field.person_id(self.person)
        if any(each.item == item and each.taker == agent for each in self.plan.changes):
            return True
        is_moved = any(
            change.item == item and agent in change.givers and change.taker != agent
            for change in self.plan.changes
        )
        holdings = self.field.holdings.get(self.enterprise, [])
        return any(each.person == self.person for each in holdings) and not is_moved

    def _organised(self) -> frozenset[int]:
        """The enterprises that come into an organisation."""
        return frozenset(
            self.field.enterprise(each.link.to_id)
            for change in self.plan.changes
            for each in change.operations
            if isinstance(each, CreateLink) and each.link.type == "COVERS"
        )

    def _cases(self) -> tuple[Case, ...]:
        whys = whys_of(self.field, self.demands)
        return cases_of(self.field, self.demands, whys, self._organised())

    def _case(self) -> Case | None:
        return next((each for each in self._cases() if each.enterprise == self.enterprise), None)

    def _needed_case(self) -> Case:
        case = self._case()
        assert case is not None  # of_enterprise has answered otherwise
        return case

    def _choices(self) -> Choices:
        return Choices.of(self.field, self.demands, self._cases())

    def _part(self) -> tuple[InstructorPart, int, Arc | None]:
        """The part that decides the enterprise, its number there, and the arc asked about."""
        for part in self._choices().parts():
            enterprises = [each.enterprise for each in part.cases]
            if self.enterprise in enterprises:
                number = enterprises.index(self.enterprise)
                arcs = part.sharing.items[number].arcs
                own = (each for each in arcs if part.persons[each.agent] == self.person)
                return part, number, next(own, None)
        raise AssertionError  # every case is in some part


def _forced(sharing: Sharing, number: int, arc: Arc) -> Sharing:
    items = list(sharing.items)
    items[number] = replace(items[number], arcs=(arc,), is_pinned=True)
    return replace(sharing, items=tuple(items))


def _difference(now: Aims, then: Aims) -> Reason:
    pairs: Sequence[tuple[str, int, int]] = list(zip(Aims._fields, now, then, strict=True))
    for name, before, after in pairs:
        if after > before:
            values = {"more": after - before, "then": after, "now": before}
            used = {key: value for key, value in values.items() if f"%({key})" in _WORSE[name]}
            return Reason(_WORSE[name], used)
    return Reason(N_("that would be just as good: of equal plans this one was taken"))
