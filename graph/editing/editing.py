"""Changing one fact by hand: one wish, one change set, and what cover it would cost, said first."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from graph.editing import operations as wish
from graph.editing.alike import alike
from graph.editing.cover import CoverChange, can_touch_cover, cover_change
from graph.editing.statements import scope_of, stated_by_hand
from graph.errors import Conflict
from graph.ledger.base import Facts
from graph.ledger.changes import ChangeSet, CreateNode, Draft, Operation
from graph.ledger.ledger import Ledger
from graph.ledger.preview import Preview
from graph.messages import _
from graph.model import Moment
from graph.snapshot.snapshot import Snapshot
from graph.words import word

NOTHING: Final[Mapping[str, str]] = {}
MOVED_LISTED: Final = 20


@dataclass(frozen=True, slots=True)
class Edit:
    """One change by hand that has not been kept: what it says, does and costs.

    `seen` is the sequence number it was made on. `created` is the id a new node would get,
    else None; `alike` are the ids of what is there already and could be the same, for a
    person to look at.
    """

    draft: Draft
    preview: Preview
    cover: CoverChange
    seen: int
    created: str | None = None
    alike: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether keeping it would change nothing."""
        return self.preview.is_empty


@dataclass(frozen=True, slots=True)
class Editing:
    """One fact at a time, by hand. Every method but `keep` only prepares and writes nothing.

    `on` is the day from which the change holds. Values are the texts people type; an empty
    text makes a value unknown. All raise `NotFound` and `InvalidChange` with what is allowed,
    and `Conflict` when `seen` is given and the ledger has moved since.
    """

    ledger: Ledger
    snapshot: Callable[[Moment], Snapshot] = field(repr=False)

    def set(
        self, id: str, values: Mapping[str, str], *, on: dt.date, actor: str,
        seen: int | None = None,
    ) -> Edit:  # fmt: skip
        """Give properties of one node new values."""
        facts = self._facts(on, seen)
        operations = wish.setting(facts, id, values)
        node = wish.existing(facts, id)
        names = _(", ").join(word(each) for each in operations[0].properties)
        summary = _("%(label)s %(id)s: %(names)s set") % {
            "label": word(node.label), "id": id, "names": names,
        }  # fmt: skip
        return self._edit(facts, operations, summary, actor)

    def add(
        self, label: str, values: Mapping[str, str], *, located_in: str | None, on: dt.date,
        actor: str, seen: int | None = None,
    ) -> Edit:  # fmt: skip
        """Begin a node in an area; its id is used up even if the edit is never kept."""
        facts = self._facts(on, seen)
        label = wish.label_named(label)
        wish.adding(facts, label, "", values, located_in)  # refuse before an id is used up
        (new,) = self.ledger.new_ids(label, 1)
        operations = wish.adding(facts, label, new, values, located_in)
        summary = _("%(label)s %(id)s added") % {"label": word(label), "id": new}
        edit = self._edit(facts, operations, summary, actor)
        return replace(edit, created=new, alike=self._alike(facts, operations, located_in))

    def link(
        self, type: str, from_id: str, to_id: str, values: Mapping[str, str] = NOTHING, *,
        on: dt.date, actor: str, seen: int | None = None,
    ) -> Edit:  # fmt: skip
        """Begin a link, change the properties of the one there is, or move to another area."""
        facts = self._facts(on, seen)
        kind = wish.link_type_named(type)
        operations = wish.linking(facts, kind, from_id, to_id, values)
        summary = _("Link “%(type)s” from %(from)s to %(to)s set") % {
            "type": word(kind), "from": from_id, "to": to_id,
        }  # fmt: skip
        return self._edit(facts, operations, summary, actor)

    def unlink(
        self, type: str, from_id: str, to_id: str, values: Mapping[str, str] = NOTHING, *,
        on: dt.date, actor: str, seen: int | None = None,
    ) -> Edit:  # fmt: skip
        """End one link."""
        facts = self._facts(on, seen)
        kind = wish.link_type_named(type)
        operations = wish.unlinking(facts, kind, from_id, to_id, values)
        summary = _("Link “%(type)s” from %(from)s to %(to)s ended") % {
            "type": word(kind), "from": from_id, "to": to_id,
        }  # fmt: skip
        return self._edit(facts, operations, summary, actor)

    def end(self, id: str, *, on: dt.date, actor: str, seen: int | None = None) -> Edit:
        """End a node and every link that hangs on it."""
        facts = self._facts(on, seen)
        operations = wish.ending(facts, id)
        label = wish.existing(facts, id).label
        summary = _("%(label)s %(id)s ended") % {"label": word(label), "id": id}
        return self._edit(facts, operations, summary, actor)

    def keep(self, edit: Edit) -> ChangeSet | None:
        """The change set that now holds the edit; None when it changes nothing.

        Raises `Conflict` when the ledger has moved since the edit was made.
        """
        return self.ledger.commit(edit.draft, seen=edit.seen)

    def _facts(self, on: dt.date, seen: int | None) -> Facts:
        moment = self.ledger.moment(on)
        if seen is not None and seen != moment.seq:
            raise Conflict(
                _("The ledger stands at %(now)d, you saw %(seen)d; look again, then repeat")
                % {"now": moment.seq, "seen": seen},
                moved=[
                    f"{each.seq} {each.effective_on} {word(each.kind)}: {each.summary}"
                    for each in self.ledger.log(limit=MOVED_LISTED)
                    if each.seq > seen
                ],
            )
        return self.ledger.facts(moment)

    def _alike(
        self, facts: Facts, operations: Sequence[Operation], located_in: str | None
    ) -> tuple[str, ...]:
        begun = operations[0]
        assert isinstance(begun, CreateNode)
        village = scope_of(facts, located_in) if located_in else None
        node = begun.node
        return alike(self.snapshot(facts.moment), node.label, node.properties, village)

    def _edit(
        self, facts: Facts, operations: Sequence[Operation], summary: str, actor: str
    ) -> Edit:
        draft = Draft(
            kind="edit", actor=actor, summary=summary, effective_on=facts.moment.day,
            operations=tuple(operations),
            statements=stated_by_hand(self.ledger, facts, operations),
        )  # fmt: skip
        preview = self.ledger.preview(draft)
        cover = CoverChange()
        if preview.delta.rows and can_touch_cover(operations):
            cover = cover_change(self.snapshot(preview.delta.before), preview.delta)
        # Facts read before somebody else wrote make an edit that `keep` must refuse.
        return Edit(draft, preview, cover, seen=facts.moment.seq)
