"""How far up something is covered, and who of a tier would keep it so."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from graph.planning.tiers.tier import Tier
from graph.snapshot.arrays import Flags, Numbers, highest_at
from graph.snapshot.cover import Cover, states_of
from graph.snapshot.cover import Tier as Reach
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing

_REACH: Final[Mapping[str, Callable[[Cover], Reach]]] = {
    "Organisation": lambda cover: cover.organisations,
    "PartyGroup": lambda cover: cover.groups,
    "CentreHousehold": lambda cover: cover.centres,
    "Person": lambda cover: cover.people,
    "Household": lambda cover: cover.households,
}


def levels_of(snapshot: Snapshot, label: str) -> Numbers:
    """The state of every node of a label, as that of a household that hangs on it would be."""
    return states_of(_REACH[label](snapshot.derived(Cover)))


def worse_off(before: Snapshot, now: Snapshot) -> list[str]:
    """The households that are in a worse state now than before, by id."""
    there = before.nodes["Household"].positions(now.ids("Household"))
    known = there >= 0
    was = levels_of(before, "Household")[there[known]]
    worse = np.flatnonzero(known)[levels_of(now, "Household")[known] < was]
    ids: list[str] = now.ids("Household").take(worse).to_pylist()
    return ids


def weaker_than(tier: Tier, now: Snapshot, level: int) -> Flags | None:
    """Which agents of a tier, by position, would bring an item below a level; None: nobody."""
    match tier.kind:
        case "households":
            return levels_of(now, "Person") < level
        case "members":
            return levels_of(now, "CentreHousehold") < level
        case "centres":
            return _leader_levels(now) < level
        case _:
            return None


def _leader_levels(now: Snapshot) -> Numbers:
    """The best level of the groups each person leads; that of nobody where they lead none."""
    leads = now.link("LEADS", "Person", "PartyGroup")
    floor = np.zeros(now.count("Person"), dtype=np.int8)
    found = highest_at(leads.source, levels_of(now, "PartyGroup")[leads.target], floor)
    return np.where(now.derived(Standing).available, found, np.minimum(found, 2))
