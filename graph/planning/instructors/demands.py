"""The planner's own demands: who leaves, who joins, what must and must not be, and what clashes."""

from collections import Counter
from dataclasses import dataclass

from graph.messages import N_
from graph.planning.instructors.field import Field
from graph.planning.reason import Id, Reason
from graph.planning.request import Pair


@dataclass(frozen=True, eq=False)
class Demands:
    """Demands about persons that can hold, by position; those that cannot are in `clashes`.

    `leaving` may have nothing any more, `joining` are asked from now on. `banned` are pairs
    (enterprise, person). `pinned` gives the person an enterprise must be with.
    """

    leaving: frozenset[int]
    joining: tuple[int, ...]
    banned: frozenset[tuple[int, int]]
    pinned: dict[int, int]
    clashes: tuple[Reason, ...]

    @classmethod
    def of(cls, field: Field) -> "Demands":
        """The demands of the request; NotFound for an id that is no enterprise or person."""
        request = field.ground.request
        leaving = {field.person(each) for each in request.without}
        bans = [each for each in request.bans if not field.is_organisation(each.agent)]
        leaving |= {field.person(each.agent) for each in bans if each.item is None}
        banned = {
            (field.enterprise(each.item), field.person(each.agent))
            for each in bans
            if each.item is not None
        }
        joining = tuple(sorted({field.person(each) for each in request.joining}))
        clashes = [
            Reason(N_("%(agent)s joins and leaves at once"), {"agent": Id(field.person_id(each))})
            for each in joining if each in leaving
        ]  # fmt: skip
        pinned: dict[int, int] = {}
        pins: Counter[int] = Counter()
        for pin in request.pins:
            if field.is_organisation(pin.agent):
                continue
            enterprise, person = field.enterprise(pin.item), field.person(pin.agent)
            clash = _clash(field, pin, (leaving, banned), pinned, pins)
            if clash is not None:
                clashes.append(clash)
            elif enterprise not in pinned:
                pinned[enterprise] = person
                pins[person] += 1
        joining = tuple(each for each in joining if each not in leaving)
        return cls(frozenset(leaving), joining, frozenset(banned), pinned, tuple(clashes))


def _clash(
    field: Field,
    pin: Pair,
    never: tuple[set[int], set[tuple[int, int]]],
    pinned: dict[int, int],
    pins: Counter[int],
) -> Reason | None:
    """Why this pin cannot hold beside what came before it; None: it can."""
    enterprise, person = field.enterprise(pin.item), field.person(pin.agent)
    leaving, banned = never
    said = {"item": Id(pin.item), "agent": Id(pin.agent)}
    if person in leaving:
        return Reason(N_("%(item)s is pinned to %(agent)s, who leaves"), said)
    if (enterprise, person) in banned:
        return Reason(N_("%(item)s is pinned to %(agent)s, and banned with the same"), said)
    if not field.is_asked[enterprise]:
        return Reason(N_("%(item)s is pinned to %(agent)s, and lies outside the plan"), said)
    if not field.is_operating[enterprise]:
        return Reason(N_("%(item)s is pinned to %(agent)s, and is not in operation"), said)
    if not field.is_available[person]:
        return Reason(N_("%(item)s is pinned to %(agent)s, who is not available"), said)
    if pinned.get(enterprise, person) != person:
        first = Id(field.person_id(pinned[enterprise]))
        message = N_("%(item)s is pinned to %(agent)s and to %(first)s; only the latter holds")
        return Reason(message, said | {"first": first})
    room = int(field.maximum[person]) - _elsewhere(field, person)
    if enterprise not in pinned and pins[person] >= room:
        message = N_("%(item)s is pinned to %(agent)s, who has room for %(room)d pinned ones")
        return Reason(message, said | {"room": max(0, room)})
    return None


def _elsewhere(field: Field, person: int) -> int:
    """How many enterprises of a person are not asked about, and so stay."""
    return sum(1 for each in field.held.get(person, ()) if not field.is_asked[each])
