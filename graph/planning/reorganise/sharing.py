"""Which households go into which part of an area that is split: by list, by address, or rest."""

from collections.abc import Sequence
from typing import Final

from graph.messages import _
from graph.planning.nearness import Place, place_of
from graph.planning.reorganise.refusing import refused
from graph.planning.reorganise.steps import Part
from graph.planning.reorganise.view import View

_LISTED: Final = 5


def shares(view: View, area: str, parts: Sequence[Part]) -> dict[str, int]:
    """The part of every household that lies directly in the area, by place in `parts`.

    A list goes before an address, an address before the rest. Refused: listed households that
    do not lie there, households that fit two parts, and households that fit none.
    """
    here = view.located("Household", area)
    found = {each: place for place, part in enumerate(parts) for each in part.households.ids}
    if astray := sorted(found.keys() - set(here)):
        for each in astray:
            view.node(each, "Household")
        raise refused(
            view.number,
            _("%(ids)s do not lie directly in %(area)s; leave them out")
            % {"ids": some(astray), "area": area},
        )
    rest = next((at for at, part in enumerate(parts) if part.households.is_rest), None)
    several, none = [], []
    for household in here:
        if household in found:
            continue
        fits = fits_of(view, household, parts)
        if len(fits) == 1:
            found[household] = fits[0]
        elif fits:
            several.append(household)
        elif rest is not None:
            found[household] = rest
        else:
            none.append(household)
    _refuse(view, area, several, none)
    return found


def fits_of(view: View, id: str, parts: Sequence[Part]) -> list[int]:
    """The parts one of whose places the address of a node names, by place in `parts`."""
    address = str(view.node(id).properties["address"] or "")
    named = place_of(address, *view.names_above(id))
    return [
        at
        for at, part in enumerate(parts)
        if any(_is_at(named, place) for place in part.households.places)
    ]


def some(ids: Sequence[str]) -> str:
    """The first few ids, and how many more there are."""
    more = len(ids) - _LISTED
    text = ", ".join(ids[:_LISTED])
    return f"{text} … (+{more})" if more > 0 else text


def _refuse(view: View, area: str, several: list[str], none: list[str]) -> None:
    if several:
        raise refused(
            view.number,
            _("%(count)d households of %(area)s fit more than one part: %(ids)s; list them")
            % {"count": len(several), "area": area, "ids": some(several)},
        )
    if none:
        raise refused(
            view.number,
            _('%(count)d households of %(area)s fit no part: %(ids)s; give one part {"rest": true}')
            % {"count": len(none), "area": area, "ids": some(none)},
        )


def _is_at(named: Place, place: str) -> bool:
    """Whether an address that names these places lies at one a part asks for.

    An address in a building of a group lies in the group too. 1组 is not found in 11组.
    """
    wanted = next((each for each in place_of(place) if each), place)
    return any(
        each.endswith(wanted) and not (wanted[0].isdigit() and each[: -len(wanted)][-1:].isdigit())
        for each in named
    )
