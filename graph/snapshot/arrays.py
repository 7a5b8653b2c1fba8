"""Names for the arrays a snapshot is made of, and the joins and counts done on them.

A position is the place of a node in its label's table, which is ordered by id; so ascending
positions are ascending ids.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.integer[Any]]
"""Positions of nodes; -1 where there is no node."""

Numbers = npt.NDArray[np.integer[Any]]
"""Counts and other whole numbers."""

Flags = npt.NDArray[np.bool_]
"""One yes or no a node or link."""


def count_at(positions: Positions, size: int) -> Numbers:
    """How often each position from 0 to `size` - 1 occurs."""
    return np.bincount(positions, minlength=size)


def any_at(positions: Positions, size: int) -> Flags:
    """Whether each position from 0 to `size` - 1 occurs at all."""
    found = np.zeros(size, dtype=np.bool_)
    found[positions] = True
    return found


def highest_at(positions: Positions, values: Numbers, floor: Numbers) -> Numbers:
    """The greatest of `values` at each position, and never less than `floor` there."""
    highest = floor.copy()
    np.maximum.at(highest, positions, values.astype(highest.dtype, copy=False))
    return highest


def matches(left: Positions, right: Positions, size: int) -> tuple[Positions, Positions]:
    """Every pair (row of left, row of right) that holds the same position.

    `right` must be ascending; both hold positions below `size`. Pairs are ordered by the row
    of left, then of right.
    """
    many = np.bincount(right, minlength=size)
    first = np.cumsum(many) - many
    counts = many[left]
    rows = np.repeat(np.arange(len(left)), counts)
    offsets = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    return rows, np.repeat(first[left], counts) + offsets


def pair_keys(first: Positions, second: Positions) -> npt.NDArray[np.int64]:
    """One number for each pair, ordered as the pairs are."""
    return (first.astype(np.int64) << 32) | second.astype(np.int64)


def distinct_pairs(first: Positions, second: Positions) -> tuple[Positions, Positions]:
    """The different pairs, ordered by first and then second."""
    keys = pair_keys(first, second)
    keys.sort()
    keys = keys[np.r_[True, keys[1:] != keys[:-1]]] if len(keys) else keys
    return keys >> 32, keys & 0xFFFFFFFF


def is_in_sorted(wanted: Numbers, ascending: Numbers) -> Flags:
    """Which of the wanted numbers stand in `ascending`."""
    if not len(ascending):
        return np.zeros(len(wanted), dtype=np.bool_)
    place = np.searchsorted(ascending, wanted)
    found: Flags = ascending[np.minimum(place, len(ascending) - 1)] == wanted
    return found
