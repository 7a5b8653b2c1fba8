"""Which enterprises could found or join an organisation, and where there is one with room."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.checks.judge import Judge
from graph.planning.instructors.field import Field
from graph.planning.instructors.joint.demands import JoiningDemands
from graph.planning.instructors.joint.grouping import Existing, Grouping, Small
from graph.snapshot.arrays import Flags, Numbers, any_at


@dataclass(frozen=True, eq=False)
class OrganisationFacts:
    """What organisations could be founded of, and which could be joined."""

    field: Field
    demands: JoiningDemands

    @cached_property
    def members(self) -> list[int]:
        """Full members of every enterprise, -1 where nothing is known."""
        return list(self.field.snapshot.numbers("Enterprise", "members", -1).tolist())

    @cached_property
    def pinned(self) -> dict[int, list[int]]:
        """By organisation, the enterprises pinned to it that can join it, by id."""
        rooms = {each: self._free(each) for joint in self._joint.values() for each in joint}
        found: dict[int, list[int]] = defaultdict(list)
        for enterprise in sorted(self.demands.joined):
            organisation = self.demands.joined[enterprise]
            if enterprise in self._free_enterprises and rooms.get(organisation, 0) > 0:
                rooms[organisation] -= 1
                found[organisation].append(enterprise)
        return found

    @cached_property
    def own(self) -> list[int]:
        """Enterprises with members enough for an organisation of their own, by id."""
        return [each for each in self._open if self.members[each] >= self.least(each)]

    @cached_property
    def small(self) -> dict[int, list[int]]:
        """By district, enterprises with some members but too few for their own, by id."""
        found: dict[int, list[int]] = defaultdict(list)
        for each in self._open:
            district = self.district(each)
            if district >= 0 and 0 < self.members[each] < self.least(each):
                found[district].append(each)
        return dict(sorted(found.items()))

    def least(self, enterprise: int) -> int:
        """From how many full members on an enterprise has its own organisation."""
        return int(self._own_from[enterprise]) + 1

    def district(self, enterprise: int) -> int:
        """The township, street or park an enterprise lies in; -1 for none."""
        area = self.field.area[enterprise]
        return self.field.districts.of_area[area] if area >= 0 else -1

    def joint_in(self, district: int) -> list[int]:
        """The joint organisations of a district that have room, by id."""
        return [each for each in self._joint.get(district, []) if self._room(each) > 0]

    def grouping(self, district: int) -> Grouping:
        """The enterprises and organisations of a district as a bare problem."""
        smalls = self.small[district]
        areas = {self.field.area[each] for each in smalls} | {district}
        return Grouping(
            tuple(map(self._small, smalls)),
            tuple(map(self._existing, self.joint_in(district))),
            # A new one may come to lie in any of these areas: the tightest bound holds.
            min(int(self._largest_in[each]) for each in areas),
            max(map(self.least, smalls)),
        )

    def committee(self, district: int) -> int | None:
        """The committee of a township, street or park; None where there is none."""
        located = self.field.snapshot.area_of("Organisation")
        found = np.flatnonzero(self._is_committee & (located == district))
        return int(found[0]) if len(found) else None

    @cached_property
    def _open(self) -> list[int]:
        """Enterprises that could and of which nothing else is said, by id."""
        said = self.demands.alone | set(self.demands.joined)
        return sorted(self._free_enterprises - said)

    @cached_property
    def _free_enterprises(self) -> frozenset[int]:
        """Enterprises asked about that are known to have none, and are named in none."""
        facts = self.field
        covers = facts.snapshot.link("COVERS", "Organisation", "Enterprise")
        named = any_at(covers.target, facts.snapshot.count("Enterprise"))
        found = np.flatnonzero(facts.is_without_organisation & facts.is_asked & ~named)
        return frozenset(found.tolist())

    @cached_property
    def _own_from(self) -> Numbers:
        judge = self._judge("enterprise-needs-own-organisation")
        return judge.maximum(judge.of_areas(self.field.snapshot.area_of("Enterprise")))

    @cached_property
    def _largest_in(self) -> Numbers:
        judge = self._judge("joint-organisation-size")
        return judge.maximum(judge.of_areas(self.field.snapshot.area_of("Area")))

    @cached_property
    def _is_committee(self) -> Flags:
        return self.field.snapshot.is_one_of(
            "Organisation", "kind", "party_committee", "work_committee", "composite_committee"
        )

    @cached_property
    def _covered(self) -> dict[int, list[int]]:
        """By joint organisation, the enterprises in operation it covers."""
        facts = self.field.snapshot
        covers = facts.link("COVERS", "Organisation", "Enterprise")
        joint = facts.link_is_one_of("COVERS", "Organisation", "Enterprise", "kind", "joint")
        keep = joint & self.field.is_operating[covers.target]
        found: dict[int, list[int]] = defaultdict(list)
        for each in np.unique(covers.source[joint]).tolist():
            found[each] = []
        for each, enterprise in zip(
            covers.source[keep].tolist(), covers.target[keep].tolist(), strict=True
        ):
            found[each].append(enterprise)
        return found

    @cached_property
    def _joint(self) -> dict[int, list[int]]:
        located = self.field.snapshot.area_of("Organisation")
        found: dict[int, list[int]] = defaultdict(list)
        for each in sorted(self._covered):
            area = int(located[each])
            found[self.field.districts.of_area[area] if area >= 0 else -1].append(each)
        return found

    def _room(self, organisation: int) -> int:
        """How many more may join besides those pinned to it."""
        if organisation in self.demands.closed:
            return 0
        return self._free(organisation) - len(self.pinned.get(organisation, ()))

    def _free(self, organisation: int) -> int:
        area = int(self.field.snapshot.area_of("Organisation")[organisation])
        return int(self._largest_in[area]) - len(self._covered[organisation])

    def _small(self, enterprise: int) -> Small:
        area = self.field.area[enterprise]
        village = self.field.districts.village[area]
        sector = self.field.sector[enterprise]
        return Small(self.members[enterprise], village, area, sector)

    def _existing(self, organisation: int) -> Existing:
        covered = self._covered[organisation]
        areas = frozenset(self.field.area[each] for each in covered) - {-1}
        villages = frozenset(self.field.districts.village[each] for each in areas)
        sectors = frozenset(self.field.sector[each] for each in covered)
        return Existing(self._room(organisation), villages, areas, sectors)

    def _judge(self, rule: str) -> Judge:
        snapshot, rules = self.field.snapshot, self.field.ground.rules
        return Judge.of(rules[rule], rules, snapshot.areas, snapshot.nodes["Area"])
