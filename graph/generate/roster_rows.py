"""What each roster of a township says, row by row, whatever the layout it is written in.

A row is a mapping from the field's name to what stands in the cell; a cell nobody filled in
is "". The layouts choose columns, order, words and what is merged.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from graph.generate.county import (
    Branch,
    Group,
    Instructor,
    Person,
    Seat,
    Township,
    Village,
    group_name,
)

Cell = str | int | dt.date
Row = dict[str, Cell]


def number(cell: Cell) -> int:
    """The number in a cell that holds one."""
    if not isinstance(cell, int):
        raise TypeError(f"{cell!r} is no number")
    return cell


GENERAL_TIER: Final = "村党总支班子成员"
BRANCH_TIER: Final = "支部委员"
NOBODY: Final = "无"
"""Written where somebody is asked for and nobody is."""

_NO_ONE: Final[list[Person | None]] = [None]
_FORMS: Final = {"own": "单独组建", "joint": "联合组建", "none": "无"}


def statistics_rows(township: Township) -> list[Row]:
    """Annex 1: one row a branch. What is in a grid without a group counts for an only branch."""
    return [
        {
            "village": village.name,
            "branch": branch.name,
            "grids": len(branch.groups),
            "groups": len(branch.groups),
            "centres": sum(len(group.centres) for group in branch.groups),
            "listed": sum(len(c.members) for group in branch.groups for c in group.centres),
            "households": _households_of(village, branch),
            "instructors": sum(each.village == village.name for each in township.instructors),
        }
        for village in township.villages
        for branch in village.branches
    ]


def committee_rows(village: Village) -> list[Row]:
    """Annex 2: one row for each seat and each thing it liaises; what nobody liaises as well."""
    rows: list[Row] = []
    if village.general is not None:
        body = f"{village.name}党总支"
        rows += _seat_rows(village, GENERAL_TIER, body, village.general)
        rows += [
            _vacant(village, GENERAL_TIER, body, branch.name)
            for branch in village.branches
            if not any(branch.name in seat.liaises for seat in village.general)
        ]
    for branch in village.branches:
        rows += _seat_rows(village, BRANCH_TIER, branch.name, branch.seats, branch)
        for group in branch.groups:
            name = group_name(group.number)
            if not any(name in seat.liaises for seat in branch.seats):
                vacant = _vacant(village, BRANCH_TIER, branch.name, name)
                rows.append(vacant | _leader(group))
    return rows


def centre_rows(village: Village) -> list[Row]:
    """Annex 3: one row for each member a centre household keeps contact with."""
    return [
        {
            "village": village.name,
            "branch": branch.name,
            "grid": _grid(group.number),
            "group": group_name(group.number),
            **_leader(group),
            "centre": centre.host.name,
            "centre_phone": centre.host.phone,
            "listed": member.name,
            "listed_phone": member.phone,
            "remark": member.remark,
        }
        for branch, group, centre in village.centres()
        for member in centre.members
    ]


def household_rows(village: Village, nobody: str = "") -> list[Row]:
    """Annex 4: one row for each household and member, by grid and member; nobody's last."""
    pairs = [
        (household, member)
        for household in village.households
        for member in (household.members or _NO_ONE)
    ]
    place: dict[int, int] = {}
    for _, member in pairs:
        place.setdefault(id(member), len(place))
    pairs.sort(key=lambda pair: (pair[0].grid, pair[1] is None, place[id(pair[1])]))
    return [
        {
            "village": village.name,
            "grid": _grid(household.grid),
            "member": member.name if member else nobody,
            "member_phone": member.phone if member else "",
            "head": household.head,
            "people": household.people,
            "address": household.address,
            "phone": household.phone,
            "remark": "",
        }
        for household, member in pairs
    ]


def register_rows(township: Township) -> list[Row]:
    """The enterprise register: one row an enterprise."""
    return [
        {
            "enterprise": firm.name,
            "uscc": firm.code,
            "address": firm.village,
            "sector": firm.sector,
            "employees": firm.employees,
            "members": firm.members,
            "form": _FORMS[firm.form],
            "organisation": firm.organisation,
        }
        for firm in township.firms
    ]


def instructor_rows(township: Township) -> list[Row]:
    """The instructor roster: one row an instructor, enterprises in one cell."""
    return [
        {
            "name": each.person.name,
            "unit": each.unit,
            "phone": each.person.phone,
            "village": each.village,
            "firms": "、".join(firm.name for firm in each.firms),
            "since": each.since,
            "term": _term(each),
        }
        for each in township.instructors
    ]


def agreement_rows(township: Township) -> list[Row]:
    """The co-building list: one row an agreement."""
    return [
        {
            "organisation": each.organisation,
            "partner": each.partner,
            "kind": each.kind,
            "signed_on": each.signed_on,
            "until": each.until or "长期",
        }
        for each in township.agreements
    ]


def _seat_rows(
    village: Village, tier: str, body: str, seats: list[Seat], branch: Branch | None = None
) -> Iterator[Row]:
    groups = {group_name(each.number): each for each in branch.groups} if branch else {}
    for seat in seats:
        for target in seat.liaises or [""]:
            row: Row = {
                "village": village.name, "tier": tier, "body": body,
                "name": seat.person.name, "post": seat.post, "phone": seat.person.phone,
                "target": target, "leader": "", "leader_phone": "",
            }  # fmt: skip
            yield row | (_leader(groups[target]) if target in groups else {})


def _vacant(village: Village, tier: str, body: str, target: str) -> Row:
    return {
        "village": village.name, "tier": tier, "body": body, "name": "", "post": "", "phone": "",
        "target": target, "leader": "", "leader_phone": "",
    }  # fmt: skip


def _leader(group: Group) -> Row:
    leader = group.leader
    return {
        "leader": leader.name if leader else NOBODY,
        "leader_phone": leader.phone if leader else "",
    }


def _households_of(village: Village, branch: Branch) -> int:
    if village.branches == [branch]:
        return len(village.households)
    grids = {group.number for group in branch.groups}
    return sum(each.grid in grids for each in village.households)


def _grid(number: int) -> str:
    return f"第{number}网格"


def _term(instructor: Instructor) -> str:
    return f"{instructor.years}年"
