"""What is kept of the townships a reading speaks about, indexed the way files name things.

Read once for each reconciliation, and only as far as the areas concerned reach, so that a
township's roster costs the same in a county of any size but for the scan of Arrow columns.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from graph.ledger.base import Facts
from graph.model import Link, LinkKey, Value
from graph.schema import LINKS, NODES

Properties = dict[str, Value]

_VILLAGE_KINDS = frozenset(("village", "community"))
_TOWNSHIP_KINDS = frozenset(("township", "street", "park"))


class Kept:
    """The facts of some areas at one moment, with every area known.

    `properties` and `label` are by id, `links` by key. `outgoing` and `incoming` list the
    keys of links by the id of an end. With `later` facts, what begins to exist only later is
    known too, so that it is found again: such nodes are in `only_later`, and such links are
    listed at their ends but not in `links`.
    """

    def __init__(self, facts: Facts, later: Facts | None = None) -> None:
        self._moments = [facts, later] if later is not None else [facts]
        self.properties: dict[str, Properties] = {}
        self.label: dict[str, str] = {}
        self.links: dict[LinkKey, Link] = {}
        self.only_later: set[str] = set()
        self.outgoing: dict[str, list[LinkKey]] = defaultdict(list)
        self.incoming: dict[str, list[LinkKey]] = defaultdict(list)
        self.children: dict[str, list[str]] = defaultdict(list)
        self.parent: dict[str, str] = {}
        self._listed: set[LinkKey] = set()
        for each in self._moments:
            self._load_nodes(each, "Area", each.nodes("Area"))
            self._load_links(each, "WITHIN", each.links("WITHIN"))
        for key in self._listed:
            self.parent[key.from_id] = key.to_id
            self.children[key.to_id].append(key.from_id)

    def load_within(self, areas: Iterable[str]) -> None:
        """Read everything located in these areas or below, with every link that touches it."""
        inside = pa.array(sorted(self.areas_within(areas)), pa.string())
        for facts in self._moments:
            located = facts.links("LOCATED_IN")
            located = located.filter(pc.is_in(located["to_id"], inside))
            self._load_links(facts, "LOCATED_IN", located)
            self._load_located(facts, located)

    def _load_located(self, facts: Facts, located: pa.Table) -> None:
        for label in NODES:
            ids = located.filter(pc.equal(located["from_label"], label))["from_id"]
            if len(ids):
                nodes = facts.nodes(label)
                nodes = nodes.filter(pc.is_in(nodes["id"], ids.combine_chunks()))
                self._load_nodes(facts, label, nodes)
        ids = pa.array(sorted(self.label), pa.string())
        for link_type in LINKS:
            if link_type not in ("WITHIN", "LOCATED_IN"):
                table = facts.links(link_type)
                touches = pc.or_(pc.is_in(table["from_id"], ids), pc.is_in(table["to_id"], ids))
                self._load_links(facts, link_type, table.filter(touches))

    def _load_nodes(self, facts: Facts, label: str, table: pa.Table) -> None:
        for row in table.to_pylist():
            node_id = row.pop("id")
            if node_id in self.label:
                continue
            self.properties[node_id] = row
            self.label[node_id] = label
            if facts is not self._moments[0]:
                self.only_later.add(node_id)

    def _load_links(self, facts: Facts, type: str, table: pa.Table) -> None:
        for row in table.to_pylist():
            from_label, from_id = row.pop("from_label"), row.pop("from_id")
            to_label, to_id = row.pop("to_label"), row.pop("to_id")
            link = Link(type, from_label, from_id, to_label, to_id, row)
            if link.key in self._listed:
                continue
            self._listed.add(link.key)
            self.outgoing[link.from_id].append(link.key)
            self.incoming[link.to_id].append(link.key)
            if facts is self._moments[0]:
                self.links[link.key] = link

    def area_of(self, node_id: str) -> str | None:
        """The area a node is located in, None if that is not known here."""
        keys = (key for key in self.outgoing.get(node_id, ()) if key.type == "LOCATED_IN")
        return next((key.to_id for key in keys), None)

    def settlement_of(self, node_id: str) -> str | None:
        """The village a node is located in or below, else its township-level area."""
        area = self.area_of(node_id)
        while area is not None:
            if self.properties[area]["kind"] in _VILLAGE_KINDS | _TOWNSHIP_KINDS:
                return area
            area = self.parent.get(area)
        return None

    def area_names(self, area: str) -> tuple[str, ...]:
        """The names of the areas around and this one, outermost first."""
        names = []
        current: str | None = area
        while current is not None:
            names.append(str(self.properties[current]["name"]))
            current = self.parent.get(current)
        return tuple(reversed(names))

    def with_label(self, label: str) -> Iterator[str]:
        """The ids of every node read with this label."""
        return (node_id for node_id, each in self.label.items() if each == label)

    def areas_within(self, areas: Iterable[str]) -> set[str]:
        """These areas and every area below them."""
        found: set[str] = set()
        waiting = list(areas)
        while waiting:
            area = waiting.pop()
            if area not in found:
                found.add(area)
                waiting += self.children[area]
        return found
