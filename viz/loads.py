"""How much each one carries, over the whole network, and what the checks say about it.

Whether a load is over or under its bounds is never judged here: the findings say so.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import numpy as np

from graph.checks.finding import CheckResult
from graph.snapshot import Snapshot
from viz.seat import Sign, Tier

RULES: Final[Mapping[Tier, str]] = {
    Tier.COMMITTEE_MEMBER: "committee-member-load",
    Tier.BRANCH_MEMBER: "branch-member-load",
    Tier.LEADER: "leader-load",
    Tier.CENTRE: "centre-load",
    Tier.MEMBER: "member-load",
}
"""The rule that measures the load of each tier that liaises."""

_LIAISED: Final = {
    Tier.BRANCH_MEMBER: "PartyGroup",
    Tier.LEADER: "CentreHousehold",
    Tier.MEMBER: "Household",
}

LoadOf = Callable[[Tier, str], tuple[int, Sign]]
"""Gives the load of whoever sits in a tier, by id, and its sign."""


def loads_of(snapshot: Snapshot, result: CheckResult) -> LoadOf:
    """The loads in `snapshot`, signed by the findings of `result`."""
    found = {
        (tier, finding.subject.id): finding.detail
        for tier, rule in RULES.items()
        for finding in result.findings.of(rule)
    }
    return partial(_load, snapshot, found)


def _load(
    snapshot: Snapshot, found: Mapping[tuple[Tier, str], Mapping[str, Any]], tier: Tier, id: str
) -> tuple[int, Sign]:
    detail = found.get((tier, id))
    if detail is None:
        return _counted(snapshot, tier, id), Sign.FINE
    value, highest = int(detail["value"]), detail.get("max")
    if highest is not None and value > highest:
        return value, Sign.OVER
    return value, Sign.UNDER if value else Sign.NOBODY


def _counted(snapshot: Snapshot, tier: Tier, id: str) -> int:
    label, position = snapshot.find(id, "Person", "CentreHousehold")
    if tier is Tier.CENTRE:
        members = snapshot.link("LIAISES", "CentreHousehold", "Person").targets_of(position)
        hosts = snapshot.link("HOSTS", "Person", "CentreHousehold").sources_of(position)
        return len(np.setdiff1d(members, hosts))
    if tier is not Tier.COMMITTEE_MEMBER:
        return len(snapshot.link("LIAISES", label, _LIAISED[tier]).targets_of(position))
    served = snapshot.link("SERVES", "Person", "Organisation").targets_of(position)
    under = snapshot.link("UNDER", "Organisation", "Organisation")
    branches = snapshot.link("LIAISES", "Person", "Organisation").targets_of(position)
    return sum(bool(np.isin(under.targets_of(int(one)), served).any()) for one in branches)
