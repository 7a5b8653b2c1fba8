"""What people call a node."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.naming import BETWEEN, name_parts
from graph.snapshot.arrays import Positions
from graph.snapshot.snapshot import Snapshot


def names_of(snapshot: Snapshot, label: str, positions: Positions | Sequence[int]) -> list[str]:
    """The name of each node: "head address" of a household, name and mark of a person."""
    rows = pa.array(np.asarray(positions, dtype=np.int64))
    columns = [
        pc.fill_null(snapshot.column(label, part).take(rows), "").to_pylist()
        for part in name_parts(label)
    ]
    return [BETWEEN.get(label, "").join(parts).strip() for parts in zip(*columns, strict=True)]


def name_of(snapshot: Snapshot, label: str, position: int) -> str:
    """The name of one node."""
    return names_of(snapshot, label, [position])[0]


def ids_of(snapshot: Snapshot, label: str, positions: Positions | Sequence[int]) -> list[str]:
    """The id of each node."""
    rows = pa.array(np.asarray(positions, dtype=np.int64))
    ids: list[str] = snapshot.ids(label).take(rows).to_pylist()
    return ids
