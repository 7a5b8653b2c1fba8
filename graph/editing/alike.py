"""Who or what is there already and could be the very thing somebody is about to add by hand."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pyarrow.compute as pc

from graph.model import Value
from graph.snapshot.arrays import Flags
from graph.snapshot.naming import ids_of
from graph.snapshot.snapshot import Snapshot

_SAME: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "Area": (("name",),),
    "Organisation": (("name",),),
    "PartyGroup": (("name",),),
    "Person": (("name", "mark"),),
    "CentreHousehold": (("name",),),
    "Household": (("address",), ("head", "phone")),
    "Enterprise": (("name",),),
    "Training": (("name", "held_on"),),
}
"""By label, the properties that together make two entities of one village look the same."""

_EVERYWHERE: Final[Mapping[str, str]] = {"Enterprise": "uscc"}
"""By label, the property that is one entity's alone, wherever it is."""


def alike(
    snapshot: Snapshot, label: str, values: Mapping[str, Value], village: str | None
) -> tuple[str, ...]:
    """The ids, ascending, of what has the same code, or looks the same in the same village.

    `village` is the id of an area, None for everywhere. A property nobody knows makes
    nothing alike, but for a mark: 张三 and 张三(大) are two people.
    """
    count = snapshot.count(label)
    place = snapshot.area(village)
    found = np.zeros(count, dtype=np.bool_)
    for names in _SAME[label]:
        if values.get(names[0]) is not None:
            found |= _all_equal(snapshot, label, names, values)
    found &= snapshot.inside(label, place)
    only = _EVERYWHERE.get(label)
    if only and values.get(only) is not None:
        found |= _all_equal(snapshot, label, (only,), values)
    return tuple(ids_of(snapshot, label, np.flatnonzero(found)))


def _all_equal(
    snapshot: Snapshot, label: str, names: tuple[str, ...], values: Mapping[str, Value]
) -> Flags:
    equal = np.ones(snapshot.count(label), dtype=np.bool_)
    for name in names:
        column, value = snapshot.column(label, name), values.get(name)
        if value is None and name != "mark":
            return np.zeros(len(equal), dtype=np.bool_)
        same = pc.is_null(column) if value is None else pc.equal(column, value)
        equal &= pc.fill_null(same, False).to_numpy(zero_copy_only=False)
    return equal
