"""The truth beside a fictitious network: what every check must say, without asking a check.

It is read from the arrays the network was drawn with: each node knows its parent, and each
seeded fault where it was put. The bounds are the default rules' (FACTS of the field); the
measuring code and the tests compare the checks with it, id by id.
"""

from typing import Any

import numpy as np

from graph.generate.enterprises import Enterprises
from graph.generate.posts import Posts
from graph.generate.pyramid import Pyramid
from graph.generate.truth_chains import STEPS, Chains, chains_of, label_of
from graph.generate.truth_firms import (
    agreement_findings,
    firm_findings,
    instructor_findings,
    rate_findings,
)
from graph.generate.truth_form import Found, found
from graph.generate.truth_people import (
    charge_findings,
    expected,
    gap_findings,
    household_findings,
    households_held,
    listed,
    load_findings,
)


def truth_of(pyramid: Pyramid, posts: Posts, made: Enterprises, day: int) -> dict[str, Any]:
    """`totals` by state and of members, and `findings` by rule id; empty rules included."""
    chains = chains_of(pyramid, posts, day)
    findings: dict[str, Found] = {
        "household-uncovered": found("Household", np.flatnonzero(chains.uncovered)),
        "cover-unavailable": found("Household", np.flatnonzero(chains.suspended)),
        "chain-broken": _broken(chains),
        **gap_findings(pyramid, posts),
        **household_findings(pyramid),
        **load_findings(pyramid, posts, day),
        **firm_findings(pyramid, made),
        **instructor_findings(pyramid, made, day),
        **rate_findings(pyramid, made),
        **agreement_findings(pyramid, day),
        **charge_findings(pyramid),
    }
    return {
        "totals": _totals(pyramid, chains, day),
        "counts": {rule: len(subjects) for rule, subjects in sorted(findings.items())},
        "findings": dict(sorted(findings.items())),
    }


def _totals(pyramid: Pyramid, chains: Chains, day: int) -> dict[str, int]:
    liaising = (households_held(pyramid) > 0).sum()
    return {
        "households": len(chains.whole),
        "whole": int(chains.whole.sum()),
        "suspended": int(chains.suspended.sum()),
        "broken": int(chains.broken.sum()),
        "uncovered": int(chains.uncovered.sum()),
        "members": int(listed(pyramid).sum()),
        "members_liaising": int(liaising),
        "members_expected": int(expected(pyramid, day).sum()),
    }


def _broken(chains: Chains) -> Found:
    result: Found = {}
    for (step, node), count in chains.lost.items():
        for subject in found(label_of(step), np.array([node])):
            result[subject] = {"value": count, "step": STEPS[step]}
    return result
