"""A fictitious county as its offices know it: what its rosters are written from."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from graph.generate.names import ordinal

REPORTED_ON: Final = dt.date(2026, 9, 20)
"""The date the rosters bear (填报日期)."""

EXCUSES: Final = ("80岁以上", "年老体弱", "长期患病", "外出务工", "流动党员")
"""Remarks that excuse a member from liaising households."""


@dataclass(eq=False)
class Person:
    """Somebody with a name and a telephone; `remark` excuses a member, or is empty."""

    name: str
    phone: str
    remark: str = ""


@dataclass(eq=False)
class Household:
    """A household at an address of a grid, and the members who liaise it (0, 1 or 2)."""

    address: str
    head: str
    people: int
    phone: str
    grid: int
    members: list[Person] = field(default_factory=list)


@dataclass(eq=False)
class Centre:
    """A centre household: its host and the members it keeps contact with."""

    host: Person
    members: list[Person]


@dataclass(eq=False)
class Group:
    """A Party group of one grid; `leader` is None where nobody is."""

    number: int
    leader: Person | None
    centres: list[Centre]


@dataclass(eq=False)
class Seat:
    """Somebody on a committee, and the names of the branches or groups they liaise."""

    person: Person
    post: str
    liaises: list[str]


@dataclass(eq=False)
class Branch:
    """A branch, its committee and its groups."""

    name: str
    seats: list[Seat]
    groups: list[Group]


@dataclass(eq=False)
class Village:
    """A village; without `general` (seats of the general branch) it has one branch only.

    `loose` are members who are in no centre household, with the grid of their households;
    `bare_grids` are grids that have no group.
    """

    name: str
    general: list[Seat] | None
    branches: list[Branch]
    households: list[Household]
    loose: list[tuple[Person, int]] = field(default_factory=list)
    bare_grids: list[int] = field(default_factory=list)

    @property
    def head_organisation(self) -> str:
        """The general branch, or the only branch."""
        return f"{self.name}党总支" if self.general is not None else self.branches[0].name

    def groups(self) -> Iterator[tuple[Branch, Group]]:
        """Every group with its branch."""
        for branch in self.branches:
            for group in branch.groups:
                yield branch, group

    def centres(self) -> Iterator[tuple[Branch, Group, Centre]]:
        """Every centre household with its group and branch."""
        for branch, group in self.groups():
            for centre in group.centres:
                yield branch, group, centre

    def held_by(self, person: Person) -> list[Household]:
        """The households this member liaises."""
        return [each for each in self.households if person in each.members]


@dataclass(eq=False)
class Firm:
    """An enterprise as the register has it; `form` is own, joint or none.

    `organisation` is the name of the joint organisation, where the register gives one.
    """

    name: str
    code: str
    village: str
    sector: str
    employees: int
    members: int
    form: str
    organisation: str = ""


@dataclass(eq=False)
class Instructor:
    """A village instructor who also instructs enterprises for some years."""

    person: Person
    unit: str
    village: str
    firms: list[Firm]
    since: dt.date
    years: int


@dataclass(eq=False)
class Agreement:
    """A co-building agreement of a village's organisation; `until` is None if unlimited."""

    organisation: str
    partner: str
    kind: str
    signed_on: dt.date
    until: dt.date | None


@dataclass(eq=False)
class Township:
    """A township and everything its seven rosters say."""

    county: str
    name: str
    villages: list[Village]
    firms: list[Firm] = field(default_factory=list)
    instructors: list[Instructor] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)


def group_name(number: int) -> str:
    """How a group is called: 第三党小组."""
    return f"第{ordinal(number)}党小组"


def years_later(day: dt.date, years: int) -> dt.date:
    """The last day of a term of so many years: start + years - 1 day."""
    return dt.date(day.year + years, day.month, min(day.day, 28)) - dt.timedelta(days=1)
