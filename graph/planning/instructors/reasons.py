"""Why an enterprise changes hands, and why to this person."""

from typing import Final

from graph.messages import N_
from graph.planning.instructors.cases import Case, Why
from graph.planning.instructors.districts import SAME_VILLAGE
from graph.planning.instructors.field import Field
from graph.planning.instructors.moves import Move
from graph.planning.instructors.wishes import end_of_term
from graph.planning.reason import Id, Reason, ReasonValue, ids

_SENTENCE: Final = N_("%(why)s; %(who)s")

_WHY: Final[dict[Why, str]] = {
    "leaves": N_("%(giver)s leaves"),
    "banned": N_("it is not to be with %(giver)s"),
    "pinned": N_("it is asked for"),
    "closed": N_("it is not in operation, and the term of %(giver)s ends on %(until)s"),
    "rotation": N_("%(giver)s has been with it longer than %(months)d months"),
    "term": N_("the term of %(giver)s ends on %(until)s"),
    "above": N_("%(giver)s had %(had)d, above the maximum of %(maximum)d"),
    "unreached": N_("it has no organisation and no instructor"),
}

_TAKES: Final = N_(
    "%(taker)s, with %(near)d near it and %(alike)d in its sector today, "
    "then has %(after)d of at most %(maximum)d"
)
_GOES_ON: Final = N_("%(taker)s goes on until %(end)s and has %(after)d of at most %(maximum)d")
_ALONE: Final = N_("%(taker)s goes on alone")
_REACHED: Final = N_("an organisation or somebody else reaches it")
_NOBODY: Final = N_("nobody who may take it has room")


def reason_of(field: Field, move: Move, after: int) -> Reason:
    """Why a decision is as it is; `after` is how many enterprises the taker has in the end."""
    why = _why(field, move.case)
    if move.case.why == "closed":
        return why
    return Reason(_SENTENCE, {"why": why, "who": _who(field, move, after)})


def _why(field: Field, case: Case) -> Reason:
    strongest = case.why
    due = [each for each in case.due if each.why == strongest]
    values: dict[str, ReasonValue] = {
        "giver": ids(*(field.person_id(each.holding.person) for each in due)),
        "months": field.wishes.rotation_months or 0,
    }
    ends = [each.holding.until for each in due if each.holding.until is not None]
    values["until"] = min(ends).isoformat() if ends else ""
    if due and strongest == "above":
        first = due[0].holding.person
        values |= {"had": len(field.held[first]), "maximum": int(field.maximum[first])}
    used = {name: value for name, value in values.items() if f"%({name})" in _WHY[strongest]}
    return Reason(_WHY[strongest], used)


def _who(field: Field, move: Move, after: int) -> Reason:
    if move.taker is None:
        return Reason(_REACHED if move.case.is_spare else _NOBODY)
    taker = Id(field.person_id(move.taker))
    values: dict[str, ReasonValue] = {
        "taker": taker, "after": after, "maximum": int(field.maximum[move.taker]),
    }  # fmt: skip
    if move.is_renewal:
        end = end_of_term(field.ground.request.on, field.wishes.term_months)
        return Reason(_GOES_ON, values | {"end": end.isoformat()})
    if not move.begins:
        return Reason(_ALONE, {"taker": taker})
    return Reason(_TAKES, values | _knows(field, move.taker, move.case.enterprise))


def _knows(field: Field, person: int, enterprise: int) -> dict[str, ReasonValue]:
    """How many of a person's enterprises today are near this one, and in its sector."""
    known = [each for each in field.held.get(person, ()) if each != enterprise]
    area, sector = field.area[enterprise], field.sector[enterprise]
    near = (field.districts.steps(area, (field.area[each],)) for each in known)
    alike = (sector is not None and field.sector[each] == sector for each in known)
    return {"near": sum(steps <= SAME_VILLAGE for steps in near), "alike": sum(alike)}
