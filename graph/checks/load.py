"""Load: how many each one liaises at every tier, against the bounds of the place."""

import numpy as np

from graph.checks.asked import Asked
from graph.checks.judge import Judge
from graph.snapshot.arrays import Flags, Numbers, any_at, count_at
from graph.snapshot.cover import Cover
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing

COMMITTEE = ("secretary", "deputy_secretary", "committee_member")
"""The roles that make a committee of a branch or general branch."""


def committee_member_load(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Committee members of general branches that have a branch with groups below them.

    Value = organisations they liaise that are under a general branch they serve.
    """
    cover = snapshot.derived(Cover)
    branch, general = cover.general
    bearing = any_at(general[cover.party_bearing[branch]], snapshot.count("Organisation"))
    liaises = snapshot.link("LIAISES", "Person", "Organisation")
    own = count_at(liaises.source[cover.committee_links], snapshot.count("Person"))
    return [_persons(_committee_of(snapshot, bearing), own)]


def branch_member_load(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Committee members of branches that have groups; value = groups they liaise."""
    branches = snapshot.is_one_of("Organisation", "kind", "branch", "joint_branch")
    asked = _committee_of(snapshot, branches & snapshot.derived(Cover).party_bearing)
    return [_persons(asked, _outgoing(snapshot, "LIAISES", "PartyGroup"))]


def leader_load(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Persons who lead a group; value = centre households they liaise."""
    leads = snapshot.link("LEADS", "Person", "PartyGroup")
    asked = any_at(leads.source, snapshot.count("Person"))
    return [_persons(asked, _outgoing(snapshot, "LIAISES", "CentreHousehold"))]


def centre_load(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Every centre household; value = persons it liaises, its hosts not counted."""
    return [Asked("CentreHousehold", *_numbered(centre_members(snapshot)))]


def member_load(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Listed members; value = households. The minimum asks only those who are expected."""
    standing = snapshot.derived(Standing)
    at = np.flatnonzero(standing.listed)
    return [Asked("Person", at, standing.households[at], expected=standing.expected[at])]


def person_total_load(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Every person; value = all they liaise and instruct, by themselves and as hosts."""
    return [Asked("Person", *_numbered(snapshot.derived(total_loads)))]


def grid_enterprises(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Every grid; value = enterprises located in it that are not closed."""
    located = snapshot.link("LOCATED_IN", "Enterprise", "Area")
    is_closed = snapshot.is_one_of("Enterprise", "status", "closed")
    enterprises = count_at(located.target[~is_closed[located.source]], snapshot.count("Area"))
    at = np.flatnonzero(snapshot.is_one_of("Area", "kind", "grid"))
    return [Asked("Area", at, enterprises[at])]


def instructor_load(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Persons who instruct an enterprise; value = enterprises."""
    enterprises = _outgoing(snapshot, "INSTRUCTS", "Enterprise")
    return [_persons(enterprises > 0, enterprises)]


def centre_members(snapshot: Snapshot) -> Numbers:
    """How many persons each centre household liaises who do not host it."""
    liaises = snapshot.link("LIAISES", "CentreHousehold", "Person")
    hosts = snapshot.link("HOSTS", "Person", "CentreHousehold")
    own = hosts.has(liaises.target, liaises.source)
    return count_at(liaises.source[~own], snapshot.count("CentreHousehold"))


def total_loads(snapshot: Snapshot) -> Numbers:
    """Every person's LIAISES and INSTRUCTS, and the LIAISES of centre households they host."""
    total = snapshot.derived(Standing).households.astype(np.int64)
    for kind, from_label, to_label in snapshot.links:
        if from_label == "Person" and kind in ("LIAISES", "INSTRUCTS") and to_label != "Household":
            total += _outgoing(snapshot, kind, to_label)
    hosts = snapshot.link("HOSTS", "Person", "CentreHousehold")
    liaises = snapshot.link("LIAISES", "CentreHousehold", "Person")
    of_centre = count_at(liaises.source, snapshot.count("CentreHousehold"))
    np.add.at(total, hosts.source, of_centre[hosts.target])
    return total


def _committee_of(snapshot: Snapshot, organisations: Flags) -> Flags:
    """Who is secretary, deputy secretary or committee member of one of the organisations."""
    serves = snapshot.link("SERVES", "Person", "Organisation")
    keep = snapshot.link_is_one_of("SERVES", "Person", "Organisation", "role", *COMMITTEE)
    keep = keep & organisations[serves.target]
    return any_at(serves.source[keep], snapshot.count("Person"))


def _outgoing(snapshot: Snapshot, type: str, to_label: str) -> Numbers:
    links = snapshot.link(type, "Person", to_label)
    return count_at(links.source, snapshot.count("Person"))


def _persons(asked: Flags, values: Numbers) -> Asked:
    at = np.flatnonzero(asked)
    return Asked("Person", at, values[at])


def _numbered(values: Numbers) -> tuple[Numbers, Numbers]:
    return np.arange(len(values)), values
