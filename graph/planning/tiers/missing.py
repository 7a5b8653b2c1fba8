"""What a pyramid lacks, begun: centre households, Party groups, branches, committee members."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.checks.judge import Judge
from graph.ledger.changes import Operation
from graph.messages import N_, _
from graph.planning.reason import Id, Reason
from graph.planning.request import PlanKind
from graph.planning.tiers.beginnings import Growing, link, node
from graph.planning.tiers.candidates import Candidates
from graph.planning.tiers.committees import Committees
from graph.planning.tiers.geography import Geography
from graph.planning.tiers.groups import BRANCHES
from graph.planning.tiers.scope import Scope
from graph.rules import Rules
from graph.snapshot.arrays import Flags, Numbers, Positions, any_at, count_at, distinct_pairs
from graph.snapshot.cover import GENERAL_BRANCHES, Cover
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing

_CENTRE: Final = N_(
    "%(members)d members in %(area)s and %(there)d centre households: one of %(minimum)d to"
    " %(maximum)d members begins, %(host)s hosts it"
)
_GROUP: Final = N_("%(area)s has no Party group: one begins under %(branch)s, %(leader)s leads it")
_MORE_GROUPS: Final = N_(
    "%(area)s has %(centres)d centre households, a leader takes at most %(maximum)d: another Party"
    " group begins under %(branch)s, %(leader)s leads it"
)
_LEADER: Final = N_("nobody available leads it: %(leader)s does")
_UNDER: Final = N_("it is under no branch: it comes under %(branch)s")
_BRANCH: Final = N_("there is no branch for the Party groups of %(area)s: one begins")
_COMMITTEE: Final = N_(
    "its committee has %(there)d who are available for %(items)d: %(person)s joins it"
)
_NOBODY_LEADS: Final = N_("nobody in %(area)s can lead a Party group there")
_NOBODY_HOSTS: Final = N_("nobody in %(area)s can host a centre household there")
_NOBODY_SERVES: Final = N_("nobody can join the committee of %(organisation)s")

_COMMITTEES_ABOVE: Final = ("party_committee", "work_committee", "composite_committee")


@dataclass(frozen=True, eq=False)
class _Range:
    """A rule's bounds by area."""

    minimum: Numbers
    maximum: Numbers

    @classmethod
    def of(cls, rule: str, rules: Rules, snapshot: Snapshot) -> "_Range":
        judge = Judge.of(rules[rule], rules, snapshot.areas, snapshot.nodes["Area"])
        variant = judge.of_areas(np.arange(snapshot.count("Area")))
        return cls(np.maximum(judge.minimum(variant), 0), np.clip(judge.maximum(variant), 1, 10**6))


class Missing:
    """Begins what is missing in the scope, step by step; each step sees the ones before."""

    def __init__(self, growing: Growing, candidates: Candidates, rules: Rules) -> None:
        self._growing, self._candidates, self._rules = growing, candidates, rules
        self._snapshot = growing.snapshot
        self._geography = self._snapshot.derived(Geography.of)
        self._scope = Scope.of(self._snapshot, growing.ground.request.area)
        self._hosts = self._snapshot.derived(Standing).hosts.copy()
        leads = self._snapshot.link("LEADS", "Person", "PartyGroup")
        self._leaders = any_at(leads.source, self._snapshot.count("Person"))
        self._begun: dict[int, str] = {}

    def begin_centres(self) -> None:
        """As many centre households in each grid as its members need."""
        snapshot, size = self._snapshot, self._snapshot.count("Area")
        members = np.flatnonzero(self._candidates.members)
        home = self._geography.table(snapshot.area_of("Person")[members])
        present = snapshot.derived(Standing).centre_available
        centres = self._geography.table(snapshot.area_of("CentreHousehold")[present])
        bounds = _Range.of("centre-load", self._rules, snapshot)
        leads = _Range.of("leader-load", self._rules, snapshot)
        there = count_at(centres[centres >= 0], size)
        guests = count_at(home[~self._hosts[members] & (home >= 0)], size)
        for area in self._places(home):
            low, high = int(bounds.minimum[area]), int(bounds.maximum[area])
            needed = _centres_for(
                int(guests[area]), int(there[area]), low, high, int(leads.minimum[area])
            )
            hosts = self._candidates.choose([area], needed, self._hosts, self._hosts)
            for number, host in enumerate(hosts, start=int(there[area]) + 1):
                self._begin_centre(area, host, number, int(guests[area]), (low, high))
            if len(hosts) < needed:
                self._note(_NOBODY_HOSTS, area)

    def _begin_centre(
        self, area: int, host: int, number: int, members: int, bounds: tuple[int, int]
    ) -> None:
        self._hosts[host] = True
        new, at, person = self._growing.new_id("CentreHousehold"), self._id(area), self._who(host)
        name = _("centre household %(number)d") % {"number": number}
        reason = Reason(_CENTRE, {
            "members": members, "area": Id(at), "there": number - 1,
            "minimum": bounds[0], "maximum": bounds[1], "host": Id(person),
        })  # fmt: skip
        hosts = link("HOSTS", ("Person", person), ("CentreHousehold", new))
        operations = (*node("CentreHousehold", new, at, name=name), hosts)
        self._growing.begin(new, person, at, reason, operations)

    def begin_groups(self) -> None:
        """A Party group with a leader in each grid, more where one leader cannot do, all under
        a branch."""
        snapshot = self._growing.happen()
        size = snapshot.count("Area")
        centres = self._geography.table(snapshot.area_of("CentreHousehold"))
        there = count_at(centres[centres >= 0], size)
        most = _Range.of("leader-load", self._rules, snapshot).maximum
        home = self._geography.table(snapshot.area_of("Person")[self._candidates.members])
        groups = self._geography.table(snapshot.area_of("PartyGroup"))
        led = self._led(snapshot)
        under = snapshot.link("UNDER", "PartyGroup", "Organisation")
        has_branch = any_at(under.source, snapshot.count("PartyGroup"))
        for area in self._places(home):
            own = np.flatnonzero(groups == area)
            for group in own.tolist():
                if not has_branch[group]:
                    self._put_under(area, snapshot.nodes["PartyGroup"].id(group))
                if not led[group]:
                    self._name_leader(area, snapshot.nodes["PartyGroup"].id(group))
            leaders = max(1, -(-int(there[area]) // int(most[area])))
            for number in range(len(own), leaders):
                self._begin_group(area, number, int(there[area]), int(most[area]))

    def _led(self, snapshot: Snapshot) -> Flags:
        """Which groups somebody available leads."""
        leads = snapshot.link("LEADS", "Person", "PartyGroup")
        present = snapshot.derived(Standing).available[leads.source]
        return any_at(leads.target[present], snapshot.count("PartyGroup"))

    def _leader(self, area: int) -> str | None:
        chosen = self._candidates.choose([area], 1, self._hosts, self._leaders)
        if not chosen:
            self._note(_NOBODY_LEADS, area)
            return None
        self._leaders[chosen[0]] = True
        return self._who(chosen[0])

    def _name_leader(self, area: int, group: str) -> None:
        leader = self._leader(area)
        if leader is not None:
            leads = link("LEADS", ("Person", leader), ("PartyGroup", group))
            reason = Reason(_LEADER, {"leader": Id(leader)})
            self._growing.begin(group, leader, self._id(area), reason, (leads,), "centres")

    def _put_under(self, area: int, group: str) -> None:
        branch = self._branch(area)
        under = link("UNDER", ("PartyGroup", group), ("Organisation", branch))
        reason = Reason(_UNDER, {"branch": Id(branch)})
        self._growing.begin(group, None, self._id(area), reason, (under,))

    def _begin_group(self, area: int, before: int, centres: int, most: int) -> None:
        leader = self._leader(area)
        if leader is None:
            return
        branch, new, at = self._branch(area), self._growing.new_id("PartyGroup"), self._id(area)
        said = {"area": Id(at), "branch": Id(branch), "leader": Id(leader)}
        reason = Reason(_GROUP, said)
        if before:
            reason = Reason(_MORE_GROUPS, {**said, "centres": centres, "maximum": most})
        name = _("Party group %(number)d") % {"number": before + 1}
        operations = (
            *node("PartyGroup", new, at, name=name, kind="grid"),
            link("UNDER", ("PartyGroup", new), ("Organisation", branch)),
            link("LEADS", ("Person", leader), ("PartyGroup", new)),
        )
        self._growing.begin(new, leader, at, reason, operations, "centres")

    def _branch(self, area: int) -> str:
        """The branch of a village with fewest groups, the first of several; else a new one."""
        village, snapshot = int(self._geography.village[area]), self._snapshot
        if village in self._begun:
            return self._begun[village]
        at = self._geography.village[snapshot.area_of("Organisation")]
        there = np.flatnonzero(
            snapshot.is_one_of("Organisation", "kind", *BRANCHES) & (at == village)
        )
        if len(there):
            under = snapshot.link("UNDER", "PartyGroup", "Organisation")
            groups = count_at(under.target, snapshot.count("Organisation"))
            return self._organisation(int(there[np.argmin(groups[there])]))
        self._begun[village] = self._begin_branch(village)
        return self._begun[village]

    def _begin_branch(self, village: int) -> str:
        new, at = self._growing.new_id("Organisation"), self._id(village)
        above = self._above(village)
        name = _("Party branch of %(place)s") % {"place": self._snapshot.areas.names[village]}
        operations: list[Operation] = list(node("Organisation", new, at, name=name, kind="branch"))
        if above is not None:
            operations.append(link("UNDER", ("Organisation", new), ("Organisation", above)))
        reason = Reason(_BRANCH, {"area": Id(at)})
        self._growing.begin(new, None, at, reason, operations)
        return new

    def _above(self, village: int) -> str | None:
        """The general branch of the village, else the next committee on the way up."""
        snapshot = self._snapshot
        at = snapshot.area_of("Organisation")
        kinds = GENERAL_BRANCHES
        for area in snapshot.areas.upwards(village):
            found = np.flatnonzero(
                snapshot.is_one_of("Organisation", "kind", *kinds, *_COMMITTEES_ABOVE)
                & (at == area)
            )
            general = snapshot.is_one_of("Organisation", "kind", *GENERAL_BRANCHES)[found]
            if len(found):
                return self._organisation(int(found[np.argmax(general)]))
        return None

    def name_committees(self) -> None:
        """Members for committees who have fewer available than their groups or branches need."""
        snapshot = self._growing.happen()
        cover, size = snapshot.derived(Cover), snapshot.count("Organisation")
        inside = snapshot.inside("Organisation", snapshot.area(self._growing.ground.request.area))
        under = snapshot.link("UNDER", "PartyGroup", "Organisation")
        branches = snapshot.is_one_of("Organisation", "kind", *BRANCHES)
        self._name(snapshot, "branch-member-load", "groups", count_at(
            under.target, size) * (branches & inside))  # fmt: skip
        branch, general = cover.general
        bearing = (cover.party_bearing & branches)[branch]
        below = count_at(general[bearing], size) * inside
        self._name(snapshot, "committee-member-load", "branches", below)

    def _name(self, snapshot: Snapshot, rule: str, role: PlanKind, items: Numbers) -> None:
        """Members for the committees of organisations with so many items below them."""
        committees, present = Committees.of(snapshot), snapshot.derived(Standing).available
        serving = present[committees.person]
        pairs = distinct_pairs(committees.organisation[serving], committees.person[serving])
        there = count_at(pairs[0], snapshot.count("Organisation"))
        most = _Range.of(rule, self._rules, snapshot).maximum
        at = snapshot.area_of("Organisation")
        for each in np.flatnonzero((items > 0) & (at >= 0)).tolist():
            needed = -(-int(items[each]) // int(most[at[each]])) - int(there[each])
            village = self._geography.village[at[each]]
            around = np.flatnonzero(self._geography.village[:-1] == village).tolist()
            serving = any_at(pairs[1][pairs[0] == each], snapshot.count("Person"))
            last = self._hosts | self._leaders
            chosen = self._candidates.choose(around, max(needed, 0), last, serving)
            organisation = snapshot.nodes["Organisation"].id(each)
            for person in map(self._who, chosen):
                reason = Reason(_COMMITTEE, {
                    "there": int(there[each]), "items": int(items[each]), "person": Id(person),
                })  # fmt: skip
                serves = link(
                    "SERVES", ("Person", person), ("Organisation", organisation),
                    role="committee_member",
                )  # fmt: skip
                at_home = self._id(int(at[each]))
                self._growing.begin(organisation, person, at_home, reason, (serves,), role)
            if len(chosen) < needed:
                said = {"organisation": Id(organisation)}
                self._growing.notes.append(Reason(_NOBODY_SERVES, said))

    def _places(self, home: Positions) -> list[int]:
        """Grids of the scope, and villages without any that have members."""
        geography, snapshot = self._geography, self._snapshot
        grids = np.flatnonzero(geography.grid[:-1] == np.arange(snapshot.count("Area")))
        divided = np.unique(geography.village[grids])
        whole = np.setdiff1d(home[home >= 0], np.concatenate((grids, divided)))
        inside = self._scope.inside("Area")
        concerned = np.union1d(whole, np.intersect1d(grids, self._lived_in(home)))
        found: list[int] = concerned[inside[concerned]].tolist()
        return found

    def _lived_in(self, home: Positions) -> Positions:
        """Where members or households are."""
        households = self._geography.table(self._snapshot.area_of("Household"))
        return np.union1d(home[home >= 0], households[households >= 0])

    def _note(self, message: str, area: int) -> None:
        self._growing.notes.append(Reason(message, {"area": Id(self._id(area))}))

    def _id(self, area: int) -> str:
        return self._snapshot.nodes["Area"].id(area)

    def _who(self, person: int) -> str:
        return self._snapshot.nodes["Person"].id(person)

    def _organisation(self, position: int) -> str:
        return self._snapshot.nodes["Organisation"].id(position)


def _centres_for(guests: int, there: int, low: int, high: int, led: int) -> int:
    """How many more centre households so many members need who host none.

    A host is not counted in their own. So many begin that none has more than `high`, and as
    many as a leader needs at least (`led`) where each still comes to `low`.
    """
    if not guests:
        return 0
    needed = max(0, -(-(guests - high * there) // (high + 1)))
    needed = max(needed, 1 - there)
    if there + needed < led and guests - (led - there) >= low * led:
        needed = led - there
    return needed
