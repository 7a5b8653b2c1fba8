"""What cover an edit would take away: households whose state gets worse."""

from collections.abc import Callable, Iterable
from typing import Final, Literal, NamedTuple

from graph.ledger.base import Facts
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

State = Literal["whole", "suspended", "broken", "uncovered"]

BEST_FIRST: Final[tuple[State, ...]] = ("whole", "suspended", "broken", "uncovered")


class Loss(NamedTuple):
    """One household that would be worse off, with its state before and after."""

    household: str
    before: State
    after: State


class Cover(NamedTuple):
    """What an edit does to cover: `lost` ordered by household id, `gained` only counted."""

    lost: tuple[Loss, ...] = ()
    gained: int = 0


Weigh = Callable[[Facts, Delta], Cover]
"""Compares the household states at the facts' moment with those after the delta."""

_LINKS: Final = frozenset({"LIAISES", "HOSTS", "LEADS", "UNDER", "SERVES", "LOCATED_IN"})
_PROPERTIES: Final = frozenset({"unavailable_until", "kind"})


def can_touch_cover(operations: Iterable[Operation]) -> bool:
    """Whether any of these operations could change the state of any household.

    Lets a changed phone number be kept without reading the whole network.
    """
    return any(_can_touch(each) for each in operations)


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
