"""Co-building: organisations without a partner, agreements that end."""

import numpy as np

from graph.checks.asked import Asked
from graph.checks.judge import Judge
from graph.checks.terms import UNLIMITED, ending
from graph.snapshot.arrays import Flags, any_at
from graph.snapshot.snapshot import Snapshot, day_numbers


def organisation_without_partner(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Branches and general branches in use, with no agreement in force, nor the one above.

    An organisation that is known only as somebody's partner is not asked.
    """
    partnered = _partnered(snapshot)
    under = snapshot.link("UNDER", "Organisation", "Organisation")
    above = any_at(under.source[partnered[under.target]], len(partnered))
    kinds = snapshot.is_one_of(
        "Organisation", "kind", "general_branch", "joint_general_branch", "branch", "joint_branch"
    )
    at = np.flatnonzero(kinds & _in_use(snapshot) & ~partnered & ~above)
    return [Asked("Organisation", at)]


def agreement_ended(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Organisations whose agreements end; value = days left of the nearest, negative when over."""
    nodes, until = [], []
    for to_label in ("Organisation", "Enterprise"):
        links = snapshot.link("CO_BUILDS", "Organisation", to_label)
        nodes.append(links.source)
        until.append(day_numbers(links.column("until"), UNLIMITED))
    return [
        ending(
            snapshot, judge, "Organisation",
            np.concatenate(nodes), np.concatenate(until), "agreements",
        )
    ]  # fmt: skip


def _partnered(snapshot: Snapshot) -> Flags:
    """Which organisations have an agreement in force on the day, whoever signed first."""
    size = snapshot.count("Organisation")
    partnered = np.zeros(size, dtype=np.bool_)
    for to_label in ("Organisation", "Enterprise"):
        links = snapshot.link("CO_BUILDS", "Organisation", to_label)
        live = day_numbers(links.column("until"), UNLIMITED) >= snapshot.day
        partnered |= any_at(links.source[live], size)
        if to_label == "Organisation":
            partnered |= any_at(links.target[live], size)
    return partnered


def _in_use(snapshot: Snapshot) -> Flags:
    """Which organisations somebody serves, stand in the tree of organisations, or cover."""
    size = snapshot.count("Organisation")
    under = snapshot.link("UNDER", "Organisation", "Organisation")
    groups = snapshot.link("UNDER", "PartyGroup", "Organisation")
    serves = snapshot.link("SERVES", "Person", "Organisation")
    covers = snapshot.link("COVERS", "Organisation", "Enterprise")
    used = np.concatenate((under.source, under.target, groups.target, serves.target, covers.source))
    return any_at(used, size)
