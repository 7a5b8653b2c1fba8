"""Organisations proposed: founded or joined, each enterprise one change that can be unticked."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from graph.ledger.changes import CreateLink, CreateNode, Operation, SetNode
from graph.messages import N_, _
from graph.model import Link, Node
from graph.planning.instructors.demands import Demands
from graph.planning.instructors.field import Field
from graph.planning.instructors.joint.demands import JoiningDemands
from graph.planning.instructors.joint.facts import OrganisationFacts
from graph.planning.instructors.joint.solve import Grouped, group
from graph.planning.instructors.time_shares import TimeShares
from graph.planning.plan import Change, Part
from graph.planning.reason import Id, Reason, ids


@dataclass(frozen=True, slots=True)
class Founding:
    """What enterprises found or join: these have an organisation when it is applied.

    A change that joins a new organisation needs the one that begins it.
    """

    changes: tuple[Change, ...] = ()
    parts: tuple[Part, ...] = ()
    notes: tuple[Reason, ...] = ()
    enterprises: frozenset[int] = frozenset()
    clashes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class _Body:
    """An organisation and who comes into it; `existing` is its position where it is there."""

    enterprises: tuple[int, ...]
    is_own: bool
    existing: int | None = None


def propose(field: Field, demands: Demands, *, time_limit_s: float) -> Founding:
    """Organisations of their own and joint ones, for the enterprises asked about.

    An enterprise with members enough founds its own. Those with some, but too few, come
    together within their township, street or park: as many as possible, in as few new
    organisations as possible, of one area before of one sector. Where no member is known there
    is no organisation: these get an instructor. Without the wish for joint organisations only
    what is pinned to one joins it.
    """
    facts = OrganisationFacts(field, JoiningDemands.of(field, demands))
    bodies = [
        _Body(tuple(joined), is_own=False, existing=organisation)
        for organisation, joined in sorted(facts.pinned.items())
    ]
    parts: list[Part] = []
    if field.wishes.joint:
        bodies += [_Body((each,), is_own=True) for each in facts.own]
        for district, grouped in _grouped(facts, time_limit_s):
            bodies += _bodies(facts, district, grouped)
            parts.append(_part(facts, district, grouped))
    return _Proposed(facts, bodies).founding(tuple(parts))


def _grouped(facts: OrganisationFacts, time_limit_s: float) -> Iterator[tuple[int, Grouped]]:
    """The best grouping of every district, each with its share of the time."""
    shares = TimeShares(time_limit_s, [len(each) ** 2 for each in facts.small.values()])
    seed = facts.field.ground.request.seed
    for district in facts.small:
        grouping = facts.grouping(district)
        yield district, group(grouping, time_limit_s=shares.next(), seed=seed)


def _part(facts: OrganisationFacts, district: int, grouped: Grouped) -> Part:
    return Part(
        (facts.field.area_id(district),), len(facts.small[district]),
        len(facts.joint_in(district)),
        grouped.status, grouped.aims.score, grouped.bound.score,
    )  # fmt: skip


def _bodies(facts: OrganisationFacts, district: int, grouped: Grouped) -> Iterator[_Body]:
    existing = facts.joint_in(district)
    members: dict[int, list[int]] = defaultdict(list)
    for enterprise, number in zip(facts.small[district], grouped.chosen, strict=True):
        if number is not None:
            members[number].append(enterprise)
    for number in sorted(members):
        is_there = number < len(existing)
        yield _Body(tuple(members[number]), False, existing[number] if is_there else None)


@dataclass(frozen=True, eq=False)
class _Proposed:
    """Bodies, to be said as changes."""

    facts: OrganisationFacts
    bodies: Sequence[_Body]

    def founding(self, parts: tuple[Part, ...]) -> Founding:
        """The changes of all bodies, in order, numbered from 1."""
        field = self.facts.field
        begun = [each for each in self.bodies if each.existing is None]
        new = iter(field.ground.new_ids("Organisation", len(begun)) if begun else [])
        names = _Names(field)
        changes: list[Change] = []
        for body in self.bodies:
            first: list[Operation] = []
            if body.existing is None:
                organisation = next(new)
                first = self._begin(organisation, body, names)
            else:
                organisation = field.organisation_id(body.existing)
            opening = len(changes) + 1
            for place, enterprise in enumerate(body.enterprises):
                operations = (
                    *(first if place == 0 else ()),
                    *self._cover(organisation, body, enterprise),
                )
                needs = (opening,) if place and body.existing is None else ()
                changes.append(Change(
                    len(changes) + 1, field.enterprise_id(enterprise), (), organisation,
                    field.area_id(field.area[enterprise]), self._reason(organisation, body, enterprise),
                    operations, needs,
                ))  # fmt: skip
        covered = frozenset(each for body in self.bodies for each in body.enterprises)
        return Founding(tuple(changes), parts, self._notes(len(begun)), covered, self._clashes())

    def _begin(self, organisation: str, body: _Body, names: "_Names") -> list[Operation]:
        """The organisation begins, where its enterprises are and under the committee there."""
        field = self.facts.field
        area = self._common_area(body)
        kind = "branch" if body.is_own else "joint_branch"
        name = names.own(body.enterprises[0]) if body.is_own else names.joint(area)
        found: list[Operation] = [
            CreateNode(Node("Organisation", organisation, {"name": name, "kind": kind}))
        ]
        if area >= 0:
            place = Link("LOCATED_IN", "Organisation", organisation, "Area", field.area_id(area))
            found.append(CreateLink(place))
        committee = self.facts.committee(self.facts.district(body.enterprises[0]))
        if committee is not None:
            above = field.organisation_id(committee)
            link = Link("UNDER", "Organisation", organisation, "Organisation", above)
            found.append(CreateLink(link))
        return found

    def _cover(self, organisation: str, body: _Body, enterprise: int) -> tuple[Operation, ...]:
        kind = "own" if body.is_own else "joint"
        item = self.facts.field.enterprise_id(enterprise)
        link = Link("COVERS", "Organisation", organisation, "Enterprise", item, {"kind": kind})
        return CreateLink(link), SetNode(item, {"organisation_form": kind})

    def _common_area(self, body: _Body) -> int:
        """The smallest area that holds them all."""
        areas = self.facts.field.snapshot.areas
        first, *others = (self.facts.field.area[each] for each in body.enterprises)
        for area in areas.upwards(first):
            if all(areas.inside(area)[each] for each in others):
                return area
        return -1

    def _reason(self, organisation: str, body: _Body, enterprise: int) -> Reason:
        members = self.facts.members
        own, least = members[enterprise], self.facts.least(enterprise)
        if body.is_own:
            return Reason(
                N_("It has %(members)s full members and no organisation; from %(least)s on an "
                   "enterprise has its own"),
                {"members": own, "least": least},
            )  # fmt: skip
        said = {"members": own, "least": least, "count": len(body.enterprises)}
        if body.existing is not None:
            return Reason(
                N_("It has %(members)s full members, fewer than %(least)s, and joins "
                   "%(organisation)s, which has room"),
                said | {"organisation": Id(organisation)},
            )  # fmt: skip
        together = sum(members[each] for each in body.enterprises)
        return Reason(
            N_("It has %(members)s full members, fewer than %(least)s; the %(count)s enterprises "
               "of the joint organisation have %(together)s together"),
            said | {"together": together},
        )  # fmt: skip

    def _clashes(self) -> tuple[Reason, ...]:
        """What is pinned to organisations and cannot be."""
        field, demands = self.facts.field, self.facts.demands
        had = {each for joined in self.facts.pinned.values() for each in joined}
        message = N_("%(item)s is pinned to %(agent)s, which it cannot join or which has no room")
        return demands.clashes + tuple(
            Reason(message, {
                "item": Id(field.enterprise_id(each)),
                "agent": Id(field.organisation_id(demands.joined[each])),
            })
            for each in sorted(set(demands.joined) - had)
        )  # fmt: skip

    def _notes(self, begun: int) -> tuple[Reason, ...]:
        notes = []
        if begun:
            notes.append(Reason(
                N_("%(count)s organisations are founded: each needs a cadre who liaises it and a "
                   "partner for co-building"),
                {"count": begun},
            ))  # fmt: skip
        covered = {each for body in self.bodies for each in body.enterprises}
        smalls = self.facts.small.values() if self.facts.field.wishes.joint else ()
        alone = [each for group in smalls for each in group if each not in covered]
        if alone:
            notes.append(Reason(
                N_("%(items)s have some members but are too few for a joint organisation"),
                {"items": ids(*map(self.facts.field.enterprise_id, alone))},
            ))  # fmt: skip
        return tuple(notes)


class _Names:
    """Names for new organisations that no organisation has yet."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._used = set(field.snapshot.column("Organisation", "name").to_pylist())

    def own(self, enterprise: int) -> str:
        """The name of an enterprise's own organisation."""
        field = self._field
        called = field.value(enterprise, "name") or field.enterprise_id(enterprise)
        name = _("Party branch of %(enterprise)s") % {"enterprise": called}
        self._used.add(name)
        return name

    def joint(self, area: int) -> str:
        """The name of the next joint organisation of an area."""
        called = self._field.snapshot.areas.names[area] if area >= 0 else ""
        for number in count(1):
            name = _("Joint Party branch %(number)s of %(area)s") % {
                "number": number,
                "area": called,
            }
            if name not in self._used:
                self._used.add(name)
                return name
        raise AssertionError  # numbers do not end
