"""Who sits on which committee, and who of them is asked to liaise anything."""

from dataclasses import dataclass

import numpy as np

from graph.checks.load import COMMITTEE
from graph.planning.tiers.geography import Geography
from graph.planning.tiers.scope import Scope
from graph.planning.tiers.tier import ItemRows, Near, by_area
from graph.snapshot.arrays import Flags, Numbers, Positions, any_at
from graph.snapshot.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Committees:
    """Pairs (person, organisation): secretaries, their deputies and committee members."""

    person: Positions
    organisation: Positions

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Committees":
        """All committees of a snapshot."""
        serves = snapshot.link("SERVES", "Person", "Organisation")
        kept = snapshot.link_is_one_of("SERVES", "Person", "Organisation", "role", *COMMITTEE)
        return cls(serves.source[kept], serves.target[kept])

    def members(self, organisations: Flags, size: int) -> Flags:
        """Which persons sit on the committee of one of the organisations."""
        return any_at(self.person[organisations[self.organisation]], size)

    def keys(self, able: Flags) -> tuple[Positions, Numbers]:
        """Pairs (person, organisation) of those who are able."""
        kept = able[self.person]
        return self.person[kept], self.organisation[kept]


def asked(snapshot: Snapshot, scope: Scope, committees: Committees, organisations: Flags) -> Flags:
    """Whom the load rule of a committee asks, of the organisations the plan is about."""
    here = scope.inside("Organisation") & organisations
    return committees.members(here, snapshot.count("Person"))


def above(snapshot: Snapshot, label: str, items: Positions, kept: Flags) -> Numbers:
    """The organisations items are directly under, as keys: items × as many as any has."""
    under = snapshot.link("UNDER", label, "Organisation")
    row = np.full(snapshot.count(label), -1, dtype=np.int64)
    row[items] = np.arange(len(items))
    links = np.flatnonzero((row[under.source] >= 0) & kept[under.target])
    item = row[under.source[links]]
    column = np.arange(len(item)) - np.searchsorted(item, item)
    keys = np.full((len(items), 1 + int(column.max(initial=0))), -1, dtype=np.int64)
    keys[item, column] = under.target[links]
    return keys


def near_by_area(geography: Geography, area: Positions, people: Positions) -> Near:
    """How near persons are to items by their areas alone."""

    def near(rows: ItemRows, agents: Positions, times: Numbers) -> Numbers:
        return by_area(geography, area[rows], people[agents])

    return near
