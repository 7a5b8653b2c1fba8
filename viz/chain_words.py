"""Words for the states of a household, and for the tiers and steps of a chain."""

from collections.abc import Mapping
from typing import Final

from graph.messages import N_

STATES: Final[Mapping[str, str]] = {
    "whole": N_("whole"),
    "suspended": N_("suspended"),
    "broken": N_("broken"),
    "uncovered": N_("uncovered"),
}

STEPS: Final[Mapping[str, str]] = {
    "member": N_("no member"),
    "centre": N_("no centre household"),
    "leader": N_("no group leader"),
    "group": N_("no Party group"),
    "branch-member": N_("no branch member"),
    "branch": N_("no branch"),
    "committee-member": N_("no committee member"),
}

TIERS: Final[Mapping[str, str]] = {
    "household": N_("household"),
    "member": N_("member"),
    "centre_household": N_("centre household"),
    "group_leader": N_("group leader"),
    "party_group": N_("Party group"),
    "branch_member": N_("branch member"),
    "branch": N_("grid branch"),
    "committee_member": N_("committee member (general branch)"),
    "general_branch": N_("general branch"),
    "township_leader": N_("township leader"),
}
