"""What a planner stands on: the facts, the rules that hold for this plan, and the request."""

from collections.abc import Callable
from dataclasses import dataclass, field

from graph.planning.plan import Plan
from graph.planning.request import Request
from graph.rules import Rules
from graph.snapshot.snapshot import Snapshot

Tell = Callable[[int, int], None]
"""Told how many parts are done, of how many. What it raises stops the planning."""


def silent(done: int, total: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, eq=False)
class Ground:
    """The facts of one moment and what is asked.

    `rules` have the request's own bounds in them. `new_ids` gives ids for nodes a plan begins,
    by label and count; they are used up even if the plan is never applied. `tell` hears of
    progress.
    """

    snapshot: Snapshot
    rules: Rules
    request: Request
    new_ids: Callable[[str, int], list[str]] = field(repr=False)
    tell: Tell = field(default=silent, repr=False)


Maker = Callable[[Ground], Plan]
"""Makes plans of one kind. `before` and `after` are left to whoever calls it."""
