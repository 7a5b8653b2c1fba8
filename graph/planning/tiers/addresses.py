"""Where households and centre households are by their addresses, and where people are by those."""

from dataclasses import dataclass

import numpy as np

from graph.planning.nearness import Haunts, Places
from graph.planning.tiers.geography import Geography
from graph.snapshot.cover import Cover
from graph.snapshot.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Homes:
    """The places of all households and of all centre households, by position."""

    households: Places
    centres: Places


def homes(snapshot: Snapshot) -> Homes:
    """What the addresses in a snapshot name."""
    both = ("Household", "CentreHousehold")
    geography = snapshot.derived(Geography.of)
    areas = np.concatenate([snapshot.area_of(each) for each in both])
    addresses = [snapshot.column(each, "address") for each in both]
    places = Places.of(addresses, geography.village[areas], area_names(snapshot))
    size = snapshot.count("Household")
    rows = np.arange(len(areas))
    return Homes(places.only(rows[:size]), places.only(rows[size:]))


def haunts_of_people(snapshot: Snapshot) -> Haunts:
    """Where people are: at what they liaise, live in, and at the centre they belong to."""
    liaises = snapshot.link("LIAISES", "Person", "Household")
    lives = snapshot.link("LIVES_IN", "Person", "Household")
    person, centre = snapshot.derived(Cover).belonging
    places = snapshot.derived(homes)
    return Haunts.of(
        np.concatenate((liaises.source, lives.source, person)),
        Places.joined(
            places.households.only(liaises.target),
            places.households.only(lives.target),
            places.centres.only(centre),
        ),
    )


def area_names(snapshot: Snapshot) -> list[tuple[str, ...]]:
    """By position of an area, the names from the outermost area to itself; last, no area's."""
    areas = snapshot.areas
    names: list[tuple[str, ...]] = [()] * (len(areas) + 1)
    for each in areas.order.tolist():
        above = int(areas.parent[each])
        names[each] = (*names[above], areas.names[each]) if above >= 0 else (areas.names[each],)
    return names
