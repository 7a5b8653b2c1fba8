"""What happened, what each change set did, and taking it back."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from graph.history.asking import read_as_of, read_day
from graph.history.lines import Line, lines_of
from graph.ledger.base import Facts
from graph.ledger.changes import ChangeSet
from graph.ledger.ledger import Ledger
from graph.ledger.preview import UndoPreview
from graph.ledger.records import Change
from graph.ledger.undo import Undone
from graph.model import Moment

PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class Done:
    """What one change set did: `lines` from `first` on, of `total` in all."""

    change_set: ChangeSet
    lines: tuple[Line, ...]
    first: int
    total: int


@dataclass(frozen=True, slots=True)
class History:
    """The past of one ledger."""

    ledger: Ledger

    def log(self, *, limit: int = 50, before: int | None = None) -> list[ChangeSet]:
        """The change sets, newest first; with `before` only those with a lower number."""
        return self.ledger.log(limit=limit, before=before)

    def done(self, seq: int, *, first: int = 0, limit: int = PAGE) -> Done:
        """What a change set did, row by row, a page at a time. Raises NotFound."""
        page, total = self.ledger.changes_page(seq, first, limit)
        return Done(self.ledger.change_set(seq), self._lines(page), first, total)

    def of(self, id: str) -> tuple[Line, ...]:
        """Everything that happened to a node and its links, oldest first. Raises NotFound."""
        return self._lines(self.ledger.history(id))

    def preview_undo(self, seq: int, *, on: dt.date) -> UndoPreview:
        """What `undo` would do now; nothing is kept. Raises as it does."""
        return self.ledger.preview_undo(seq, on=on)

    def undo(self, seq: int, *, actor: str, on: dt.date, seen: int | None = None) -> Undone:
        """Take a change set back as far as nothing newer stands on it.

        Raises NotFound, Conflict when `seen` is given and the ledger has moved since, and
        InvalidChange for a change set that cannot be undone at all.
        """
        return self.ledger.undo(seq, actor=actor, on=on, seen=seen)

    def moment(self, *, on: str | None = None, as_of: str | None = None, today: dt.date) -> Moment:
        """The moment two options mean: a day, and a change set's number or a day.

        Raises InvalidChange for a text that is neither, NotFound for a number not there.
        """
        day = read_day(on) if on else today
        return self.ledger.moment(day, read_as_of(as_of) if as_of else None)

    def _lines(self, changes: Sequence[Change]) -> tuple[Line, ...]:
        @cache
        def facts(seq: int, day: dt.date) -> Facts:
            return self.ledger.facts(Moment(seq, day))

        return lines_of(changes, cache(self.ledger.change_set), facts)
