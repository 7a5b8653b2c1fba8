"""Planning again around what moved: what was chosen before is kept as far as it still can be."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from graph.errors import LiaisonError
from graph.planning.plan import Change, Plan
from graph.planning.request import Pair, PlanKind, Request
from graph.snapshot.snapshot import Snapshot

_PINNED: Final[frozenset[PlanKind]] = frozenset(
    {"households", "members", "centres", "groups", "branches", "instructors"}
)
"""The kinds in which every item goes to an agent, so that a choice can be kept as a pin."""


def replanned(
    old: Plan,
    request: Request,
    snapshot: Snapshot,
    moved: frozenset[str],
    make: Callable[[Request], Plan],
) -> Plan:
    """The new plan for `request`; `moved` are the ids that moved under the old one.

    All choices whose two sides are still there are tried first, then those neither side of
    which moved. Kept choices are pins of the new plan's request. They are given up together
    when with them more would be left, fall short or clash than without.
    """
    free = make(request)
    if request.kind not in _PINNED:
        return free
    choices = _still_there(old.chosen, snapshot)
    untouched = [each for each in choices if moved.isdisjoint(each)]
    for kept in (choices, untouched):
        pins = (*request.pins, *(each for each in kept if each not in request.pins))
        if len(pins) == len(request.pins):
            continue
        try:
            made = make(replace(request, pins=pins))
        except LiaisonError:
            continue  # a choice that was possible is no more: a pin on it cannot be meant
        if _cost(made) <= _cost(free):
            return made
    return free


def _still_there(changes: Sequence[Change], snapshot: Snapshot) -> list[Pair]:
    pairs = [Pair(each.item, each.taker) for each in changes if each.taker is not None]
    there = _existing({one for pair in pairs for one in pair}, snapshot)
    return [each for each in pairs if there.issuperset(each)]


def _existing(ids: Iterable[str], snapshot: Snapshot) -> set[str]:
    wanted = sorted(ids)
    found: set[str] = set()
    for nodes in snapshot.nodes.values():
        places = nodes.positions(wanted).tolist()
        found |= {one for one, place in zip(wanted, places, strict=True) if place >= 0}
    return found


def _cost(plan: Plan) -> tuple[int, int, int]:
    """What must not grow for the sake of old choices: clashes, what is left, what falls short."""
    return (
        len(plan.clashes),
        sum(each.score.uncovered for each in plan.parts),
        sum(each.score.shortfall for each in plan.parts),
    )
