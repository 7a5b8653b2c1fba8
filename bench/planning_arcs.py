"""Which member may have which household, how many relations that changes and how far it is.

Plain numpy on a generated network: grids lie in villages, addresses are such as 3组12号.
Each household is an item of its own, or those that are alike in every respect are one item.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.bare_chains import any_of, chains, join
from bench.bare_network import UNKNOWN, BareNetwork, Ints, Mask

LEAST: Final = 10
MOST: Final = 15
LANE, GRID, VILLAGE, FARTHER = 2, 3, 4, 5
"""How far a member is: of the same villagers' group, grid or village, or farther."""

LOST: Final = 2 * FARTHER
"""How far it is to leave a household that somebody has with nobody."""

_LANES: Final = 100


@dataclass(frozen=True)
class Arcs:
    """Items and members, by position, and who may have what; arcs are ordered by item.

    `least` is 10 for members who are expected to have that many, else 0.
    """

    supply: Ints
    left_changed: Ints
    left_distance: Ints
    least: Ints
    item: Ints
    agent: Ints
    changed: Ints
    distance: Ints


def arcs_of(net: BareNetwork, nodes: Mapping[str, pa.Table], *, is_merged: bool) -> Arcs:
    """Every arc of the network; nodes in the order of their ids, as the product numbers them."""
    people = _People(net)
    homes = _Homes(net, nodes, people)
    rows, first, supply = homes.rows(is_merged=is_merged)
    row, agent = _may_have(net, people, homes, rows, first)
    held = np.sort(rows[homes.held] * people.count + people.holder)
    key = row * people.count + agent
    is_held = _are_in(key, held)
    stays = any_of(homes.held[~people.able[people.holder] & homes.may_stay], homes.count)
    reach = _are_in(rows[homes.held] * people.count + people.holder, key)
    stays |= any_of(homes.held[people.able[people.holder] & ~reach], homes.count)
    many, stays = homes.many[first], stays[first]
    return Arcs(
        supply,
        many - stays,
        np.where(many == 0, 0, np.where(stays, FARTHER, LOST)),
        np.where(people.able, LEAST, 0),
        row, agent,
        many[row] + 1 - 2 * is_held,
        _distance(net, nodes, people, homes, first[row], agent, is_held),
    )  # fmt: skip


class _People:
    """Who can be given households, and where they are."""

    def __init__(self, net: BareNetwork) -> None:
        self.count = net.count["Person"]
        self.holder, self.held = net.pairs["LIAISES", "Person", "Household"]
        listed = any_of(self.holder, self.count)
        listed |= any_of(net.pairs["HOSTS", "Person", "CentreHousehold"][0], self.count)
        listed |= any_of(net.pairs["LIAISES", "CentreHousehold", "Person"][1], self.count)
        present = net.numbers["Person", "unavailable_until"] <= net.day
        self.able = listed & present & (net.numbers["Person", "exempt"] == 0)
        self.area = net.area["Person"]


class _Homes:
    """Households, who has them, and which are alike."""

    def __init__(self, net: BareNetwork, nodes: Mapping[str, pa.Table], people: _People) -> None:
        self.count, self.area = net.count["Household"], net.area["Household"]
        order = np.lexsort((people.holder, people.held))
        people.holder, self.held = people.holder[order], people.held[order]
        self.many = np.bincount(self.held, minlength=self.count)
        self.lane = _lanes(nodes["Household"])
        self.lived_in = net.pairs["LIVES_IN", "Person", "Household"]
        self.may_stay = self._within_most(people)
        self.holder = people.holder

    def _within_most(self, people: _People) -> Mask:
        """Of what each member has, the first fifteen."""
        by_holder = np.argsort(people.holder, kind="stable")
        sorted_holder = people.holder[by_holder]
        rank = np.empty(len(by_holder), np.int64)
        rank[by_holder] = np.arange(len(by_holder)) - np.searchsorted(sorted_holder, sorted_holder)
        within: Mask = rank < MOST
        return within

    def rows(self, *, is_merged: bool) -> tuple[Ints, Ints, Ints]:
        """The item of each household, the first household of each item, and how many it has."""
        if not is_merged:
            every = np.arange(self.count)
            return every, every, np.ones(self.count, np.int64)
        had_by = np.zeros(self.count, np.int64)
        had_by[self.held] = 2 * self.holder + self.may_stay + 1
        alone = self.many > 1
        alone[self.lived_in[1]] = True
        columns = (np.where(alone, np.arange(self.count) + 1, 0), self.area, self.lane, had_by)
        _, first, rows, supply = np.unique(
            np.stack(columns, axis=1),
            axis=0, return_index=True, return_inverse=True, return_counts=True,
        )  # fmt: skip
        return rows.reshape(-1), first, supply


def _may_have(
    net: BareNetwork, people: _People, homes: _Homes, rows: Ints, first: Ints
) -> tuple[Ints, Ints]:
    """Every pair (item, member), by item and then member."""
    grid, village = _geography(net)
    able = np.flatnonzero(people.able)
    at = people.area[able]
    near = np.where(grid[at] >= 0, grid[at], village[at])
    place = homes.area[first]
    size, found = net.count["Area"], []
    in_grid, outside = np.flatnonzero(grid[place] >= 0), np.flatnonzero(grid[place] < 0)
    for some, wanted, offered in (
        (in_grid, grid[place[in_grid]], near),
        (in_grid, village[place[in_grid]], np.where(grid[at] >= 0, size, near)),
        (outside, village[place[outside]], village[at]),
    ):
        row, member = join(wanted, offered, size + 1)
        found.append(some[row] * people.count + able[member])
    home, area = people.area[homes.holder], homes.area[homes.held]
    belongs, group = net.pairs["BELONGS_TO", "Person", "PartyGroup"]
    in_trade = any_of(belongs[net.texts["PartyGroup", "kind"][group] == "trade"], people.count)
    keeps = in_trade[homes.holder] & (village[home] == village[area])
    keeps |= (grid[home] < 0) & _holds(net, home, area)
    keeps &= people.able[homes.holder]
    found.append(rows[homes.held[keeps]] * people.count + homes.holder[keeps])
    pairs = np.sort(np.concatenate(found))
    pairs = pairs[np.r_[True, pairs[1:] != pairs[:-1]]]
    person, household = homes.lived_in
    begun = ~np.isin(household * people.count + person, homes.held * people.count + homes.holder)
    own = rows[household[begun]] * people.count + person[begun]
    own = own[_are_in(own, pairs)]
    pairs = np.delete(pairs, np.searchsorted(pairs, own))
    return pairs // people.count, pairs % people.count


def _are_in(wanted: Ints, ascending: Ints) -> Mask:
    """Which of the numbers stand among the others."""
    found: Mask = np.append(ascending, -1)[np.searchsorted(ascending, wanted)] == wanted
    return found


def _geography(net: BareNetwork) -> tuple[Ints, Ints]:
    """The grid each area is, if any, and the village around it."""
    is_grid = net.texts["Area", "kind"] == "grid"
    every = np.arange(len(is_grid))
    return np.where(is_grid, every, UNKNOWN), np.where(is_grid, net.parent, every)


def _holds(net: BareNetwork, outer: Ints, inner: Ints) -> Mask:
    """Whether the inner area is the outer one or lies somewhere in it."""
    held = outer == inner
    while (inner >= 0).any():
        inner = np.where(inner >= 0, net.parent[inner], UNKNOWN)
        held |= (outer == inner) & (inner >= 0)
    return held


def _distance(
    net: BareNetwork, nodes: Mapping[str, pa.Table], people: _People, homes: _Homes,
    home: Ints, agent: Ints, is_held: Mask,
) -> Ints:  # fmt: skip
    """How far each pair of household and member is; who has it is not near because of that."""
    grid, village = _geography(net)
    listing, listed = net.pairs["LIAISES", "CentreHousehold", "Person"]
    host, hosted = net.pairs["HOSTS", "Person", "CentreHousehold"]
    both = np.unique(
        np.concatenate((listed, host)) * net.count["CentreHousehold"]
        + np.concatenate((listing, hosted))
    )
    person, centre = both // net.count["CentreHousehold"], both % net.count["CentreHousehold"]
    homes_at = village[homes.area] * _LANES + homes.lane
    centres_at = village[net.area["CentreHousehold"]] * _LANES + _lanes(nodes["CentreHousehold"])
    lives, lived = homes.lived_in
    size = net.count["Area"] * _LANES
    spots, times = np.unique(
        np.concatenate((homes.holder, lives, person)) * size
        + np.concatenate((homes_at[homes.held], homes_at[lived], centres_at[centre])),
        return_counts=True,
    )
    wanted = agent * size + homes_at[home]
    at = np.searchsorted(spots, wanted)
    is_near = (np.append(spots, -1)[at] == wanted) & (np.append(times, 0)[at] > is_held)
    here, there = people.area[agent], homes.area[home]
    same_grid = (grid[here] == grid[there]) & (grid[here] >= 0)
    by_area = np.where(same_grid, GRID, np.where(village[here] == village[there], VILLAGE, FARTHER))
    farther = np.where(chains(net).reaching, 0, FARTHER)
    return np.where(is_near, LANE, by_area) + farther[agent]


def _lanes(nodes: pa.Table) -> Ints:
    """The number of the villagers' group in each address."""
    groups = pc.list_element(pc.split_pattern(nodes["address"], "组"), 0)
    lanes: Ints = pc.cast(groups, pa.int64()).to_numpy()
    return lanes
