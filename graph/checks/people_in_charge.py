"""People in charge: posts that a place may keep, and that then should be filled."""

import numpy as np

from graph.checks.asked import Asked
from graph.checks.judge import Judge
from graph.snapshot.arrays import Flags, any_at
from graph.snapshot.cover import GENERAL_BRANCHES, Cover
from graph.snapshot.snapshot import Snapshot


def area_without_leader(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Streets, townships, villages, communities without a leader in charge."""
    return [_area_without(snapshot, "leader_in_charge")]


def area_without_staff(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Streets, townships, villages, communities without staff, full or part time."""
    return [_area_without(snapshot, "staff", "full_time", "part_time")]


def branch_without_township_leader(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """General branches, and branches with groups under none, that no person liaises."""
    size = snapshot.count("Organisation")
    cover = snapshot.derived(Cover)
    general = snapshot.is_one_of("Organisation", "kind", *GENERAL_BRANCHES)
    branch = snapshot.is_one_of("Organisation", "kind", "branch", "joint_branch")
    alone = branch & cover.party_bearing & ~any_at(cover.general[0], size)
    return [_organisations(snapshot, general | alone)]


def organisation_without_cadre(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Organisations that cover an enterprise and that no person liaises."""
    covers = snapshot.link("COVERS", "Organisation", "Enterprise")
    covering = any_at(covers.source, snapshot.count("Organisation"))
    return [_organisations(snapshot, covering)]


def floating_unmanaged(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Floating members, out or in, whom no organisation or group manages."""
    size = snapshot.count("Person")
    managed = np.zeros(size, dtype=np.bool_)
    for to_label in ("PartyGroup", "Organisation"):
        belongs = snapshot.link("BELONGS_TO", "Person", to_label)
        by = snapshot.link_is_one_of("BELONGS_TO", "Person", to_label, "kind", "managed")
        managed |= any_at(belongs.source[by], size)
    floating = snapshot.is_one_of("Person", "floating", "out", "in")
    return [Asked("Person", np.flatnonzero(floating & ~managed))]


def village_without_instructor(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Villages nobody instructs, neither the village nor an organisation located in it."""
    size = snapshot.count("Area")
    areas = snapshot.link("INSTRUCTS", "Person", "Area").target
    organisations = snapshot.link("INSTRUCTS", "Person", "Organisation").target
    located = snapshot.area_of("Organisation")[organisations]
    instructed = any_at(areas, size) | any_at(located[located >= 0], size)
    village = snapshot.is_one_of("Area", "kind", "village")
    return [Asked("Area", np.flatnonzero(village & ~instructed))]


def grid_without_lead(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Grids no organisation takes the lead in."""
    leads = snapshot.link("TAKES_LEAD_IN", "Organisation", "Area")
    led = any_at(leads.target, snapshot.count("Area"))
    return [Asked("Area", np.flatnonzero(snapshot.is_one_of("Area", "kind", "grid") & ~led))]


def _area_without(snapshot: Snapshot, *roles: str) -> Asked:
    responsible = snapshot.link("RESPONSIBLE_FOR", "Person", "Area")
    by = snapshot.link_is_one_of("RESPONSIBLE_FOR", "Person", "Area", "role", *roles)
    held = any_at(responsible.target[by], snapshot.count("Area"))
    asked = snapshot.is_one_of("Area", "kind", "street", "township", "village", "community")
    return Asked("Area", np.flatnonzero(asked & ~held))


def _organisations(snapshot: Snapshot, asked: Flags) -> Asked:
    liaises = snapshot.link("LIAISES", "Person", "Organisation")
    held = any_at(liaises.target, snapshot.count("Organisation"))
    return Asked("Organisation", np.flatnonzero(asked & ~held))
