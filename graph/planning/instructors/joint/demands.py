"""The planner's own demands about organisations: which enterprise joins which, and which never."""

from dataclasses import dataclass

from graph.messages import N_
from graph.planning.instructors.demands import Demands
from graph.planning.instructors.field import Field
from graph.planning.reason import Id, Reason


@dataclass(frozen=True, eq=False)
class JoiningDemands:
    """By position: `joined` gives the organisation an enterprise is pinned to.

    `alone` are enterprises that come into none: they are pinned to an instructor, or banned
    from an organisation. `closed` are organisations that nobody joins. Whether there is room
    for what is pinned is not looked at.
    """

    joined: dict[int, int]
    alone: frozenset[int]
    closed: frozenset[int]
    clashes: tuple[Reason, ...] = ()

    @classmethod
    def of(cls, field: Field, demands: Demands) -> "JoiningDemands":
        """The demands of the request; NotFound for an id that is no enterprise."""
        bans = [each for each in field.ground.request.bans if field.is_organisation(each.agent)]
        closed = {field.organisation(each.agent) for each in bans if each.item is None}
        apart = {field.enterprise(each.item) for each in bans if each.item is not None}
        joined: dict[int, int] = {}
        clashes: list[Reason] = []
        for pin in field.ground.request.pins:
            if not field.is_organisation(pin.agent):
                continue
            enterprise, organisation = field.enterprise(pin.item), field.organisation(pin.agent)
            said = {"item": Id(pin.item), "agent": Id(pin.agent)}
            first = joined.get(enterprise, organisation)
            if organisation in closed or enterprise in apart:
                message = N_("%(item)s is pinned to %(agent)s, and banned with the same")
                clashes.append(Reason(message, said))
            elif enterprise in demands.pinned or first != organisation:
                other = Id(
                    field.person_id(demands.pinned[enterprise])
                    if enterprise in demands.pinned
                    else field.organisation_id(first)
                )
                message = N_(
                    "%(item)s is pinned to %(agent)s and to %(first)s; only the latter holds"
                )
                clashes.append(Reason(message, said | {"first": other}))
            else:
                joined[enterprise] = organisation
        alone = frozenset({*apart, *demands.pinned})
        return cls(joined, alone, frozenset(closed), tuple(clashes))
