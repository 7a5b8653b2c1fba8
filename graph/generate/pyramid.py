"""The pyramid: areas, branches, groups, centre households, members, households, as parents.

Each tier names its parent by position, so the truth about a chain can be read without
looking at a single link. -1 means there is none: a seeded fault, or a tier a village lacks.
"""

from dataclasses import dataclass

import numpy as np

from graph.generate.names import ordinal, place_names
from graph.generate.plan import (
    Areas,
    Ints,
    Links,
    Mask,
    Organisations,
    People,
    firsts,
    owners,
    pick,
)

CENTRE_SIZES = (4, 6, 7, 8, 9, 11, 13)
CENTRE_ODDS = (0.01, 0.39, 0.30, 0.15, 0.09, 0.05, 0.01)
LOADS = (10, 11, 12, 13, 14, 15)
LOAD_ODDS = (0.10, 0.15, 0.25, 0.25, 0.15, 0.10)


@dataclass
class Pyramid:
    """Every tier's parent by position; see the comments for the labels they point into.

    Members are persons 0 … members-1; the first member of a centre household hosts it.
    """

    areas: Areas
    organisations: Organisations
    people: People
    links: Links
    # villages, and what stands over them
    village_area: Ints
    village_township: Ints  # area
    township_committee: dict[int, int]  # area → organisation
    village_general: Ints  # organisation, -1: the village has one branch only
    # branches
    branch_village: Ints
    branch_organisation: Ints
    # groups
    group_branch: Ints
    group_area: Ints  # the grid, or the village of a trade group
    group_trade: Mask
    group_under: Ints  # organisation, -1: under none
    group_leader: Ints  # person
    group_is_led: Mask
    # centre households
    centre_group: Ints
    centre_host: Ints  # person
    centre_leader: Ints  # person, -1: nobody liaises it
    # members and households
    member_centre: Ints  # the centre they belong to, also as host
    member_reached: Mask  # False: in no centre household
    household_member: Ints  # person, -1: nobody
    household_second: Ints  # person, -1: only one
    household_area: Ints

    @property
    def members(self) -> int:
        """How many persons are members of centre households, hosts included."""
        return len(self.member_centre)

    def hosts(self) -> Mask:
        """Which members host their centre household."""
        mask = np.zeros(self.members, np.bool_)
        mask[self.centre_host] = True
        return mask


def build(households: int, rng: np.random.Generator) -> Pyramid:
    """A pyramid of exactly so many households, without faults but for those nobody covers."""
    uncovered = round(households * 0.02)
    loads = _loads(households - uncovered, rng)
    member_centre = owners(len(loads), rng, CENTRE_SIZES, CENTRE_ODDS, (4, 13))
    centre_group = owners(
        int(member_centre[-1]) + 1, rng, (1, 2, 3, 5), (0.01, 0.69, 0.25, 0.05), (1,)
    )
    group_branch = owners(int(centre_group[-1]) + 1, rng, (1, 2, 3), (0.45, 0.40, 0.15))
    branch_village = owners(int(group_branch[-1]) + 1, rng, (1, 2, 3, 4), (0.10, 0.35, 0.35, 0.20))
    areas, township_of_village = _areas(int(branch_village[-1]) + 1, rng)
    village_area = areas.of_kind("village", "community")
    people, organisations = People(), Organisations()
    committees = _committees(areas, organisations)
    village_general, branch_organisation = _branches(
        areas, organisations, committees, village_area, township_of_village, branch_village
    )
    group_village = branch_village[group_branch]
    group_trade = _trade_groups(group_village, rng)
    group_area = _grids(areas, village_area, group_village, group_trade)
    member_area = group_area[centre_group[member_centre]]
    member_area = _spread(areas, member_area, group_area, group_village, group_trade,
                          centre_group[member_centre], rng)  # fmt: skip
    members = people.add(member_area)
    centre_host = firsts(member_centre)
    household_member = np.repeat(members, loads)
    covered_area = group_area[centre_group[member_centre[household_member]]]
    covered_area = _spread(areas, covered_area, group_area, group_village, group_trade,
                           centre_group[member_centre[household_member]], rng)  # fmt: skip
    grids = np.unique(group_area[~group_trade])
    group_leader = _leaders(people, group_area, centre_group, centre_host, rng)
    return Pyramid(
        areas=areas, organisations=organisations, people=people, links=Links(),
        village_area=village_area, village_township=township_of_village,
        township_committee=committees, village_general=village_general,
        branch_village=branch_village, branch_organisation=branch_organisation,
        group_branch=group_branch, group_area=group_area, group_trade=group_trade,
        group_under=branch_organisation[group_branch], group_leader=group_leader,
        group_is_led=np.ones(len(group_branch), np.bool_),
        centre_group=centre_group, centre_host=centre_host,
        centre_leader=group_leader[centre_group],
        member_centre=member_centre, member_reached=np.ones(len(loads), np.bool_),
        household_member=np.concatenate([household_member, np.full(uncovered, -1)]),
        household_second=np.full(households, -1),
        household_area=np.concatenate([covered_area, rng.choice(grids, uncovered)]),
    )  # fmt: skip


def _loads(covered: int, rng: np.random.Generator) -> Ints:
    """Households of each member, adding up to `covered`: most 10–15, some faults, 8 % none."""
    count = covered // 9 + 30
    loads = rng.choice(np.asarray(LOADS), size=count, p=LOAD_ODDS)
    roll = rng.random(count)
    loads[roll < 0.08] = 0
    loads[(roll >= 0.08) & (roll < 0.090)] = 5
    loads[(roll >= 0.090) & (roll < 0.095)] = 17
    used = int(np.searchsorted(np.cumsum(loads), covered)) + 1
    loads = loads[:used]
    loads[-1] -= int(loads.sum()) - covered
    return loads


def _areas(villages: int, rng: np.random.Generator) -> tuple[Areas, Ints]:
    """City, counties, townships and villages; and the township of each village.

    The first township holds a tenth of all villages, so that moving a very large one can
    be tried; every fifth is a street of communities.
    """
    areas = Areas()
    city = areas.add(["云汀市"], ["city"], [-1])
    large = max(1, villages // 10)
    rest = owners(max(villages - large, 1), rng, (8, 10, 12, 14), (0.25, 0.25, 0.25, 0.25))
    if rest[-1] == 0:
        rest = np.arange(len(rest)) * 2 // max(len(rest), 1)
    township = np.concatenate([np.zeros(large, np.int64), rest + 1])[:villages]
    townships = int(township[-1]) + 1
    county = np.arange(townships) * max(2, townships // 10) // townships
    counties = areas.add(
        place_names(np.unique(county), "县"), ["county"] * len(np.unique(county)),
        np.repeat(city, len(np.unique(county))).tolist(),
    )  # fmt: skip
    numbers = np.arange(townships)
    is_street = numbers % 5 == 4
    names = [
        name[:-1] + ("街道" if street else "乡")
        for name, street in zip(place_names(numbers + 200, "乡"), is_street, strict=True)
    ]
    kinds = ["street" if street else "township" for street in is_street]
    township_areas = areas.add(names, kinds, counties[county].tolist())
    street = is_street[township]
    names = [
        name[:-1] + ("社区" if urban else "村")
        for name, urban in zip(place_names(np.arange(villages), "村"), street, strict=True)
    ]
    kinds = ["community" if urban else "village" for urban in street]
    areas.add(names, kinds, township_areas[township].tolist())
    return areas, township_areas[township]


def _committees(areas: Areas, organisations: Organisations) -> dict[int, int]:
    """A Party committee for city, counties, townships and streets, each under the next."""
    committee_of: dict[int, int] = {}
    for area in areas.of_kind("city", "county", "township", "street").tolist():
        name = areas.names[area]
        kind = "work_committee" if areas.kinds[area] == "street" else "party_committee"
        name += "党工委" if kind == "work_committee" else "党委"
        above = committee_of.get(areas.parents[area], -1)
        committee_of[area] = int(organisations.add([name], kind, [above], [area])[0])
    return committee_of


def _branches(
    areas: Areas, organisations: Organisations, committees: dict[int, int],
    village_area: Ints, village_township: Ints, branch_village: Ints,
) -> tuple[Ints, Ints]:  # fmt: skip
    """General branches (none where a village has one branch only) and branches."""
    over = np.array([committees[int(township)] for township in village_township])
    branches = np.bincount(branch_village, minlength=len(village_area))
    general = np.full(len(village_area), -1)
    several = np.flatnonzero(branches > 1)
    names = [areas.names[int(at)] + "党总支" for at in village_area[several]]
    general[several] = organisations.add(
        names, "general_branch", over[several], village_area[several]
    )
    local = np.arange(len(branch_village)) - firsts(branch_village)[branch_village]
    names = [
        f"{areas.names[int(village_area[village])]}第{ordinal(int(number) + 1)}网格党支部"
        if general[village] >= 0
        else f"{areas.names[int(village_area[village])]}党支部"
        for village, number in zip(branch_village, local, strict=True)
    ]
    under = np.where(general[branch_village] >= 0, general[branch_village], over[branch_village])
    return general, organisations.add(names, "branch", under, village_area[branch_village])


def _trade_groups(group_village: Ints, rng: np.random.Generator) -> Mask:
    """Which groups are trade groups: about one in a hundred, never a village's first."""
    trade = np.zeros(len(group_village), np.bool_)
    later = np.setdiff1d(np.arange(len(group_village)), firsts(group_village))
    trade[pick(rng, later, 0.01)] = True
    return trade


def _grids(areas: Areas, village_area: Ints, group_village: Ints, trade: Mask) -> Ints:
    """The area of each group: a new grid of its own, or the village for a trade group."""
    located = village_area[group_village]
    number = np.zeros(len(village_area), np.int64)
    for group in np.flatnonzero(~trade).tolist():
        village = int(group_village[group])
        number[village] += 1
        name = f"第{number[village]}网格"
        located[group] = areas.add([name], ["grid"], [int(village_area[village])])[0]
    return located


def _spread(
    areas: Areas, located: Ints, group_area: Ints, group_village: Ints, trade: Mask,
    group: Ints, rng: np.random.Generator,
) -> Ints:  # fmt: skip
    """`located`, with everything of a trade group put into grids of its village by chance."""
    result = located.copy()
    for one in np.flatnonzero(trade).tolist():
        same_village = (group_village == group_village[one]) & ~trade
        mine = np.arange(*np.searchsorted(group, [one, one + 1]))
        result[mine] = rng.choice(group_area[same_village], len(mine))
    return result


def _leaders(
    people: People, group_area: Ints, centre_group: Ints, centre_host: Ints,
    rng: np.random.Generator,
) -> Ints:  # fmt: skip
    """The leader of each group: the host of its first centre in a tenth, else a new person."""
    leader = np.empty(len(group_area), np.int64)
    hosting = pick(rng, np.arange(len(group_area)), 0.1)
    leader[hosting] = centre_host[firsts(centre_group)[hosting]]
    others = np.setdiff1d(np.arange(len(group_area)), hosting)
    leader[others] = people.add(group_area[others])
    return leader
