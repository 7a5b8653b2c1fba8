"""What happened, as lines people read: which entity or link, what of it, from what to what."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from graph.ledger.base import Facts
from graph.ledger.changes import ChangeSet, Subject
from graph.ledger.records import Change
from graph.messages import _
from graph.model import Link, LinkKey, Node, Value
from graph.naming import called
from graph.schema import LINKS, NODES
from graph.words import word

Effect = Literal["added", "changed", "ended"]


class Difference(NamedTuple):
    """One property and its values before and after; None is "not known"."""

    name: str
    before: Value
    after: Value

    @property
    def text(self) -> str:
        """In words: 联系电话：13800000001 → 13800000002."""
        return _("%(property)s: %(before)s → %(after)s") % {
            "property": word(self.name),
            "before": shown(self.before),
            "after": shown(self.after),
        }


@dataclass(frozen=True, slots=True)
class Line:
    """What one change set did to one node or link over a range of days.

    `names` are what the node, or the two ends of the link, are called. `valid_to` is the
    first day it no longer speaks about; None: until further notice. `differences` lists the
    properties known afterwards for what was added, before for what was ended. Holds personal
    data: made to be shown to who asked, never to be logged.
    """

    change_set: ChangeSet
    kind: str
    subject: Subject
    effect: Effect
    names: tuple[str, ...]
    valid_from: dt.date
    valid_to: dt.date | None
    differences: tuple[Difference, ...]

    @property
    def what(self) -> str:
        """The entity or link in words."""
        if isinstance(self.subject, LinkKey):
            return _("%(from)s (%(from_id)s) “%(type)s” %(to)s (%(to_id)s)") % {
                "from": self.names[0], "from_id": self.subject.from_id, "type": word(self.kind),
                "to": self.names[1], "to_id": self.subject.to_id,
            }  # fmt: skip
        return _("%(label)s %(name)s (%(id)s)") % {
            "label": word(self.kind), "name": self.names[0], "id": self.subject,
        }  # fmt: skip

    @property
    def text(self) -> str:
        """The whole line in words."""
        said = {"what": self.what, "how": _("; ").join(each.text for each in self.differences)}
        match self.effect:
            case "added":
                return _("added: %(what)s") % said
            case "ended":
                return _("ended: %(what)s") % said
            case "changed":
                return _("changed: %(what)s; %(how)s") % said


def shown(value: Value) -> str:
    """A value as people read it."""
    match value:
        case None:
            return _("not known")
        case True:
            return _("yes")
        case False:
            return _("no")
        case str():
            return word(value)
        case _other:
            return str(value)


def lines_of(
    changes: Sequence[Change],
    change_set: Callable[[int], ChangeSet],
    facts: Callable[[int, dt.date], Facts],
) -> tuple[Line, ...]:
    """The changes as lines, in their order.

    `facts` gives what held at a sequence number on a day; ends of links are named as they
    were right after the change, or right before it if they ended with it.
    """
    known: dict[str, str] = {}
    for each in changes:
        entity = each.after or each.before
        if isinstance(entity, Node):
            known[entity.id] = called(entity)
    return tuple(_line(each, change_set(each.seq), _names(each, known, facts)) for each in changes)


def _names(
    change: Change, known: dict[str, str], facts: Callable[[int, dt.date], Facts]
) -> tuple[str, ...]:
    subject = change.subject
    ends = (subject.from_id, subject.to_id) if isinstance(subject, LinkKey) else (subject,)
    for each in ends:
        if each not in known:
            node = facts(change.seq, change.valid_from).node(each)
            node = node or facts(change.seq - 1, change.valid_from).node(each)
            known[each] = called(node) if node else each
    return tuple(known[each] for each in ends)


def _line(change: Change, change_set: ChangeSet, names: tuple[str, ...]) -> Line:
    effect: Effect = (
        "added" if change.before is None else "ended" if change.after is None else "changed"
    )
    return Line(
        change_set, change.kind, change.subject, effect, names,
        change.valid_from, change.valid_to, tuple(_differences(change)),
    )  # fmt: skip


def _differences(change: Change) -> list[Difference]:
    of = NODES.get(change.kind) or LINKS[change.kind]
    before, after = _values(change.before), _values(change.after)
    pairs = ((each.name, before.get(each.name), after.get(each.name)) for each in of.properties)
    return [Difference(*each) for each in pairs if each[1] != each[2]]


def _values(entity: Node | Link | None) -> dict[str, Value]:
    return dict(entity.properties) if entity is not None else {}
