"""The chain of one household or person: every way up with the break marked, and what is below."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from graph.model import Moment
from graph.snapshot.cover import BROKEN, COMPLETE, STATES, STEPS, SUSPENDED, UNCOVERED, WHOLE
from graph.snapshot.seat import Neighbours, Seat
from graph.snapshot.snapshot import Snapshot

Way = tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """One way up. Several seats of one tier stand beside each other where any of them will do.

    `missing` names the step that is wanting at its end, None for a complete path; `depth` says
    how far it gets, as in `graph.snapshot.cover`. A complete path is available when on the day
    somebody is there in every tier.
    """

    seats: Way
    missing: str | None
    depth: int
    is_available: bool

    def as_json(self) -> dict[str, Any]:
        """The path as commands and routes print it."""
        return {
            "seats": [each.as_json() for each in self.seats],
            "missing": self.missing,
            "available": self.is_available,
        }


@dataclass(frozen=True, slots=True)
class Below:
    """A node with what it reaches further down; `households` counts the links to them below it."""

    seat: Seat
    households: int
    below: tuple["Below", ...]

    def as_json(self) -> dict[str, Any]:
        """The tree as commands and routes print it."""
        return {
            **self.seat.as_json(),
            "households": self.households,
            "below": [each.as_json() for each in self.below],
        }


@dataclass(frozen=True, slots=True)
class Chain:
    """All chains through one household or person.

    `state` and `step` are those of a household, None for a person. `township_leaders` liaise
    an organisation on a path or the general branch above it; no path needs them.
    """

    moment: Moment
    seat: Seat
    state: str | None
    step: str | None
    paths: tuple[Path, ...]
    township_leaders: tuple[Seat, ...]
    below: tuple[Below, ...]

    def as_json(self) -> dict[str, Any]:
        """The chain as commands and routes print it."""
        return {
            "seq": self.moment.seq,
            "on": self.moment.day.isoformat(),
            "subject": self.seat.as_json(),
            "state": self.state,
            "step": self.step,
            "paths": [each.as_json() for each in self.paths],
            "township_leaders": [each.as_json() for each in self.township_leaders],
            "below": [each.as_json() for each in self.below],
        }


def chain_of(snapshot: Snapshot, id: str) -> Chain:
    """The chain of a household or person. NotFound when there is none with this id.

    A person's ways up start where they stand: as member, as group leader, as branch member.
    """
    label, position = snapshot.find(id, "Household", "Person")
    walk = _Walk(Neighbours(snapshot))
    if label == "Household":
        seat = walk.near.seat("household", label, position)
        paths = tuple(walk.from_household(seat, position))
        state, step = _state(paths)
        return Chain(snapshot.moment, seat, state, step, paths, walk.leaders(paths), ())
    seat = walk.near.seat("member", label, position)
    paths = tuple(walk.from_person(seat, position))
    below = tuple(_Tree(walk.near).below_person(position))
    return Chain(snapshot.moment, seat, None, None, paths, walk.leaders(paths), below)


def _state(paths: tuple[Path, ...]) -> tuple[str, str | None]:
    depth = max((each.depth for each in paths), default=0)
    if depth == 0:
        return STATES[UNCOVERED], None
    if depth < COMPLETE:
        return STATES[BROKEN], STEPS[depth]
    available = any(each.is_available for each in paths)
    return STATES[WHOLE if available else SUSPENDED], None


@dataclass(frozen=True)
class _Walk:
    """Ways up, each continued from what has been passed so far."""

    near: Neighbours

    def from_household(self, seat: Seat, household: int) -> Iterator[Path]:
        for member in self.near.liaising("Household", household):
            yield from self._from_member((seat,), int(member))

    def from_person(self, seat: Seat, person: int) -> Iterator[Path]:
        near = self.near
        if len(near.centres_of(person)) or len(near.liaised("Household", person)):
            yield from self._from_member((), person)
        leader = replace(seat, tier="group_leader")
        for group in near.groups_led(person):
            yield from self._from_group((leader,), int(group))
        branch_member = replace(seat, tier="branch_member")
        for group in near.liaised("PartyGroup", person):
            here = near.seat("party_group", "PartyGroup", int(group))
            yield from self._from_branch_members(
                (here, branch_member), int(group), (branch_member,)
            )
        committee_member = replace(seat, tier="committee_member")
        for organisation in near.liaised("Organisation", person):
            if person in near.committee_members(int(organisation)):
                here = near.seat("branch", "Organisation", int(organisation))
                top = self._tops(int(organisation))
                yield _path((here, committee_member, *top), None, COMPLETE)

    def leaders(self, paths: tuple[Path, ...]) -> Way:
        """Who liaises an organisation on the paths, or above it, without being of its committee."""
        near = self.near
        ids = {each.id for path in paths for each in path.seats if each.tier == "branch"}
        branches = [near.snapshot.find(each, "Organisation")[1] for each in ids]
        found: dict[str, Seat] = {}
        for branch in branches:
            for above in (branch, *map(int, near.organisations_above("Organisation", branch))):
                committee = set(map(int, near.committee_members(above)))
                for person in map(int, near.liaising("Organisation", above)):
                    seat = near.seat("township_leader", "Person", person)
                    if person not in committee:
                        found[seat.id] = seat
        return tuple(found[each] for each in sorted(found))

    def _from_member(self, way: Way, member: int) -> Iterator[Path]:
        way = (*way, self.near.seat("member", "Person", member))
        centres = self.near.centres_of(member)
        if not len(centres):
            yield _path(way, "centre", 1)
        for centre in map(int, centres):
            here = (*way, self.near.seat("centre_household", "CentreHousehold", centre))
            leaders = self.near.liaising("CentreHousehold", centre)
            if not len(leaders):
                yield _path(here, "leader", 2)
            for leader in map(int, leaders):
                yield from self._from_leader(here, centre, leader)

    def _from_leader(self, way: Way, centre: int, leader: int) -> Iterator[Path]:
        way = (*way, self.near.seat("group_leader", "Person", leader))
        groups = self.near.groups_above(centre, leader)
        if not len(groups):
            yield _path(way, "group", 3)
        for group in groups:
            yield from self._from_group(way, int(group))

    def _from_group(self, way: Way, group: int) -> Iterator[Path]:
        way = (*way, self.near.seat("party_group", "PartyGroup", group))
        members = self._people("branch_member", self.near.liaising("PartyGroup", group))
        if not members:
            yield _path(way, "branch-member", 4)
        else:
            yield from self._from_branch_members((*way, *members), group, members)

    def _from_branch_members(self, way: Way, group: int, members: Way) -> Iterator[Path]:
        organisations = self.near.organisations_above("PartyGroup", group)
        if not len(organisations):
            yield _path(way, "branch", 5)
        for organisation in map(int, organisations):
            here = (*way, self.near.seat("branch", "Organisation", organisation))
            top = self._tops(organisation)
            committee = self._people("committee_member", self.near.committee_members(organisation))
            if top and not committee:
                yield _path(here, "committee-member", 6)
            else:
                yield _path((*here, *committee, *top), None, COMPLETE)

    def _tops(self, organisation: int) -> Way:
        general = self.near.general_branches_above(organisation)
        return tuple(self.near.seat("general_branch", "Organisation", int(g)) for g in general)

    def _people(self, tier: Any, positions: Any) -> Way:
        return tuple(self.near.seat(tier, "Person", int(each)) for each in positions)


def _path(seats: Way, missing: str | None, depth: int) -> Path:
    """A path that ends here; it is available when complete and every tier has somebody."""
    tiers: dict[str, bool] = {}
    for seat in seats:
        tiers[seat.tier] = tiers.get(seat.tier, False) or seat.is_available
    return Path(seats, missing, depth, missing is None and all(tiers.values()))


@dataclass(frozen=True)
class _Tree:
    """What hangs below a person, down to the members."""

    near: Neighbours

    def below_person(self, person: int) -> Iterator[Below]:
        near = self.near
        for organisation in map(int, near.liaised("Organisation", person)):
            yield self._organisation(organisation, frozenset())
        for group in map(int, near.liaised("PartyGroup", person)):
            yield self._group(group)
        hosted = set(map(int, near.centres_of(person))) - self._liaising_centres(person)
        for centre in sorted({*map(int, near.liaised("CentreHousehold", person)), *hosted}):
            yield self._centre(centre, without=person)
        for household in map(int, near.liaised("Household", person)):
            yield Below(near.seat("household", "Household", household), 1, ())

    def _liaising_centres(self, person: int) -> set[int]:
        """Centre households that liaise the person, whom the person does not host."""
        return {
            int(each)
            for each in self.near.centres_of(person)
            if person not in self.near.hosts(int(each))
        }

    def _organisation(self, organisation: int, seen: frozenset[int]) -> Below:
        near = self.near
        branches = near.below_organisation("Organisation", organisation)
        groups = near.below_organisation("PartyGroup", organisation)
        below = [
            self._organisation(int(each), seen | {organisation})
            for each in branches
            if int(each) not in seen
        ] + [self._group(int(each)) for each in groups]
        return _summed(near.seat("branch", "Organisation", organisation), below)

    def _group(self, group: int) -> Below:
        near = self.near
        below = []
        for leader in map(int, near.leaders_of(group)):
            centres = [
                self._centre(int(each))
                for each in near.liaised("CentreHousehold", leader)
                if group in near.groups_above(int(each), leader)
            ]
            below.append(_summed(near.seat("group_leader", "Person", leader), centres))
        return _summed(near.seat("party_group", "PartyGroup", group), below)

    def _centre(self, centre: int, without: int | None = None) -> Below:
        near = self.near
        members = [
            Below(near.seat("member", "Person", each), len(near.liaised("Household", each)), ())
            for each in map(int, near.members_of(centre))
            if each != without
        ]
        return _summed(near.seat("centre_household", "CentreHousehold", centre), members)


def _summed(seat: Seat, below: list[Below]) -> Below:
    return Below(seat, sum(each.households for each in below), tuple(below))
