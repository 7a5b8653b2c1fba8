"""What the checks must say about a county, read from the drawing and not from its rosters."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.generate.county import (
    REPORTED_ON,
    Branch,
    Centre,
    Firm,
    Group,
    Household,
    Person,
    Township,
    Village,
    group_name,
    years_later,
)

Finding = dict[str, Any]
"""`place` (township or village), `name` of the subject, and `value` where there is one."""


def truth_of(townships: list[Township]) -> dict[str, Any]:
    """Totals by state, and for each rule the findings of all townships in order."""
    findings: dict[str, list[Finding]] = {}
    totals: Counter[str] = Counter()
    for township in townships:
        for village in township.villages:
            view = _Chains(village)
            totals.update(view.states.values())
            _collect(findings, f"{township.name} {village.name}", view.findings())
        _collect(findings, township.name, _firm_findings(township))
        _collect(findings, township.name, _agreement_findings(township))
    return {
        "day": REPORTED_ON.isoformat(),
        "totals": {"households": totals.total(), **dict(sorted(totals.items()))},
        "counts": {rule: len(rows) for rule, rows in sorted(findings.items())},
        "findings": dict(sorted(findings.items())),
    }


def _collect(
    findings: dict[str, list[Finding]], place: str, found: Iterator[tuple[str, str, dict[str, Any]]]
) -> None:
    for rule, name, detail in found:
        findings.setdefault(rule, []).append({"place": place, "name": name, **detail})


@dataclass(frozen=True)
class _End:
    """Where a path ends: how deep it got, and at what."""

    depth: int
    step: str
    name: str


_WHOLE = _End(7, "", "")


class _Chains:
    """The chains of one village."""

    def __init__(self, village: Village) -> None:
        self.village = village
        self.ends = {id(each): self._ends(each) for each in village.households}
        self.states = {each.address: self._state(each) for each in village.households}

    def findings(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Rule, name and detail of everything wrong in the village."""
        yield from self._household_findings()
        yield from self._gaps()
        yield from self._loads()
        yield from self._consistency()

    def _state(self, household: Household) -> str:
        ends = self.ends[id(household)]
        if not ends:
            return "uncovered"
        return "whole" if _WHOLE in ends else "broken"

    def _ends(self, household: Household) -> set[_End]:
        return {self._path(member) for member in household.members}

    def _path(self, member: Person) -> _End:
        place = self._centre_of(member)
        if place is None:
            return _End(1, "centre", member.name)
        branch, group, centre = place
        if group.leader is None:
            return _End(2, "leader", centre.host.name)
        name = group_name(group.number)
        if not any(name in seat.liaises for seat in branch.seats):
            return _End(4, "branch-member", name)
        general = self.village.general
        if general is not None and not any(branch.name in seat.liaises for seat in general):
            return _End(6, "committee-member", branch.name)
        return _WHOLE

    def _centre_of(self, member: Person) -> tuple[Branch, Group, Centre] | None:
        for branch, group, centre in self.village.centres():
            if member is centre.host or member in centre.members:
                return branch, group, centre
        return None

    def _household_findings(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        lost: Counter[_End] = Counter()
        for household in self.village.households:
            ends = self.ends[id(household)]
            if not ends:
                yield "household-uncovered", _name(household), {}
            if len(household.members) > 1:
                yield "household-double", _name(household), {"value": len(household.members)}
            if ends and _WHOLE not in ends:
                deepest = max(end.depth for end in ends)
                lost.update(end for end in ends if end.depth == deepest)
        for end, count in sorted(lost.items(), key=lambda each: (each[0].depth, each[0].name)):
            yield "chain-broken", end.name, {"value": count, "step": end.step}

    def _gaps(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        village = self.village
        for member, _ in village.loose:
            yield "member-without-centre", member.name, {"value": len(village.held_by(member))}
        for _, group, centre in village.centres():
            if group.leader is None:
                yield "centre-without-leader", centre.host.name, {}
        for branch, group in village.groups():
            name = group_name(group.number)
            if not any(name in seat.liaises for seat in branch.seats):
                yield "group-without-branch-member", name, {}
        for branch in village.branches if village.general is not None else ():
            if not any(branch.name in seat.liaises for seat in village.general or ()):
                yield "branch-without-committee-member", branch.name, {}
        for grid in village.bare_grids:
            yield "grid-without-group", f"第{grid}网格", {}

    def _loads(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        village = self.village
        for seat in village.general or ():
            yield from _bounded("committee-member-load", seat.person.name, len(seat.liaises), 1, 2)
        for branch in village.branches:
            for seat in branch.seats:
                yield from _bounded("branch-member-load", seat.person.name, len(seat.liaises), 1, 2)
        for leader, groups in self._leaders():
            centres = sum(len(group.centres) for group in groups)
            yield from _bounded("leader-load", leader.name, centres, 2, 5)
        for _, _, centre in village.centres():
            yield from _bounded("centre-load", centre.host.name, len(centre.members), 5, 10)
        for member in self._members():
            least = 0 if member.remark else 10
            held = len(village.held_by(member))
            yield from _bounded("member-load", member.name, held, least, 15)

    def _consistency(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for leader, groups in self._leaders():
            if len(groups) > 1:
                yield "leads-two-groups", leader.name, {"value": len(groups)}
        centres = list(self.village.centres())
        for _, group, centre in centres:
            for member in (centre.host, *centre.members):
                away = [h for h in self.village.held_by(member) if h.grid != group.number]
                if away:
                    yield "liaises-across-grids", member.name, {"value": len(away)}
        for person in {id(c.host): c.host for _, _, c in centres}.values():
            hosted = sum(len(c.members) for _, _, c in centres if c.host is person)
            led = sum(len(g.centres) for _, g in self.village.groups() if g.leader is person)
            total = len(self.village.held_by(person)) + hosted + led
            yield from _bounded("person-total-load", person.name, total, 0, 25)

    def _leaders(self) -> list[tuple[Person, list[Group]]]:
        led: dict[int, tuple[Person, list[Group]]] = {}
        for _, group in self.village.groups():
            if group.leader is not None:
                led.setdefault(id(group.leader), (group.leader, []))[1].append(group)
        return list(led.values())

    def _members(self) -> Iterator[Person]:
        for _, _, centre in self.village.centres():
            yield from (centre.host, *centre.members)
        yield from (member for member, _ in self.village.loose)


def _name(household: Household) -> str:
    return f"{household.head} {household.address}"


def _bounded(
    rule: str, name: str, value: int, least: int, most: int
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if not least <= value <= most:
        yield rule, name, {"value": value}


def _firm_findings(township: Township) -> Iterator[tuple[str, str, dict[str, Any]]]:
    reached = {firm.name for each in township.instructors for firm in each.firms}
    for firm in township.firms:
        if firm.members > 2 and firm.form != "own":
            yield "enterprise-needs-own-organisation", firm.name, {"value": firm.members}
        if firm.form == "none" and firm.name not in reached:
            yield "enterprise-unreached", firm.name, {}
        if firm.employees > 49 and firm.members == 0:
            yield "enterprise-without-member", firm.name, {"value": firm.employees}
    for instructor in township.instructors:
        name, firms = instructor.person.name, instructor.firms
        yield from _bounded("instructor-load", name, len(firms), 0, 3)
        largest = max(firm.employees for firm in firms)
        if largest < 50:
            yield "instructor-large-enterprise", name, {"value": largest}
        until = years_later(instructor.since, instructor.years)
        yield from _ending("instructor-term", name, [until])
    yield from _rates(township, reached)
    sizes = Counter(firm.organisation for firm in township.firms if firm.organisation)
    for name, size in sizes.items():
        yield from _bounded("joint-organisation-size", name, size, 0, 10)
        yield "organisation-without-partner", name, {}


def _rates(township: Township, reached: set[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    def organised(firm: Firm) -> bool:
        return firm.form in ("own", "joint")

    def worked(firm: Firm) -> bool:
        return organised(firm) or firm.members > 0 or firm.name in reached

    below = len(township.firms)
    for rule, covers in (("organisation-coverage", organised), ("work-coverage", worked)):
        above = sum(covers(firm) for firm in township.firms)
        if above * 100 < 90 * below:
            detail = {"value": round(100 * above / below, 1), "numerator": above}
            yield rule, township.name, {**detail, "denominator": below}


def _agreement_findings(township: Township) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for village in township.villages:
        head = village.head_organisation
        until = [each.until for each in township.agreements if each.organisation == head]
        yield from _ending("agreement-ended", head, [day for day in until if day is not None])
        if not any(day is None or day >= REPORTED_ON for day in until):
            names = {head, *(branch.name for branch in village.branches)}
            for name in sorted(names):
                yield "organisation-without-partner", name, {}


def _ending(
    rule: str, name: str, until: list[dt.date]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    soon = [day for day in until if (day - REPORTED_ON).days < 60]
    if soon:
        first = min(soon)
        yield rule, name, {"value": (first - REPORTED_ON).days, "until": first.isoformat()}
