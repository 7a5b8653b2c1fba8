"""Who stands on every way up: from each person, over the tiers of the chain above them.

The ways are those of `graph.snapshot.cover`, followed from the organisations down. At each
node the people every way has in common are kept: at most one a tier, so the sets stay small
however many ways there are.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from graph.snapshot.arrays import (
    Flags,
    Positions,
    any_at,
    count_at,
    distinct_pairs,
    matches,
    pair_keys,
)
from graph.snapshot.cover import Cover


@dataclass(frozen=True, eq=False)
class Needed:
    """For each node of a tier the people on all its ways up, as pairs ordered by node.

    `reached` says which nodes have a way up at all; the others stand in no pair.
    """

    reached: Flags
    node: Positions
    person: Positions

    @classmethod
    def of_each(cls, person: Positions, reached: Flags) -> "Needed":
        """Ways that lead over one person each, those that are reached."""
        at = np.flatnonzero(reached)
        return cls(reached, at, person[at])

    def gathered(self, low: Positions, high: Positions, size: int) -> "Needed":
        """The tier below, of so many nodes: each node of `low` has ways over those of `high`."""
        there = self.reached[high]
        low, high = low[there], high[there]
        ways = count_at(low, size)
        row, pair = matches(high, self.node, len(self.reached))
        node, person = low[row], self.person[pair]
        single = ways[node] == 1
        common = _in_all(node[~single], person[~single], ways)
        node = np.concatenate((node[single], common[0]))
        person = np.concatenate((person[single], common[1]))
        order = np.argsort(node, kind="stable")
        return Needed(ways > 0, node[order], person[order])

    def with_people(self, node: Positions, person: Positions) -> "Needed":
        """The same with these people added to nodes that are reached."""
        keep = self.reached[node]
        both = distinct_pairs(
            np.concatenate((self.node, node[keep])), np.concatenate((self.person, person[keep]))
        )
        return Needed(self.reached, *both)

    def only(self, keep: Flags) -> "Needed":
        """The same with only these nodes reached."""
        left = keep[self.node]
        return Needed(self.reached & keep, self.node[left], self.person[left])

    def joined(self, other: "Needed") -> "Needed":
        """What is reached both ways, with the people of both."""
        both = self.reached & other.reached
        return self.only(both).with_people(other.node, other.person)


@dataclass(frozen=True, eq=False)
class NeededAbove:
    """The people on every way up of each person, seen as the member of a household.

    With `is_present` only ways count on which everybody is available on the day: those that
    make a household whole. Without it every complete way does.
    """

    cover: Cover
    is_present: bool

    @cached_property
    def people(self) -> Needed:
        """Every person, with themselves on all their ways."""
        size = self.cover.snapshot.count("Person")
        person, centre = self.cover.belonging
        found = self._centres.gathered(person, centre, size).only(self._able)
        everybody = np.arange(size)
        return found.with_people(everybody, everybody)

    @cached_property
    def _able(self) -> Flags:
        available = self.cover.standing.available
        return available if self.is_present else np.ones_like(available)

    @cached_property
    def _organisations(self) -> Needed:
        s, links = self.cover.snapshot, self.cover.committee_links
        size = s.count("Organisation")
        liaises = s.link("LIAISES", "Person", "Organisation")
        person, branch = liaises.source[links], liaises.target[links]
        found = Needed.of_each(person, self._able[person])
        found = found.gathered(branch, np.arange(len(branch)), size)
        ends_here = ~any_at(self.cover.general[0], size)
        return replace(found, reached=found.reached | ends_here)

    @cached_property
    def _groups(self) -> Needed:
        s = self.cover.snapshot
        size = s.count("PartyGroup")
        liaises = s.link("LIAISES", "Person", "PartyGroup")
        beside = Needed.of_each(liaises.source, self._able[liaises.source])
        beside = beside.gathered(liaises.target, np.arange(len(liaises)), size)
        under = s.link("UNDER", "PartyGroup", "Organisation")
        return beside.joined(self._organisations.gathered(under.source, under.target, size))

    @cached_property
    def _leaders(self) -> Needed:
        """Every LIAISES Person → CentreHousehold, with the leader."""
        liaises = self.cover.snapshot.link("LIAISES", "Person", "CentreHousehold")
        choice = self.cover.choice
        found = self._groups.gathered(choice.link, choice.group, len(liaises))
        found = found.only(self._able[liaises.source])
        return found.with_people(np.arange(len(liaises)), liaises.source)

    @cached_property
    def _centres(self) -> Needed:
        size = self.cover.snapshot.count("CentreHousehold")
        liaises = self.cover.snapshot.link("LIAISES", "Person", "CentreHousehold")
        found = self._leaders.gathered(liaises.target, np.arange(len(liaises)), size)
        if not self.is_present:
            return found
        found = found.only(self.cover.standing.centre_available)
        return found.with_people(*self._last_hosts(size))

    def _last_hosts(self, size: int) -> tuple[Positions, Positions]:
        """Pairs (centre household, its one available host beside others who are all away).

        A centre household without any host is available; so a host who is alone is not needed.
        """
        hosts = self.cover.snapshot.link("HOSTS", "Person", "CentreHousehold")
        is_there = self.cover.standing.available[hosts.source]
        all_hosts, present = count_at(hosts.target, size), count_at(hosts.target[is_there], size)
        last = is_there & (present[hosts.target] == 1) & (all_hosts[hosts.target] > 1)
        return hosts.target[last], hosts.source[last]


def _in_all(node: Positions, person: Positions, ways: Positions) -> tuple[Positions, Positions]:
    """The pairs that stand there once for each way of their node."""
    keys, times = np.unique(pair_keys(node, person), return_counts=True)
    node, person = keys >> 32, keys & 0xFFFFFFFF
    keep = times == ways[node]
    return node[keep], person[keep]
