"""Which function is the array form of which rule."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from graph.checks import (
    co_building,
    consistency,
    coverage,
    enterprises,
    load,
    people_in_charge,
)
from graph.checks.asked import Asked
from graph.checks.judge import Judge
from graph.snapshot.snapshot import Snapshot

ArrayForm = Callable[[Snapshot, Judge], list[Asked]]

_FORMS: Final = (
    coverage.household_uncovered,
    coverage.chain_broken,
    coverage.household_double,
    coverage.member_without_centre,
    coverage.centre_without_leader,
    coverage.group_without_branch_member,
    coverage.branch_without_committee_member,
    coverage.grid_without_group,
    coverage.cover_unavailable,
    load.committee_member_load,
    load.branch_member_load,
    load.leader_load,
    load.centre_load,
    load.member_load,
    load.person_total_load,
    load.grid_enterprises,
    load.instructor_load,
    enterprises.enterprise_needs_own_organisation,
    enterprises.enterprise_unreached,
    enterprises.enterprise_without_member,
    enterprises.joint_organisation_size,
    enterprises.instructor_term,
    enterprises.instructor_large_enterprise,
    enterprises.organisation_coverage,
    enterprises.work_coverage,
    co_building.organisation_without_partner,
    co_building.agreement_ended,
    consistency.leads_two_groups,
    consistency.liaises_own_household,
    consistency.liaises_across_grids,
    people_in_charge.area_without_leader,
    people_in_charge.area_without_staff,
    people_in_charge.branch_without_township_leader,
    people_in_charge.organisation_without_cadre,
    people_in_charge.floating_unmanaged,
    people_in_charge.village_without_instructor,
    people_in_charge.grid_without_lead,
)

ARRAY_FORMS: Final[Mapping[str, ArrayForm]] = MappingProxyType(
    {form.__name__.replace("_", "-"): form for form in _FORMS}
)
"""By rule id: who is asked and what is measured, in arrays."""
