"""What a request is about: an area with everything in it, a Party group, or the whole."""

from dataclasses import dataclass

import numpy as np

from graph.planning.tiers.geography import Geography
from graph.snapshot.arrays import Flags, any_at
from graph.snapshot.cover import Cover
from graph.snapshot.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Scope:
    """Which nodes a plan is about.

    `area` and `group` are positions, both None for everything. A group's plan is about its
    own people and what they have, and for a grid's only group about all that is in the grid.
    """

    snapshot: Snapshot
    area: int | None = None
    group: int | None = None

    @classmethod
    def of(cls, snapshot: Snapshot, id: str | None) -> "Scope":
        """The scope with this id. NotFound when it is neither an area nor a Party group."""
        if id is None:
            return cls(snapshot)
        label, position = snapshot.find(id, "Area", "PartyGroup")
        if label == "Area":
            return cls(snapshot, area=position)
        area = int(snapshot.area_of("PartyGroup")[position])
        alone = np.flatnonzero(snapshot.area_of("PartyGroup") == area)
        geography = snapshot.derived(Geography.of)
        if area >= 0 and len(alone) == 1 and geography.grid[area] >= 0:
            return cls(snapshot, area=area)
        return cls(snapshot, group=position)

    @property
    def is_closed(self) -> bool:
        """Whether only those inside may take what is inside."""
        return self.group is not None

    def inside(self, label: str) -> Flags:
        """Which nodes of a label the plan is about."""
        if self.group is None:
            return self.snapshot.inside(label, self.area)
        match label:
            case "PartyGroup":
                return _only(self.group, self.snapshot.count(label))
            case "CentreHousehold":
                return self._centres()
            case "Person":
                return self._people()
            case "Household":
                return self._households()
            case _:
                under = self.snapshot.link("UNDER", "PartyGroup", "Organisation")
                return any_at(under.targets_of(self.group), self.snapshot.count(label))

    def _centres(self) -> Flags:
        """Those whose leaders lead the group."""
        choice = self.snapshot.derived(Cover).choice
        liaises = self.snapshot.link("LIAISES", "Person", "CentreHousehold")
        links = choice.link[choice.group == self.group]
        return any_at(liaises.target[links], self.snapshot.count("CentreHousehold"))

    def _people(self) -> Flags:
        """Who is in one of its centre households, leads it or belongs to it."""
        size = self.snapshot.count("Person")
        person, centre = self.snapshot.derived(Cover).belonging
        belongs = self.snapshot.link("BELONGS_TO", "Person", "PartyGroup")
        leads = self.snapshot.link("LEADS", "Person", "PartyGroup")
        return (
            any_at(person[self._centres()[centre]], size)
            | any_at(belongs.source[belongs.target == self.group], size)
            | any_at(leads.source[leads.target == self.group], size)
        )

    def _households(self) -> Flags:
        """What its people have; where it is the group of a grid, also what nobody there has."""
        size = self.snapshot.count("Household")
        liaises = self.snapshot.link("LIAISES", "Person", "Household")
        own = any_at(liaises.target[self._people()[liaises.source]], size)
        area = int(self.snapshot.area_of("PartyGroup")[self.group])
        if area < 0 or self.snapshot.derived(Geography.of).grid[area] < 0:
            return own
        return own | (self.snapshot.inside("Household", area) & ~any_at(liaises.target, size))


def _only(position: int, size: int) -> Flags:
    flags = np.zeros(size, dtype=np.bool_)
    flags[position] = True
    return flags
