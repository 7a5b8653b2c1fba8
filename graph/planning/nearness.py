"""How near things are by the text of their addresses: no coordinates are held or needed.

An address names up to three places, from near to far: a building, a row of houses, and a lane,
street, housing estate, hamlet or villagers' group. Two addresses of one village that name the
same building are nearest, then the same row, then the same lane or group; after that only the
grid and the village count.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from graph.intake.wording import compact, numerals, simplify
from graph.snapshot.arrays import Flags, Numbers, Positions, pair_keys

BUILDING, ROW, LANE, GRID, VILLAGE, FARTHER = range(6)
"""How far two things are from each other: 0 the same building … 4 the same village, 5 farther."""

_DOOR: Final = r"(?:[\s0-9０-９〇零一二三四五六七八九十百A-Za-zＡ-Ｚａ-ｚ#\-—–－]+(?:[号號室户戶门門](?:附|之)?)?)+$"
_HOUSE: Final = r"[0-9a-z]+(?:号?院?楼|栋|幢|座|单元)"
_BUILDING: Final = re.compile(rf"^.*?(?:{_HOUSE}|(?:大厦|大楼|公寓楼|商务楼|家属楼|宿舍楼))")
_ROW: Final = re.compile(r"^.*?[0-9a-z]+排")
_LANE: Final = re.compile(r"^.*(?:组|屯|队|社(?!区)|巷|弄|胡同|街(?!道)|路|大道|里(?=[0-9]|$))")
_GROUP: Final = re.compile(r"第?([0-9]+)(?:村民)?小?组")
_NUMBERED: Final = re.compile(rf"(?:{_HOUSE}|[0-9a-z]+排|[0-9]+号).*$")


class Place(NamedTuple):
    """What an address names, each with all that stands before it; "" where it names none."""

    building: str = ""
    row: str = ""
    lane: str = ""


def place_of(address: str, *areas: str) -> Place:
    """The places an address names; names of the areas it lies in may stand before them.

    康居苑2栋3单元1002 is the building 康居苑2栋 of the estate 康居苑; 三组12号 and 3组十二号
    are both of the group 3组; 王家湾12号 is of the hamlet 王家湾.
    """
    return _place(stems_of(pa.array([address], pa.string()))[0].as_py(), areas)


def stems_of(addresses: pa.Array) -> pa.Array:
    """Each address without the number of its door, as written; "" where there is none.

    Few are left of many addresses, so whatever takes longer is done once a stem.
    """
    column = pl.Series(pl.from_arrow(addresses), dtype=pl.String)
    return column.fill_null("").str.replace(_DOOR, "").to_arrow().cast(pa.string())


@lru_cache(maxsize=1 << 16)
def _place(stem: str, areas: tuple[str, ...]) -> Place:
    text = simplify(compact(stem)).lower()
    for each in areas:
        text = text.removeprefix(simplify(compact(each)).lower())
    text = _GROUP.sub(r"\1组", numerals(text))
    building, row = _BUILDING.match(text), _ROW.match(text)
    before = _NUMBERED.sub("", text)
    lane = _LANE.match(before)
    return Place(
        building.group() if building else "",
        row.group() if row else "",
        lane.group() if lane else before,
    )


@dataclass(frozen=True, eq=False)
class Places:
    """The places of many addresses as numbers: equal numbers are the same place, -1 is none.

    `code` is one number for all three together; addresses with the same code name the same.
    """

    code: Numbers
    building: Numbers
    row: Numbers
    lane: Numbers

    @classmethod
    def of(
        cls, addresses: list[pa.Array], village: Positions, areas: list[tuple[str, ...]]
    ) -> "Places":
        """The places of addresses; only within one `village` can two of them be the same.

        `village` has a number for each address, and `areas` at that number the names that may
        stand before an address there, outermost first; -1 and the last entry: no village.
        """
        stems = stems_of(pa.concat_arrays(addresses)).dictionary_encode()
        number = stems.indices.to_numpy(zero_copy_only=False)
        pairs, code = np.unique(pair_keys(number, village + 1), return_inverse=True)
        texts = stems.dictionary.to_pylist()
        known: dict[tuple[int, str], int] = {}
        found = np.full((len(pairs), 3), -1, dtype=np.int64)
        for at, pair in enumerate(pairs.tolist()):
            where = (pair & 0xFFFFFFFF) - 1
            for level, name in enumerate(_place(texts[pair >> 32], areas[where])):
                if name:
                    found[at, level] = known.setdefault((where, name), len(known))
        alike, same = np.unique(found, axis=0, return_inverse=True)
        numbers = alike[same.reshape(-1)[code]]
        return cls(same.reshape(-1)[code], numbers[:, 0], numbers[:, 1], numbers[:, 2])

    @classmethod
    def joined(cls, *places: "Places") -> "Places":
        """Places one after the other; all must have been numbered together."""
        return cls(*(
            np.concatenate([getattr(each, name) for each in places])
            for name in ("code", "building", "row", "lane")
        ))  # fmt: skip

    def only(self, rows: Positions | Flags) -> "Places":
        """The places of some of the addresses."""
        return Places(self.code[rows], self.building[rows], self.row[rows], self.lane[rows])

    @property
    def levels(self) -> tuple[Numbers, Numbers, Numbers]:
        """Buildings, rows and lanes, so by the distance at which two that agree are."""
        return self.building, self.row, self.lane


@dataclass(frozen=True, eq=False)
class Haunts:
    """Where each of some people or bodies is: at the places of what they have or live in.

    For buildings, rows and lanes: who and place as one ascending number, and how often.
    """

    levels: tuple[tuple[Numbers, Numbers], ...]

    @classmethod
    def of(cls, who: Positions, places: Places) -> "Haunts":
        """Of pairs: each of `who` is at the place in the same row."""
        return cls(tuple(
            np.unique(pair_keys(who[at >= 0], at[at >= 0]), return_counts=True)
            for at in places.levels
        ))  # fmt: skip

    def distance(self, who: Positions, places: Places, times: Numbers) -> Numbers:
        """How near each of `who` is to the place in the same row: up to LANE, else FARTHER.

        Only who is there more than `times` times counts, so that what somebody has is not
        near because they have it.
        """
        found = np.full(len(who), FARTHER, dtype=np.int64)
        for level in (LANE, ROW, BUILDING):
            at = places.levels[level]
            keys, counts = self.levels[level]
            rows = np.flatnonzero(at >= 0)
            if not len(rows) or not len(keys):
                continue
            wanted = pair_keys(who[rows], at[rows])
            row = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            found[rows[(keys[row] == wanted) & (counts[row] > times[rows])]] = level
        return found
