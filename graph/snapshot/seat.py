"""One place on a chain: who or what stands there, and whether they can act on the day."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from graph.snapshot.arrays import Positions
from graph.snapshot.cover import GENERAL_BRANCHES
from graph.snapshot.naming import name_of
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing

Tier = Literal[
    "household",
    "member",
    "centre_household",
    "group_leader",
    "party_group",
    "branch_member",
    "branch",
    "committee_member",
    "general_branch",
    "township_leader",
]


@dataclass(frozen=True, slots=True)
class Seat:
    """A node in the tier it is shown in. `phone` is None where none is known or there is none.

    A person is available unless away on the day, a centre household unless all its hosts are;
    everything else always is.
    """

    tier: Tier
    label: str
    id: str
    name: str
    phone: str | None
    is_available: bool

    def as_json(self) -> dict[str, Any]:
        """The seat as commands and routes print it."""
        return {
            "tier": self.tier,
            "label": self.label,
            "id": self.id,
            "name": self.name,
            "phone": self.phone,
            "available": self.is_available,
        }


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Who is linked with whom, one node at a time; all answers are positions, ascending."""

    snapshot: Snapshot

    def seat(self, tier: Tier, label: str, position: int) -> Seat:
        """The node as it is shown in a tier."""
        has_phone = label in ("Person", "Household")
        phone = self.snapshot.nodes[label].value(position, "phone") if has_phone else None
        return Seat(
            tier,
            label,
            self.snapshot.nodes[label].id(position),
            name_of(self.snapshot, label, position),
            None if phone is None else str(phone),
            self.is_available(label, position),
        )

    def is_available(self, label: str, position: int) -> bool:
        """Whether a node can act on the day."""
        standing = self.snapshot.derived(Standing)
        if label == "Person":
            return bool(standing.available[position])
        if label == "CentreHousehold":
            return bool(standing.centre_available[position])
        return True

    def hosts(self, centre: int) -> Positions:
        """Who hosts a centre household."""
        return self._to("HOSTS", "Person", "CentreHousehold", centre)

    def centres_of(self, member: int) -> Positions:
        """The centre households that liaise a person or are hosted by them."""
        liaising = self._to("LIAISES", "CentreHousehold", "Person", member)
        hosted = self._from("HOSTS", "Person", "CentreHousehold", member)
        return np.union1d(liaising, hosted)

    def members_of(self, centre: int) -> Positions:
        """The persons a centre household liaises, and its hosts."""
        liaised = self._from("LIAISES", "CentreHousehold", "Person", centre)
        return np.union1d(liaised, self.hosts(centre))

    def liaising(self, label: str, position: int) -> Positions:
        """The persons who liaise a node."""
        return self._to("LIAISES", "Person", label, position)

    def liaised(self, label: str, person: int) -> Positions:
        """The nodes of a label a person liaises."""
        return self._from("LIAISES", "Person", label, person)

    def groups_led(self, person: int) -> Positions:
        """The groups a person leads."""
        return self._from("LEADS", "Person", "PartyGroup", person)

    def leaders_of(self, group: int) -> Positions:
        """The persons who lead a group."""
        return self._to("LEADS", "Person", "PartyGroup", group)

    def groups_above(self, centre: int, leader: int) -> Positions:
        """The leader's groups that count for a centre household: those of its area, else all."""
        led = self.groups_led(leader)
        at = self.snapshot.area_of("CentreHousehold")[centre]
        near = led[(self.snapshot.area_of("PartyGroup")[led] == at) & (at >= 0)]
        return near if len(near) else led

    def organisations_above(self, label: str, position: int) -> Positions:
        """What a group or organisation is directly under."""
        return self._from("UNDER", label, "Organisation", position)

    def below_organisation(self, label: str, organisation: int) -> Positions:
        """The groups or organisations directly under an organisation."""
        return self._to("UNDER", label, "Organisation", organisation)

    def general_branches_above(self, organisation: int) -> Positions:
        """The general branches an organisation is directly under."""
        above = self.organisations_above("Organisation", organisation)
        return above[self.snapshot.is_one_of("Organisation", "kind", *GENERAL_BRANCHES)[above]]

    def committee_members(self, organisation: int) -> Positions:
        """Who liaises an organisation and serves a general branch it is under."""
        people = self.liaising("Organisation", organisation)
        general = self.general_branches_above(organisation)
        serves = [
            len(np.intersect1d(self._from("SERVES", "Person", "Organisation", each), general)) > 0
            for each in people
        ]
        return people[np.array(serves, dtype=np.bool_)]

    def _from(self, type: str, from_label: str, to_label: str, position: int) -> Positions:
        return np.unique(self.snapshot.link(type, from_label, to_label).targets_of(position))

    def _to(self, type: str, from_label: str, to_label: str, position: int) -> Positions:
        return np.unique(self.snapshot.link(type, from_label, to_label).sources_of(position))
