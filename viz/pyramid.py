"""The liaison pyramid of one village as a tree: who liaises whom, tier below tier.

The table of a village and the drawn network are both made from this tree, so they always
tell the same story.
"""

import datetime as dt
from collections.abc import Callable, Sequence

from viz.loads import LoadOf
from viz.network import Graph, linked_from, linked_to
from viz.order import natural
from viz.seat import Pyramid, Seat, Sign, Tier, empty_seat
from viz.village_graph import VillageGraph


def pyramid_of(graph: Graph, area: str, load_of: LoadOf, day: dt.date) -> Pyramid:
    """The pyramid of the village `area`, whose sub-network `graph` is."""
    return _Builder(VillageGraph(graph, area), load_of, day).pyramid()


class _Builder:
    """Places every seat once: under the first, in id order, of those who liaise it."""

    def __init__(self, village: VillageGraph, load_of: LoadOf, day: dt.date) -> None:
        self.village, self.graph = village, village.graph
        self.load_of, self.day = load_of, day
        self.placed: set[str] = set()

    def pyramid(self) -> Pyramid:
        village = self.village
        organisations = village.organisations()
        generals = dict.fromkeys(filter(None, map(village.general_branch, organisations)))
        return Pyramid(
            area=village.area,
            name=village.name(village.area),
            general_branches=tuple(village.name(one) for one in generals),
            leaders_above=tuple(village.name(one) for one in village.leaders_above(organisations)),
            tops=(*self._tops(organisations), *self._loose_ends()),
            uncovered=tuple(village.uncovered()),
        )

    def _tops(self, organisations: Sequence[str]) -> list[Seat]:
        """Committee members with their branches, in the order of the branches."""
        return [
            self._shared(Tier.COMMITTEE_MEMBER, person, found, self._branch)
            for person, found in _runs(organisations, self.village.committee_member)
        ]

    def _branch(self, organisation: str) -> Seat:
        groups = linked_from(self.graph, organisation, "UNDER", "PartyGroup")
        below = tuple(
            self._shared(Tier.BRANCH_MEMBER, person, found, self._group)
            for person, found in _runs(self.village.ordered(groups), self._branch_member)
        )
        return Seat(Tier.BRANCH, organisation, self.village.name(organisation), below=below)

    def _branch_member(self, group: str) -> str | None:
        return next(iter(self.village.those_who("LIAISES", group)), None)

    def _shared(
        self, tier: Tier, person: str | None, ids: Sequence[str], make: Callable[[str], Seat]
    ) -> Seat:
        """Whoever liaises several organisations or groups, with them below; or the empty seat."""
        below = tuple(make(one) for one in ids)
        if person is not None:
            return self._person(tier, person, below)
        is_asked = tier is not Tier.COMMITTEE_MEMBER or self.village.general_branch(ids[0])
        return empty_seat(tier, below, Sign.NOBODY if is_asked else Sign.UNASKED)

    def _group(self, group: str) -> Seat:
        leaders = self.village.those_who("LEADS", group)
        below = [self._leader(leader, group) for leader in leaders]
        unled = [one for one in self.village.unled_centres(group) if one not in self.placed]
        if unled or not leaders:
            below.append(empty_seat(Tier.LEADER, tuple(map(self._centre, unled))))
        return Seat(Tier.GROUP, group, self.village.name(group), below=tuple(below))

    def _leader(self, leader: str, group: str) -> Seat:
        """A leader with those of their centre households that reach the top through `group`."""
        liaised = linked_to(self.graph, leader, "LIAISES", "CentreHousehold")
        mine = [
            one
            for one in self.village.ordered(liaised)
            if one not in self.placed and group in self.village.groups_reached(leader, one)
        ]
        return self._person(Tier.LEADER, leader, tuple(map(self._centre, mine)))

    def _centre(self, centre: str) -> Seat:
        self.placed.add(centre)
        hosts = self.village.those_who("HOSTS", centre)
        liaised = self.village.ordered(linked_to(self.graph, centre, "LIAISES", "Person"))
        below = [self._member(one, is_host=True) for one in hosts if one not in self.placed]
        below += [self._member(one) for one in liaised if one not in self.placed]
        load, sign = self.load_of(Tier.CENTRE, centre)
        return Seat(Tier.CENTRE, centre, self.village.name(centre), sign, load, tuple(below))

    def _member(self, id: str, *, is_host: bool = False) -> Seat:
        self.placed.add(id)
        load, sign = self.load_of(Tier.MEMBER, id)
        away = self._away(id)
        if load == 0:
            is_exempt = bool(self.graph.nodes[id].get("exempt"))
            sign = Sign.EXEMPT if is_exempt else Sign.UNASKED if away else sign
        households = sorted(linked_to(self.graph, id, "LIAISES", "Household"), key=natural)
        return Seat(
            Tier.MEMBER, id, self.village.name(id), sign, load,
            households=tuple(households), is_host=is_host, away_until=away,
        )  # fmt: skip

    def _person(self, tier: Tier, id: str, below: tuple[Seat, ...]) -> Seat:
        load, sign = self.load_of(tier, id)
        return Seat(tier, id, self.village.name(id), sign, load, below, away_until=self._away(id))

    def _away(self, id: str) -> dt.date | None:
        until: dt.date | None = self.graph.nodes[id].get("unavailable_until")
        return until if until is not None and until > self.day else None

    def _loose_ends(self) -> list[Seat]:
        """Groups under no branch, centre households of no group, members of no centre household."""
        lost = [
            one
            for one in self.village.located("PartyGroup")
            if not linked_to(self.graph, one, "UNDER", "Organisation")
        ]
        ends = [
            _hung(Tier.BRANCH, self._shared(Tier.BRANCH_MEMBER, person, found, self._group))
            for person, found in _runs(lost, self._branch_member)
        ]
        centres = [one for one in self.village.located("CentreHousehold") if one not in self.placed]
        ends += [
            _hung(Tier.GROUP, self._shared(Tier.LEADER, person, found, self._centre))
            for person, found in _runs(centres, self._any_leader)
        ]
        loose = [one for one in self.village.liaising() if one not in self.placed]
        away = [one for one in loose if self.village.is_elsewhere(one)]
        own = [one for one in loose if one not in away]
        if own:
            ends.append(_hung(Tier.CENTRE, *map(self._member, own)))
        if away:
            below = tuple(map(self._member, away))
            ends.append(
                _hung(Tier.LEADER, Seat(Tier.CENTRE, None, "", Sign.ELSEWHERE, None, below))
            )
        return ends

    def _any_leader(self, centre: str) -> str | None:
        return next(iter(self.village.those_who("LIAISES", centre)), None)


def _runs(
    ids: Sequence[str], above: Callable[[str], str | None]
) -> list[tuple[str | None, list[str]]]:
    """Each person with what is theirs, in the order of the ids; what is nobody's each alone."""
    runs: dict[str, tuple[str | None, list[str]]] = {}
    for one in ids:
        person = above(one)
        key = f"of {person}" if person else f"alone {one}"
        runs.setdefault(key, (person, []))[1].append(one)
    return list(runs.values())


def _hung(missing: Tier, *seats: Seat) -> Seat:
    """Seats under an empty one where the chain is missing, and nothing asked above it."""
    sign = Sign.UNASKED if any(seat.sign is Sign.ELSEWHERE for seat in seats) else Sign.NOBODY
    seat = empty_seat(missing, seats, sign)
    for tier in reversed([*Tier][: [*Tier].index(missing)]):
        seat = empty_seat(tier, (seat,), Sign.UNASKED)
    return seat
