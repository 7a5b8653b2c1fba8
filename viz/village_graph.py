"""One village's sub-network, asked the questions its pyramid is built from."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Final

from viz.network import Graph, linked_from, linked_to
from viz.order import natural

GENERAL_BRANCHES: Final = ("general_branch", "joint_general_branch")
_BRANCHES: Final = ("branch", "joint_branch")


class VillageGraph:
    """What lies in `area` and whatever is linked to it, as `network_of` gives it."""

    def __init__(self, graph: Graph, area: str) -> None:
        self.graph, self.area = graph, area

    @cached_property
    def areas(self) -> list[str]:
        """The village and every area inside it, the village first."""
        found = [self.area]
        for each in found:
            found += linked_from(self.graph, each, "WITHIN", "Area")
        return found

    def located(self, label: str) -> list[str]:
        """The nodes of a label that lie in the village, by name and id."""
        found = dict.fromkeys(
            one
            for place in self.areas
            for one in linked_from(self.graph, place, "LOCATED_IN", label)
        )
        return self.ordered(found)

    def ordered(self, ids: Iterable[str]) -> list[str]:
        """These nodes by name, numbers in names by their value, then by id."""
        return sorted(ids, key=self._order)

    def _order(self, id: str) -> tuple[Any, ...]:
        return natural(str(self.graph.nodes[id].get("name") or "")), natural(id)

    def name(self, id: str) -> str:
        """What people call a node; its id where it has no name."""
        data = self.graph.nodes[id]
        return f"{data.get('name') or id}{data.get('mark') or ''}"

    def those_who(self, type: str, id: str) -> list[str]:
        """The people from whom a link of this type goes to a node, by id."""
        return sorted(linked_from(self.graph, id, type, "Person"), key=natural)

    def organisations(self) -> list[str]:
        """Organisations of any kind with Party groups, and branches of a general branch.

        A branch that covers enterprises and has no group stands outside the pyramid.
        """
        bearing = {
            one
            for group in self.located("PartyGroup")
            for one in linked_to(self.graph, group, "UNDER")
        }
        idle = {
            one
            for one in self.located("Organisation")
            if self.graph.nodes[one].get("kind") in _BRANCHES
            and self.general_branch(one)
            and not linked_to(self.graph, one, "COVERS")
        }
        return sorted(bearing | idle, key=self._first_group)

    def _first_group(self, organisation: str) -> tuple[Any, ...]:
        """Orders branches by their first group: groups are numbered where branches are not."""
        groups = linked_from(self.graph, organisation, "UNDER", "PartyGroup")
        first = min((self._order(one) for one in groups), default=())
        return (not groups, first, self._order(organisation))

    def general_branch(self, organisation: str) -> str | None:
        """The general branch an organisation is under, or None."""
        above = linked_to(self.graph, organisation, "UNDER", "Organisation")
        return next(
            (one for one in above if self.graph.nodes[one].get("kind") in GENERAL_BRANCHES), None
        )

    def committee_member(self, organisation: str) -> str | None:
        """Who liaises a branch and serves the general branch above it, or None."""
        general = self.general_branch(organisation)
        if general is None:
            return None
        committee = self.those_who("SERVES", general)
        return next(
            (one for one in self.those_who("LIAISES", organisation) if one in committee), None
        )

    def groups_reached(self, leader: str, centre: str) -> list[str]:
        """The groups a centre household reaches: its leader's in its own area, if any, else all."""
        led = linked_to(self.graph, leader, "LEADS", "PartyGroup")
        place = {*linked_to(self.graph, centre, "LOCATED_IN")}
        here = [one for one in led if place & {*linked_to(self.graph, one, "LOCATED_IN")}]
        return here or led

    def unled_centres(self, group: str) -> list[str]:
        """Centre households in a group's area that nobody liaises."""
        found = [
            centre
            for place in linked_to(self.graph, group, "LOCATED_IN")
            for centre in linked_from(self.graph, place, "LOCATED_IN", "CentreHousehold")
            if not self.those_who("LIAISES", centre)
        ]
        return self.ordered(found)

    def liaising(self) -> list[str]:
        """Everybody who liaises a household of the village, or lives here and liaises one."""
        found = {
            one
            for household in self.located("Household")
            for one in self.those_who("LIAISES", household)
        }
        own = self.located("Person")
        found.update(one for one in own if linked_to(self.graph, one, "LIAISES", "Household"))
        return self.ordered(found)

    def is_elsewhere(self, person: str) -> bool:
        """Whether someone not placed yet lives, or has a centre household, outside the village."""
        place = linked_to(self.graph, person, "LOCATED_IN", "Area")
        centres = linked_from(self.graph, person, "LIAISES", "CentreHousehold")
        centres += linked_to(self.graph, person, "HOSTS")
        return bool(centres) or not place or place[0] not in self.areas

    def uncovered(self) -> list[str]:
        """The households no member liaises."""
        return [one for one in self.located("Household") if not self.those_who("LIAISES", one)]

    def leaders_above(self, organisations: Sequence[str]) -> list[str]:
        """Those who liaise these organisations, or the one above, without serving there."""
        found: dict[str, None] = {}
        for organisation in organisations:
            general = self.general_branch(organisation)
            for each in filter(None, (general, organisation)):
                serving = self.those_who("SERVES", each)
                serving += self.those_who("SERVES", general) if general else []
                found |= dict.fromkeys(
                    one for one in self.those_who("LIAISES", each) if one not in serving
                )
        return list(found)
