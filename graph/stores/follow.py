"""Bringing a graph to the newest facts of the ledger, and proving that it holds them."""

import datetime as dt
from collections.abc import Sequence
from typing import Final, Protocol

from graph.errors import StoreDamaged, StoreUnavailable
from graph.ledger.base import Facts
from graph.ledger.changes import ChangeSet, Delta
from graph.messages import _
from graph.model import Moment
from graph.stores.base import Store
from graph.stores.comparing import differences

_ATTEMPTS: Final = 5
_LOG_PAGE: Final = 200


class Followed(Protocol):
    """What of the ledger a graph follows."""

    def moment(self, day: dt.date) -> Moment:
        """The newest change set, on a day."""

    def facts(self, moment: Moment) -> Facts:
        """The facts at a moment."""

    def diff(self, before: Moment, after: Moment) -> Delta | None:
        """What changed between two moments; None when a rebuild is the shorter way."""

    def log(self, *, limit: int, before: int | None) -> Sequence[ChangeSet]:
        """Change sets, newest first, those before a number."""

    def change_set(self, seq: int) -> ChangeSet:
        """One change set."""


def follow(ledger: Followed, store: Store, day: dt.date) -> Moment:
    """Bring the graph to the newest facts as of `day`; returns the moment it then stands at.

    What changed since is applied where that is the shorter way and the graph is sound; else
    the graph is rebuilt. Raises `StoreUnavailable` when the engine cannot be reached or others
    keep moving the graph, never because of what the graph held.
    """
    for _attempt in range(_ATTEMPTS):
        target = ledger.moment(day)
        try:
            if _catch_up(ledger, store, target):
                return target
        except StoreDamaged:
            store.rebuild(ledger.facts(target), lineage=lineage_at(ledger, target.seq))
            return target
    raise StoreUnavailable(_("The graph is being moved on by another process; try again."))


def rebuild(ledger: Followed, store: Store, day: dt.date) -> Moment:
    """Make the graph again from the newest facts as of `day`; returns their moment."""
    target = ledger.moment(day)
    store.rebuild(ledger.facts(target), lineage=lineage_at(ledger, target.seq))
    return target


def verify_projection(ledger: Followed, store: Store) -> list[str]:
    """Where the graph is not what the ledger says at the moment it stands at; empty when equal.

    A graph that cannot be read is one difference, and so is one of another ledger.
    """
    try:
        at = store.applied()
        if at is None:
            return [_("The graph is empty or half built")]
        if not _is_ours(ledger, store, at):
            return [_("The graph was made from another ledger")]
        found = differences(ledger.facts(at), store.content())
        if store.was_changed():
            found.append(_("The graph's file was changed by somebody else"))
        return found
    except StoreDamaged as error:
        return [str(error)]


def lineage_at(ledger: Followed, seq: int) -> str:
    """The digest of a change set, by which a graph knows its ledger; "" for the empty one."""
    return ledger.change_set(seq).digest if seq else ""


def _catch_up(ledger: Followed, store: Store, target: Moment) -> bool:
    """Whether the graph now stands at `target`; raises `StoreDamaged` when it must be rebuilt."""
    at = store.applied()
    if at is None or not _is_ours(ledger, store, at):
        raise StoreDamaged(_("The graph is not one of this ledger."))
    if store.was_changed():
        raise StoreDamaged(_("The graph's file was changed by somebody else"))
    if not store.is_trusted():
        if differences(ledger.facts(at), store.content()):
            raise StoreDamaged(_("The graph is not what the ledger says."))
        store.trust()
    if at == target:
        return True
    # What is erased must leave the engine's files too, and only a rebuild does that.
    if _has_forgotten(ledger, at.seq, target.seq):
        raise StoreDamaged(_("The graph holds what was erased."))
    delta = ledger.diff(at, target)
    if delta is None:
        raise StoreDamaged(_("The graph is too far behind."))
    return store.advance(delta, lineage=lineage_at(ledger, target.seq))


def _is_ours(ledger: Followed, store: Store, at: Moment) -> bool:
    newest = ledger.moment(at.day).seq
    return at.seq <= newest and store.lineage() == lineage_at(ledger, at.seq)


def _has_forgotten(ledger: Followed, after: int, until: int) -> bool:
    """Whether any change set in (after, until] erased something."""
    before = until + 1
    while before > after + 1:
        page = ledger.log(limit=_LOG_PAGE, before=before)
        if not page:
            return False
        if any(each.kind == "forget" and after < each.seq <= until for each in page):
            return True
        before = page[-1].seq
    return False
