"""Views for everybody who asks, sharing what is worked out for a moment and for a set of grants."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from graph.access.findings import Judged
from graph.access.grant import Grant, Viewer
from graph.access.narrowing import Narrowed, narrowed
from graph.access.sight import Sight
from graph.access.view import View
from graph.model import Moment
from graph.rules import Rules
from graph.snapshot.snapshot import Snapshot

Key = TypeVar("Key")
Value = TypeVar("Value")

_MOMENTS: Final = 3
_PARTS: Final = 24
"""How many moments and how many narrowed snapshots are kept; the ones longest unused go first."""


@dataclass(eq=False)
class Access:
    """Gives views; any number of threads may ask."""

    rules: Rules
    snapshot: Callable[[Moment], Snapshot] = field(repr=False)
    _judged: "OrderedDict[Moment, Judged]" = field(default_factory=OrderedDict, repr=False)
    _parts: "OrderedDict[tuple[Moment, tuple[Grant, ...]], Narrowed]" = field(
        default_factory=OrderedDict, repr=False
    )
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def view(self, viewer: Viewer, moment: Moment) -> View:
        """What this viewer sees at a moment."""
        grants = tuple(each for each in viewer.grants if each.may("see"))
        with self._turn:
            judged = self._judged.get(moment) or Judged(self.snapshot(moment), self.rules)
            _keep(self._judged, moment, judged, _MOMENTS)
            key = (moment, grants)
            part = self._parts.get(key)
            if part is None or part.whole is not judged.snapshot:
                part = narrowed(judged.snapshot, Sight.of(judged.snapshot, grants))
            _keep(self._parts, key, part, _PARTS)
        return View(viewer, part, judged)

    def forget(self) -> None:
        """Keep nothing: what was read may hold values that have been erased."""
        with self._turn:
            self._judged.clear()
            self._parts.clear()


def _keep(kept: "OrderedDict[Key, Value]", key: Key, value: Value, most: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
