"""Enterprises: who has an organisation, who is reached, whose instructor leaves."""

import numpy as np
import numpy.typing as npt

from graph.checks.asked import Asked
from graph.checks.judge import Judge
from graph.checks.terms import UNLIMITED, ending
from graph.snapshot.arrays import Flags, Numbers, any_at, count_at, highest_at
from graph.snapshot.snapshot import Snapshot, day_numbers


def enterprise_needs_own_organisation(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Enterprises in operation with a joint organisation or none; value = full members."""
    members = snapshot.numbers("Enterprise", "members", -1)
    form = snapshot.is_one_of("Enterprise", "organisation_form", "joint", "none")
    at = np.flatnonzero(operating(snapshot) & form & (members >= 0))
    return [Asked("Enterprise", at, members[at])]


def enterprise_unreached(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Enterprises in operation without organisation and without instructor."""
    none = snapshot.is_one_of("Enterprise", "organisation_form", "none")
    at = np.flatnonzero(operating(snapshot) & none & ~snapshot.derived(has_instructor))
    return [Asked("Enterprise", at)]


def enterprise_without_member(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Enterprises in operation known to have no member; value = employees."""
    members = snapshot.numbers("Enterprise", "members", -1)
    probationary = snapshot.numbers("Enterprise", "probationary", 0)
    employees = snapshot.numbers("Enterprise", "employees", -1)
    none = (members == 0) & (probationary == 0) & (employees >= 0)
    at = np.flatnonzero(operating(snapshot) & none)
    return [Asked("Enterprise", at, employees[at])]


def joint_organisation_size(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Joint organisations; value = enterprises in operation they cover."""
    covers = snapshot.link("COVERS", "Organisation", "Enterprise")
    joint = snapshot.link_is_one_of("COVERS", "Organisation", "Enterprise", "kind", "joint")
    keep = joint & operating(snapshot)[covers.target]
    enterprises = count_at(covers.source[keep], snapshot.count("Organisation"))
    at = np.flatnonzero(any_at(covers.source[joint], len(enterprises)))
    return [Asked("Organisation", at, enterprises[at])]


def instructor_term(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Instructors of enterprises whose term ends; value = days left, negative when over."""
    instructs = snapshot.link("INSTRUCTS", "Person", "Enterprise")
    until = day_numbers(instructs.column("until"), UNLIMITED)
    return [ending(snapshot, judge, "Person", instructs.source, until, "enterprises")]


def instructor_large_enterprise(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Instructors of enterprises; value = employees of the largest, 0 where none are known."""
    instructs = snapshot.link("INSTRUCTS", "Person", "Enterprise")
    employees = np.maximum(snapshot.numbers("Enterprise", "employees", 0), 0)
    size = snapshot.count("Person")
    largest = highest_at(
        instructs.source, employees[instructs.target], np.zeros(size, dtype=np.int64)
    )
    at = np.flatnonzero(any_at(instructs.source, size))
    return [Asked("Person", at, largest[at])]


def organisation_coverage(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Townships, streets and parks; value = percent of enterprises with an organisation."""
    return [_rate(snapshot, covered_by_organisation(snapshot))]


def work_coverage(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Townships, streets and parks; value = percent with organisation, member or instructor."""
    return [_rate(snapshot, covered_by_work(snapshot))]


def operating(snapshot: Snapshot) -> Flags:
    """Which enterprises are in operation."""
    return snapshot.is_one_of("Enterprise", "status", "operating")


def has_instructor(snapshot: Snapshot) -> Flags:
    """Which enterprises a person instructs; ask for it by `snapshot.derived(has_instructor)`."""
    instructs = snapshot.link("INSTRUCTS", "Person", "Enterprise")
    return any_at(instructs.target, snapshot.count("Enterprise"))


def covered_by_organisation(snapshot: Snapshot) -> Flags:
    """Which enterprises have an organisation of their own or a joint one."""
    return snapshot.is_one_of("Enterprise", "organisation_form", "own", "joint")


def covered_by_work(snapshot: Snapshot) -> Flags:
    """Which enterprises have an organisation, a member or an instructor."""
    members = snapshot.numbers("Enterprise", "members", 0)
    members = members + snapshot.numbers("Enterprise", "probationary", 0)
    return covered_by_organisation(snapshot) | (members > 0) | snapshot.derived(has_instructor)


def percent(numerator: Numbers, denominator: Numbers) -> npt.NDArray[np.float64]:
    """Rates in percent with one decimal, halves rounded up; 0 where there is nothing to rate."""
    whole = np.maximum(denominator, 1)
    rounded: npt.NDArray[np.float64] = (2000 * numerator + whole) // (2 * whole) / 10
    return rounded


def _rate(snapshot: Snapshot, covered: Flags) -> Asked:
    located = snapshot.area_of("Enterprise")
    asked = operating(snapshot) & (located >= 0)
    size = snapshot.count("Area")
    both = np.stack(
        [count_at(located[asked & covered], size), count_at(located[asked], size)], axis=1
    )
    rolled = snapshot.areas.rolled_up(both)
    rated = snapshot.is_one_of("Area", "kind", "township", "street", "park")
    at = np.flatnonzero(rated & (rolled[:, 1] > 0))
    numerator, denominator = rolled[at, 0], rolled[at, 1]
    return Asked(
        "Area",
        at,
        percent(numerator, denominator),
        {"numerator": numerator, "denominator": denominator},
        measure=numerator * 100,
        per=denominator,
    )
