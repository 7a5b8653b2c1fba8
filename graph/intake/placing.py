"""Where everything is: WITHIN, LOCATED_IN and UNDER for what a reading speaks of.

Source: DESIGN 2. A person is in the grid of their centre household or group, else in the
village of their post, else in the township; a household without a known grid in its village.
A branch is under the general branch of its village where there is one, that under the
township's committee where one is known.
"""

from collections.abc import Iterable, Mapping

from graph.intake.desired import Desired
from graph.intake.kept import Kept
from graph.model import Link, LinkKey

_GENERAL = frozenset(("general_branch", "joint_general_branch"))
_BRANCH = frozenset(("branch", "joint_branch"))
_HOLDS = frozenset(("BELONGS_TO", "HOSTS", "LEADS"))


class Placing:
    """Works out one link of structure each; what a reading leaves open stays as it is kept."""

    def __init__(self, desired: Desired, kept: Kept) -> None:
        self._desired = desired
        self._kept = kept
        self._parents = {
            node_id: areas[0]
            for node_id, areas in desired.placed.items()
            if self._label(node_id) == "Area"
        }

    def links(self) -> list[Link]:
        """Every WITHIN, LOCATED_IN and UNDER the reading wants."""
        located = self._located()
        under = self._under(located)
        return [
            *(self._link("WITHIN", node_id, area) for node_id, area in self._parents.items()),
            *(self._link("LOCATED_IN", node_id, area) for node_id, area in located.items()),
            *(self._link("UNDER", node_id, above) for node_id, above in under.items()),
        ]

    def _label(self, node_id: str) -> str:
        return self._desired.label.get(node_id) or self._kept.label.get(node_id, "Area")

    def _link(self, type: str, source: str, target: str) -> Link:
        return Link(type, self._label(source), source, self._label(target), target, {})

    def _located(self) -> dict[str, str]:
        located: dict[str, str] = {}
        people = [node_id for node_id, label in self._desired.label.items() if label == "Person"]
        for node_id, settlement in self._desired.settlement.items():
            if self._desired.label[node_id] == "Person":
                continue
            areas = self._desired.placed.get(node_id)
            located[node_id] = areas[0] if areas else self._unless_inside(node_id, settlement)
        for node_id, grid in self._grids_of(people, located).items():
            located[node_id] = grid or self._unless_inside(
                node_id, self._desired.settlement[node_id]
            )
        return located

    def _unless_inside(self, node_id: str, settlement: str) -> str:
        """The area the node is kept in when that is inside the settlement, else the settlement."""
        current = self._kept.area_of(node_id)
        area = current
        while area is not None and area != settlement:
            area = self._kept.parent.get(area)
        return settlement if current is None or area is None else current

    def _grids_of(self, people: Iterable[str], located: Mapping[str, str]) -> dict[str, str | None]:
        """The grid of each person by membership, else as host, else as leader."""
        by_type: dict[str, dict[str, str]] = {"BELONGS_TO": {}, "HOSTS": {}, "LEADS": {}}
        for key in self._desired.links:
            if key.type in by_type:
                area = located.get(key.to_id) or self._kept.area_of(key.to_id)
                if area is not None and self._is_grid(area) and not self._is_trade(key.to_id):
                    by_type[key.type].setdefault(key.from_id, area)
        return {
            node_id: next((areas[node_id] for areas in by_type.values() if node_id in areas), None)
            for node_id in people
        }

    def _is_grid(self, area: str) -> bool:
        properties = self._desired.nodes.get(area) or self._kept.properties.get(area, {})
        return properties.get("kind") == "grid"

    def _is_trade(self, node_id: str) -> bool:
        return self._property(node_id, "kind") == "trade"

    def _property(self, node_id: str, name: str) -> object:
        wanted = self._desired.nodes.get(node_id, {})
        return wanted[name] if name in wanted else self._kept.properties.get(node_id, {}).get(name)

    def _under(self, located: Mapping[str, str]) -> dict[str, str]:
        under = {
            node_id: above[0]
            for node_id, above in self._desired.above.items()
            if above[0] != node_id
        }
        general, committee = self._heads(located)
        for node_id, settlement in self._desired.settlement.items():
            if self._desired.label[node_id] != "Organisation" or node_id in under:
                continue
            kind = self._property(node_id, "kind")
            if self._kept_above(node_id) is not None:
                continue
            above = None
            if kind in _BRANCH:
                above = general.get(settlement)
            if above is None and kind in _BRANCH | _GENERAL and self._is_village(settlement):
                above = committee.get(self._parent_of(settlement) or "")
            if above is not None and above != node_id:
                under[node_id] = above
        return under

    def _kept_above(self, node_id: str) -> str | None:
        keys = (key for key in self._kept.outgoing.get(node_id, ()) if key.type == "UNDER")
        return next((key.to_id for key in keys), None)

    def _heads(self, located: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """The general branch of each village and the committee of each township, by area."""
        general: dict[str, str] = {}
        committee: dict[str, str] = {}
        kept = {
            node_id: area
            for node_id in self._kept.with_label("Organisation")
            if (area := self._kept.area_of(node_id)) is not None
        }
        for node_id, area in {**kept, **located}.items():
            if self._label(node_id) != "Organisation":
                continue
            kind = self._property(node_id, "kind")
            if kind in _GENERAL:
                general.setdefault(area, node_id)
            elif kind in ("party_committee", "work_committee"):
                committee.setdefault(area, node_id)
        return general, committee

    def _parent_of(self, area: str) -> str | None:
        return self._parents.get(area) or self._kept.parent.get(area)

    def _is_village(self, area: str) -> bool:
        properties = self._desired.nodes.get(area) or self._kept.properties.get(area, {})
        return properties.get("kind") in ("village", "community")


def displaced(ended: Iterable[LinkKey], desired: Desired, kept: Kept) -> dict[str, str]:
    """The village of each person in a grid whom nothing holds there any more, by id."""
    gone = set(ended)
    moved: dict[str, str] = {}
    for person in dict.fromkeys(key.from_id for key in gone if key.type in _HOLDS):
        area, settlement = kept.area_of(person), kept.settlement_of(person)
        held = [key for key in kept.outgoing[person] if key.type in _HOLDS and key not in gone]
        held += [key for key in desired.links if key.from_id == person and key.type in _HOLDS]
        if not held and area is not None and settlement is not None and area != settlement:
            moved[person] = settlement
    return moved


def replaced(link: Link, kept: Kept) -> list[LinkKey]:
    """The kept links of structure that this one takes the place of."""
    return [
        key
        for key in kept.outgoing.get(link.from_id, ())
        if key.type == link.type and key.to_id != link.to_id
    ]
