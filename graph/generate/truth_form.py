"""The shape of the truth: findings by subject id, as they stand in truth.json."""

from typing import Any

import numpy as np

from graph.generate.plan import Ints
from graph.generate.tables import ids_of

Found = dict[str, dict[str, Any]]
"""Subject id → `value` and the rule's own columns; empty for a rule that measures nothing."""


def found(label: str, positions: Ints, values: Ints | None = None) -> Found:
    """Findings about these nodes, each with its value if there are values."""
    subjects = ids_of(label, positions).to_pylist()
    if values is None:
        return {subject: {} for subject in subjects}
    return {subject: {"value": one} for subject, one in zip(subjects, values.tolist(), strict=True)}


def counted(positions: Ints, count: int) -> Ints:
    """How often each of `count` positions occurs."""
    return np.bincount(positions, minlength=count)
