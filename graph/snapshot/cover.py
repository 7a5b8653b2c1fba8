"""The state of every household: the chain of DESIGN 2, followed over the whole network.

Each tier is computed once a node, from the organisation down, and then gathered by the
households, so the work grows with the links and never with the number of paths.

A depth says how far up the longest path gets: 0 nobody, 1 the member, 2 the centre household,
3 the leader, 4 the group, 5 a branch member, 6 the organisation, 7 complete. The step of the
same number names what is missing there.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from graph.snapshot.arrays import (
    Flags,
    Numbers,
    Positions,
    any_at,
    count_at,
    distinct_pairs,
    highest_at,
    matches,
)
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing

STATES: Final = ("uncovered", "broken", "suspended", "whole")
"""The states of a household, by their code."""

UNCOVERED, BROKEN, SUSPENDED, WHOLE = range(4)

STEPS: Final = (
    "", "centre", "leader", "group", "branch-member", "branch", "committee-member",
)  # fmt: skip
"""What is missing at each depth."""

STEP_LABELS: Final = (
    "", "Person", "CentreHousehold", "Person", "PartyGroup", "PartyGroup", "Organisation",
)  # fmt: skip
"""The label of the node at which a path of each depth ends."""

COMPLETE: Final = 7

GENERAL_BRANCHES: Final = ("general_branch", "joint_general_branch")


@dataclass(frozen=True, eq=False)
class Tier:
    """Per node (or link) of one tier: how deep it gets, and whether it does with all present."""

    depth: Numbers
    available: Flags


@dataclass(frozen=True, eq=False)
class GroupChoice:
    """Which groups count above each leader's link to a centre household, as pairs.

    `link` is a row of LIAISES Person → CentreHousehold, `group` a position.
    """

    link: Positions
    group: Positions


@dataclass(frozen=True, eq=False)
class Lost:
    """The nodes at which broken households end for want of one step, and how many do at each."""

    step: str
    label: str
    positions: Positions
    households: Numbers


def states_of(households: Tier) -> Numbers:
    """The state of each household, as a code of STATES."""
    states = np.full(len(households.depth), BROKEN, dtype=np.int8)
    states[households.depth == 0] = UNCOVERED
    states[households.depth == COMPLETE] = SUSPENDED
    states[(households.depth == COMPLETE) & households.available] = WHOLE
    return states


@dataclass(frozen=True, eq=False)
class Cover:
    """How far every chain gets, tier by tier."""

    snapshot: Snapshot

    @property
    def standing(self) -> Standing:
        """What every person is to the network."""
        return self.snapshot.derived(Standing)

    @cached_property
    def general(self) -> tuple[Positions, Positions]:
        """Pairs (organisation, general branch it is directly under), by organisation."""
        under = self.snapshot.link("UNDER", "Organisation", "Organisation")
        above = self.snapshot.is_one_of("Organisation", "kind", *GENERAL_BRANCHES)
        keep = above[under.target]
        return under.source[keep], under.target[keep]

    @cached_property
    def party_bearing(self) -> Flags:
        """Which organisations have a Party group directly under them."""
        under = self.snapshot.link("UNDER", "PartyGroup", "Organisation")
        return any_at(under.target, self.snapshot.count("Organisation"))

    @cached_property
    def committee_links(self) -> Flags:
        """Which LIAISES Person → Organisation join a committee member to a branch of theirs."""
        s = self.snapshot
        liaises = s.link("LIAISES", "Person", "Organisation")
        serves = s.link("SERVES", "Person", "Organisation")
        branch, general = self.general
        row, above = matches(liaises.target, branch, s.count("Organisation"))
        served = serves.has(liaises.source[row], general[above])
        return any_at(row[served], len(liaises))

    @cached_property
    def organisations(self) -> Tier:
        """Every organisation, as the top of the chains that reach it."""
        size = self.snapshot.count("Organisation")
        ends_here = ~any_at(self.general[0], size)
        liaises = self.snapshot.link("LIAISES", "Person", "Organisation")
        person, branch = (each[self.committee_links] for each in (liaises.source, liaises.target))
        held = ends_here | any_at(branch, size)
        present = any_at(branch[self.standing.available[person]], size)
        return Tier(np.where(held, COMPLETE, 6).astype(np.int8), ends_here | present)

    @cached_property
    def groups(self) -> Tier:
        """Every Party group."""
        size = self.snapshot.count("PartyGroup")
        liaises = self.snapshot.link("LIAISES", "Person", "PartyGroup")
        under = self.snapshot.link("UNDER", "PartyGroup", "Organisation")
        depth = highest_at(
            under.source, self.organisations.depth[under.target], np.full(size, 5, np.int8)
        )
        depth[~any_at(liaises.target, size)] = 4
        present = any_at(liaises.target[self.standing.available[liaises.source]], size)
        top = any_at(under.source[self.organisations.available[under.target]], size)
        return Tier(depth, present & top)

    @cached_property
    def choice(self) -> GroupChoice:
        """The groups above each leader's link: those in the centre's area if any, else all."""
        s = self.snapshot
        liaises = s.link("LIAISES", "Person", "CentreHousehold")
        leads = s.link("LEADS", "Person", "PartyGroup")
        link, row = matches(liaises.source, leads.source, s.count("Person"))
        group = leads.target[row]
        at_centre = s.area_of("CentreHousehold")[liaises.target[link]]
        same = (at_centre == s.area_of("PartyGroup")[group]) & (at_centre >= 0)
        keep = same | ~any_at(link[same], len(liaises))[link]
        return GroupChoice(link[keep], group[keep])

    @cached_property
    def leader_links(self) -> Tier:
        """Every LIAISES Person → CentreHousehold: the leader as seen from that centre."""
        liaises = self.snapshot.link("LIAISES", "Person", "CentreHousehold")
        size = len(liaises)
        link, group = self.choice.link, self.choice.group
        depth = highest_at(link, self.groups.depth[group], np.full(size, 3, np.int8))
        top = any_at(link[self.groups.available[group]], size)
        return Tier(depth, top & self.standing.available[liaises.source])

    @cached_property
    def centres(self) -> Tier:
        """Every centre household."""
        size = self.snapshot.count("CentreHousehold")
        target = self.snapshot.link("LIAISES", "Person", "CentreHousehold").target
        depth = highest_at(target, self.leader_links.depth, np.full(size, 2, np.int8))
        top = any_at(target[self.leader_links.available], size)
        return Tier(depth, top & self.standing.centre_available)

    @cached_property
    def belonging(self) -> tuple[Positions, Positions]:
        """Pairs (person, centre household that liaises or is hosted by them), each once."""
        liaised = self.snapshot.link("LIAISES", "CentreHousehold", "Person")
        hosts = self.snapshot.link("HOSTS", "Person", "CentreHousehold")
        return distinct_pairs(
            np.concatenate((liaised.target, hosts.source)),
            np.concatenate((liaised.source, hosts.target)),
        )

    @cached_property
    def people(self) -> Tier:
        """Every person, as the member a household is liaised by."""
        size = self.snapshot.count("Person")
        person, centre = self.belonging
        depth = highest_at(person, self.centres.depth[centre], np.full(size, 1, np.int8))
        top = any_at(person[self.centres.available[centre]], size)
        return Tier(depth, top & self.standing.available)

    @cached_property
    def households(self) -> Tier:
        """Every household."""
        size = self.snapshot.count("Household")
        liaises = self.snapshot.link("LIAISES", "Person", "Household")
        depth = highest_at(
            liaises.target, self.people.depth[liaises.source], np.zeros(size, np.int8)
        )
        return Tier(depth, any_at(liaises.target[self.people.available[liaises.source]], size))

    @cached_property
    def states(self) -> Numbers:
        """The state of every household, as a code of STATES."""
        return states_of(self.households)

    def lost(self) -> list[Lost]:
        """What every break costs, a step at a time from the member upwards."""
        household, person = self._broken_links()
        weight, doubles = self._weights(household, person)
        found = []
        for step in range(1, COMPLETE):
            member, end = self._ends(step)
            size = self.snapshot.count(STEP_LABELS[step])
            total = np.zeros(size, dtype=np.int64)
            np.add.at(total, end, weight[member])
            row, pair = matches(doubles[1], member, len(weight))
            _, shared = distinct_pairs(doubles[0][row], end[pair])
            total += count_at(shared, size)
            at = np.flatnonzero(total)
            found.append(Lost(STEPS[step], STEP_LABELS[step], at, total[at]))
        return found

    def _broken_links(self) -> tuple[Positions, Positions]:
        """Pairs (broken household, member on a longest path of it)."""
        liaises = self.snapshot.link("LIAISES", "Person", "Household")
        reached = self.people.depth[liaises.source]
        keep = (reached < COMPLETE) & (reached == self.households.depth[liaises.target])
        return liaises.target[keep], liaises.source[keep]

    def _weights(
        self, household: Positions, person: Positions
    ) -> tuple[Numbers, tuple[Positions, Positions]]:
        """Households with one such member counted by member; the pairs of all the others."""
        times = count_at(household, self.snapshot.count("Household"))
        once = times[household] == 1
        weight = count_at(person[once], self.snapshot.count("Person"))
        return weight, (household[~once], person[~once])

    def _ends(self, step: int) -> tuple[Positions, Positions]:
        """Pairs (member, node where their longest paths end), for members of one depth."""
        if step == 1:
            at = np.flatnonzero(self.people.depth == 1)
            return at, at
        centre, end = self._ends_above_centre(step)
        person, own = self.belonging
        keep = (self.people.depth[person] == step) & (self.centres.depth[own] == step)
        person, own = person[keep], own[keep]
        row, pair = matches(own, centre, self.snapshot.count("CentreHousehold"))
        return distinct_pairs(person[row], end[pair])

    def _ends_above_centre(self, step: int) -> tuple[Positions, Positions]:
        """Pairs (centre household, node where its longest paths end), for one depth."""
        if step == 2:
            at = np.flatnonzero(self.centres.depth == 2)
            return at, at
        leaders = self.snapshot.link("LIAISES", "Person", "CentreHousehold")
        if step == 3:
            keep = self.leader_links.depth == 3
            return distinct_pairs(leaders.target[keep], leaders.source[keep])
        link, group = self.choice.link, self.choice.group
        keep = self.groups.depth[group] == step
        centre, group = leaders.target[link[keep]], group[keep]
        if step < 6:
            return distinct_pairs(centre, group)
        under = self.snapshot.link("UNDER", "PartyGroup", "Organisation")
        row, above = matches(group, under.source, self.snapshot.count("PartyGroup"))
        return distinct_pairs(centre[row], under.target[above])
