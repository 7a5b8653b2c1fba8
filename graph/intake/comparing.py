"""Annex 1 against everything else: the numbers a branch declares, and what counting gives."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from graph.intake.claims import Claims, Declared, Difference, PersonRef
from graph.intake.identity.resolution import Resolution
from graph.intake.kept import Kept
from graph.intake.keys import organisation_key
from graph.messages import N_, _
from graph.model import Link, LinkKey

_WORDS = {
    "grids": N_("number of grids"),
    "groups": N_("number of Party groups"),
    "centres": N_("number of centre households"),
    "members": N_("number of members liaised by centre households"),
    "households": N_("number of households"),
    "instructors": N_("number of village instructors"),
}


class Counting:
    """The network as it will be: what is kept, without what ends, with what is new.

    Counts follow a branch to its groups, their grids, and what lies in those.
    """

    def __init__(
        self,
        kept: Kept,
        new: Iterable[Link],
        ended: Iterable[LinkKey],
        names: Mapping[str, str],
        resolution: Resolution,
    ) -> None:
        self._resolution = resolution
        self._names = names
        self._kept = kept
        gone = set(ended)
        links = {key: link for key, link in kept.links.items() if key not in gone}
        links.update((link.key, link) for link in new)
        self._area: dict[str, str] = {}
        self._groups: dict[str, list[str]] = defaultdict(list)
        self._leaders: dict[str, set[str]] = defaultdict(set)
        self._centre_leaders: dict[str, set[str]] = defaultdict(set)
        self._centre_members: dict[str, set[str]] = defaultdict(set)
        self._in_area: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._parent = dict(kept.parent)
        for link in links.values():
            self._add(link)

    def _add(self, link: Link) -> None:
        match link.type, link.from_label, link.to_label:
            case "WITHIN", _, _:
                self._parent[link.from_id] = link.to_id
            case "LOCATED_IN", _, _:
                self._area[link.from_id] = link.to_id
                self._in_area[link.to_id][link.from_label].append(link.from_id)
            case "UNDER", "PartyGroup", _:
                self._groups[link.to_id].append(link.from_id)
            case "LEADS", _, _:
                self._leaders[link.to_id].add(link.from_id)
            case "LIAISES", "Person", "CentreHousehold":
                self._centre_leaders[link.to_id].add(link.from_id)
            case "LIAISES", "CentreHousehold", _:
                self._centre_members[link.from_id].add(link.to_id)

    def differences(self, claims: Claims) -> list[Difference]:
        """Every number of annex 1 that counting does not give."""
        found = []
        for declared in claims.declared:
            counted = self._count(declared, claims)
            for name, number in declared.numbers.items():
                if name in counted and counted[name] != number:
                    origin = declared.origin._replace(column=declared.letters[name])
                    what = f"{declared.village.name} {declared.branch} {_(_WORDS[name])}"
                    found.append(Difference(origin, what, number, counted[name]))
        return found

    def _count(self, declared: Declared, claims: Claims) -> dict[str, int]:
        village = self._resolution.area_id(declared.village)
        branch = self._branch(declared, village)
        counted = self._count_branch(branch, village) if branch is not None else {}
        # What nobody has told of a village yet differs from nothing.
        known = self._known_in(village)
        counted = {name: number for name, number in counted.items() if name in known}
        instructors: set[PersonRef] = set()
        for area, people in claims.village_instructors.items():
            if self._resolution.area_id(area) == village:
                instructors |= people
        if claims.village_instructors:
            counted["instructors"] = len(instructors)
        return counted

    def _known_in(self, village: str) -> set[str]:
        """The kinds of number that anything is kept for in the village."""
        places = [village, *(area for area, parent in self._parent.items() if parent == village)]
        labels = {label for each in places for label, ids in self._in_area[each].items() if ids}
        has_grid = any(self._in_area[each]["PartyGroup"] for each in places if each != village)
        known = {"groups"} if "PartyGroup" in labels else set()
        known |= {"grids"} if has_grid else set()
        known |= {"centres", "members"} if "CentreHousehold" in labels else set()
        return known | ({"households"} if "Household" in labels else set())

    def _branch(self, declared: Declared, village: str) -> str | None:
        key = organisation_key(declared.branch, *declared.village.names)
        for node_id in self._in_area[village]["Organisation"]:
            if organisation_key(self._names.get(node_id, ""), *declared.village.names) == key:
                return node_id
        return None

    def _count_branch(self, branch: str, village: str) -> dict[str, int]:
        groups = self._groups[branch]
        grids = {area for each in groups if (area := self._area.get(each)) and area != village}
        leaders = {leader for each in groups for leader in self._leaders[each]}
        centres = [
            centre
            for area in (*grids, village)
            for centre in self._in_area[area]["CentreHousehold"]
            if area in grids or self._centre_leaders[centre] & leaders
        ]
        alone = [
            node_id
            for node_id in self._in_area[village]["Organisation"]
            if self._groups.get(node_id)
        ]
        # A village's only branch answers for every household, in whatever grid or in none.
        is_alone = alone == [branch]
        everywhere = [village, *(area for area, up in self._parent.items() if up == village)]
        places = everywhere if is_alone else list(grids)
        return {
            "grids": len(grids),
            "groups": len(groups),
            "centres": len(centres),
            "members": sum(len(self._centre_members[each]) for each in centres),
            "households": sum(len(self._in_area[each]["Household"]) for each in places),
        }
