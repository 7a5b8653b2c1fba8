"""Who and what the figures count: members, groups, organisations, instructors, enterprises.

Each register is a list like those of the findings, so that a figure of any area can open it.
"""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.checks.enterprises import covered_by_organisation, covered_by_work, operating
from graph.messages import _
from graph.snapshot import Snapshot
from graph.snapshot.arrays import Flags, Positions
from graph.snapshot.naming import ids_of, names_of
from graph.snapshot.standing import Standing
from graph.words import word
from viz.listing import Listing, ListRow
from viz.seat import Tier, tier_word

MEMBERS: Final = "list-members"
CENTRES: Final = "list-centres"
GROUPS: Final = "list-groups"
ORGANISATIONS: Final = "list-organisations"
INSTRUCTORS: Final = "list-instructors"
ENTERPRISES: Final = "list-enterprises"

Cells = tuple[str | int | float, ...]


@dataclass(frozen=True)
class Registers:
    """Makes the registers of one area (None: everywhere), each of at most `limit` lines.

    Where a register has more, lines in the areas of `first` are kept first.
    """

    snapshot: Snapshot
    area: str | None
    limit: int
    first: Container[str]

    def all(self) -> list[Listing]:
        """Every register that has lines."""
        made = (
            self.members(), self.centres(), self.groups(), self.organisations(),
            self.instructors(), self.enterprises(),
        )  # fmt: skip
        return [register for register in made if register.count]

    def members(self) -> Listing:
        """Members on the rosters: their centre household, their households, why not."""
        standing = self.snapshot.derived(Standing)

        def cells(person: int) -> Cells:
            is_exempt = bool(self.snapshot.is_true("Person", "exempt")[person])
            away = self.snapshot.nodes["Person"].value(person, "unavailable_until")
            said = _("exempt") if is_exempt else ""
            if not standing.available[person]:
                said = _("away until %(day)s") % {"day": away}
            return (
                self._centre_of(person),
                int(standing.households[person]),
                _("yes") if standing.expected[person] else _("no"),
                said,
            )

        def flags(person: int) -> str:
            return "E" * bool(standing.expected[person]) + "L" * bool(standing.liaising[person])

        headings = (word("CentreHousehold"), _("households liaised"), _("asked"), _("remark"))
        return self._made(MEMBERS, word("is_member"), "Person", headings, cells,
                          standing.listed, flags)  # fmt: skip

    def centres(self) -> Listing:
        """Centre households: kind, leader, members."""

        def cells(centre: int) -> Cells:
            members = self.snapshot.link("LIAISES", "CentreHousehold", "Person")
            kind = self.snapshot.nodes["CentreHousehold"].value(centre, "kind")
            return (
                word(str(kind or "")),
                self._names("LIAISES", "Person", centre, "CentreHousehold"),
                len(members.targets_of(centre)),
            )

        headings = (_("kind"), tier_word(Tier.LEADER), _("members liaised"))
        return self._made(CENTRES, word("CentreHousehold"), "CentreHousehold",
                          headings, cells)  # fmt: skip

    def groups(self) -> Listing:
        """Party groups: organisation, branch member, leader."""

        def cells(group: int) -> Cells:
            under = self.snapshot.link("UNDER", "PartyGroup", "Organisation").targets_of(group)
            return (
                _joined(self.snapshot, "Organisation", under.tolist()),
                self._names("LIAISES", "Person", group, "PartyGroup"),
                self._names("LEADS", "Person", group, "PartyGroup"),
            )

        headings = (word("Organisation"), tier_word(Tier.BRANCH_MEMBER), tier_word(Tier.LEADER))
        return self._made(GROUPS, word("PartyGroup"), "PartyGroup", headings, cells)

    def organisations(self) -> Listing:
        """Organisations: kind, the one above, who liaises them, groups below."""

        def cells(organisation: int) -> Cells:
            above = self.snapshot.link("UNDER", "Organisation", "Organisation")
            groups = self.snapshot.link("UNDER", "PartyGroup", "Organisation")
            kind = self.snapshot.nodes["Organisation"].value(organisation, "kind")
            return (
                word(str(kind or "")),
                _joined(self.snapshot, "Organisation", above.targets_of(organisation).tolist()),
                self._names("LIAISES", "Person", organisation, "Organisation"),
                len(groups.rows_to(organisation)),
            )

        is_branch = self.snapshot.is_one_of("Organisation", "kind", "branch", "joint_branch")
        headings = (_("kind"), _("organisation above"), _("liaised by"), word("PartyGroup"))
        return self._made(
            ORGANISATIONS, word("Organisation"), "Organisation", headings, cells,
            flags=lambda organisation: "B" * bool(is_branch[organisation]),
        )  # fmt: skip

    def instructors(self) -> Listing:
        """Enterprise instructors: how many enterprises, which."""
        instructs = self.snapshot.link("INSTRUCTS", "Person", "Enterprise")

        def cells(person: int) -> Cells:
            found = instructs.targets_of(person).tolist()
            return len(found), _joined(self.snapshot, "Enterprise", found)

        headings = (_("enterprises instructed"), word("Enterprise"))
        return self._made(INSTRUCTORS, _("instructor"), "Person", headings, cells,
                          self.snapshot.derived(Standing).instructing)  # fmt: skip

    def enterprises(self) -> Listing:
        """Enterprises that are not closed, and what reaches each."""
        properties = ("status", "employees", "members", "probationary", "organisation_form")
        organised, worked = covered_by_organisation(self.snapshot), covered_by_work(self.snapshot)
        is_open = ~self.snapshot.is_one_of("Enterprise", "status", "closed")
        asked = operating(self.snapshot)

        def coverage(enterprise: int) -> str:
            if organised[enterprise]:
                return _("organisation coverage")
            if worked[enterprise]:
                return _("work coverage")
            return _("reached by nobody") if asked[enterprise] else ""

        def cells(enterprise: int) -> Cells:
            node = self.snapshot.nodes["Enterprise"]
            values = (node.value(enterprise, name) for name in properties)
            return (
                coverage(enterprise),
                *("" if value is None else value if isinstance(value, int) else word(str(value))
                  for value in values),
                self._names("COVERS", "Organisation", enterprise, "Enterprise"),
                self._names("INSTRUCTS", "Person", enterprise, "Enterprise"),
            )  # fmt: skip

        headings = (_("coverage"), *map(word, properties), word("Organisation"), _("instructor"))
        return self._made(ENTERPRISES, word("Enterprise"), "Enterprise", headings,
                          cells, is_open)  # fmt: skip

    def _made(
        self,
        id: str,
        what: str,
        label: str,
        headings: tuple[str, ...],
        cells: Callable[[int], Cells],
        chosen: Flags | None = None,
        flags: Callable[[int], str] = lambda _position: "",
    ) -> Listing:
        """A register of the nodes of a label, called `what`, area and name before `cells`."""
        inside = self.snapshot.inside(label, self.snapshot.area(self.area))
        positions = np.flatnonzero(inside if chosen is None else inside & chosen)
        shown = self._kept(label, positions)
        areas = self.snapshot.area_of(label)[shown]
        rows = [
            ListRow(
                ids_of(self.snapshot, "Area", [area])[0] if area >= 0 else "",
                flags(position),
                (self.snapshot.areas.path(area), name, *cells(position)),
            )
            for position, area, name in zip(
                shown, areas.tolist(), names_of(self.snapshot, label, shown), strict=True
            )
        ]
        return Listing(
            id=id,
            title=_("Register of %(what)s") % {"what": what},
            count=len(positions),
            headings=(_("area"), _("name"), *headings),
            rows=tuple(rows),
        )

    def _kept(self, label: str, positions: Positions) -> list[int]:
        """At most `limit` positions, those in the areas of `first` before others; area by area."""
        areas = self.snapshot.area_of(label)
        if len(positions) > self.limit:
            ids = self.snapshot.ids("Area").to_pylist()
            preferred = np.array([one in self.first for one in ids] + [False])
            later = ~preferred[areas[positions]]
            positions = positions[np.argsort(later, kind="stable")[: self.limit]]
        place = np.append(self.snapshot.areas.first, -1)[areas[positions]]
        return [int(one) for one in positions[np.lexsort((positions, place))]]

    def _centre_of(self, person: int) -> str:
        liaised = self.snapshot.link("LIAISES", "CentreHousehold", "Person").sources_of(person)
        hosted = self.snapshot.link("HOSTS", "Person", "CentreHousehold").targets_of(person)
        return _joined(self.snapshot, "CentreHousehold", np.union1d(liaised, hosted).tolist())

    def _names(self, type: str, label: str, position: int, to_label: str) -> str:
        """The names of those from whom links of a type go to a node."""
        found = self.snapshot.link(type, label, to_label).sources_of(position)
        return _joined(self.snapshot, label, found.tolist())


def _joined(snapshot: Snapshot, label: str, positions: Sequence[int]) -> str:
    return _(", ").join(names_of(snapshot, label, positions)) if positions else ""
