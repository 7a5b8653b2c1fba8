"""What the rules about people, groups and areas must find, from parents and drawn links."""

import numpy as np

from graph.generate.plan import Ends, Ints, Mask
from graph.generate.posts import Posts
from graph.generate.pyramid import Pyramid
from graph.generate.truth_form import Found, counted, found


def load_findings(pyramid: Pyramid, posts: Posts, day: int) -> dict[str, Found]:
    """The rules that count links of the pyramid against a minimum and a maximum."""
    groups = counted(posts.branch[0], len(pyramid.people))
    branches = _own_branches(pyramid, posts)
    total, leads = _total_load(pyramid), _leads(pyramid)
    led, centres = np.flatnonzero(leads > 0), np.arange(len(pyramid.centre_group))
    to_centres = _centres_liaised(pyramid)
    to_members = counted(
        pyramid.links.pairs("LIAISES", "CentreHousehold", "Person")[0], len(centres)
    )
    branch_people = _serving(pyramid, pyramid.branch_organisation)
    general = pyramid.village_general[pyramid.village_general >= 0]
    general_people = _serving(pyramid, general)
    return {
        "committee-member-load": _outside("Person", general_people, branches, 1, 2),
        "branch-member-load": _outside("Person", branch_people, groups, 1, 2),
        "leader-load": _outside("Person", led, to_centres, 2, 5),
        "centre-load": _outside("CentreHousehold", centres, to_members, 5, 10),
        "member-load": _member_load(pyramid, day),
        "person-total-load": _outside("Person", np.arange(len(total)), total, 0, 25),
        "leads-two-groups": _outside("Person", led, leads, 0, 1),
    }


def gap_findings(pyramid: Pyramid, posts: Posts) -> dict[str, Found]:
    """The rules about a link that is missing, households aside."""
    held = households_held(pyramid)
    lonely = np.flatnonzero(~pyramid.member_reached & ~pyramid.hosts() & (held > 0))
    groups = np.setdiff1d(np.arange(len(pyramid.group_branch)), posts.branch[1])
    general = pyramid.village_general[pyramid.branch_village] >= 0
    branches = np.setdiff1d(np.flatnonzero(general), posts.committee[1])
    return {
        "member-without-centre": found("Person", lonely, held[lonely]),
        "centre-without-leader": found(
            "CentreHousehold", np.flatnonzero(pyramid.centre_leader < 0)
        ),
        "group-without-branch-member": found("PartyGroup", groups),
        "branch-without-committee-member": found(
            "Organisation", pyramid.branch_organisation[branches]
        ),
        "grid-without-group": found("Area", _bare_grids(pyramid)),
    }


def household_findings(pyramid: Pyramid) -> dict[str, Found]:
    """Households of two members, members' own, and those in another grid than the member."""
    doubled = np.flatnonzero(pyramid.household_second >= 0)
    living = pyramid.links.pairs("LIVES_IN", "Person", "Household")
    own = (pyramid.household_member[living[1]] == living[0]) | (
        pyramid.household_second[living[1]] == living[0]
    )
    at_home = counted(living[0][own], len(pyramid.people))
    across = _across(pyramid)
    return {
        "household-double": found("Household", doubled, np.full(len(doubled), 2)),
        "liaises-own-household": _positive("Person", at_home),
        "liaises-across-grids": _positive("Person", across),
    }


def charge_findings(pyramid: Pyramid) -> dict[str, Found]:
    """The rules that are off until a place keeps such data."""
    asked = pyramid.areas.of_kind("township", "street", "village", "community")
    responsible = pyramid.links.blocks[Ends("RESPONSIBLE_FOR", "Person", "Area")]
    (leading, staffing) = (block[1] for block in responsible)
    liaised = pyramid.links.pairs("LIAISES", "Person", "Organisation")[1]
    covering = np.unique(pyramid.links.pairs("COVERS", "Organisation", "Enterprise")[0])
    general = pyramid.village_general
    alone = np.flatnonzero(general[pyramid.branch_village] < 0)
    tier_0 = np.concatenate([general[general >= 0], pyramid.branch_organisation[alone]])
    floating = np.flatnonzero(pyramid.people.floating > 0)
    managed = pyramid.links.pairs("BELONGS_TO", "Person", "Organisation")[0]
    instructed = pyramid.links.pairs("INSTRUCTS", "Person", "Area")[1]
    led = pyramid.links.pairs("TAKES_LEAD_IN", "Organisation", "Area")[1]
    return {
        "area-without-leader": found("Area", np.setdiff1d(asked, leading)),
        "area-without-staff": found("Area", np.setdiff1d(asked, staffing)),
        "branch-without-township-leader": found("Organisation", np.setdiff1d(tier_0, liaised)),
        "organisation-without-cadre": found("Organisation", np.setdiff1d(covering, liaised)),
        "floating-unmanaged": found("Person", np.setdiff1d(floating, managed)),
        "village-without-instructor": found(
            "Area", np.setdiff1d(pyramid.areas.of_kind("village"), instructed)
        ),
        "grid-without-lead": found("Area", np.setdiff1d(pyramid.areas.of_kind("grid"), led)),
    }


def households_held(pyramid: Pyramid) -> Ints:
    """Households of each member, second ones included."""
    both = np.concatenate([pyramid.household_member, pyramid.household_second])
    return counted(both[both >= 0], pyramid.members)


def listed(pyramid: Pyramid) -> Mask:
    """Which members a centre household lists or hosts, or who have a household."""
    return pyramid.member_reached | pyramid.hosts() | (households_held(pyramid) > 0)


def expected(pyramid: Pyramid, day: int) -> Mask:
    """Which members are expected to have households."""
    people, mine = pyramid.people, slice(0, pyramid.members)
    away = people.unavailable_until[mine] > day
    return listed(pyramid) & ~people.exempt[mine] & ~away


def _member_load(pyramid: Pyramid, day: int) -> Found:
    held = households_held(pyramid)
    wrong = ((held < 10) & expected(pyramid, day)) | ((held > 15) & listed(pyramid))
    return found("Person", np.flatnonzero(wrong), held[wrong])


def _outside(label: str, asked: Ints, values: Ints, least: int, most: int) -> Found:
    wrong = asked[(values[asked] < least) | (values[asked] > most)]
    return found(label, wrong, values[wrong])


def _positive(label: str, values: Ints) -> Found:
    at = np.flatnonzero(values > 0)
    return found(label, at, values[at])


def _serving(pyramid: Pyramid, bodies: Ints) -> Ints:
    """Persons who serve one of these organisations as secretary, deputy or committee member."""
    people, served = pyramid.links.pairs("SERVES", "Person", "Organisation")
    return np.unique(people[np.isin(served, bodies)])


def _own_branches(pyramid: Pyramid, posts: Posts) -> Ints:
    """Branches each person liaises that are under the general branch they serve."""
    person, _ = posts.committee  # drawn inside one general branch, so all of them are
    return counted(person, len(pyramid.people))


def _centres_liaised(pyramid: Pyramid) -> Ints:
    return counted(pyramid.centre_leader[pyramid.centre_leader >= 0], len(pyramid.people))


def _leads(pyramid: Pyramid) -> Ints:
    return counted(pyramid.group_leader[pyramid.group_is_led], len(pyramid.people))


def _total_load(pyramid: Pyramid) -> Ints:
    """All LIAISES and INSTRUCTS of each person, and those of centre households hosted."""
    people, pairs = len(pyramid.people), pyramid.links.pairs
    total = np.zeros(people, np.int64)
    for label in ("Organisation", "PartyGroup", "CentreHousehold"):
        total += counted(pairs("LIAISES", "Person", label)[0], people)
    for label in ("Enterprise", "Organisation", "Area"):
        total += counted(pairs("INSTRUCTS", "Person", label)[0], people)
    total[: pyramid.members] += households_held(pyramid)
    listed_by = counted(pairs("LIAISES", "CentreHousehold", "Person")[0], len(pyramid.centre_group))
    total[pyramid.centre_host] += listed_by
    return total


def _bare_grids(pyramid: Pyramid) -> Ints:
    grids = pyramid.areas.of_kind("grid")
    inside = [pyramid.areas.kinds[pyramid.areas.parents[at]] in ("village", "community")
              for at in grids.tolist()]  # fmt: skip
    return np.setdiff1d(grids[np.array(inside)], pyramid.group_area)


def _across(pyramid: Pyramid) -> Ints:
    """For each member of no trade group: households of theirs in another grid."""
    is_grid = np.array(pyramid.areas.kinds) == "grid"
    trade = pyramid.group_trade[pyramid.centre_group[pyramid.member_centre]]
    result = np.zeros(len(pyramid.people), np.int64)
    for person in (pyramid.household_member, pyramid.household_second):
        held = np.flatnonzero(person >= 0)
        who, where = person[held], pyramid.household_area[held]
        home = pyramid.people.area[who]
        fits = is_grid[home] & is_grid[where] & (home != where) & ~trade[who]
        result += counted(who[fits], len(pyramid.people))
    return result
