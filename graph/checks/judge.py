"""Bounds, severity and being on or off, as they hold in each area: one judge for both forms."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from graph.errors import ConfigurationError
from graph.messages import _
from graph.rules import Rule, Rules
from graph.snapshot.areas import AreaTree
from graph.snapshot.arrays import Flags, Numbers, Positions
from graph.snapshot.nodes import NodeArrays
from graph.snapshot.snapshot import Snapshot

_NO_MINIMUM: Final = np.iinfo(np.int64).min
_NO_MAXIMUM: Final = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Judge:
    """One rule in all its variants. `variant[i]` says which one holds in the area at i.

    The first variant is the one of the whole place; it also holds for nodes in no area.
    """

    variants: tuple[Rule, ...]
    variant: npt.NDArray[np.int64]

    @classmethod
    def of(cls, rule: Rule, rules: Rules, areas: AreaTree, nodes: NodeArrays) -> "Judge":
        """The judge of a rule over a tree of areas; scopes of areas that are not there wait."""
        variants, variant = [rule], np.zeros(len(areas) + 1, dtype=np.int64)
        scopes = rules.scopes(rule.id).items()
        places = [(nodes.position(area), said) for area, said in scopes]
        known = [(place, said) for place, said in places if place is not None]
        for place, said in sorted(known, key=lambda each: int(areas.depth[each[0]])):
            inside = areas.descendants(place)
            before = variants[int(variant[place])]
            variants.append(before.overridden(said))
            variant[inside] = len(variants) - 1
        return cls(tuple(variants), variant)

    def of_areas(self, areas: Positions) -> Positions:
        """Which variant holds in each area; position -1 is no area."""
        return self.variant[areas]

    def minimum(self, variant: Positions) -> Numbers:
        """The least value that is right under each variant."""
        return _bounds(self.variants, "min", _NO_MINIMUM)[variant]

    def maximum(self, variant: Positions) -> Numbers:
        """The greatest value that is right under each variant."""
        return _bounds(self.variants, "max", _NO_MAXIMUM)[variant]

    def enabled(self, variant: Positions) -> Flags:
        """Whether the rule is on under each variant."""
        on: Flags = np.array([each.enabled for each in self.variants])[variant]
        return on

    def fires(
        self,
        variant: Positions,
        measure: npt.NDArray[Any] | None,
        expected: Flags | None = None,
        per: Numbers | None = None,
    ) -> Flags:
        """Which rows are findings: on, and below the minimum (if expected) or above the maximum.

        Rows without a measure fire whenever the rule is on. With `per`, measure is compared
        with bound x per.
        """
        on = self.enabled(variant)
        if measure is None or not self.variants[0].bounds.named():
            return on
        low, high = self.minimum(variant), self.maximum(variant)
        if per is not None:
            low, high = low * per, np.full(len(per), _NO_MAXIMUM)
        below = measure < low
        if expected is not None:
            below &= expected
        return on & (below | (measure > high))


def refuse_unknown_areas(rules: Rules, snapshot: Snapshot) -> None:
    """Raise ConfigurationError when a place's rules speak of an area that is not there."""
    for area in rules.areas:
        if snapshot.nodes["Area"].position(area) is None:
            raise ConfigurationError(
                _("rules.toml: area.id: there is no area %(id)s") % {"id": area}
            )


def _bounds(variants: tuple[Rule, ...], name: str, none: int) -> Numbers:
    values = (getattr(each.bounds, name) for each in variants)
    return np.array([none if value is None else value for value in values], dtype=np.int64)
