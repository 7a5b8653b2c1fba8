"""Coverage: households nobody reaches, chains that break, posts on the chain that are empty."""

import numpy as np

from graph.checks.asked import Asked
from graph.checks.judge import Judge
from graph.snapshot.arrays import any_at, count_at
from graph.snapshot.cover import SUSPENDED, UNCOVERED, Cover
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing


def household_uncovered(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Households that no person liaises."""
    states = snapshot.derived(Cover).states
    return [Asked("Household", np.flatnonzero(states == UNCOVERED))]


def chain_broken(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Nodes at which the longest path of some household ends; value = households lost."""
    return [
        Asked(
            lost.label,
            lost.positions,
            lost.households,
            {"step": np.full(len(lost.positions), lost.step)},
        )
        for lost in snapshot.derived(Cover).lost()
    ]


def household_double(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Households that several persons liaise; value = persons."""
    liaises = snapshot.link("LIAISES", "Person", "Household")
    persons = count_at(liaises.target, snapshot.count("Household"))
    at = np.flatnonzero(persons > 1)
    return [Asked("Household", at, persons[at])]


def member_without_centre(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Listed members no centre household liaises, who host none; value = their households."""
    standing = snapshot.derived(Standing)
    at = np.flatnonzero(standing.listed & ~standing.hosts & ~standing.is_in_centre)
    return [Asked("Person", at, standing.households[at])]


def centre_without_leader(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Centre households no person liaises."""
    return [_liaised_by_nobody(snapshot, "CentreHousehold")]


def group_without_branch_member(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Party groups no person liaises."""
    return [_liaised_by_nobody(snapshot, "PartyGroup")]


def branch_without_committee_member(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Branches with groups, under a general branch, that nobody serving it liaises."""
    size = snapshot.count("Organisation")
    cover = snapshot.derived(Cover)
    liaises = snapshot.link("LIAISES", "Person", "Organisation")
    asked = snapshot.is_one_of("Organisation", "kind", "branch", "joint_branch")
    asked = asked & any_at(cover.general[0], size) & cover.party_bearing
    held = any_at(liaises.target[cover.committee_links], size)
    return [Asked("Organisation", np.flatnonzero(asked & ~held))]


def grid_without_group(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Grids directly in a village or community, with no Party group located in them."""
    is_grid = snapshot.is_one_of("Area", "kind", "grid")
    is_village = snapshot.is_one_of("Area", "kind", "village", "community")
    parent = snapshot.areas.parent
    in_village = is_village[parent] & (parent >= 0)
    located = snapshot.link("LOCATED_IN", "PartyGroup", "Area")
    has_group = any_at(located.target, snapshot.count("Area"))
    return [Asked("Area", np.flatnonzero(is_grid & in_village & ~has_group))]


def cover_unavailable(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Households whose every complete chain has somebody away on the day."""
    states = snapshot.derived(Cover).states
    return [Asked("Household", np.flatnonzero(states == SUSPENDED))]


def _liaised_by_nobody(snapshot: Snapshot, label: str) -> Asked:
    liaises = snapshot.link("LIAISES", "Person", label)
    return Asked(label, np.flatnonzero(~any_at(liaises.target, snapshot.count(label))))
