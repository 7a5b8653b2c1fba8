"""One place in the liaison pyramid: its tier, who sits there, and those below."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from graph.messages import N_, _
from graph.words import word


class Tier(StrEnum):
    """The tiers of a village from the top down; a household hangs under a member."""

    COMMITTEE_MEMBER = "committee-member"
    BRANCH = "branch"
    BRANCH_MEMBER = "branch-member"
    GROUP = "group"
    LEADER = "leader"
    CENTRE = "centre"
    MEMBER = "member"


class Sign(StrEnum):
    """What must be seen at a glance about one who liaises; each has its own mark and colour."""

    FINE = "fine"
    OVER = "over"
    UNDER = "under"
    NOBODY = "nobody"
    EXEMPT = "exempt"
    UNASKED = "unasked"
    ELSEWHERE = "elsewhere"


_TERMS: Final[Mapping[Tier, str]] = {
    Tier.BRANCH: "branch",
    Tier.GROUP: "PartyGroup",
    Tier.CENTRE: "CentreHousehold",
    Tier.MEMBER: "is_member",
}
_POSTS: Final[Mapping[Tier, str]] = {
    Tier.COMMITTEE_MEMBER: N_("general branch committee member"),
    Tier.BRANCH_MEMBER: N_("branch committee member"),
    Tier.LEADER: N_("Party group leader"),
}


def tier_word(tier: Tier) -> str:
    """What people call a tier; a place's own word where it has one."""
    return word(_TERMS[tier]) if tier in _TERMS else _(_POSTS[tier])


MISSING: Final[Mapping[Tier, str]] = {
    Tier.COMMITTEE_MEMBER: N_("vacant"),
    Tier.BRANCH: N_("no branch"),
    Tier.BRANCH_MEMBER: N_("vacant"),
    Tier.GROUP: N_("no Party group"),
    Tier.LEADER: N_("no leader"),
    Tier.CENTRE: N_("in no centre household"),
    Tier.MEMBER: N_("no member"),
}
"""What stands where nobody sits."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One place in the pyramid and those below it.

    `id` is None where nobody sits: `name` is then empty and `sign` NOBODY; UNASKED where the
    tier does not exist here, ELSEWHERE where its holder belongs to another village. `load`
    counts all the tier liaises, None where it does not liaise. `households` are the ids a
    member liaises; of someone from elsewhere, only those of this village. `is_host` marks the
    member whose home the centre household is; `away_until` is the last day of an absence.
    """

    tier: Tier
    id: str | None
    name: str
    sign: Sign = Sign.FINE
    load: int | None = None
    below: tuple["Seat", ...] = ()
    households: tuple[str, ...] = ()
    is_host: bool = False
    away_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Pyramid:
    """All seats of one village, from the top tier down, and what hangs on nobody.

    `general_branches` and `leaders_above` are names: the organisations the committee members
    serve, and the people who liaise the village's organisations without serving them.
    """

    area: str
    name: str
    general_branches: tuple[str, ...]
    leaders_above: tuple[str, ...]
    tops: tuple[Seat, ...]
    uncovered: tuple[str, ...]

    def members(self) -> list[Seat]:
        """The members in the order of the tree."""
        return [seat for seat in walk(self.tops) if seat.tier is Tier.MEMBER]


def empty_seat(tier: Tier, below: tuple[Seat, ...] = (), sign: Sign = Sign.NOBODY) -> Seat:
    """A place nobody sits in, and those below it."""
    return Seat(tier, None, "", sign, None, below)


def walk(seats: Iterable[Seat]) -> Iterable[Seat]:
    """Every seat of these trees, each before those below it."""
    for seat in seats:
        yield seat
        yield from walk(seat.below)
