"""What is true of every household's chain, read from the parents the network was drawn with."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.generate.plan import Ints, Mask
from graph.generate.posts import Posts
from graph.generate.pyramid import Pyramid

STEPS: Final = ("centre", "leader", "group", "branch-member", "branch", "committee-member")
COMPLETE: Final = len(STEPS)
_LABELS: Final = (
    "Person", "CentreHousehold", "Person", "PartyGroup", "PartyGroup", "Organisation",
)  # fmt: skip


@dataclass(frozen=True)
class Chains:
    """State of each household, and the households lost at each (step, node) that ends chains.

    `lost` maps (step, position within the label of that step) to a count.
    """

    uncovered: Mask
    whole: Mask
    suspended: Mask
    broken: Mask
    lost: dict[tuple[int, int], int]


def chains_of(pyramid: Pyramid, posts: Posts, day: int) -> Chains:
    """Follow every chain upwards; a household with two members has two."""
    depth, end, available = _member_paths(pyramid, posts, day)
    first, second = pyramid.household_member, pyramid.household_second
    depths = [np.where(who >= 0, depth[who], -1) for who in (first, second)]
    good = [(who >= 0) & (depth[who] == COMPLETE) & available[who] for who in (first, second)]
    best = np.maximum(*depths)
    whole = good[0] | good[1]
    uncovered, complete = first < 0, best == COMPLETE
    broken = ~uncovered & ~complete
    return Chains(
        uncovered=uncovered, whole=whole, suspended=complete & ~whole, broken=broken,
        lost=_lost(broken, best, depths, [end[first], end[second]]),
    )  # fmt: skip


def label_of(step: int) -> str:
    """The label of the node a chain ends at when this step is missing."""
    return _LABELS[step]


def _member_paths(pyramid: Pyramid, posts: Posts, day: int) -> tuple[Ints, Ints, Mask]:
    """For each member: the step the path ends at, the node there, and whether all can act."""
    people = pyramid.people
    able = people.unavailable_until <= day
    members = np.arange(pyramid.members)
    centre = pyramid.member_centre
    group = pyramid.centre_group[centre]
    branch = pyramid.group_branch[group]
    leader = pyramid.centre_leader[centre]
    general = pyramid.village_general[pyramid.branch_village[branch]] >= 0
    group_any, group_able = _reached(posts.branch, able, len(pyramid.group_branch))
    branch_any, branch_able = _reached(posts.committee, able, len(pyramid.branch_village))
    missing = (
        ~pyramid.member_reached,
        leader < 0,
        ~pyramid.group_is_led[group],
        ~group_any[group],
        pyramid.group_under[group] < 0,
        general & ~branch_any[branch],
    )
    ends = (members, centre, leader, group, group, pyramid.branch_organisation[branch])
    depth = np.select(missing, range(COMPLETE), COMPLETE)
    end = np.select(missing, ends, -1)
    available = (
        able[members] & able[pyramid.centre_host[centre]] & able[leader]
        & group_able[group] & (~general | branch_able[branch])
    )  # fmt: skip
    return depth, end, available


def _reached(pairs: tuple[Ints, Ints], able: Mask, count: int) -> tuple[Mask, Mask]:
    """Which of `count` things anybody liaises, and which somebody who can act liaises."""
    anybody, somebody = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    anybody[pairs[1]] = True
    somebody[pairs[1][able[pairs[0]]]] = True
    return anybody, somebody


def _lost(
    broken: Mask, best: Ints, depths: list[Ints], ends: list[Ints]
) -> dict[tuple[int, int], int]:
    """Households lost at each end; two paths that end at one node lose the household once."""
    first = broken & (depths[0] == best)
    second = broken & (depths[1] == best) & ~(first & (ends[0] == ends[1]))
    step = np.concatenate([best[first], best[second]])
    node = np.concatenate([ends[0][first], ends[1][second]])
    pairs, counts = np.unique(np.stack([step, node]), axis=1, return_counts=True)
    return {
        (int(at), int(which)): int(count)
        for at, which, count in zip(pairs[0], pairs[1], counts, strict=True)
    }
