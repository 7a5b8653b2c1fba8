"""A network read slowly and plainly, as the oracle of the checks needs it.

Loops over nodes and links; nothing is shared with the Cypher form or the array form.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from graph.model import Link, Moment, Node

GENERAL_BRANCH = {"general_branch", "joint_general_branch"}
BRANCH = {"branch", "joint_branch"}
COMMITTEE = {"secretary", "deputy_secretary", "committee_member"}
STEPS = ("centre", "leader", "group", "branch-member", "branch", "committee-member")


class Path(NamedTuple):
    """One way up from a household: how many steps it got, where it ends, who it needs."""

    depth: int
    end: str
    complete: bool
    available: bool


class Household(NamedTuple):
    """A household's state, the step it breaks at (or None) and the nodes where it does."""

    state: str
    step: str | None
    ends: frozenset[str]


class Reading:
    """What can be read off one network at one moment, before anything is judged."""

    def __init__(self, nodes: Iterable[Node], links: Iterable[Link], moment: Moment) -> None:
        self.node = {each.id: each for each in nodes}
        self.day = moment.day
        self.links = list(links)
        self._out: dict[tuple[str, str], list[Link]] = defaultdict(list)
        self._into: dict[tuple[str, str], list[Link]] = defaultdict(list)
        for each in self.links:
            self._out[each.type, each.from_id].append(each)
            self._into[each.type, each.to_id].append(each)
        self._households: dict[str, Household] = {}

    # Reading the network

    def ids(self, label: str) -> list[str]:
        """All ids of a label, sorted."""
        return sorted(each.id for each in self.node.values() if each.label == label)

    def value(self, id: str, name: str) -> Any:
        """One property of a node."""
        return self.node[id].properties.get(name)

    def out(self, type: str, id: str, label: str | None = None) -> list[Link]:
        """Links of a type that start here, to nodes of a label."""
        return [each for each in self._out[type, id] if label in (None, each.to_label)]

    def into(self, type: str, id: str, label: str | None = None) -> list[Link]:
        """Links of a type that end here, from nodes of a label."""
        return [each for each in self._into[type, id] if label in (None, each.from_label)]

    def to(self, type: str, id: str, label: str | None = None) -> set[str]:
        """What links of a type lead to from here."""
        return {each.to_id for each in self.out(type, id, label)}

    def by(self, type: str, id: str, label: str | None = None) -> set[str]:
        """Where links of a type that end here come from."""
        return {each.from_id for each in self.into(type, id, label)}

    def area_of(self, id: str) -> str | None:
        """The area a node lies in, an area itself for an area."""
        if self.node[id].label == "Area":
            return id
        return next(iter(self.to("LOCATED_IN", id)), None)

    def areas_of(self, id: str) -> list[str]:
        """Every area a node counts in, nearest first."""
        areas = []
        at = self.area_of(id)
        while at is not None:
            areas.append(at)
            at = next(iter(self.to("WITHIN", at)), None)
        return areas

    def inside(self, id: str, area: str | None) -> bool:
        """Whether a node counts in the asked area; everything counts in None."""
        return area is None or area in self.areas_of(id)

    def kind(self, id: str) -> Any:
        """The kind of an area, organisation or group."""
        return self.value(id, "kind")

    def is_away(self, person: str) -> bool:
        """Whether a person is unavailable on the day."""
        until = self.value(person, "unavailable_until")
        return until is not None and until > self.day

    # Chains

    def members_of(self, centre: str) -> set[str]:
        """Persons whose centre household this is."""
        return self.by("HOSTS", centre) | self.to("LIAISES", centre, "Person")

    def centres_of(self, person: str) -> set[str]:
        """The centre households a person hosts or is liaised by."""
        return self.to("HOSTS", person) | self.by("LIAISES", person, "CentreHousehold")

    def groups_for(self, centre: str, leader: str) -> set[str]:
        """The groups of a leader that count for a centre household."""
        led = self.to("LEADS", leader)
        near = {each for each in led if self.area_of(each) == self.area_of(centre) is not None}
        return near or led

    def general_branch_of(self, organisation: str) -> set[str]:
        """The general branches an organisation is UNDER."""
        above = self.to("UNDER", organisation)
        return {each for each in above if self.kind(each) in GENERAL_BRANCH}

    def committee_members_of(self, organisation: str) -> set[str]:
        """Persons who liaise an organisation and serve a general branch it is UNDER."""
        tops = self.general_branch_of(organisation)
        people = self.by("LIAISES", organisation)
        return {each for each in people if self.to("SERVES", each) & tops}

    def paths(self, household: str) -> Iterator[Path]:
        """Every way up from a household as far as it goes."""
        for member in self.by("LIAISES", household):
            yield from self._from_member(member, not self.is_away(member))

    def _from_member(self, member: str, ready: bool) -> Iterator[Path]:
        if not self.centres_of(member):
            yield Path(1, member, False, False)
        for centre in self.centres_of(member):
            hosts = self.by("HOSTS", centre)
            closed = bool(hosts) and all(self.is_away(each) for each in hosts)
            yield from self._from_centre(centre, ready and not closed)

    def _from_centre(self, centre: str, ready: bool) -> Iterator[Path]:
        leaders = self.by("LIAISES", centre, "Person")
        if not leaders:
            yield Path(2, centre, False, False)
        for leader in leaders:
            groups = self.groups_for(centre, leader)
            if not groups:
                yield Path(3, leader, False, False)
            for group in groups:
                yield from self._from_group(group, ready and not self.is_away(leader))

    def _from_group(self, group: str, ready: bool) -> Iterator[Path]:
        branch_members = self.by("LIAISES", group)
        branches = self.to("UNDER", group)
        if not branch_members:
            yield Path(4, group, False, False)
        elif not branches:
            yield Path(5, group, False, False)
        else:
            reached = ready and any(not self.is_away(each) for each in branch_members)
            for branch in branches:
                yield self._from_branch(branch, reached)

    def _from_branch(self, branch: str, ready: bool) -> Path:
        if not self.general_branch_of(branch):
            return Path(7, branch, True, ready)
        people = self.committee_members_of(branch)
        if not people:
            return Path(6, branch, False, False)
        return Path(7, branch, True, ready and any(not self.is_away(each) for each in people))

    def household(self, id: str) -> Household:
        """The state of one household."""
        if id not in self._households:
            self._households[id] = self._state(list(self.paths(id)))
        return self._households[id]

    def _state(self, paths: list[Path]) -> Household:
        if not paths:
            return Household("uncovered", None, frozenset())
        if any(each.complete for each in paths):
            available = any(each.available for each in paths)
            return Household("whole" if available else "suspended", None, frozenset())
        deepest = max(each.depth for each in paths)
        ends = frozenset(each.end for each in paths if each.depth == deepest)
        return Household("broken", STEPS[deepest - 1], ends)

    # Who is asked

    def is_listed(self, person: str) -> bool:
        """Whether a person is a listed member."""
        return bool(self.centres_of(person) or self.to("LIAISES", person, "Household"))

    def is_expected(self, person: str) -> bool:
        """Whether a person is expected to liaise households."""
        exempt = self.value(person, "exempt")
        return self.is_listed(person) and not exempt and not self.is_away(person)

    def has_groups(self, organisation: str) -> bool:
        """Whether an organisation is party-bearing."""
        return bool(self.by("UNDER", organisation, "PartyGroup"))

    def serves(self, person: str, roles: Iterable[str]) -> set[str]:
        """The organisations a person serves in one of these roles."""
        links = self.out("SERVES", person)
        return {each.to_id for each in links if each.properties["role"] in set(roles)}

    def has_live_agreement(self, organisation: str) -> bool:
        """Whether an agreement of an organisation, given or taken, holds on the day."""
        agreements = self.out("CO_BUILDS", organisation) + self.into("CO_BUILDS", organisation)
        ends = [each.properties["until"] for each in agreements]
        return any(until is None or until >= self.day for until in ends)

    def is_operating(self, enterprise: str) -> bool:
        """Whether an enterprise is in operation."""
        return bool(self.value(enterprise, "status") == "operating")
