"""What every check, household state and roll-up must answer, worked out slowly and plainly.

One small function a rule, named like its query; nothing is shared with the Cypher form or the
array form. Rows have the columns the query declares.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from support_reading import BRANCH, COMMITTEE, GENERAL_BRANCH, STEPS, Reading

from graph.model import Link

Row = dict[str, Any]


class Oracle(Reading):
    """The right answers about one network at one moment."""

    def household_states(self, area: str | None = None) -> list[Row]:
        """State and step of every household in an area, ordered by id."""
        return [
            {"id": h, "state": self.household(h).state, "step": self.household(h).step}
            for h in self.ids("Household")
            if self.inside(h, area)
        ]

    def rows(
        self, rule: str, area: str | None = None, min: int | None = None, max: int | None = None
    ) -> list[Row]:
        """What the query of a rule must return, ordered by id (chain-broken: by step, then id)."""
        answer: Callable[..., Iterable[Row]] = RULES[rule.replace("-", "_")]
        bounds = {name: bound for name, bound in (("min", min), ("max", max)) if bound is not None}
        rows = [each for each in answer(self, **bounds) if self.inside(each["id"], area)]
        return in_order(rows)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Rows by step of the chain (where they have one), then by id."""
    return sorted(rows, key=lambda row: (STEPS.index(row.get("step") or "centre"), row["id"]))


def _plain(ids: Iterable[str]) -> list[Row]:
    return [{"id": each} for each in ids]


def _outside(values: dict[str, int], min: int | None = None, max: int | None = None) -> list[Row]:
    return [
        {"id": each, "value": value}
        for each, value in values.items()
        if (min is not None and value < min) or (max is not None and value > max)
    ]


def household_uncovered(o: Oracle) -> list[Row]:
    return _plain(h for h in o.ids("Household") if o.household(h).state == "uncovered")


def cover_unavailable(o: Oracle) -> list[Row]:
    return _plain(h for h in o.ids("Household") if o.household(h).state == "suspended")


def chain_broken(o: Oracle) -> list[Row]:
    lost: dict[tuple[str, str], int] = defaultdict(int)
    for h in o.ids("Household"):
        state = o.household(h)
        for end in state.ends:
            lost[end, str(state.step)] += 1
    return [
        {"id": end, "value": count, "step": step, "label": o.node[end].label}
        for (end, step), count in lost.items()
    ]


def household_double(o: Oracle) -> list[Row]:
    return _outside({h: len(o.by("LIAISES", h)) for h in o.ids("Household")}, max=1)


def member_without_centre(o: Oracle) -> list[Row]:
    people = [p for p in o.ids("Person") if o.is_listed(p) and not o.centres_of(p)]
    return [{"id": p, "value": len(o.to("LIAISES", p, "Household"))} for p in people]


def centre_without_leader(o: Oracle) -> list[Row]:
    return _plain(c for c in o.ids("CentreHousehold") if not o.by("LIAISES", c))


def group_without_branch_member(o: Oracle) -> list[Row]:
    return _plain(g for g in o.ids("PartyGroup") if not o.by("LIAISES", g))


def branch_without_committee_member(o: Oracle) -> list[Row]:
    return _plain(
        b
        for b in o.ids("Organisation")
        if o.kind(b) in BRANCH
        and o.general_branch_of(b)
        and o.has_groups(b)
        and not o.committee_members_of(b)
    )


def grid_without_group(o: Oracle) -> list[Row]:
    return _plain(
        a
        for a in o.ids("Area")
        if o.kind(a) == "grid"
        and any(o.kind(above) in ("village", "community") for above in o.to("WITHIN", a))
        and not o.by("LOCATED_IN", a, "PartyGroup")
    )


def committee_member_load(o: Oracle, min: int, max: int) -> list[Row]:
    loads = {}
    for p in o.ids("Person"):
        seats = [g for g in o.serves(p, COMMITTEE) if o.kind(g) in GENERAL_BRANCH]
        below = chain.from_iterable(o.by("UNDER", g, "Organisation") for g in seats)
        if any(o.has_groups(b) for b in below):
            liaised = o.to("LIAISES", p, "Organisation")
            loads[p] = sum(bool(o.general_branch_of(b) & o.to("SERVES", p)) for b in liaised)
    return _outside(loads, min, max)


def branch_member_load(o: Oracle, min: int, max: int) -> list[Row]:
    loads = {}
    for p in o.ids("Person"):
        if any(o.kind(b) in BRANCH and o.has_groups(b) for b in o.serves(p, COMMITTEE)):
            loads[p] = len(o.to("LIAISES", p, "PartyGroup"))
    return _outside(loads, min, max)


def leader_load(o: Oracle, min: int, max: int) -> list[Row]:
    leaders = [p for p in o.ids("Person") if o.to("LEADS", p)]
    return _outside({p: len(o.to("LIAISES", p, "CentreHousehold")) for p in leaders}, min, max)


def centre_load(o: Oracle, min: int, max: int) -> list[Row]:
    return _outside(
        {c: len(o.to("LIAISES", c) - o.by("HOSTS", c)) for c in o.ids("CentreHousehold")}, min, max
    )


def member_load(o: Oracle, min: int, max: int) -> list[Row]:
    rows = []
    for p in filter(o.is_listed, o.ids("Person")):
        value, expected = len(o.to("LIAISES", p, "Household")), o.is_expected(p)
        if value > max or (expected and value < min):
            rows.append({"id": p, "value": value, "expected": expected})
    return rows


def person_total_load(o: Oracle, max: int) -> list[Row]:
    loads = {}
    for p in o.ids("Person"):
        hosted = sum(len(o.out("LIAISES", c)) for c in o.to("HOSTS", p))
        loads[p] = len(o.out("LIAISES", p)) + len(o.out("INSTRUCTS", p)) + hosted
    return _outside(loads, max=max)


def grid_enterprises(o: Oracle, max: int) -> list[Row]:
    loads = {}
    for a in o.ids("Area"):
        if o.kind(a) == "grid":
            lying = o.by("LOCATED_IN", a, "Enterprise")
            loads[a] = sum(o.value(e, "status") != "closed" for e in lying)
    return _outside(loads, max=max)


def instructor_load(o: Oracle, max: int) -> list[Row]:
    return _outside({p: len(o.to("INSTRUCTS", p, "Enterprise")) for p in o.ids("Person")}, max=max)


def enterprise_needs_own_organisation(o: Oracle, max: int) -> list[Row]:
    asked = {
        e: o.value(e, "members") or 0
        for e in o.ids("Enterprise")
        if o.is_operating(e) and o.value(e, "organisation_form") in ("joint", "none")
    }
    return _outside(asked, max=max)


def enterprise_unreached(o: Oracle) -> list[Row]:
    return _plain(
        e
        for e in o.ids("Enterprise")
        if o.is_operating(e)
        and o.value(e, "organisation_form") == "none"
        and not o.by("INSTRUCTS", e)
    )


def enterprise_without_member(o: Oracle, max: int) -> list[Row]:
    asked = {
        e: o.value(e, "employees") or 0
        for e in o.ids("Enterprise")
        if o.is_operating(e) and o.value(e, "members") == 0 and not o.value(e, "probationary")
    }
    return _outside(asked, max=max)


def joint_organisation_size(o: Oracle, max: int) -> list[Row]:
    loads = {}
    for b in o.ids("Organisation"):
        joint = {each.to_id for each in o.out("COVERS", b) if each.properties["kind"] == "joint"}
        loads[b] = sum(map(o.is_operating, joint))
    return _outside(loads, max=max)


def _ending(
    o: Oracle, ids: list[str], links: Callable[[str], list[Link]], min: int, counted: str
) -> list[Row]:
    rows = []
    for each in ids:
        terms = [link.properties["until"] for link in links(each)]
        soon = [
            until for until in terms if isinstance(until, dt.date) and (until - o.day).days < min
        ]
        if soon:
            first = sorted(soon)[0]
            value = (first - o.day).days
            rows.append({"id": each, "value": value, "until": first, counted: len(soon)})
    return rows


def instructor_term(o: Oracle, min: int) -> list[Row]:
    return _ending(
        o, o.ids("Person"), lambda p: o.out("INSTRUCTS", p, "Enterprise"), min, "enterprises"
    )


def agreement_ended(o: Oracle, min: int) -> list[Row]:
    return _ending(o, o.ids("Organisation"), lambda b: o.out("CO_BUILDS", b), min, "agreements")


def instructor_large_enterprise(o: Oracle, min: int) -> list[Row]:
    largest = {}
    for p in o.ids("Person"):
        sizes = [o.value(e, "employees") or 0 for e in o.to("INSTRUCTS", p, "Enterprise")]
        if sizes:
            largest[p] = sorted(sizes)[-1]
    return _outside(largest, min=min)


def is_organised(o: Oracle, enterprise: str) -> bool:
    return o.value(enterprise, "organisation_form") in ("own", "joint")


def is_worked(o: Oracle, enterprise: str) -> bool:
    members = (o.value(enterprise, "members") or 0) + (o.value(enterprise, "probationary") or 0)
    return is_organised(o, enterprise) or members > 0 or bool(o.by("INSTRUCTS", enterprise))


def _coverage(o: Oracle, is_reached: Callable[[Oracle, str], bool], min: int) -> list[Row]:
    rows = []
    for a in o.ids("Area"):
        if o.kind(a) in ("township", "street", "park"):
            asked = [e for e in o.ids("Enterprise") if o.is_operating(e) and o.inside(e, a)]
            reached = sum(is_reached(o, e) for e in asked)
            if reached * 100 < min * len(asked):
                tenths = (2000 * reached + len(asked)) // (2 * len(asked))
                rows.append({
                    "id": a, "value": tenths / 10,
                    "numerator": reached, "denominator": len(asked),
                })  # fmt: skip
    return rows


def organisation_coverage(o: Oracle, min: int) -> list[Row]:
    return _coverage(o, is_organised, min)


def work_coverage(o: Oracle, min: int) -> list[Row]:
    return _coverage(o, is_worked, min)


def organisation_without_partner(o: Oracle) -> list[Row]:
    rows = []
    for b in o.ids("Organisation"):
        above = o.to("UNDER", b)
        asked = o.by("SERVES", b) or o.by("UNDER", b) or above or o.to("COVERS", b)
        has_partner = any(o.has_live_agreement(each) for each in {b} | above)
        if o.kind(b) in GENERAL_BRANCH | BRANCH and asked and not has_partner:
            rows.append({"id": b})
    return rows


def leads_two_groups(o: Oracle, max: int) -> list[Row]:
    return _outside({p: len(o.to("LEADS", p)) for p in o.ids("Person")}, max=max)


def liaises_own_household(o: Oracle) -> list[Row]:
    own = {p: len(o.to("LIVES_IN", p) & o.to("LIAISES", p)) for p in o.ids("Person")}
    return _outside(own, max=0)


def liaises_across_grids(o: Oracle) -> list[Row]:
    across = {}
    for p in o.ids("Person"):
        home = o.area_of(p)
        in_trade = any(o.kind(g) == "trade" for g in o.to("BELONGS_TO", p, "PartyGroup"))
        if home is not None and o.kind(home) == "grid" and not in_trade:
            places = [o.area_of(h) for h in o.to("LIAISES", p, "Household")]
            across[p] = sum(
                each is not None and each != home and o.kind(each) == "grid" for each in places
            )
    return _outside(across, max=0)


def _without_person(o: Oracle, roles: set[str]) -> list[Row]:
    return _plain(
        a
        for a in o.ids("Area")
        if o.kind(a) in ("street", "township", "village", "community")
        and not any(each.properties["role"] in roles for each in o.into("RESPONSIBLE_FOR", a))
    )


def area_without_leader(o: Oracle) -> list[Row]:
    return _without_person(o, {"leader_in_charge"})


def area_without_staff(o: Oracle) -> list[Row]:
    return _without_person(o, {"staff", "full_time", "part_time"})


def branch_without_township_leader(o: Oracle) -> list[Row]:
    rows = []
    for b in o.ids("Organisation"):
        alone = o.kind(b) in BRANCH and o.has_groups(b) and not o.general_branch_of(b)
        if (o.kind(b) in GENERAL_BRANCH or alone) and not o.by("LIAISES", b):
            rows.append({"id": b})
    return rows


def organisation_without_cadre(o: Oracle) -> list[Row]:
    return _plain(b for b in o.ids("Organisation") if o.to("COVERS", b) and not o.by("LIAISES", b))


def floating_unmanaged(o: Oracle) -> list[Row]:
    return _plain(
        p
        for p in o.ids("Person")
        if o.value(p, "floating") in ("out", "in")
        and not any(each.properties["kind"] == "managed" for each in o.out("BELONGS_TO", p))
    )


def village_without_instructor(o: Oracle) -> list[Row]:
    rows = []
    for a in o.ids("Area"):
        instructed = o.by("INSTRUCTS", a) or any(
            o.by("INSTRUCTS", b) for b in o.by("LOCATED_IN", a, "Organisation")
        )
        if o.kind(a) == "village" and not instructed:
            rows.append({"id": a})
    return rows


def grid_without_lead(o: Oracle) -> list[Row]:
    return _plain(a for a in o.ids("Area") if o.kind(a) == "grid" and not o.by("TAKES_LEAD_IN", a))


RULES: dict[str, Callable[..., Iterable[Row]]] = {
    each.__name__: each
    for each in (
        household_uncovered, chain_broken, household_double, member_without_centre,
        centre_without_leader, group_without_branch_member, branch_without_committee_member,
        grid_without_group, cover_unavailable,
        committee_member_load, branch_member_load, leader_load, centre_load, member_load,
        person_total_load, grid_enterprises, instructor_load,
        enterprise_needs_own_organisation, enterprise_unreached, enterprise_without_member,
        joint_organisation_size, instructor_term, instructor_large_enterprise,
        organisation_coverage, work_coverage,
        organisation_without_partner, agreement_ended,
        leads_two_groups, liaises_own_household, liaises_across_grids,
        area_without_leader, area_without_staff, branch_without_township_leader,
        organisation_without_cadre, floating_unmanaged, village_without_instructor,
        grid_without_lead,
    )
}  # fmt: skip
"""Every rule by its query's name."""
