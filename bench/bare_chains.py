"""The chain of every household in bare numpy: how far it reaches and where it ends."""

from dataclasses import dataclass

import numpy as np

from bench.bare_network import BareNetwork, Ints, Mask, Pairs

COMPLETE = 7
GENERAL = ("general_branch", "joint_general_branch")


@dataclass(frozen=True)
class BareChains:
    """Households by state, and what broken ones end at: (step, node) pairs with counts.

    `reaching` are the persons whose own chain is complete and present.
    """

    uncovered: Mask
    whole: Mask
    suspended: Mask
    broken: Mask
    lost: dict[int, tuple[Ints, Ints]]
    reaching: Mask


def chains(net: BareNetwork) -> BareChains:
    """The states of all households and the broken nodes, tier by tier from above."""
    able = net.numbers["Person", "unavailable_until"] <= net.day
    n = net.count
    under = net.pairs["UNDER", "Organisation", "Organisation"]
    is_general = np.isin(net.texts["Organisation", "kind"], GENERAL)
    branch, general = (each[is_general[under[1]]] for each in under)
    above = np.full(n["Organisation"], -1)
    above[branch] = general
    person, asked = net.pairs["LIAISES", "Person", "Organisation"]
    serves = net.pairs["SERVES", "Person", "Organisation"]
    key = person * n["Organisation"] + above[asked]
    is_committee = (above[asked] >= 0) & np.isin(key, serves[0] * n["Organisation"] + serves[1])
    held = any_of(asked[is_committee], n["Organisation"]) | (above < 0)
    ready = any_of(asked[is_committee & able[person]], n["Organisation"]) | (above < 0)
    organisation = np.where(held, COMPLETE, 6)
    group_under = net.pairs["UNDER", "PartyGroup", "Organisation"]
    group = np.where(any_of(net.pairs["LIAISES", "Person", "PartyGroup"][1], n["PartyGroup"]), 5, 4)
    raise_to(
        group, group_under[0], np.where(group[group_under[0]] == 5, organisation[group_under[1]], 0)
    )
    mate, mated = net.pairs["LIAISES", "Person", "PartyGroup"]
    group_ready = any_of(mated[able[mate]], len(group)) & any_of(
        group_under[0][ready[group_under[1]]], len(group)
    )
    link, link_group = _groups_above(net)
    leader, centre_of = net.pairs["LIAISES", "Person", "CentreHousehold"]
    led = np.full(len(leader), 3)
    raise_to(led, link, group[link_group])
    led_ready = any_of(link[group_ready[link_group]], len(leader)) & able[leader]
    centre = np.full(n["CentreHousehold"], 2)
    raise_to(centre, centre_of, led)
    host, hosted = net.pairs["HOSTS", "Person", "CentreHousehold"]
    hosts_able = any_of(hosted[able[host]], len(centre)) | ~any_of(hosted, len(centre))
    centre_ready = any_of(centre_of[led_ready], len(centre)) & hosts_able
    listed = net.pairs["LIAISES", "CentreHousehold", "Person"]
    member_of = np.concatenate([host, listed[1]]), np.concatenate([hosted, listed[0]])
    member = np.full(n["Person"], 1)
    raise_to(member, member_of[0], centre[member_of[1]])
    member_ready = any_of(member_of[0][centre_ready[member_of[1]]], n["Person"]) & able
    who, household = net.pairs["LIAISES", "Person", "Household"]
    depth = np.zeros(n["Household"], np.int64)
    raise_to(depth, household, member[who])
    whole = any_of(household[(member[who] == COMPLETE) & member_ready[who]], len(depth))
    lost = _lost(net, depth, member, member_of, centre, led, link, link_group, group)
    return BareChains(
        depth == 0, whole, (depth == COMPLETE) & ~whole, (depth > 0) & (depth < COMPLETE), lost,
        (member == COMPLETE) & member_ready,
    )  # fmt: skip


def any_of(positions: Ints, count: int) -> Mask:
    """Which positions occur."""
    found = np.zeros(count, np.bool_)
    found[positions] = True
    return found


def raise_to(target: Ints, positions: Ints, values: Ints) -> None:
    """Lift each target to the greatest of its values."""
    for value in range(1, COMPLETE + 1):
        chosen = positions[values == value]
        target[chosen[target[chosen] < value]] = value


def _groups_above(net: BareNetwork) -> Pairs:
    """(link of a leader to a centre, group above it): the group in the centre's area, else all."""
    leader, centre = net.pairs["LIAISES", "Person", "CentreHousehold"]
    leads, group = net.pairs["LEADS", "Person", "PartyGroup"]
    link, row = join(leader, leads, net.count["Person"])
    here = net.area["CentreHousehold"][centre[link]] == net.area["PartyGroup"][group[row]]
    keep = here | ~any_of(link[here], len(leader))[link]
    return link[keep], group[row[keep]]


def join(left: Ints, right: Ints, count: int) -> Pairs:
    """All (row of left, row of right) that hold the same position."""
    order = np.argsort(right, kind="stable")
    size = np.bincount(right, minlength=count)
    start = np.cumsum(size) - size
    times = size[left]
    rows = np.repeat(np.arange(len(left)), times)
    offset = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
    return rows, order[start[left[rows]] + offset]


def _lost(
    net: BareNetwork, depth: Ints, member: Ints, member_of: Pairs, centre: Ints, led: Ints,
    link: Ints, link_group: Ints, group: Ints,
) -> dict[int, Pairs]:  # fmt: skip
    """For each step the nodes where broken households end, and how many do."""
    who, household = net.pairs["LIAISES", "Person", "Household"]
    leader, centre_of = net.pairs["LIAISES", "Person", "CentreHousehold"]
    ended = (depth[household] < COMPLETE) & (member[who] == depth[household])
    who, household = who[ended], household[ended]
    found = {1: _count(household[depth[household] == 1], who[depth[household] == 1])}
    row, at = join(who, member_of[0], net.count["Person"])
    home, house = member_of[1][at], household[row]
    keep = centre[home] == depth[house]
    home, house = home[keep], house[keep]
    found[2] = _count(house[depth[house] == 2], home[depth[house] == 2])
    row, at = join(home, centre_of, net.count["CentreHousehold"])
    house = house[row]
    keep = led[at] == depth[house]
    at, house = at[keep], house[keep]
    found[3] = _count(house[depth[house] == 3], leader[at[depth[house] == 3]])
    row, pair = join(at, link, len(leader))
    house, end = house[row], link_group[pair]
    keep = group[end] == depth[house]
    house, end = house[keep], end[keep]
    for step in (4, 5):
        found[step] = _count(house[depth[house] == step], end[depth[house] == step])
    under = net.pairs["UNDER", "PartyGroup", "Organisation"]
    top = depth[house] == 6
    row, pair = join(end[top], under[0], net.count["PartyGroup"])
    found[6] = _count(house[top][row], under[1][pair])
    return found


def _count(households: Ints, nodes: Ints) -> Pairs:
    """Each node with the number of different households."""
    if not len(nodes):
        return nodes, nodes
    width = int(nodes.max()) + 1
    return np.unique(np.unique(households * width + nodes) % width, return_counts=True)
