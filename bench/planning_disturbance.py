"""The network plans are measured on: some households without a member, some misplaced."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.ledger.bulk import Tables

WITHOUT_MEMBER = 0.02
MISPLACED = 0.03

Ints = npt.NDArray[np.int64]


def disturbed(tables: Tables, seed: int) -> Tables:
    """The tables with 2 % of the covered households left by all, 3 % with a member elsewhere.

    Whoever has a misplaced household liaises others in another grid, of the same village where
    it has several grids. What the generated network lacks anyway comes on top.
    """
    rng = np.random.default_rng(seed)
    liaises = tables.links["LIAISES"].combine_chunks()
    rows = np.flatnonzero(pc.equal(liaises["to_label"], "Household").to_numpy())
    member = _numbers(liaises["from_id"].take(rows))
    household = _numbers(liaises["to_id"].take(rows))
    covered = rng.permutation(np.unique(household))
    left = covered[: round(len(covered) * WITHOUT_MEMBER)]
    moved = covered[len(left) : len(left) + round(len(covered) * MISPLACED)]
    keep = ~np.isin(household, np.concatenate((left, moved)))
    given = _elsewhere(tables, member[keep], household[keep], moved, rng)
    begun = pa.table({
        "from_label": pa.array(["Person"] * len(moved)),
        "from_id": _ids("P", given),
        "to_label": pa.array(["Household"] * len(moved)),
        "to_id": _ids("H", moved),
        "since": pa.nulls(len(moved), liaises.schema.field("since").type),
    })  # fmt: skip
    gone = np.ones(len(liaises), dtype=np.bool_)
    gone[rows[~keep]] = False
    kept = liaises.filter(pa.array(gone))
    return Tables(tables.nodes, {**tables.links, "LIAISES": pa.concat_tables([kept, begun])})


def _elsewhere(
    tables: Tables, member: Ints, household: Ints, moved: Ints, rng: np.random.Generator
) -> Ints:
    """For each moved household a member who liaises others in another grid near by."""
    located = tables.links["LOCATED_IN"]
    homes = located.filter(pc.equal(located["from_label"], "Household"))
    area = np.zeros(int(_numbers(homes["from_id"]).max()) + 1, dtype=np.int64)
    area[_numbers(homes["from_id"])] = _numbers(homes["to_id"])
    within = tables.links["WITHIN"]
    above = np.arange(int(_numbers(tables.nodes["Area"]["id"]).max()) + 1)
    above[_numbers(within["from_id"])] = _numbers(within["to_id"])
    # Grids of one village stand beside each other, and the next village's behind them.
    order = np.lexsort((area[household], above[area[household]]))
    member, place = member[order], area[household][order]
    grids, first = np.unique(above[place] * len(above) + place, return_index=True)
    last = np.r_[first[1:], len(place)]
    own = np.searchsorted(grids, above[area[moved]] * len(above) + area[moved])
    own = np.minimum(own, len(grids) - 1)
    beside = np.where(
        (own + 1 < len(grids)) & (_village(grids, own + 1, len(above)) == above[area[moved]]),
        own + 1, own - 1,
    )  # fmt: skip
    beside %= len(grids)
    pick: Ints = first[beside] + (rng.random(len(moved)) * (last - first)[beside]).astype(np.int64)
    return member[pick]


def _village(grids: Ints, at: Ints, areas: int) -> Ints:
    return grids[np.minimum(at, len(grids) - 1)] // areas


def _numbers(ids: pa.ChunkedArray | Sequence[str]) -> Ints:
    """The number in each id such as H-12."""
    found: Ints = pc.cast(pc.utf8_slice_codeunits(ids, 2), pa.int64()).to_numpy()
    return found


def _ids(prefix: str, numbers: Ints) -> pa.Array:
    return pc.binary_join_element_wise(prefix, pc.cast(pa.array(numbers), pa.string()), "-")
