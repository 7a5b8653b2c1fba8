"""What a rule's array form answers: who is asked, and what was measured."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy.typing as npt

from graph.snapshot.arrays import Flags, Numbers, Positions


@dataclass(frozen=True, eq=False)
class Asked:
    """Nodes of one label a rule looks at, one row each, in ascending positions.

    `value` is what was measured; None for a rule that says yes or no: then every row fires.
    `columns` hold what a finding shows besides. `expected` are the rows the minimum applies
    to; None means all. Where the value is a share, `measure` and `per` judge it exactly:
    it is below a minimum when measure < minimum x per.
    """

    label: str
    positions: Positions
    value: npt.NDArray[Any] | None = None
    columns: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)
    expected: Flags | None = None
    measure: Numbers | None = None
    per: Numbers | None = None

    def only(self, keep: Flags) -> "Asked":
        """The rows that are kept."""
        return Asked(
            self.label,
            self.positions[keep],
            None if self.value is None else self.value[keep],
            {name: column[keep] for name, column in self.columns.items()},
            None if self.expected is None else self.expected[keep],
            None if self.measure is None else self.measure[keep],
            None if self.per is None else self.per[keep],
        )
