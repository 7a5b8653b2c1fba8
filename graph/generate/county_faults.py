"""Faults put into a county on purpose, one function a kind, one village or firm at a time.

Each takes the village it strikes. A township gets all of them, spread over its villages, so
that a demonstration shows every check the rosters can speak about.
"""

import datetime as dt
from collections.abc import Callable
from typing import Final

from graph.generate.county import (
    REPORTED_ON,
    Agreement,
    Group,
    Household,
    Person,
    Township,
    Village,
    years_later,
)
from graph.generate.county_drawing import Drawing

VillageFault = Callable[[Drawing, Village], None]


def seed_faults(drawing: Drawing, township: Township, which: int) -> None:
    """Put faults into the township; `which` shifts the villages and the severe kinds."""
    severe = [each for at, each in enumerate(_SEVERE) if (at + which) % len(_SEVERE) == 0]
    for at, fault in enumerate([*_FAULTS, *severe]):
        villages = [each for each in township.villages if _FITS.get(fault, _any)(each)]
        if villages:
            fault(drawing, villages[(at + which) % len(villages)])
    _firm_faults(township)
    if which == 1:
        _large_joint_organisation(township)
    if which == 2:
        _neglected_firms(township)
    _agreement_faults(township)


def _uncovered(drawing: Drawing, village: Village) -> None:
    """A household in fifty has nobody."""
    door = _doors(village)
    for at in range(max(2, len(village.households) // 50)):
        grid = village.households[at * 40].grid
        village.households.append(drawing.household(grid, door, []))


def _doubled(drawing: Drawing, village: Village) -> None:
    """Two households have a second member, of the same grid."""
    for household in (village.households[3], village.households[-4]):
        second = _other_of_grid(village, household)
        if second is not None:
            household.members.append(second)


def _loose_member(drawing: Drawing, village: Village) -> None:
    """A member with households whom no centre household lists."""
    door = _doors(village)
    member = drawing.person(_names(village))
    village.loose.append((member, 1))
    for _ in range(11):
        village.households.append(drawing.household(1, door, [member]))


def _no_leader(drawing: Drawing, village: Village) -> None:
    """A group without a leader: its centre households have nobody above them."""
    _last_group(village).leader = None


def _no_branch_member(drawing: Drawing, village: Village) -> None:
    """A group no branch member liaises."""
    branch = village.branches[-1]
    left_out = branch.seats[0].liaises[0]
    for seat in branch.seats:
        seat.liaises = [name for name in seat.liaises if name != left_out]


def _no_committee_member(drawing: Drawing, village: Village) -> None:
    """A branch no committee member of the general branch liaises."""
    left_out = village.branches[-1].name
    for seat in village.general or []:
        seat.liaises = [name for name in seat.liaises if name != left_out]


def _bare_grid(drawing: Drawing, village: Village) -> None:
    """A new grid with some households and no group."""
    number = 1 + max(group.number for _, group in village.groups())
    door = _doors(village)
    village.bare_grids.append(number)
    for _ in range(4):
        village.households.append(drawing.household(number, door, []))


def _three_branches(drawing: Drawing, village: Village) -> None:
    """A committee member with every branch of a village of three, another with none."""
    seats = village.general or []
    seats[0].liaises = [branch.name for branch in village.branches]
    seats[-1].liaises = []


def _idle_branch_member(drawing: Drawing, village: Village) -> None:
    """The last member of a branch committee liaises nothing; the first liaises it instead."""
    seats = village.branches[0].seats
    for name in seats[-1].liaises:
        if name not in seats[0].liaises:
            seats[0].liaises.append(name)
    seats[-1].liaises = []


def _one_centre(drawing: Drawing, village: Village) -> None:
    """A leader with a single centre household, which keeps everybody of the group."""
    group = village.branches[0].groups[0]
    first, *others = group.centres
    for centre in others:
        first.members.extend((centre.host, *centre.members))
    group.centres = [first]


def _small_centre(drawing: Drawing, village: Village) -> None:
    """A centre household with three members; the others go to its neighbour."""
    centres = _last_group(village).centres
    if len(centres) < 2:
        return
    small, neighbour = centres[:2]
    neighbour.members.extend(small.members[3:])
    del small.members[3:]


def _overloaded(drawing: Drawing, village: Village) -> None:
    """A member with twenty households, and one not excused with none."""
    _, group, centre = next(village.centres())
    door = _doors(village)
    while len(village.held_by(centre.host)) < 20:
        village.households.append(drawing.household(group.number, door, [centre.host]))
    idle = next((each for each in centre.members if each.remark), None)
    if idle is not None:
        idle.remark = ""


def _light(drawing: Drawing, village: Village) -> None:
    """A member with six households only."""
    *_, (_, _, centre) = village.centres()
    held = village.held_by(centre.members[0])
    gone = {id(each) for each in held[6:]}
    village.households = [each for each in village.households if id(each) not in gone]


def _two_groups(drawing: Drawing, village: Village) -> None:
    """One leader for the first two groups of a branch or village."""
    (_, first), (_, second), *_ = village.groups()
    second.leader = first.leader


def _across(drawing: Drawing, village: Village) -> None:
    """Two households whose member lives in another grid."""
    grids = sorted({group.number for _, group in village.groups()})
    for household in [each for each in village.households if each.grid == grids[0]][5:7]:
        household.grid = grids[1]


def _many_posts(drawing: Drawing, village: Village) -> None:
    """A leader who also hosts a centre household of ten members, with fourteen households."""
    group = _last_group(village)
    centre = group.centres[0]
    group.leader = centre.host
    taken = _names(village)
    while len(centre.members) < 10:
        member = drawing.person(taken)
        member.remark = "外出务工"
        centre.members.append(member)
    door = _doors(village)
    while len(village.held_by(centre.host)) < 15:
        village.households.append(drawing.household(group.number, door, [centre.host]))


def _firm_faults(township: Township) -> None:
    """One enterprise or instructor of each faulty kind."""
    plain = [firm for firm in township.firms if firm.form == "none"]
    joint = [firm for firm in township.firms if firm.form == "joint"]
    unreached = plain[0] if plain else joint[0]
    unreached.form = "none"
    for instructor in township.instructors:
        instructor.firms = [firm for firm in instructor.firms if firm is not unreached]
    township.instructors = [each for each in township.instructors if each.firms]
    joint[-1].members = 4
    large = joint[1]
    large.employees, large.members = 90, 0
    busy, ending, small = township.instructors[0], township.instructors[1], township.instructors[-1]
    others = [firm for firm in township.firms if firm not in busy.firms and firm.form == "own"]
    busy.firms.extend(others[: 5 - len(busy.firms)])
    ending.since, ending.years = dt.date(2024, 10, 15), 2
    for firm in small.firms:
        firm.employees = min(firm.employees, 42)


def _large_joint_organisation(township: Township) -> None:
    """One named joint organisation over eleven enterprises or more."""
    for firm in township.firms:
        if firm.form == "own" and sum(each.form == "joint" for each in township.firms) < 11:
            firm.form, firm.members = "joint", 1
        if firm.form == "joint":
            firm.organisation = f"{township.name}非公企业联合党支部"


def _neglected_firms(township: Township) -> None:
    """Five more enterprises nobody reaches: no organisation, no member, no instructor."""
    instructed = {firm.name for each in township.instructors for firm in each.firms}
    free = [f for f in township.firms if f.form == "own" and f.name not in instructed]
    for firm in free[:5]:
        firm.form, firm.members, firm.employees = "none", 0, 30


def _agreement_faults(township: Township) -> None:
    """One agreement ended, one ending soon, one village without any."""
    alone = township.villages[-1].head_organisation
    township.agreements = [each for each in township.agreements if each.organisation != alone]
    first, second = (village.head_organisation for village in township.villages[:2])
    signed = dt.date(2024, 3, 4)
    township.agreements.append(
        Agreement(first, "县文化馆党支部", "联创共建", signed, years_later(signed, 2))
    )
    soon = REPORTED_ON + dt.timedelta(days=30)
    township.agreements.append(
        Agreement(second, "县供电公司营销党支部", "结对共建", dt.date(2024, 9, 1), soon)
    )


def _doors(village: Village) -> dict[int, int]:
    """The highest door given in each grid."""
    doors: dict[int, int] = {}
    for household in village.households:
        door = int(household.address.partition("组")[2].partition("号")[0])
        doors[household.grid] = max(doors.get(household.grid, 0), door)
    return doors


def _names(village: Village) -> set[str]:
    """Every name of a member, leader or committee member of the village."""
    people = [member for member, _ in village.loose]
    for _, group, centre in village.centres():
        people += [centre.host, *centre.members, *([group.leader] if group.leader else [])]
    seats = [*(village.general or []), *(s for branch in village.branches for s in branch.seats)]
    return {person.name for person in people} | {seat.person.name for seat in seats}


def _other_of_grid(village: Village, household: Household) -> Person | None:
    """A member with households in the same grid who does not liaise this one."""
    there = (each for each in village.households if each.grid == household.grid)
    members = (member for each in there for member in each.members)
    return next((member for member in members if member not in household.members), None)


def _last_group(village: Village) -> Group:
    return village.branches[-1].groups[-1]


def _any(village: Village) -> bool:
    return True


def _has_general(village: Village) -> bool:
    return village.general is not None


def _has_three(village: Village) -> bool:
    return len(village.branches) == 3


def _has_groups(village: Village) -> bool:
    return len(list(village.groups())) >= 2


_FAULTS: Final[tuple[VillageFault, ...]] = (
    _light, _two_groups, _overloaded, _small_centre, _one_centre, _many_posts,
    _idle_branch_member, _three_branches, _loose_member, _across, _doubled, _bare_grid, _uncovered,
)  # fmt: skip
_SEVERE: Final[tuple[VillageFault, ...]] = (_no_leader, _no_branch_member, _no_committee_member)
"""Each breaks many chains at once, so that a township gets one or two of them only."""
_FITS: Final[dict[VillageFault, Callable[[Village], bool]]] = {
    _no_committee_member: _has_general,
    _three_branches: _has_three,
    _two_groups: _has_groups,
    _across: _has_groups,
}
