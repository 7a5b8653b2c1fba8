"""Runs of equal values that stand side by side, such as the arcs of an item."""

import numpy as np

from graph.snapshot.arrays import Numbers, Positions


def run_starts(values: Numbers) -> Positions:
    """Where each run begins; nothing where there is nothing."""
    is_start = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=is_start[1:])
    return np.flatnonzero(is_start)


def run_lengths(starts: Positions, size: int) -> Numbers:
    """How long each run is, `size` being the length of all."""
    return np.diff(starts, append=size)
