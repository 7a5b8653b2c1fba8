"""Whom a place that starts from bare lists can ask: its members, by grid, and for which role."""

from dataclasses import dataclass, field

import numpy as np

from graph.checks.load import total_loads
from graph.planning.request import Request
from graph.planning.tiers.geography import Geography
from graph.planning.tiers.scope import Scope
from graph.snapshot.arrays import Flags, any_at
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing

ABOVE_VILLAGES = ("city", "county", "township", "street", "park")
"""Kinds of area whose own people hold offices there and are no members of a village."""


@dataclass
class Candidates:
    """Persons by position: `members` are all members of the places, `free` who can be asked.

    `taken` are those who have been given a role by this plan already.
    """

    snapshot: Snapshot
    members: Flags
    free: Flags
    taken: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, snapshot: Snapshot, request: Request, scope: Scope) -> "Candidates":
        """Listed members, those named as joining, and all other members without a post.

        Who holds a post and is not listed is not asked (the place decides that), nor is who
        is away as a floating member.
        """
        standing, size = snapshot.derived(Standing), snapshot.count("Person")
        named = np.zeros(size, dtype=np.bool_)
        for ids, value in ((request.joining, True), (request.without, False)):
            for each in ids:
                named[snapshot.find(each, "Person")[1]] = value
        gone = np.zeros(size, dtype=np.bool_)
        for each in (*request.without, *(ban.agent for ban in request.bans if ban.item is None)):
            label, position = snapshot.find(each, "Person", "CentreHousehold")
            if label == "Person":
                gone[position] = True
        bare = snapshot.is_true("Person", "is_member") & ~_with_post(snapshot)
        bare &= ~snapshot.is_one_of("Person", "floating", "out")
        bare &= _at_home_in_villages(snapshot)
        members = (standing.listed | bare | named) & scope.inside("Person") & ~gone
        free = members & standing.available & ~snapshot.is_true("Person", "exempt")
        return cls(snapshot, members, free)

    def choose(self, areas: list[int], number: int, last: Flags, never: Flags) -> list[int]:
        """So many of those at home in these areas, first who has no role and least to do.

        Fewer, where there are fewer. Those of `last` come last, those of `never` not at all,
        and nobody gets two roles of this plan while somebody has none.
        """
        geography = self.snapshot.derived(Geography.of)
        at = geography.table(self.snapshot.area_of("Person"))
        there = np.flatnonzero(self.free & ~never & np.isin(at, areas))
        burden = self.snapshot.derived(total_loads)[there]
        is_taken = np.isin(there, np.array(sorted(self.taken), dtype=np.int64))
        order = np.lexsort((there, burden, last[there], is_taken))
        chosen: list[int] = there[order][:number].tolist()
        self.taken.update(chosen)
        return chosen


def _with_post(snapshot: Snapshot) -> Flags:
    """Who serves an organisation or leads a group."""
    size = snapshot.count("Person")
    serves = snapshot.link("SERVES", "Person", "Organisation")
    leads = snapshot.link("LEADS", "Person", "PartyGroup")
    return any_at(serves.source, size) | any_at(leads.source, size)


def _at_home_in_villages(snapshot: Snapshot) -> Flags:
    """Who is located in a village, community or anything smaller."""
    area = snapshot.area_of("Person")
    above = snapshot.is_one_of("Area", "kind", *ABOVE_VILLAGES)
    at_home: Flags = (area >= 0) & ~above[area]
    return at_home
