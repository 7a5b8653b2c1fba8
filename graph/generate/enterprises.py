"""Enterprises, their organisations, instructors, parks, and who builds together with whom."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.generate.names import UNITS, ordinal
from graph.generate.plan import FULL_TERM, NEVER, Ends, Ints, Links, Mask, firsts, owners, pick
from graph.generate.pyramid import Pyramid

COVERS: Final = Ends("COVERS", "Organisation", "Enterprise")
INSTRUCTS: Final = Ends("INSTRUCTS", "Person", "Enterprise")
BUILDS: Final = Ends("CO_BUILDS", "Organisation", "Organisation")
BUILDS_ENTERPRISE: Final = Ends("CO_BUILDS", "Organisation", "Enterprise")

STATUSES: Final = ("operating", "suspended", "closed")
FORMS: Final = ("own", "joint", "none", "unknown")
OWN, JOINT, NONE, UNKNOWN = range(4)
_PARK_GRID: Final = 20
_LEAST: Final = 120
_GRID_MOST: Final = 33
_JOINT_MOST: Final = 12


@dataclass
class Enterprises:
    """One position an enterprise; -1 stands for nothing known in the three counts."""

    area: Ints
    status: Ints
    form: Ints
    employees: Ints
    members: Ints
    probationary: Ints
    scope: Ints  # the township, street or park area it lies in

    def __len__(self) -> int:
        return len(self.area)


def found(pyramid: Pyramid, households: int, rng: np.random.Generator, day: int) -> Enterprises:
    """Enterprises with organisations, instructors and agreements, faults among them."""
    count = max(_LEAST, households // 100)
    in_parks = count * 2 // 5
    park_grids = _parks(pyramid, in_parks)
    area = np.concatenate([
        np.full(_GRID_MOST, park_grids[0]),
        rng.choice(park_grids, max(0, in_parks - _GRID_MOST)),
        rng.choice(np.unique(pyramid.group_area), count - max(in_parks, _GRID_MOST)),
    ])  # fmt: skip
    form = rng.choice(4, size=count, p=(0.42, 0.34, 0.19, 0.05))
    made = Enterprises(
        area=area, status=rng.choice(3, size=count, p=(0.95, 0.03, 0.02)), form=form,
        employees=_employees(rng, count), members=_members(rng, form),
        probationary=np.where(rng.random(count) < 0.1, -1, rng.integers(0, 2, count)),
        scope=_scopes(pyramid, area),
    )  # fmt: skip
    _neglect(pyramid, made, rng)
    _close_some(made, rng)
    _organise(pyramid, made, rng)
    _instruct(pyramid, made, rng, day)
    _build_together(pyramid, made, rng, day)
    return made


def _parks(pyramid: Pyramid, enterprises: int) -> Ints:
    """One park for each county, its committee, two sub-areas and their grids."""
    areas, organisations = pyramid.areas, pyramid.organisations
    counties = areas.of_kind("county")
    names = [areas.names[int(county)][:-1] + "工业园区" for county in counties]
    parks = areas.add(names, ["park"] * len(counties), counties.tolist())
    above = [pyramid.township_committee[int(county)] for county in counties]
    committees = organisations.add(
        [f"{name}综合党委" for name in names], "composite_committee", above, parks
    )
    pyramid.township_committee.update(zip(parks.tolist(), committees.tolist(), strict=True))
    sub = areas.add(["东片区", "西片区"] * len(parks), ["subarea"] * 2 * len(parks),
                    np.repeat(parks, 2).tolist())  # fmt: skip
    grids = max(len(sub), -(-enterprises // _PARK_GRID))
    within = sub[np.arange(grids) % len(sub)]
    names = [f"第{number // len(sub) + 1}网格" for number in range(grids)]
    return areas.add(names, ["grid"] * grids, within.tolist())


def _scopes(pyramid: Pyramid, area: Ints) -> Ints:
    """The township, street or park above each area."""
    parents = np.array(pyramid.areas.parents)
    wanted = np.isin(np.array(pyramid.areas.kinds), ("township", "street", "park"))
    scope = area.copy()
    for _ in range(4):
        scope = np.where(wanted[scope], scope, parents[scope])
    return scope


def _employees(rng: np.random.Generator, count: int) -> Ints:
    employees = np.minimum(2 + rng.exponential(45, count).astype(np.int64), 900)
    return np.where(rng.random(count) < 0.02, -1, employees)


def _members(rng: np.random.Generator, form: Ints) -> Ints:
    """Full members: 3–12 with an organisation of its own, else mostly fewer than three."""
    few, many = rng.integers(0, 3, len(form)), rng.integers(3, 13, len(form))
    has_many = (form == OWN) | (rng.random(len(form)) < 0.06)
    return np.where(rng.random(len(form)) < 0.03, -1, np.where(has_many, many, few))


def _organise(pyramid: Pyramid, made: Enterprises, rng: np.random.Generator) -> None:
    """Organisations that cover enterprises, and the cadre who liaises each (most of them)."""
    named = rng.random(len(made)) < 0.9
    own = np.flatnonzero((made.form == OWN) & named)
    over = np.array([pyramid.township_committee[int(scope)] for scope in made.scope])
    names = [f"第{at + 1}号企业党支部" for at in own.tolist()]
    single = pyramid.organisations.add(names, "branch", over[own], made.area[own])
    pyramid.links.add(COVERS, single, own, kind="own")
    named[:_JOINT_MOST] = False
    joint = np.flatnonzero((made.form == JOINT) & named)
    joint = joint[np.argsort(made.scope[joint], kind="stable")]
    body = _runs(made.scope[joint], rng, (3, 5, 7, 9, 12), (0.2, 0.3, 0.3, 0.15, 0.05))
    head = joint[firsts(body)]
    names = [f"第{ordinal(at % 99 + 1)}联合党支部" for at in range(len(head))]
    shared = pyramid.organisations.add(names, "joint_branch", over[head], made.scope[head])
    pyramid.links.add(COVERS, shared[body], joint, kind="joint")
    crowd = np.arange(_JOINT_MOST)
    large = pyramid.organisations.add(["大联合党支部"], "joint_branch", over[:1], made.scope[:1])
    pyramid.links.add(COVERS, np.repeat(large, len(crowd)), crowd, kind="joint")
    asked = np.concatenate([single, shared])
    liaised = asked[rng.random(len(asked)) < 0.8]
    at = np.array(pyramid.organisations.areas)[liaised]
    cadres = pyramid.people.add(at, seconded=True)
    pyramid.links.add(Ends("LIAISES", "Person", "Organisation"), cadres, liaised)


def _runs(
    scope: Ints, rng: np.random.Generator, sizes: tuple[int, ...], odds: tuple[float, ...]
) -> Ints:
    """Bodies of random size over things in a row, cut where the scope changes."""
    body = owners(len(scope), rng, sizes, odds)
    starts = (np.diff(body, prepend=-1) != 0) | (np.diff(scope, prepend=-1) != 0)
    return np.cumsum(starts) - 1


def _instruct(pyramid: Pyramid, made: Enterprises, rng: np.random.Generator, day: int) -> None:
    """Instructors with one to three enterprises, a few with more; terms of two years."""
    rate = np.array([0.02, 0.30, 0.85, 0.5])[made.form]
    rate[_neglected(pyramid, made)] = 0
    reached = np.flatnonzero(rng.random(len(made)) < rate)
    reached = reached[np.argsort(made.scope[reached], kind="stable")]
    owner = _runs(made.scope[reached], rng, (1, 2, 3, 5), (0.25, 0.35, 0.37, 0.03))
    owner = np.unique(np.where(np.arange(len(owner)) < 5, 0, owner), return_inverse=True)[1]
    people = pyramid.people.add(made.scope[reached[firsts(owner)]], seconded=True)
    until = day + rng.integers(-40, 700, len(people))
    until = np.where(rng.random(len(people)) < 0.1, NEVER, until)
    until[0] = day + 30
    until = until[owner]
    since = np.where(until == NEVER, day - 400, until - FULL_TERM + 1)
    pyramid.links.add(INSTRUCTS, people[owner], reached, since=since, until=until)


def _build_together(
    pyramid: Pyramid, made: Enterprises, rng: np.random.Generator, day: int
) -> None:
    """Agreements of branches with units and with enterprises; some ended, some ending."""
    general = pyramid.village_general[pyramid.village_general >= 0]
    asked = np.concatenate([general, pyramid.branch_organisation])
    signing = asked[rng.random(len(asked)) < 0.5]
    counties = np.array(pyramid.areas.of_kind("county"))
    units = pyramid.organisations.add(
        [f"{unit}机关党支部" for _ in counties for unit in UNITS],
        "unit", [-1] * len(counties) * len(UNITS), np.repeat(counties, len(UNITS)),
    )  # fmt: skip
    _sign(pyramid.links, BUILDS, signing, rng.choice(units, len(signing)), rng, day, "结对共建")
    again = signing[rng.random(len(signing)) < 0.2]
    firm = rng.choice(np.flatnonzero(made.status == 0), len(again))
    _sign(pyramid.links, BUILDS_ENTERPRISE, again, firm, rng, day, "村企共建")
    covering = np.unique(pyramid.links.pairs("COVERS", "Organisation", "Enterprise")[0])
    partner = covering[rng.random(len(covering)) < 0.3]
    if len(general):
        village = rng.choice(general, len(partner))
        _sign(pyramid.links, BUILDS, partner, village, rng, day, "联创共建")


def _sign(
    links: Links, ends: Ends, source: Ints, target: Ints, rng: np.random.Generator, day: int,
    kind: str,
) -> None:  # fmt: skip
    signed = day - rng.integers(30, 1000, len(source))
    until = signed + FULL_TERM * rng.integers(1, 3, len(source)) - 1
    until = np.where(rng.random(len(source)) < 0.3, NEVER, until)
    until[:1] = day - 10
    links.add(ends, source, target, kind=kind, signed_on=signed, until=until)


def lead_grids(pyramid: Pyramid, rng: np.random.Generator) -> None:
    """The lead organisation of most grids: the group's branch, or the park's committee."""
    takes = Ends("TAKES_LEAD_IN", "Organisation", "Area")
    plain = np.flatnonzero(~pyramid.group_trade)
    kept = plain[rng.random(len(plain)) < 0.98]
    lead = pyramid.branch_organisation[pyramid.group_branch[kept]]
    pyramid.links.add(takes, lead, pyramid.group_area[kept])
    parents = pyramid.areas.parents
    kinds = pyramid.areas.kinds
    grids = [at for at in pyramid.areas.of_kind("grid").tolist() if kinds[parents[at]] == "subarea"]
    parks = [parents[parents[at]] for at in grids]
    lead = np.array([pyramid.township_committee[park] for park in parks])
    pyramid.links.add(takes, lead, np.array(grids))


def train(pyramid: Pyramid, rng: np.random.Generator, day: int) -> tuple[list[str], Ints]:
    """Names and days of trainings, with ATTENDED of most instructors."""
    instructors = np.unique(pyramid.links.pairs("INSTRUCTS", "Person", "Enterprise")[0])
    present = instructors[rng.random(len(instructors)) < 0.9]
    training = rng.integers(0, 2, len(present))
    pyramid.links.add(Ends("ATTENDED", "Person", "Training"), present, training)
    return ["党建指导员集中培训", "党组织书记培训"], np.array([day - 300, day - 120])


def _close_some(made: Enterprises, rng: np.random.Generator) -> None:
    """Some enterprises of the fullest grid close, and still more than thirty stay."""
    made.status[:_GRID_MOST] = 0
    made.status[pick(rng, np.arange(_GRID_MOST), 0.03)] = 2


def _neglect(pyramid: Pyramid, made: Enterprises, rng: np.random.Generator) -> None:
    """In the last park most enterprises have no organisation and no member.

    And the fullest grid begins with enterprises of one joint organisation, one of them large
    and without a member.
    """
    left = _neglected(pyramid, made) & (rng.random(len(made)) < 0.8)
    made.form[left] = NONE
    made.members[left] = made.probationary[left] = 0
    made.form[:_JOINT_MOST] = JOINT
    made.employees[0], made.members[0], made.probationary[0] = 120, 0, 0


def _neglected(pyramid: Pyramid, made: Enterprises) -> Mask:
    """Which enterprises lie in the last park, where no instructor goes."""
    last: Mask = made.scope == pyramid.areas.of_kind("park")[-1]
    return last
