"""The facts a step stands on, asked one node at a time, as the steps before it leave them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graph.errors import NotFound
from graph.intake.keys import area_key, group_key, organisation_key
from graph.messages import _
from graph.model import Link, LinkKey, Node, Value
from graph.planning.reorganise.refusing import refused
from graph.planning.tiers.geography import CELLS, Geography
from graph.schema import LINKS
from graph.snapshot.links import LinkArrays
from graph.snapshot.naming import ids_of
from graph.snapshot.snapshot import Snapshot
from graph.words import word


@dataclass(frozen=True, eq=False)
class View:
    """One snapshot; `number` is the step that looks, and stands in what it refuses."""

    snapshot: Snapshot
    number: int

    def node(self, id: str, *labels: str) -> Node:
        """The node with this id; refused when it is not there or has none of the labels."""
        place = self.snapshot.position(id)
        if place is None:
            raise NotFound(
                _("step %(number)d: there is no %(id)s on %(day)s; look it up by name")
                % {"number": self.number, "id": id, "day": self.snapshot.moment.day}
            )
        label, position = place
        if labels and label not in labels:
            raise refused(
                self.number,
                _("%(id)s is a %(label)s; what can be named here: %(known)s")
                % {"id": id, "label": word(label), "known": ", ".join(map(word, labels))},
            )
        return self.snapshot.nodes[label].node(position)

    def hanging(self, id: str) -> list[Link]:
        """Every link that starts or ends at a node, by type and then by ends."""
        label, position = self.snapshot.find(id)
        found: list[Link] = []
        for (_type, from_label, to_label), links in self.snapshot.links.items():
            rows: set[int] = set()
            if from_label == label:
                own = links.rows_from(position)
                rows |= set(range(own.start, own.stop))
            if to_label == label:
                rows |= set(links.rows_to(position).tolist())
            found += self._links(links, sorted(rows))
        return found

    def out(self, type: str, id: str, to_label: str) -> list[Link]:
        """The links of a type that go from a node to nodes of a label."""
        label, position = self.snapshot.find(id)
        links = self.snapshot.link(type, label, to_label)
        rows = links.rows_from(position)
        return self._links(links, range(rows.start, rows.stop))

    def into(self, type: str, id: str, from_label: str) -> list[Link]:
        """The links of a type that come to a node from nodes of a label."""
        label, position = self.snapshot.find(id)
        links = self.snapshot.link(type, from_label, label)
        return self._links(links, links.rows_to(position).tolist())

    def has(self, key: LinkKey) -> bool:
        """Whether this very link is there."""
        start, end = self.snapshot.position(key.from_id), self.snapshot.position(key.to_id)
        if start is None or end is None:
            return False
        links = self.snapshot.links.get((key.type, start[0], end[0]))
        if links is None:
            return False
        own = links.rows_from(start[1])
        rows = [row for row in range(own.start, own.stop) if links.target[row] == end[1]]
        return any(each.key == key for each in self._links(links, rows))

    def area(self, id: str) -> str | None:
        """The area a node lies in; for an area, the one it lies within. None: in none."""
        label, position = self.snapshot.find(id)
        tree = self.snapshot.areas
        at = tree.parent[position] if label == "Area" else self.snapshot.area_of(label)[position]
        return self.snapshot.nodes["Area"].id(int(at)) if at >= 0 else None

    def place(self, id: str) -> str:
        """The area whose table a node stands in: itself for an area, else where it lies, or ""."""
        label, _position = self.snapshot.find(id)
        return id if label == "Area" else self.area(id) or ""

    def located(self, label: str, area: str) -> list[str]:
        """The ids of the nodes of a label that lie directly in an area, ascending."""
        _label, position = self.snapshot.find(area, "Area")
        at = self.snapshot.area_of(label) if label != "Area" else self.snapshot.areas.parent
        return ids_of(self.snapshot, label, np.flatnonzero(at == position))

    def is_below(self, id: str, above: str) -> bool:
        """Whether an area or organisation lies anywhere below another of its label."""
        seen: set[str] = set()
        label = self.snapshot.find(id)[0]
        kind = "WITHIN" if label == "Area" else "UNDER"
        waiting = [id]
        while waiting:
            links = (
                link
                for each in waiting
                for link in self.out(kind, each, "Area" if label == "Area" else "Organisation")
            )
            ups = {link.to_id for link in links} - seen
            if above in ups:
                return True
            seen |= ups
            waiting = sorted(ups)
        return False

    def refuse_taken_name(self, of: Node, name: str, *, but: Sequence[str] = ()) -> None:
        """Refuse a name that another of its kind in the same place is known by.

        Rosters find areas, organisations and groups again by place and name (DESIGN 2.1), so two
        that are called alike would become one.
        """
        place = self._settlement(of)
        key = self._key(of.label, of.properties.get("kind"), place, name)
        for other in self._beside(of.label, place):
            if other.id in (of.id, *but) or other.properties["name"] is None:
                continue
            kind = other.properties.get("kind")
            if of.label == "Area" and kind != of.properties.get("kind"):
                continue
            if self._key(of.label, kind, place, str(other.properties["name"])) == key:
                raise refused(
                    self.number,
                    _("%(id)s is called %(name)s already; choose another name")
                    % {"id": other.id, "name": other.properties["name"]},
                )

    def refuse_alike(self, of: Node, names: Sequence[str]) -> None:
        """Refuse names for parts of a node that would be taken for one another."""
        place = self._settlement(of)
        seen: dict[str, str] = {}
        for name in names:
            key = self._key(of.label, of.properties.get("kind"), place, name)
            if key in seen:
                raise refused(
                    self.number,
                    _("%(name)s and %(other)s would be taken for one; choose other names")
                    % {"name": name, "other": seen[key]},
                )
            seen[key] = name

    def names_above(self, id: str) -> list[str]:
        """The names of the areas a node lies in, outermost first."""
        label, position = self.snapshot.find(id)
        tree = self.snapshot.areas
        above = tree.upwards(int(self.snapshot.area_of(label)[position]))
        return [tree.names[each] for each in above][::-1]

    def full_name(self, area: str) -> str:
        """The name of an area; a grid's with the names around it up to the village."""
        _label, position = self.snapshot.find(area, "Area")
        tree, name = self.snapshot.areas, ""
        for each in tree.upwards(position):
            name = tree.names[each] + name
            if tree.kinds[each] not in CELLS:
                break
        return name

    def inside(self, area: str) -> list[str]:
        """The ids of an area and of all areas inside it."""
        _label, position = self.snapshot.find(area, "Area")
        return ids_of(self.snapshot, "Area", self.snapshot.areas.descendants(position))

    def _beside(self, label: str, place: str | None) -> Iterator[Node]:
        """The nodes of a label in a place; bodies also in the grids of the place."""
        nodes = self.snapshot.nodes[label]
        at = -1 if place is None else self.snapshot.find(place)[1]
        if label == "Area":
            found = np.flatnonzero(self.snapshot.areas.parent == at)
        else:
            village = self.snapshot.derived(Geography.of).village
            found = np.flatnonzero(village[self.snapshot.area_of(label)] == at)
        yield from (nodes.node(int(each)) for each in found)

    def _settlement(self, of: Node) -> str | None:
        """The place within which names must differ: for bodies the village, not the grid."""
        if of.label == "Area":
            return self.area(of.id)
        at = self.snapshot.area_of(of.label)[self.snapshot.find(of.id)[1]]
        village = int(self.snapshot.derived(Geography.of).village[at])
        return self.snapshot.nodes["Area"].id(village) if village >= 0 else None

    def _key(self, label: str, kind: Value, place: str | None, name: str) -> str:
        around = str(self.node(place).properties["name"] or "") if place is not None else ""
        match label:
            case "Area":
                return area_key(str(kind), name)
            case "Organisation":
                return organisation_key(name, around)
            case _:
                return group_key(name, around)

    def _links(self, links: LinkArrays, rows: Sequence[int]) -> list[Link]:
        if not len(rows):
            return []
        sources = ids_of(self.snapshot, links.from_label, links.source[rows])
        targets = ids_of(self.snapshot, links.to_label, links.target[rows])
        names = [each.name for each in LINKS[links.type].properties]
        values = [links.column(name).take(list(rows)).to_pylist() for name in names]
        held = [dict(zip(names, each, strict=True)) for each in zip(*values, strict=True)]
        return [
            Link(links.type, links.from_label, source, links.to_label, target, own)
            for source, target, own in zip(
                sources, targets, held or [{} for _row in rows], strict=True
            )
        ]
