"""What cover an edit would take away: households whose state gets worse."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from graph.ledger.changes import (
    CreateLink,
    CreateNode,
    Delta,
    EndLink,
    EndNode,
    Operation,
    SetLink,
    SetNode,
)
from graph.snapshot.cover import STATES, Cover
from graph.snapshot.naming import ids_of, names_of
from graph.snapshot.snapshot import Snapshot

_LINKS: Final = frozenset({"LIAISES", "HOSTS", "LEADS", "UNDER", "SERVES", "LOCATED_IN"})
_PROPERTIES: Final = frozenset({"unavailable_until", "kind"})


class Loss(NamedTuple):
    """One household that would be worse off: its id and name, its state before and after.

    The states are `whole`, `suspended`, `broken` and `uncovered`, from best to worst.
    """

    household: str
    name: str
    before: str
    after: str


class CoverChange(NamedTuple):
    """What an edit does to cover: `lost` ordered by household id, `gained` only counted."""

    lost: tuple[Loss, ...] = ()
    gained: int = 0


def can_touch_cover(operations: Iterable[Operation]) -> bool:
    """Whether any of these operations could change the state of any household.

    Lets a changed phone number be kept without reading the whole network.
    """
    return any(_can_touch(each) for each in operations)


def cover_change(before: Snapshot, delta: Delta) -> CoverChange:
    """How the household states at `before` differ from those after the delta.

    A household that ends with the delta is no loss, one that begins with it no gain.
    """
    after = before.advance(delta)
    old, new = before.derived(Cover).states, after.derived(Cover).states
    if before.ids("Household") is not after.ids("Household"):
        place = after.nodes["Household"].positions(before.ids("Household"))
        new = np.where(place >= 0, new[place], old) if len(new) else old
    # STATES goes from worst to best, and so do its codes.
    worse = np.flatnonzero(new < old)
    lost = zip(
        ids_of(before, "Household", worse),
        names_of(before, "Household", worse),
        (STATES[each] for each in old[worse]),
        (STATES[each] for each in new[worse]),
        strict=True,
    )
    return CoverChange(tuple(Loss(*each) for each in lost), int(np.count_nonzero(new > old)))


def _can_touch(operation: Operation) -> bool:
    match operation:
        case SetNode(_, properties):
            return not _PROPERTIES.isdisjoint(properties)
        case EndNode():
            return True
        case CreateLink(link):
            return link.type in _LINKS
        case EndLink(key) | SetLink(key, _):
            return key.type in _LINKS
        case CreateNode():
            return False
