"""A generated network as bare arrays: what the comparison computes on. Shares no product code
but the day and the tables; making the arrays is not measured.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Pairs = tuple[Ints, Ints]

UNKNOWN = -1


@dataclass(frozen=True)
class BareNetwork:
    """Counts by label, links as pairs of positions, properties as arrays, the area of each."""

    day: int
    count: Mapping[str, int]
    ids: Mapping[str, pa.Array]
    pairs: Mapping[tuple[str, str, str], Pairs]
    area: Mapping[str, Ints]
    parent: Ints
    texts: Mapping[tuple[str, str], npt.NDArray[np.object_]]
    numbers: Mapping[tuple[str, str], Ints]
    until: Mapping[tuple[str, str, str], Ints]
    kinds: Mapping[tuple[str, str, str], npt.NDArray[np.object_]]


_TEXTS = (
    ("Area", "kind"), ("Organisation", "kind"), ("PartyGroup", "kind"),
    ("Enterprise", "status"), ("Enterprise", "organisation_form"),
)  # fmt: skip
_NUMBERS = (
    ("Enterprise", "employees"), ("Enterprise", "members"), ("Enterprise", "probationary"),
)  # fmt: skip


def bare(day: dt.date, nodes: Mapping[str, pa.Table], links: Mapping[str, pa.Table]) -> BareNetwork:
    """The tables of a network as arrays."""
    ids = {label: table["id"].combine_chunks() for label, table in nodes.items()}
    pairs, until, kinds = {}, {}, {}
    for type_, table in links.items():
        joined = pc.binary_join_element_wise(table["from_label"], table["to_label"], "|")
        for both in pc.unique(joined).to_pylist():
            source, target = both.split("|")
            rows = table.filter(pc.equal(joined, both))
            key = (type_, source, target)
            pairs[key] = (_at(rows["from_id"], ids[source]), _at(rows["to_id"], ids[target]))
            if "until" in rows.column_names:
                until[key] = _days(rows["until"])
            for name in ("kind", "role"):
                if name in rows.column_names:
                    kinds[key] = rows[name].to_numpy()
    count = {label: len(each) for label, each in ids.items()}
    people = nodes["Person"]
    texts = {key: nodes[key[0]][key[1]].to_numpy() for key in _TEXTS}
    numbers = {
        key: pc.fill_null(nodes[key[0]][key[1]], UNKNOWN).to_numpy().astype(np.int64)
        for key in _NUMBERS
    }
    numbers["Person", "exempt"] = people["exempt"].to_numpy().astype(np.int64)
    numbers["Person", "unavailable_until"] = _days(people["unavailable_until"])
    return BareNetwork(
        (day - dt.date(1970, 1, 1)).days, count, ids, pairs, _areas(count, pairs),
        _tree(count, pairs), texts, numbers, until, kinds,
    )  # fmt: skip


def _areas(
    count: Mapping[str, int], pairs: Mapping[tuple[str, str, str], Pairs]
) -> dict[str, Ints]:
    areas = {"Area": np.arange(count["Area"])}
    for (type_, label, _), (source, target) in pairs.items():
        if type_ == "LOCATED_IN":
            areas[label] = np.full(count[label], UNKNOWN)
            areas[label][source] = target
    return areas


def _tree(count: Mapping[str, int], pairs: Mapping[tuple[str, str, str], Pairs]) -> Ints:
    parent = np.full(count["Area"], UNKNOWN)
    source, target = pairs["WITHIN", "Area", "Area"]
    parent[source] = target
    return parent


def _at(ids: pa.ChunkedArray, among: pa.Array) -> Ints:
    positions: Ints = pc.index_in(ids, among).to_numpy().astype(np.int64)
    return positions


def _days(dates: pa.ChunkedArray) -> Ints:
    days: Ints = pc.fill_null(dates.cast(pa.int32()), UNKNOWN).to_numpy().astype(np.int64)
    return days
