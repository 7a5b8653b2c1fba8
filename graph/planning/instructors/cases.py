"""Which enterprises are to be decided, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from graph.planning.instructors.demands import Demands
from graph.planning.instructors.field import Field, Holding
from graph.planning.instructors.wishes import end_of_term

Why = Literal["leaves", "banned", "pinned", "closed", "rotation", "term", "above", "unreached"]
"""Why an enterprise is to be decided, the strongest first."""

_ORDER: Final[tuple[Why, ...]] = (
    "leaves", "banned", "pinned", "closed", "rotation", "term", "above", "unreached",
)  # fmt: skip

Whys = Mapping[tuple[int, int], Why]
"""By enterprise and person, why their relation need not go on."""


@dataclass(frozen=True, slots=True)
class Due:
    """A relation that need not go on as it is."""

    holding: Holding
    why: Why


@dataclass(frozen=True, slots=True)
class Case:
    """One enterprise to be decided.

    `due` are the relations it is about; `others` counts relations with it that go on anyway.
    `pinned` is the person it must be with. `is_spare`: it needs nobody: somebody else
    instructs it, it founds an organisation, or it is not in operation.
    """

    enterprise: int
    due: tuple[Due, ...]
    others: int
    pinned: int | None
    is_spare: bool

    @property
    def why(self) -> Why:
        """The strongest reason."""
        if not self.due:
            return "pinned" if self.pinned is not None else "unreached"
        return min((each.why for each in self.due), key=_ORDER.index)

    def due_of(self, person: int) -> Due | None:
        """The relation with this person that need not go on, None where there is none."""
        return next((each for each in self.due if each.holding.person == person), None)


def whys_of(field: Field, demands: Demands) -> Whys:
    """Every relation that need not go on as it is; only of enterprises that are asked about."""
    found: dict[tuple[int, int], Why] = {}
    for enterprise, holdings in field.holdings.items():
        for each in holdings if field.is_asked[enterprise] else ():
            why = _why(field, demands, each)
            if why is not None:
                found[enterprise, each.person] = why
    for person, enterprises in field.held.items():
        stay = [each for each in enterprises if (each, person) not in found]
        pins = [each for each, agent in demands.pinned.items() if agent == person]
        if len({*stay, *pins}) > int(field.maximum[person]):
            loose = (each for each in stay if field.is_asked[each] and each not in pins)
            found |= dict.fromkeys(((each, person) for each in loose), "above")
    return found


def cases_of(
    field: Field, demands: Demands, whys: Whys, organised: frozenset[int]
) -> tuple[Case, ...]:
    """Everything to be decided, by id, when these enterprises found an organisation."""
    concerned = {enterprise for enterprise, _person in whys} | set(demands.pinned)
    for enterprise in field.is_without_organisation.nonzero()[0].tolist():
        if field.is_asked[enterprise] and enterprise not in field.holdings:
            concerned |= {enterprise} - organised
    found = (_case(field, demands, whys, each, organised) for each in sorted(concerned))
    return tuple(each for each in found if each is not None)


def _why(field: Field, demands: Demands, holding: Holding) -> Why | None:
    enterprise, person, request = holding.enterprise, holding.person, field.ground.request
    if person in demands.leaving:
        return "leaves"
    if (enterprise, person) in demands.banned:
        return "banned"
    if demands.pinned.get(enterprise, person) != person:
        return "pinned"
    until = holding.until
    ends = until is not None and (until - request.on).days < int(field.notice_days[person])
    if not field.is_operating[enterprise]:
        return "closed" if ends else None
    if enterprise not in demands.pinned and has_been_too_long(field, holding):
        return "rotation"
    return "term" if ends else None


def has_been_too_long(field: Field, holding: Holding) -> bool:
    """Whether somebody has been with an enterprise longer than the rotation allows."""
    months, since = field.wishes.rotation_months, holding.since
    if months is None or since is None:
        return False
    return end_of_term(since, months) < field.ground.request.on


def _case(
    field: Field, demands: Demands, whys: Whys, enterprise: int, organised: frozenset[int]
) -> Case | None:
    """The case of one enterprise, None where a pin says only what is so already."""
    holdings = field.holdings.get(enterprise, [])
    due = [Due(each, whys[enterprise, each.person]) for each in holdings
           if (enterprise, each.person) in whys]  # fmt: skip
    if field.ground.request.max_changes is not None:
        # Leaving all of several relations as they are would be no single choice.
        due = sorted(due, key=lambda each: _ORDER.index(each.why))[:1]
    concerned = {each.holding.person for each in due}
    staying = [each.person for each in holdings if each.person not in concerned]
    pinned = demands.pinned.get(enterprise)
    if pinned in staying:
        pinned = None
    if not due and pinned is None and holdings:
        return None
    is_spare = pinned is None and bool(
        staying or enterprise in organised or not field.is_operating[enterprise]
    )
    return Case(enterprise, tuple(due), len(staying), pinned, is_spare)
