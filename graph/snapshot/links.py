"""The links of one type between two labels as arrays of positions."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.schema import LINKS
from graph.snapshot.arrays import Flags, Numbers, Positions, count_at, is_in_sorted, pair_keys
from graph.snapshot.nodes import link_schema, one_chunk


@dataclass(frozen=True, eq=False)
class LinkArrays:
    """Links of one type from one label to another.

    `source[i]` and `target[i]` are the positions of the ends of link i, row i of `columns`
    its properties. Ordered by source, target and what else makes the link's identity.
    """

    type: str
    from_label: str
    to_label: str
    source: Positions
    target: Positions
    columns: pa.Table

    @classmethod
    def sorted(
        cls,
        ends: tuple[str, str, str],
        source: Positions,
        target: Positions,
        columns: pa.Table,
    ) -> "LinkArrays":
        """The links in their order, from rows in any order; `ends` is type and both labels."""
        order = _order(ends[0], source, target, columns)
        if order is not None:
            source, target = source[order], target[order]
            columns = columns.take(pa.array(order)) if columns.num_columns else columns
        return cls(*ends, source, target, columns)

    @classmethod
    def none(cls, type: str, from_label: str, to_label: str) -> "LinkArrays":
        """No link at all."""
        empty = np.zeros(0, dtype=np.int32)
        return cls(type, from_label, to_label, empty, empty, link_schema(type).empty_table())

    def __len__(self) -> int:
        return len(self.source)

    def only(self, keep: Flags) -> "LinkArrays":
        """The links that are kept, in their order."""
        columns = self.columns
        if columns.num_columns:
            columns = columns.filter(pa.array(keep)).combine_chunks()
        return replace(self, source=self.source[keep], target=self.target[keep], columns=columns)

    def column(self, name: str) -> pa.Array:
        """One property of every link."""
        return one_chunk(self.columns.column(name))

    @cached_property
    def keys(self) -> Numbers:
        """One number for each link's pair of ends, ascending."""
        return pair_keys(self.source, self.target)

    def has(self, source: Positions, target: Positions) -> Flags:
        """Which of the pairs some link joins."""
        return is_in_sorted(pair_keys(source, target), self.keys)

    def targets_of(self, position: int) -> Positions:
        """The positions that links from this node go to, ascending."""
        return self.target[self.rows_from(position)]

    def sources_of(self, position: int) -> Positions:
        """The positions that links to this node come from, ascending."""
        return self.source[self.rows_to(position)]

    def rows_from(self, position: int) -> slice:
        """The rows of the links that start at this node."""
        low, high = np.searchsorted(self.source, [position, position + 1])
        return slice(int(low), int(high))

    def rows_to(self, position: int) -> Positions:
        """The rows of the links that end at this node, ordered by where they start."""
        order, first = self._by_target
        if position + 1 >= len(first):
            return order[:0]
        return order[first[position] : first[position + 1]]

    @cached_property
    def _by_target(self) -> tuple[Positions, Positions]:
        order = np.argsort(self.target, kind="stable")
        size = int(self.target.max()) + 1 if len(self.target) else 0
        first = np.concatenate(([0], np.cumsum(count_at(self.target, size))))
        return order, first


def _order(type: str, source: Positions, target: Positions, columns: pa.Table) -> Positions | None:
    """What puts the rows in order, or None when they are."""
    keys = pair_keys(source, target)
    identity = LINKS[type].identity
    if not identity:
        if np.all(keys[1:] >= keys[:-1]):
            return None
        return np.argsort(keys, kind="stable")
    text = pc.fill_null(columns.column(identity[0]).cast(pa.string()), "")
    rank = pc.rank(text, sort_keys="ascending", tiebreaker="dense")
    return np.lexsort((one_chunk(rank).to_numpy(zero_copy_only=False), keys))
