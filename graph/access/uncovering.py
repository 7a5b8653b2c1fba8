"""Uncovering what is masked: one entity at a time, and never without an audit row."""

from collections.abc import Mapping

from graph.access.narrowing import MASKED
from graph.access.view import View
from graph.ledger.ledger import Ledger
from graph.model import Value


def masked_of(view: View, id: str) -> tuple[str, ...]:
    """The properties of an entity that are masked for who looks. NotFound when it is not seen."""
    label, place = view.snapshot.find(id)
    at = int(view.seen.kept[label][place])
    if not view.seen.sight.masked[label][at]:
        return ()
    known = view.snapshot.nodes[label]
    return tuple(name for name in MASKED.get(label, {}) if known.value(place, name) is not None)


def uncover(ledger: Ledger, view: View, id: str) -> Mapping[str, Value]:
    """The masked values of one entity in clear; the audit says who uncovered what, first.

    Empty where nothing is masked. NotFound when the entity is not seen.
    """
    names = masked_of(view, id)
    if not names:
        return {}
    ledger.audit(view.viewer.account, "uncover", f"{id}: {', '.join(names)}")
    label, place = view.seen.whole.find(id)
    return {name: view.seen.whole.nodes[label].value(place, name) for name in names}
