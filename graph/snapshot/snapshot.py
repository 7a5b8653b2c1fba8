"""The facts of one moment as arrays: what whole-network checks, roll-ups and plans run on.

A snapshot never changes. `advance` gives another one that shares whatever did not differ.
Nodes are positions in their label's table, ordered by id; links are pairs of positions.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, TypeVar, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import NotFound
from graph.ledger.base import Facts
from graph.ledger.changes import Delta
from graph.messages import _
from graph.model import Moment
from graph.schema import LINKS, NODES
from graph.snapshot.advancing import advanced
from graph.snapshot.areas import AreaTree
from graph.snapshot.arrays import Flags, Numbers, Positions
from graph.snapshot.links import LinkArrays
from graph.snapshot.nodes import NodeArrays
from graph.snapshot.reading import read_links

Derived = TypeVar("Derived")

Ends = tuple[str, str, str]
"""Link type, label it starts at, label it ends at."""

_EPOCH: Final = dt.date(1970, 1, 1)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Everything that is true at `moment`."""

    moment: Moment
    nodes: Mapping[str, NodeArrays]
    links: Mapping[Ends, LinkArrays]
    _kept: dict[tuple[str, ...], object] = field(default_factory=dict, repr=False)
    _derived: dict[object, object] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, facts: Facts) -> "Snapshot":
        """The facts as arrays. LedgerDamaged when a link names a node that is not there."""
        nodes = {label: NodeArrays.read(label, facts.nodes(label)) for label in NODES}
        links: dict[Ends, LinkArrays] = {}
        for each in LINKS:
            links.update(read_links(each, facts.links(each), nodes))
        return cls(facts.moment, MappingProxyType(nodes), MappingProxyType(links))

    def advance(self, delta: Delta) -> "Snapshot":
        """The facts after `delta`, without reading anything again.

        Conflict when the delta does not start at this snapshot's moment.
        """
        nodes, links = advanced(self.moment, self.nodes, self.links, delta)
        return Snapshot(delta.after, MappingProxyType(nodes), MappingProxyType(links))

    def judged_on(self, day: dt.date) -> "Snapshot":
        """The same facts, with terms, agreements and availability judged on another day."""
        if day == self.moment.day:
            return self
        return Snapshot(Moment(self.moment.seq, day), self.nodes, self.links)

    def linked(self, links: Mapping[Ends, LinkArrays]) -> "Snapshot":
        """The same nodes with these links in the place of those of the same type and ends."""
        return Snapshot(self.moment, self.nodes, MappingProxyType({**self.links, **links}))

    @property
    def day(self) -> int:
        """The day all this is about, in days since 1970, as dates stand in `days`."""
        return (self.moment.day - _EPOCH).days

    def count(self, label: str) -> int:
        """How many nodes a label has."""
        return len(self.nodes[label])

    def ids(self, label: str) -> pa.Array:
        """The ids of a label, in the order of positions, which is ascending."""
        return self.nodes[label].ids

    def column(self, label: str, name: str) -> pa.Array:
        """One property of every node of a label, in the order of positions."""
        return self.nodes[label].column(name)

    def position(self, id: str) -> tuple[str, int] | None:
        """Label and position of the node with this id, or None."""
        for label, nodes in self.nodes.items():
            found = nodes.position(id)
            if found is not None:
                return label, found
        return None

    def find(self, id: str, *labels: str) -> tuple[str, int]:
        """Label and position of this node; NotFound when there is none of these labels."""
        found = self.position(id)
        if found is None or (labels and found[0] not in labels):
            raise NotFound(_("there is no %(id)s on %(day)s") % {"id": id, "day": self.moment.day})
        return found

    def link(self, type: str, from_label: str, to_label: str) -> LinkArrays:
        """All links of a type from one label to another."""
        return self.links[type, from_label, to_label]

    @property
    def areas(self) -> AreaTree:
        """The tree of areas, by position."""
        return self._keep(("areas",), self._area_tree)

    def _area_tree(self) -> AreaTree:
        within = self.link("WITHIN", "Area", "Area")
        parent = np.full(self.count("Area"), -1, dtype=np.int64)
        parent[within.source] = within.target
        names, kinds = (
            [each or "" for each in self.column("Area", name).to_pylist()]
            for name in ("name", "kind")
        )
        return AreaTree(parent, kinds, names)

    def area_of(self, label: str) -> Positions:
        """The area each node is directly in, -1 for none; an area is in itself."""

        def made() -> Positions:
            if label == "Area":
                return np.arange(self.count("Area"))
            located = self.link("LOCATED_IN", label, "Area")
            area = np.full(self.count(label), -1, dtype=np.int32)
            area[located.source] = located.target
            return area

        return self._keep(("area_of", label), made)

    def inside(self, label: str, area: int | None) -> Flags:
        """Which nodes of a label lie in the area at this position; None means everywhere."""
        if area is None:
            return np.ones(self.count(label), dtype=np.bool_)
        own = self.area_of(label)
        within = self.areas.inside(area)
        flags: Flags = within[own] & (own >= 0)
        return flags

    def area(self, id: str | None) -> int | None:
        """The position of the area with this id; None for None. NotFound if there is none."""
        return None if id is None else self.find(id, "Area")[1]

    def is_one_of(self, label: str, name: str, *values: str) -> Flags:
        """Which nodes hold one of these texts in a property; unknown is none of them."""

        def made() -> Flags:
            found = pc.is_in(self.column(label, name), value_set=pa.array(values, pa.string()))
            return _flags(found)

        return self._keep(("is_one_of", label, name, *values), made)

    def link_is_one_of(
        self, type: str, from_label: str, to_label: str, name: str, *values: str
    ) -> Flags:
        """Which links of a type hold one of these texts in a property."""
        column = self.link(type, from_label, to_label).column(name)
        return _flags(pc.is_in(column, value_set=pa.array(values, pa.string())))

    def is_true(self, label: str, name: str) -> Flags:
        """Which nodes hold true in a property; unknown counts as no."""

        def made() -> Flags:
            return _flags(pc.fill_null(self.column(label, name), False))

        return self._keep(("is_true", label, name), made)

    def numbers(self, label: str, name: str, unknown: int) -> Numbers:
        """A whole-number property of every node, `unknown` where nothing is known."""

        def made() -> Numbers:
            return _numbers(pc.fill_null(self.column(label, name), unknown))

        return self._keep(("numbers", label, name, str(unknown)), made)

    def days(self, label: str, name: str, unknown: int) -> Numbers:
        """A date property in days since 1970, `unknown` where nothing is known."""

        def made() -> Numbers:
            return day_numbers(self.column(label, name), unknown)

        return self._keep(("days", label, name, str(unknown)), made)

    def derived(self, kind: "Callable[[Snapshot], Derived]") -> Derived:
        """What `kind` makes of this snapshot, made once and kept with it.

        `kind` is given a twin that knows only what was derived before, so that nothing kept
        here points back here, and a snapshot is gone as soon as nobody uses it any more.
        """
        if kind not in self._derived:
            self._derived[kind] = kind(replace(self, _derived=dict(self._derived)))
        return cast(Derived, self._derived[kind])

    def _keep(self, key: tuple[str, ...], make: Callable[[], Derived]) -> Derived:
        if key not in self._kept:
            self._kept[key] = make()
        return cast(Derived, self._kept[key])


def day_numbers(dates: pa.Array, unknown: int) -> Numbers:
    """Dates in days since 1970, `unknown` where nothing is known."""
    return _numbers(pc.fill_null(dates.cast(pa.int32()), unknown))


def _numbers(column: pa.Array) -> Numbers:
    numbers: Numbers = column.to_numpy(zero_copy_only=False)
    return numbers


def _flags(column: pa.Array) -> Flags:
    flags: Flags = column.to_numpy(zero_copy_only=False).astype(np.bool_, copy=False)
    return flags
