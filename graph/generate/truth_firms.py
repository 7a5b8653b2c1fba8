"""What the rules about enterprises, instructors, rates and agreements must find."""

import datetime as dt

import numpy as np

from graph.generate.enterprises import JOINT, NONE, OWN, Enterprises
from graph.generate.plan import NEVER, Ends, Ints, Mask
from graph.generate.pyramid import Pyramid
from graph.generate.truth_form import Found, counted, found

_OPERATING = 0
_NOTICE_DAYS = 60
_LARGE = 50


def firm_findings(pyramid: Pyramid, made: Enterprises) -> dict[str, Found]:
    """The rules whose subject is an enterprise, a grid of them, or who covers them."""
    operating, instructed = made.status == _OPERATING, _instructed(pyramid, made)
    own = np.flatnonzero(operating & (made.members > 2) & np.isin(made.form, (JOINT, NONE)))
    unreached = np.flatnonzero(operating & (made.form == NONE) & ~instructed)
    nobody = (made.members == 0) & (np.maximum(made.probationary, 0) == 0)
    large = np.flatnonzero(operating & (made.employees > 49) & nobody)
    there = counted(made.area[made.status != 2], len(pyramid.areas.names))
    grids = pyramid.areas.of_kind("grid")
    full = grids[there[grids] > 30]
    joint, size = _joint_sizes(pyramid, made)
    return {
        "enterprise-needs-own-organisation": found("Enterprise", own, made.members[own]),
        "enterprise-unreached": found("Enterprise", unreached),
        "enterprise-without-member": found("Enterprise", large, made.employees[large]),
        "grid-enterprises": found("Area", full, there[full]),
        "joint-organisation-size": found("Organisation", joint[size > 10], size[size > 10]),
    }


def instructor_findings(pyramid: Pyramid, made: Enterprises, day: int) -> dict[str, Found]:
    """The rules about enterprise instructors: how many, how large, until when."""
    people, firms = pyramid.links.pairs("INSTRUCTS", "Person", "Enterprise")
    count = counted(people, len(pyramid.people))
    over = np.flatnonzero(count > 3)
    largest = np.zeros(len(pyramid.people), np.int64)
    np.maximum.at(largest, people, np.maximum(made.employees[firms], 0))
    small = np.flatnonzero((count > 0) & (largest < _LARGE))
    until = _days(pyramid, Ends("INSTRUCTS", "Person", "Enterprise"))
    return {
        "instructor-load": found("Person", over, count[over]),
        "instructor-large-enterprise": found("Person", small, largest[small]),
        "instructor-term": _ending("Person", people, until, day, "enterprises"),
    }


def rate_findings(pyramid: Pyramid, made: Enterprises) -> dict[str, Found]:
    """Organisation and work coverage of each township, street and park below 90 %."""
    operating = made.status == _OPERATING
    organised = operating & np.isin(made.form, (OWN, JOINT))
    members = np.maximum(made.members, 0) + np.maximum(made.probationary, 0)
    worked = organised | (operating & ((members > 0) | _instructed(pyramid, made)))
    return {
        "organisation-coverage": _rates(made.scope, organised, operating),
        "work-coverage": _rates(made.scope, worked, operating),
    }


def agreement_findings(pyramid: Pyramid, day: int) -> dict[str, Found]:
    """Organisations without a living agreement, and agreements ended or ending."""
    builds = Ends("CO_BUILDS", "Organisation", "Organisation")
    with_firms = Ends("CO_BUILDS", "Organisation", "Enterprise")
    source, target = pyramid.links.pairs(*_parts(builds))
    firm_source, _ = pyramid.links.pairs(*_parts(with_firms))
    until, firm_until = _days(pyramid, builds), _days(pyramid, with_firms)
    alive, firm_alive = _alive(until, day), _alive(firm_until, day)
    organisations = pyramid.organisations
    partnered = np.zeros(len(organisations.names), np.bool_)
    for ends in (source[alive], target[alive], firm_source[firm_alive]):
        partnered[ends] = True
    under = np.array(organisations.under)
    partnered |= (under >= 0) & partnered[under]
    kinds = ("general_branch", "joint_general_branch", "branch", "joint_branch")
    asked = np.isin(np.array(organisations.kinds), kinds)
    outgoing = np.concatenate([source, firm_source])
    ends_on = np.concatenate([until, firm_until])
    return {
        "organisation-without-partner": found("Organisation", np.flatnonzero(asked & ~partnered)),
        "agreement-ended": _ending("Organisation", outgoing, ends_on, day, "agreements"),
    }


def _instructed(pyramid: Pyramid, made: Enterprises) -> Mask:
    firms = pyramid.links.pairs("INSTRUCTS", "Person", "Enterprise")[1]
    return counted(firms, len(made)) > 0


def _joint_sizes(pyramid: Pyramid, made: Enterprises) -> tuple[Ints, Ints]:
    """Joint organisations and the operating enterprises each covers."""
    blocks = pyramid.links.blocks[Ends("COVERS", "Organisation", "Enterprise")]
    joint = [(body, firms) for body, firms, columns in blocks if columns["kind"] == "joint"]
    bodies = np.concatenate([body[made.status[firms] == _OPERATING] for body, firms in joint])
    return np.unique(bodies, return_counts=True)


def _rates(scope: Ints, counts: Mask, operating: Mask) -> Found:
    result = found("Area", np.empty(0, np.int64))
    for area in np.unique(scope[operating]).tolist():
        here = scope == area
        above, below = int((counts & here).sum()), int((operating & here).sum())
        if above * 100 < 90 * below:
            rate = round(100 * above / below, 1)
            named = found("Area", np.array([area]))
            result |= {
                subject: {"value": rate, "numerator": above, "denominator": below}
                for subject in named
            }
    return result


def _ending(label: str, subjects: Ints, until: Ints, day: int, counter: str) -> Found:
    """Subjects with something that ends within the notice, the first of them by day."""
    soon = (until != NEVER) & (until - day < _NOTICE_DAYS)
    which, start, count = np.unique(subjects[soon], return_inverse=True, return_counts=True)
    first = np.full(len(which), np.iinfo(np.int64).max)
    np.minimum.at(first, start, until[soon])
    return {
        subject: {**detail, "until": _date(int(last)).isoformat(), counter: int(many)}
        for (subject, detail), last, many in zip(
            found(label, which, first - day).items(), first, count, strict=True
        )
    }


def _days(pyramid: Pyramid, ends: Ends) -> Ints:
    """The `until` of all links of this kind."""
    blocks = pyramid.links.blocks.get(ends, [])
    return np.concatenate([np.empty(0, np.int64), *(np.asarray(b[2]["until"]) for b in blocks)])


def _alive(until: Ints, day: int) -> Mask:
    alive: Mask = (until == NEVER) | (until >= day)
    return alive


def _parts(ends: Ends) -> tuple[str, str, str]:
    return ends.type, ends.from_label, ends.to_label


def _date(days: int) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(days=days)
