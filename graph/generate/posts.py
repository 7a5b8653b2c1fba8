"""Who holds which post, and every link of the pyramid, drawn from its parents.

Tier 1 and 2 are spread so that everybody has one or two and nothing is left out; the faults
of these tiers (nobody, three, none at all) are put in here, because they are about links.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.generate.plan import Ends, Ints, Mask, firsts, owners, pick
from graph.generate.pyramid import Pyramid

SERVES: Final = Ends("SERVES", "Person", "Organisation")
LIAISES_ORGANISATION: Final = Ends("LIAISES", "Person", "Organisation")
LIAISES_GROUP: Final = Ends("LIAISES", "Person", "PartyGroup")
LIAISES_CENTRE: Final = Ends("LIAISES", "Person", "CentreHousehold")
LIAISES_MEMBER: Final = Ends("LIAISES", "CentreHousehold", "Person")

_ROLES: Final = ("secretary", "deputy_secretary", "committee_member", "committee_member")
_GENERAL_POSTS: Final = ("总支书记", "总支副书记", "总支委员", "总支委员")
_BRANCH_POSTS: Final = ("支部书记", "组织委员", "宣传委员", "纪检委员")


@dataclass(frozen=True)
class Posts:
    """Who liaises each branch and each group, as pairs (person, branch or group)."""

    committee: tuple[Ints, Ints]
    branch: tuple[Ints, Ints]


def fill(pyramid: Pyramid, rng: np.random.Generator, day: int) -> Posts:
    """Fill every post and add every link of the pyramid but households' own."""
    posts = Posts(_committee(pyramid, rng), _branch_members(pyramid, rng))
    _excuse(pyramid, posts, rng, day)
    _chain_links(pyramid)
    _membership(pyramid, rng)
    _township(pyramid, rng)
    _in_charge(pyramid, rng)
    return posts


def _seats(parts: Ints, extra: Mask, least: int) -> tuple[Ints, Ints]:
    """Body and number within it of each seat: as many seats as parts, at least `least`."""
    seats = np.maximum(parts, least) + extra
    body = np.repeat(np.arange(len(parts)), seats)
    return body, np.arange(len(body)) - firsts(body)[body]


def _assign(
    body: Ints, number: Ints, parts: Ints, first: Ints, extra: Mask, greedy: Mask
) -> tuple[Ints, Ints]:
    """Seats and the parts they liaise: seat i part i, round the end; the extra seat none.

    The first seat of a greedy body liaises its first three parts.
    """
    last = np.flatnonzero(np.diff(body, append=-1))
    idle = np.zeros(len(body), np.bool_)
    idle[last] = extra
    seat = np.flatnonzero(~idle)
    part = first[body[seat]] + number[seat] % parts[body[seat]]
    more = np.flatnonzero((number == 0) & greedy[body])
    pairs = [(seat, part)] + [(more, first[body[more]] + step) for step in (1, 2)]
    return np.concatenate([p[0] for p in pairs]), np.concatenate([p[1] for p in pairs])


def _bodies(count: int, parts: Ints, rng: np.random.Generator) -> tuple[Mask, Mask]:
    """Bodies with an idle extra seat, and bodies whose first seat carries three parts."""
    extra, greedy = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    extra[pick(rng, np.arange(count), 0.01)] = True
    large = np.flatnonzero(parts >= 3)
    if len(large):
        greedy[pick(rng, large, 0.02)] = True
    return extra, greedy


def _committee(pyramid: Pyramid, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Committee members of general branches and the branches they liaise."""
    village = np.flatnonzero(pyramid.village_general >= 0)
    parts = np.bincount(pyramid.branch_village, minlength=len(pyramid.village_area))[village]
    extra, greedy = _bodies(len(village), parts, rng)
    body, number = _seats(parts, extra, 3)
    people = pyramid.people.add(pyramid.village_area[village][body])
    _serve(pyramid, people, pyramid.village_general[village][body], number, _GENERAL_POSTS)
    first = firsts(pyramid.branch_village)[village]
    seat, branch = _assign(body, number, parts, first, extra, greedy)
    if len(village):
        left_out = pick(rng, np.unique(branch), 0.012)
        keep = ~np.isin(branch, left_out)
        seat, branch = seat[keep], branch[keep]
    pyramid.links.add(LIAISES_ORGANISATION, people[seat], pyramid.branch_organisation[branch])
    return people[seat], branch


def _branch_members(pyramid: Pyramid, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Members of branch committees and the groups they liaise."""
    branches = len(pyramid.branch_village)
    parts = np.bincount(pyramid.group_branch, minlength=branches)
    extra, greedy = _bodies(branches, parts, rng)
    body, number = _seats(parts, extra, 2)
    people = pyramid.people.add(pyramid.village_area[pyramid.branch_village][body])
    _serve(pyramid, people, pyramid.branch_organisation[body], number, _BRANCH_POSTS)
    seat, group = _assign(body, number, parts, firsts(pyramid.group_branch), extra, greedy)
    left_out = pick(rng, np.arange(len(pyramid.group_branch)), 0.01)
    keep = ~np.isin(group, left_out)
    seat, group = seat[keep], group[keep]
    pyramid.links.add(LIAISES_GROUP, people[seat], group)
    return people[seat], group


def _serve(
    pyramid: Pyramid, people: Ints, bodies: Ints, number: Ints, posts: tuple[str, ...]
) -> None:
    at = np.minimum(number, len(_ROLES) - 1)
    role = [_ROLES[each] for each in at.tolist()]
    post = [posts[each] for each in at.tolist()]
    pyramid.links.add(SERVES, people, bodies, role=role, post=post)


def _excuse(pyramid: Pyramid, posts: Posts, rng: np.random.Generator, day: int) -> None:
    """Members without households mostly exempt; some of every tier unavailable for a while."""
    people = pyramid.people
    held = pyramid.household_member[pyramid.household_member >= 0]
    idle = np.flatnonzero(np.bincount(held, minlength=pyramid.members) == 0)
    people.exempt[idle] = rng.random(len(idle)) < 0.95
    tiers = (
        (np.arange(pyramid.members), 0.005),
        (pyramid.group_leader, 0.004),
        (posts.branch[0], 0.01),
        (posts.committee[0], 0.01),
    )
    for tier, rate in tiers:
        if len(tier):
            away = pick(rng, np.unique(tier), rate)
            people.unavailable_until[away] = day + rng.integers(1, 120, len(away))
            back = np.setdiff1d(pick(rng, np.unique(tier), rate / 2), away)
            people.unavailable_until[back] = day - rng.integers(0, 20, len(back))


def _chain_links(pyramid: Pyramid) -> None:
    """LEADS, HOSTS and LIAISES from leaders down to members."""
    led = np.flatnonzero(pyramid.group_is_led)
    pyramid.links.add(Ends("LEADS", "Person", "PartyGroup"), pyramid.group_leader[led], led)
    centres = np.arange(len(pyramid.centre_group))
    pyramid.links.add(Ends("HOSTS", "Person", "CentreHousehold"), pyramid.centre_host, centres)
    liaised = np.flatnonzero(pyramid.centre_leader >= 0)
    pyramid.links.add(LIAISES_CENTRE, pyramid.centre_leader[liaised], liaised)
    listed = np.flatnonzero(pyramid.member_reached & ~pyramid.hosts())
    pyramid.links.add(LIAISES_MEMBER, pyramid.member_centre[listed], listed)


def _membership(pyramid: Pyramid, rng: np.random.Generator) -> None:
    """BELONGS_TO of members (held in the group); floating members, some managed by nobody."""
    members = np.arange(pyramid.members)
    group = pyramid.centre_group[pyramid.member_centre]
    belongs = Ends("BELONGS_TO", "Person", "PartyGroup")
    pyramid.links.add(belongs, members, group, kind="held")
    floating = pick(rng, members, 0.02)
    pyramid.people.floating[floating] = 1
    managed = np.setdiff1d(floating, pick(rng, floating, 0.1))
    branch = pyramid.branch_organisation[rng.integers(0, len(pyramid.branch_village), len(managed))]
    pyramid.links.add(Ends("BELONGS_TO", "Person", "Organisation"), managed, branch, kind="managed")


def _township(pyramid: Pyramid, rng: np.random.Generator) -> None:
    """Leaders of townships, each for about four villages: tier 0."""
    order = np.argsort(pyramid.village_township, kind="stable")
    township = pyramid.village_township[order]
    owner = owners(len(order), rng, (3, 4, 5), (0.3, 0.4, 0.3))
    start = np.flatnonzero(np.diff(owner, prepend=-1) | np.diff(township, prepend=-1))
    owner = np.cumsum(np.isin(np.arange(len(order)), start)) - 1
    leaders = pyramid.people.add(township[start])
    committee = np.array([pyramid.township_committee[int(area)] for area in township[start]])
    role = ["committee_member"] * len(leaders)
    pyramid.links.add(SERVES, leaders, committee, role=role, post=["乡党委委员"] * len(leaders))
    general = pyramid.village_general[order]
    only = pyramid.branch_organisation[firsts(pyramid.branch_village)[order]]
    asked = np.where(general >= 0, general, only)
    kept = np.setdiff1d(np.arange(len(order)), pick(rng, np.arange(len(order)), 0.03))
    pyramid.links.add(LIAISES_ORGANISATION, leaders[owner[kept]], asked[kept])


def _in_charge(pyramid: Pyramid, rng: np.random.Generator) -> None:
    """A leader in charge and one staff member for most townships and villages."""
    asked = pyramid.areas.of_kind("township", "street", "village", "community")
    responsible = Ends("RESPONSIBLE_FOR", "Person", "Area")
    for roles, rate in ((("leader_in_charge",), 0.03), (("staff", "full_time", "part_time"), 0.03)):
        kept = np.setdiff1d(asked, pick(rng, asked, rate))
        people = pyramid.people.add(kept)
        role = [roles[at % len(roles)] for at in range(len(kept))]
        pyramid.links.add(responsible, people, kept, role=role)


def instruct_villages(pyramid: Pyramid, rng: np.random.Generator, day: int) -> None:
    """A village instructor for most villages; enterprise rules do not measure these."""
    villages = pyramid.areas.of_kind("village")
    kept = np.setdiff1d(villages, pick(rng, villages, 0.05))
    people = pyramid.people.add(kept, seconded=True)
    since = np.full(len(kept), day - 200)
    pyramid.links.add(Ends("INSTRUCTS", "Person", "Area"), people, kept, since=since)
