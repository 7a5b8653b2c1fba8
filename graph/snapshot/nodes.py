"""The nodes of one label as an Arrow table, ordered by id, and finding a node in it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import LedgerDamaged
from graph.messages import _
from graph.model import Node, Value
from graph.schema import LINKS, NODES, PropertyType
from graph.snapshot.arrays import Positions

ARROW_TYPES: Final = {
    PropertyType.STRING: pa.string(),
    PropertyType.INTEGER: pa.int64(),
    PropertyType.BOOLEAN: pa.bool_(),
    PropertyType.DATE: pa.date32(),
}
"""The Arrow type each kind of property is held in."""

_FEW: Final = 500
"""Up to so many ids are found one by one; for more, a hash table over all ids pays."""


def node_schema(label: str) -> pa.Schema:
    """`id` and every property of the label, in the schema's order."""
    fields = [pa.field("id", pa.string())]
    fields += [pa.field(each.name, ARROW_TYPES[each.type]) for each in NODES[label].properties]
    return pa.schema(fields)


def link_schema(type: str) -> pa.Schema:
    """Every property of the link type, in the schema's order; without its ends."""
    return pa.schema([(each.name, ARROW_TYPES[each.type]) for each in LINKS[type].properties])


@dataclass(frozen=True, eq=False)
class NodeArrays:
    """All nodes of one label. Row i of `table` is the node at position i."""

    label: str
    table: pa.Table

    @classmethod
    def read(cls, label: str, table: pa.Table) -> "NodeArrays":
        """The nodes of a table as the ledger gives it."""
        wanted = node_schema(label)
        table = table.select(wanted.names).cast(wanted)
        ids = table.column("id")
        if len(ids) > 1 and not pc.all(pc.less(ids[:-1], ids[1:])).as_py():
            # A database may sort by its own collation; positions need the order of bytes.
            table = table.take(pc.sort_indices(ids))
        return cls(label, table.combine_chunks())

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @cached_property
    def ids(self) -> pa.Array:
        """The ids, ascending."""
        return one_chunk(self.table.column("id"))

    def column(self, name: str) -> pa.Array:
        """One property of every node, in the order of positions."""
        return one_chunk(self.table.column(name))

    def position(self, id: str) -> int | None:
        """The position of the node with this id, or None."""
        low = self.place(id)
        found = low < len(self.ids) and self.ids[low].as_py() == id
        return low if found else None

    def place(self, id: str) -> int:
        """The position the id has, or would have if it were added."""
        ids = self.ids
        low, high = 0, len(ids)
        while low < high:
            middle = (low + high) // 2
            if ids[middle].as_py() < id:
                low = middle + 1
            else:
                high = middle
        return low

    def positions(self, ids: Sequence[str] | pa.Array) -> Positions:
        """The position of each id, -1 for an id that no node of this label has."""
        if len(ids) <= _FEW:
            texts = ids.to_pylist() if hasattr(ids, "to_pylist") else ids
            return np.array([_or_none(self.position(each)) for each in texts], dtype=np.int32)
        wanted: Any = ids if hasattr(ids, "to_pylist") else pa.array(ids, pa.string())
        if len(wanted) * 4 > len(self):
            return _index_in(wanted, self.ids)
        # A hash table over the few, with all ids looked up in it, is built much sooner.
        encoded = wanted.dictionary_encode()
        numbers = _index_in(self.ids, encoded.dictionary)
        at = np.flatnonzero(numbers >= 0)
        places = np.full(len(encoded.dictionary), -1, dtype=np.int32)
        places[numbers[at]] = at
        found: Positions = places[encoded.indices.to_numpy(zero_copy_only=False)]
        return found

    def known(self, ids: pa.ChunkedArray, type: str) -> Positions:
        """The position of each id; LedgerDamaged when a link names a node that is not there."""
        found = self.positions(one_chunk(ids.cast(pa.string())))
        if len(found) and int(found.min()) < 0:
            raise LedgerDamaged(
                _("a %(type)s link names a %(label)s that is not there; restore a backup")
                % {"type": type, "label": self.label}
            )
        return found

    def id(self, position: int) -> str:
        """The id of the node at a position."""
        return str(self.ids[position].as_py())

    def value(self, position: int, name: str) -> Value:
        """One property of one node."""
        value: str | int | bool | dt.date | None = self.table.column(name)[position].as_py()
        return value

    def node(self, position: int) -> Node:
        """The whole node at a position."""
        names = [each.name for each in NODES[self.label].properties]
        return Node(
            self.label, self.id(position), {name: self.value(position, name) for name in names}
        )


def one_chunk(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column as one array."""
    if isinstance(column, pa.ChunkedArray):
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return column


def _index_in(wanted: pa.Array, among: pa.Array) -> Positions:
    found = one_chunk(pc.fill_null(pc.index_in(wanted, value_set=among), -1))
    places: Positions = found.to_numpy(zero_copy_only=False)
    return places.astype(np.int32, copy=False)


def _or_none(position: int | None) -> int:
    return -1 if position is None else position
