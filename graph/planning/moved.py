"""What has moved since a plan was made, as far as the plan stands on it, by id and change set."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from graph.ledger.changes import Subject
from graph.ledger.ledger import Ledger
from graph.ledger.records import Change
from graph.messages import _
from graph.model import Moment, Node
from graph.planning.footing import Footing, Shift
from graph.planning.plan import Plan
from graph.snapshot.snapshot import Snapshot
from graph.words import word

LISTED: Final = 20
"""How many things that moved are named; the others are counted."""

_READ: Final = 1_000_000
"""With more rows than this in between, nobody looks which of them the plan stands on."""


class Move(NamedTuple):
    """One thing that moved: what happened to a node or link, and by which change set.

    `seq` is 0 where no change set did it but the passing of days.
    """

    subject: Subject
    how: str
    seq: int

    @property
    def text(self) -> str:
        """The sentence with its change set."""
        if not self.seq:
            return self.how
        return _("%(how)s (change set %(seq)d)") % {"how": self.how, "seq": self.seq}


@dataclass(frozen=True, slots=True)
class Moves:
    """What moved under a plan: the first `LISTED` named, and how many there are.

    `ids` are those of every node that moved and of both ends of every link that did.
    """

    named: tuple[Move, ...] = ()
    count: int = 0
    ids: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def texts(self) -> tuple[str, ...]:
        """A sentence each, and one for those that are not named."""
        more = self.count - len(self.named)
        rest = (_("… and %(more)d more") % {"more": more},) if more else ()
        return (*(each.text for each in self.named), *rest)


def moves(ledger: Ledger, plan: Plan, snapshot: Snapshot) -> Moves:
    """What of the plan's ground differs in the snapshot, which is of now and the plan's day.

    Looks at what would be applied of it: changes that are dropped stand on nothing.
    """
    now = snapshot.moment
    if now == plan.ground:
        return Moves()
    delta = ledger.diff(plan.ground, now, limit=_READ)
    if delta is None:
        how = _("More than %(most)d rows have changed since; make the plan anew") % {"most": _READ}
        return Moves((Move("", how, 0),), 1)
    facts = ledger.facts(plan.ground)
    found = list(Footing.of(plan, snapshot, delta).shifts(delta, facts.node))
    history = cache(ledger.history)
    named = tuple(_named(each, history, plan.ground) for each in found[:LISTED])
    return Moves(named, len(found), frozenset(one for each in found for one in _ends(each)))


def _named(shift: Shift, history: Callable[[str], list[Change]], ground: Moment) -> Move:
    entity = shift.entity
    subject: Subject = entity.id if isinstance(entity, Node) else entity.key
    seqs = (each.seq for each in history(_ends(shift)[0]) if each.subject == subject)
    return Move(subject, _said(shift), max((each for each in seqs if each > ground.seq), default=0))


def _said(shift: Shift) -> str:
    entity = shift.entity
    if isinstance(entity, Node):
        named = {"label": word(entity.label), "id": entity.id}
        if shift.effect == "ended":
            return _("%(label)s %(id)s is there no more") % named
        names = _(", ").join(map(word, shift.names))
        return _("%(label)s %(id)s: %(names)s changed") % {**named, "names": names}
    joined = {"type": word(entity.type), "from": entity.from_id, "to": entity.to_id}
    match shift.effect:
        case "begun":
            return _("“%(type)s” from %(from)s to %(to)s began") % joined
        case "ended":
            return _("“%(type)s” from %(from)s to %(to)s ended") % joined
        case "changed":
            return _("“%(type)s” from %(from)s to %(to)s changed") % joined


def _ends(shift: Shift) -> tuple[str, ...]:
    entity = shift.entity
    return (entity.id,) if isinstance(entity, Node) else (entity.from_id, entity.to_id)
