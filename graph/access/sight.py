"""What a set of grants shows of a snapshot: which nodes, and which of them masked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from graph.access.grant import MATTERS, Grant
from graph.rule import Matter
from graph.schema import NODES
from graph.snapshot.arrays import Flags, any_at
from graph.snapshot.snapshot import Snapshot

_PYRAMID: Final = frozenset(
    {"Organisation", "PartyGroup", "Person", "CentreHousehold", "Household", "Training"}
)
"""The labels a grant for the pyramid shows, beside areas."""


@dataclass(frozen=True, eq=False)
class Sight:
    """`seen` and `masked` have one flag a node by label; `areas` one flag an area by matter.

    A masked node is seen without its phone numbers and heads.
    """

    seen: Mapping[str, Flags]
    masked: Mapping[str, Flags]
    areas: Mapping[Matter, Flags]

    @classmethod
    def of(cls, snapshot: Snapshot, grants: Iterable[Grant]) -> "Sight":
        """What these grants show. A grant for an area that is not there shows nothing."""
        grants = [each for each in grants if each.may("see")]
        areas = {each: _granted(snapshot, grants, each, clear=False) for each in MATTERS}
        clear = {each: _granted(snapshot, grants, each, clear=True) for each in MATTERS}
        seen = _shown(snapshot, areas)
        plain = _shown(snapshot, clear)
        masked = {label: seen[label] & ~plain[label] for label in NODES}
        return cls(MappingProxyType(seen), MappingProxyType(masked), MappingProxyType(areas))

    @property
    def is_whole(self) -> bool:
        """Whether everything is seen, and nothing of it masked."""
        return all(flags.all() for flags in self.seen.values()) and not any(
            flags.any() for flags in self.masked.values()
        )


def _granted(snapshot: Snapshot, grants: Iterable[Grant], matter: Matter, *, clear: bool) -> Flags:
    """Which areas are granted for a matter; `clear`: by a grant that masks nothing."""
    granted = np.zeros(snapshot.count("Area"), dtype=np.bool_)
    for each in grants:
        if each.matter != matter or (clear and each.is_masked):
            continue
        if not each.area:
            granted[:] = True
            continue
        place = snapshot.nodes["Area"].position(each.area)
        if place is not None:
            granted |= snapshot.areas.inside(place)
    return granted


def _shown(snapshot: Snapshot, areas: Mapping[Matter, Flags]) -> dict[str, Flags]:
    """Which nodes these areas show, by label.

    What lies nowhere is seen by nobody but those who see every area.
    """
    inside = {each: _inside(snapshot, areas[each]) for each in MATTERS}
    pyramid, enterprises = inside["pyramid"], inside["enterprises"]
    shown = {}
    for label in NODES:
        if label == "Area":
            shown[label] = pyramid[label] | enterprises[label]
        elif label == "Enterprise":
            shown[label] = enterprises[label]
        elif label in _PYRAMID:
            shown[label] = pyramid[label]
    shown["Organisation"] = shown["Organisation"] | enterprises["Organisation"]
    instructs = snapshot.link("INSTRUCTS", "Person", "Enterprise")
    instructor = any_at(instructs.source, snapshot.count("Person"))
    shown["Person"] = shown["Person"] | (enterprises["Person"] & instructor)
    return shown


def _inside(snapshot: Snapshot, areas: Flags) -> dict[str, Flags]:
    """Which nodes of each label lie in these areas; all, if these are all areas there are."""
    if areas.all():
        everywhere = bool(len(areas))
        return {label: np.full(snapshot.count(label), everywhere) for label in NODES}
    found = {}
    for label in NODES:
        own = snapshot.area_of(label)
        found[label] = np.where(own >= 0, areas[own], False)
    return found
