"""Faults put into a pyramid on purpose, each kind in groups of its own where it can be.

Kinds that are about single links of the two upper tiers stand in `posts`; those about
enterprises in `enterprises`.
"""

from typing import Final

import numpy as np

from graph.generate.plan import Ends, Ints, pick
from graph.generate.pyramid import Pyramid

LIVES_IN: Final = Ends("LIVES_IN", "Person", "Household")
_HEAVY: Final = 28
"""Well above the 25 links a person should carry in all."""


def seed_before_posts(pyramid: Pyramid, rng: np.random.Generator) -> None:
    """Faults of groups, centre households and members; call it before posts are filled."""
    groups = rng.permutation(len(pyramid.group_branch))
    taken = _leads_nothing(pyramid, groups)
    taken = np.concatenate([taken, _under_nothing(pyramid, np.setdiff1d(groups, taken), rng)])
    _leads_two(pyramid, np.setdiff1d(groups, taken), rng)
    centres = np.arange(len(pyramid.centre_group))
    pyramid.centre_leader[pick(rng, centres, 0.008)] = -1
    plain = np.flatnonzero(~pyramid.hosts())
    pyramid.member_reached[pick(rng, plain, 0.007)] = False


def seed_households(pyramid: Pyramid, rng: np.random.Generator) -> None:
    """Second members, households of another grid, without a grid, and members' own."""
    covered = np.flatnonzero(pyramid.household_member >= 0)
    _doubles(pyramid, pick(rng, covered, 0.004), rng)
    _overburden(pyramid, rng)
    grids = np.unique(pyramid.group_area[~pyramid.group_trade])
    across = pick(rng, covered, 0.001)
    pyramid.household_area[across] = rng.choice(grids, len(across))
    parents = np.array(pyramid.areas.parents)
    unknown = pick(rng, np.arange(len(pyramid.household_area)), 0.002)
    pyramid.household_area[unknown] = parents[pyramid.household_area[unknown]]
    lives = pick(rng, covered, 0.003)
    own = pick(rng, lives, 0.1)
    pyramid.links.add(LIVES_IN, pyramid.household_member[own], own)
    others = np.setdiff1d(lives, own)
    neighbour = (pyramid.household_member[others] + 1) % pyramid.members
    pyramid.links.add(LIVES_IN, neighbour, others)


def add_empty_grids(pyramid: Pyramid, rng: np.random.Generator) -> None:
    """Grids that have no group; some households nobody covers move there."""
    villages = pick(rng, pyramid.village_area, 0.02)
    empty = pyramid.areas.add(
        ["新划网格"] * len(villages), ["grid"] * len(villages), villages.tolist()
    )
    nobody = np.flatnonzero(pyramid.household_member < 0)
    moved = pick(rng, nobody, 0.02) if len(nobody) else nobody
    pyramid.household_area[moved] = rng.choice(empty, len(moved))


def _leads_nothing(pyramid: Pyramid, groups: Ints) -> Ints:
    """Groups nobody leads, though their centre households are liaised. Hosts excepted."""
    plain = groups[pyramid.group_leader[groups] >= pyramid.members]
    taken = plain[: max(1, len(groups) // 400)]
    pyramid.group_is_led[taken] = False
    return taken


def _under_nothing(pyramid: Pyramid, groups: Ints, rng: np.random.Generator) -> Ints:
    """Groups under no organisation; their branch has others, so it still bears groups."""
    size = np.bincount(pyramid.group_branch)
    several = groups[size[pyramid.group_branch[groups]] >= 2]
    if not len(several):
        return several
    taken = pick(rng, several, 0.003)
    _, first = np.unique(pyramid.group_branch[taken], return_index=True)
    taken = taken[first]
    pyramid.group_under[taken] = -1
    return taken


def _leads_two(pyramid: Pyramid, groups: Ints, rng: np.random.Generator) -> None:
    """One leader for two neighbouring groups of a village, in a grid each."""
    village = pyramid.branch_village[pyramid.group_branch]
    before = groups - 1
    fit = (
        (before >= 0) & np.isin(before, groups)
        & (village[groups] == village[before])
        & ~pyramid.group_trade[groups] & ~pyramid.group_trade[before]
        & (pyramid.group_leader[groups] >= pyramid.members)
    )  # fmt: skip
    if not fit.any():
        return
    second = pick(rng, groups[fit], 0.006)
    second = second[np.diff(second, prepend=-2) > 1]
    pyramid.group_leader[second] = pyramid.group_leader[second - 1]
    centres = np.isin(pyramid.centre_group, second)
    pyramid.centre_leader[centres] = pyramid.group_leader[pyramid.centre_group[centres]]


def _doubles(pyramid: Pyramid, households: Ints, rng: np.random.Generator) -> None:
    """A second member for these households: mostly the first's neighbour, some from afar."""
    neighbour = (pyramid.household_member[households] + 1) % pyramid.members
    far = rng.random(len(households)) < 0.05
    neighbour[far] = rng.integers(0, pyramid.members, int(far.sum()))
    fit = neighbour != pyramid.household_member[households]
    pyramid.household_second[households[fit]] = neighbour[fit]


def _overburden(pyramid: Pyramid, rng: np.random.Generator) -> None:
    """Hosts who stand in for the next member in every household, beside all their own."""
    held = np.bincount(pyramid.household_member + 1, minlength=pyramid.members + 1)[1:]
    size = np.bincount(pyramid.member_centre)
    stood_in = np.append(held[1:], 0)[pyramid.centre_host]
    heavy = held[pyramid.centre_host] + stood_in + size > _HEAVY
    hosts = pick(rng, pyramid.centre_host[heavy], 0.004)
    replaced = np.isin(pyramid.household_member - 1, hosts) & (pyramid.household_second < 0)
    at = np.flatnonzero(replaced)
    pyramid.household_second[at] = pyramid.household_member[at] - 1
