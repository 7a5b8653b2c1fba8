"""For every rule: networks in which it fires, with everything it must say, and quiet ones.

The day is 1 May 2026. A firing case gives the whole detail of each finding but its source.
"""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from support_lines import network
from support_networks import Sketch

Details = Mapping[str, Mapping[str, Any]]


class Case(NamedTuple):
    """A rule, a network, and the details of its findings by subject; none: it stays quiet."""

    rule: str
    why: str
    sketch: Sketch
    expected: Details = MappingProxyType({})


def day_of(month: int, day: int) -> dt.date:
    return dt.date(2026, month, day)


CHAIN = """
    P-1 LIAISES H-1
    C-1 LIAISES P-1
    P-2 LIAISES C-1
    P-2 LEADS G-1
    P-3 LIAISES G-1
    G-1 UNDER O-2
    O-2 UNDER O-1
    P-4 LIAISES O-2
    P-4 SERVES O-1 role=secretary
"""
"""One whole chain: H-1, member P-1, C-1, leader P-2, G-1, branch member P-3, O-2, P-4."""

BRANCHES: Mapping[str, Mapping[str, Any]] = {
    "O-1": {"kind": "general_branch"},
    "O-2": {"kind": "branch"},
}


def _without(line: str) -> str:
    assert line in CHAIN
    return CHAIN.replace(line, "")


def _chain(lines: str = CHAIN, nodes: Details | None = None) -> Sketch:
    return network(lines, {**BRANCHES, **(nodes or {})})


def _lost(step: str, value: int = 1) -> dict[str, Any]:
    return {"value": value, "step": step}


COVERAGE = [
    Case("household-uncovered", "nobody liaises it", network(nodes={"H-1": {}}), {"H-1": {}}),
    Case("household-uncovered", "somebody does", network("P-1 LIAISES H-1")),
    Case(
        "chain-broken", "no centre", _chain(_without("C-1 LIAISES P-1")), {"P-1": _lost("centre")}
    ),
    Case(
        "chain-broken", "no leader", _chain(_without("P-2 LIAISES C-1")), {"C-1": _lost("leader")}
    ),
    Case("chain-broken", "no group", _chain(_without("P-2 LEADS G-1")), {"P-2": _lost("group")}),
    Case(
        "chain-broken",
        "no branch member",
        _chain(_without("P-3 LIAISES G-1")),
        {"G-1": _lost("branch-member")},
    ),
    Case("chain-broken", "no branch", _chain(_without("G-1 UNDER O-2")), {"G-1": _lost("branch")}),
    Case(
        "chain-broken",
        "no committee member",
        _chain(_without("P-4 LIAISES O-2")),
        {"O-2": _lost("committee-member")},
    ),
    Case(
        "chain-broken",
        "every household behind the break counts, each once",
        _chain(
            _without("P-2 LIAISES C-1") + "P-1 LIAISES H-2 H-3\nC-1 LIAISES P-5\nP-5 LIAISES H-3"
        ),
        {"C-1": _lost("leader", 3)},
    ),
    Case(
        "chain-broken",
        "only the longest paths count, and each of them",
        network("P-1 LIAISES H-1\nP-2 LIAISES H-1\nC-1 LIAISES P-1\nC-2 LIAISES P-1"),
        {"C-1": _lost("leader"), "C-2": _lost("leader")},
    ),
    Case(
        "chain-broken",
        "the leader's other group does not help where one lies in the centre's grid",
        network(
            """
            P-1 LIAISES H-1
            C-1 LIAISES P-1
            C-1 LOCATED_IN A-2
            P-2 LIAISES C-1
            P-2 LEADS G-1 G-2
            G-1 LOCATED_IN A-2
            P-3 LIAISES G-2
            G-2 UNDER O-2
            """,
            {"A-2": {"kind": "grid"}, "O-2": {"kind": "branch"}},
        ),
        {"G-1": _lost("branch-member")},
    ),
    Case("chain-broken", "whole up to the committee member", _chain()),
    Case(
        "chain-broken",
        "without a general branch it ends at the branch",
        _chain(_without("O-2 UNDER O-1").replace("P-4 LIAISES O-2", "")),
    ),
    Case(
        "chain-broken",
        "the host is in the centre",
        _chain(CHAIN.replace("C-1 LIAISES P-1", "P-1 HOSTS C-1")),
    ),
    Case(
        "household-double",
        "two persons",
        network("P-1 LIAISES H-1\nP-2 LIAISES H-1"),
        {"H-1": {"value": 2}},
    ),
    Case("household-double", "one person", network("P-1 LIAISES H-1 H-2")),
    Case(
        "member-without-centre",
        "households but no centre",
        network("P-1 LIAISES H-1 H-2"),
        {"P-1": {"value": 2}},
    ),
    Case("member-without-centre", "host", network("P-1 LIAISES H-1\nP-1 HOSTS C-1")),
    Case("member-without-centre", "liaised", network("P-1 LIAISES H-1\nC-1 LIAISES P-1")),
    Case("member-without-centre", "not listed", network(nodes={"P-1": {"is_member": True}})),
    Case("centre-without-leader", "nobody", network("C-1 LIAISES P-1"), {"C-1": {}}),
    Case("centre-without-leader", "a leader", network("P-1 LIAISES C-1")),
    Case("group-without-branch-member", "nobody", network("P-1 LEADS G-1"), {"G-1": {}}),
    Case("group-without-branch-member", "somebody", network("P-1 LIAISES G-1")),
    Case(
        "branch-without-committee-member",
        "the one who liaises it does not serve the general branch",
        _chain(_without("P-4 SERVES O-1 role=secretary")),
        {"O-2": {}},
    ),
    Case("branch-without-committee-member", "somebody who serves it", _chain()),
    Case("branch-without-committee-member", "no general branch above", _chain("G-1 UNDER O-2")),
    Case("branch-without-committee-member", "no group below", _chain("O-2 UNDER O-1")),
    Case(
        "grid-without-group",
        "a grid of a village",
        network("A-2 WITHIN A-1", {"A-2": {"kind": "grid"}}),
        {"A-2": {}},
    ),
    Case(
        "grid-without-group",
        "a group is there",
        network("A-2 WITHIN A-1\nG-1 LOCATED_IN A-2", {"A-2": {"kind": "grid"}}),
    ),
    Case(
        "grid-without-group",
        "a grid of a park",
        network("A-3 WITHIN A-2", {"A-2": {"kind": "park"}, "A-3": {"kind": "grid"}}),
    ),
    Case(
        "cover-unavailable",
        "the leader is away tomorrow still",
        _chain(nodes={"P-2": {"unavailable_until": day_of(5, 2)}}),
        {"H-1": {}},
    ),
    Case(
        "cover-unavailable",
        "back today",
        _chain(nodes={"P-2": {"unavailable_until": day_of(5, 1)}}),
    ),
    Case(
        "cover-unavailable",
        "all hosts of the centre are away",
        _chain(CHAIN + "P-5 HOSTS C-1", {"P-5": {"unavailable_until": day_of(6, 1)}}),
        {"H-1": {}},
    ),
    Case(
        "cover-unavailable",
        "one of two hosts is there",
        _chain(
            CHAIN + "P-5 HOSTS C-1\nP-6 HOSTS C-1", {"P-5": {"unavailable_until": day_of(6, 1)}}
        ),
    ),
    Case(
        "cover-unavailable",
        "another branch member is there",
        _chain(CHAIN + "P-5 LIAISES G-1", {"P-3": {"unavailable_until": day_of(6, 1)}}),
    ),
]

LOAD = [
    Case(
        "committee-member-load",
        "one has none, one has three",
        network(
            """
            O-2 UNDER O-1
            O-3 UNDER O-1
            O-4 UNDER O-1
            G-1 UNDER O-2
            P-1 SERVES O-1 role=secretary
            P-2 SERVES O-1 role=committee_member
            P-3 SERVES O-1 role=staff
            P-2 LIAISES O-2 O-3 O-4
            """,
            {"O-1": {"kind": "general_branch"}},
        ),
        {"P-1": {"value": 0, "min": 1, "max": 2}, "P-2": {"value": 3, "min": 1, "max": 2}},
    ),
    Case(
        "committee-member-load",
        "two, and no branch with groups elsewhere",
        network(
            """
            O-2 UNDER O-1
            G-1 UNDER O-2
            P-1 SERVES O-1 role=deputy_secretary
            P-1 LIAISES O-2
            P-2 SERVES O-3 role=secretary
            """,
            {"O-1": {"kind": "general_branch"}, "O-3": {"kind": "general_branch"}},
        ),
    ),
    Case(
        "branch-member-load",
        "none and three",
        network(
            """
            G-1 UNDER O-1
            P-1 SERVES O-1 role=committee_member
            P-2 SERVES O-1 role=secretary
            P-2 LIAISES G-1 G-2 G-3
            """,
            {"O-1": {"kind": "branch"}},
        ),
        {"P-1": {"value": 0, "min": 1, "max": 2}, "P-2": {"value": 3, "min": 1, "max": 2}},
    ),
    Case(
        "branch-member-load",
        "two; staff and branches without groups are not asked",
        network(
            """
            G-1 UNDER O-1
            P-1 SERVES O-1 role=committee_member
            P-1 LIAISES G-1 G-2
            P-2 SERVES O-1 role=staff
            P-3 SERVES O-2 role=secretary
            """,
            {"O-1": {"kind": "branch"}, "O-2": {"kind": "branch"}},
        ),
    ),
    Case(
        "leader-load",
        "one and six",
        network("P-1 LEADS G-1\nP-1 LIAISES C-1\nP-2 LEADS G-2\nP-2 LIAISES C-2..C-7"),
        {"P-1": {"value": 1, "min": 2, "max": 5}, "P-2": {"value": 6, "min": 2, "max": 5}},
    ),
    Case(
        "leader-load",
        "two; who leads nothing is not asked",
        network("P-1 LEADS G-1\nP-1 LIAISES C-1 C-2\nP-2 LIAISES C-3"),
    ),
    Case(
        "centre-load",
        "four besides the host, and eleven",
        network("P-1 HOSTS C-1\nC-1 LIAISES P-1..P-5\nC-2 LIAISES P-11..P-21"),
        {"C-1": {"value": 4, "min": 5, "max": 10}, "C-2": {"value": 11, "min": 5, "max": 10}},
    ),
    Case("centre-load", "five and ten", network("C-1 LIAISES P-1..P-5\nC-2 LIAISES P-6..P-15")),
    Case(
        "member-load",
        "nine, sixteen, and none where some are expected",
        network("P-1 LIAISES H-1..H-9\nP-2 LIAISES H-11..H-26\nC-1 LIAISES P-3"),
        {
            "P-1": {"value": 9, "min": 10, "max": 15},
            "P-2": {"value": 16, "min": 10, "max": 15},
            "P-3": {"value": 0, "min": 10, "max": 15},
        },
    ),
    Case(
        "member-load",
        "the maximum holds for the exempt too",
        network("P-1 LIAISES H-1..H-16", {"P-1": {"exempt": True}}),
        {"P-1": {"value": 16, "min": 10, "max": 15}},
    ),
    Case(
        "member-load",
        "ten and fifteen; the exempt, the absent and the not listed",
        network(
            "P-1 LIAISES H-1..H-10\nP-2 LIAISES H-11..H-25\nC-1 LIAISES P-3 P-4",
            {"P-3": {"exempt": True}, "P-4": {"unavailable_until": day_of(5, 2)}, "P-5": {}},
        ),
    ),
    Case(
        "person-total-load",
        "their own, those they instruct and those of the centre they host",
        network("P-1 LIAISES H-1..H-15\nP-1 INSTRUCTS E-1\nP-1 HOSTS C-1\nC-1 LIAISES P-2..P-11"),
        {"P-1": {"value": 26, "max": 25}},
    ),
    Case("person-total-load", "twenty-five", network("P-1 LIAISES H-1..H-24\nP-1 INSTRUCTS E-1")),
    Case(
        "grid-enterprises",
        "thirty-one that are not closed",
        network(
            "\n".join(f"E-{number} LOCATED_IN A-2" for number in range(1, 33)),
            {"A-2": {"kind": "grid"}, "E-1": {"status": "closed"}, "E-2": {"status": "suspended"}},
        ),
        {"A-2": {"value": 31, "max": 30}},
    ),
    Case(
        "grid-enterprises",
        "thirty",
        network(
            "\n".join(f"E-{number} LOCATED_IN A-2" for number in range(1, 31)),
            {"A-2": {"kind": "grid"}},
        ),
    ),
    Case(
        "instructor-load",
        "four",
        network("P-1 INSTRUCTS E-1..E-4"),
        {"P-1": {"value": 4, "max": 3}},
    ),
    Case("instructor-load", "three, and villages", network("P-1 INSTRUCTS E-1..E-3 A-1 O-1")),
]
