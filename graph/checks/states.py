"""Totals: how many households are in which state, and how many of everything there are."""

from typing import Final

import numpy as np

from graph.snapshot.arrays import Flags, count_at
from graph.snapshot.cover import STATES, Cover
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing

TOTALS: Final = (
    "households", "whole", "suspended", "broken", "uncovered",
    "members", "members_liaising", "members_expected", "centre_households",
    "groups", "branches", "enterprises", "instructors",
)  # fmt: skip
"""What is counted, in the order it is shown."""


def totals_of(snapshot: Snapshot, area: int | None = None) -> dict[str, int]:
    """Counts in an area, given by position, or everywhere.

    `households` is the sum of the four states. `branches` are branches and joint branches,
    `enterprises` those not closed, `instructors` persons who instruct an enterprise.
    """
    standing = snapshot.derived(Standing)
    inside = {label: snapshot.inside(label, area) for label in snapshot.nodes}
    states = snapshot.derived(Cover).states[inside["Household"]]
    of_state = dict(zip(STATES, count_at(states, len(STATES)).tolist(), strict=True))

    def people(flags: Flags) -> int:
        return int(np.count_nonzero(flags & inside["Person"]))

    branch = snapshot.is_one_of("Organisation", "kind", "branch", "joint_branch")
    closed = snapshot.is_one_of("Enterprise", "status", "closed")
    return {
        "households": len(states),
        "whole": of_state["whole"],
        "suspended": of_state["suspended"],
        "broken": of_state["broken"],
        "uncovered": of_state["uncovered"],
        "members": people(standing.listed),
        "members_liaising": people(standing.liaising),
        "members_expected": people(standing.expected),
        "centre_households": int(np.count_nonzero(inside["CentreHousehold"])),
        "groups": int(np.count_nonzero(inside["PartyGroup"])),
        "branches": int(np.count_nonzero(branch & inside["Organisation"])),
        "enterprises": int(np.count_nonzero(~closed & inside["Enterprise"])),
        "instructors": people(standing.instructing),
    }
