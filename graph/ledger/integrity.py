"""What must hold together after a change: one place for everything, areas as a tree.

Only what a change touches is looked at; the rest held before and still does.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from graph.errors import InvalidChange
from graph.ledger.tables import day_of
from graph.ledger.timeline import Range, clipped, lives
from graph.ledger.workbench import Record, Workbench
from graph.messages import _

ONE_AT_A_TIME: Final = frozenset({"LOCATED_IN", "WITHIN"})
"""Link types of which a node may have only one on any day."""

_LISTED: Final = 5


def check(bench: Workbench) -> None:
    """Raise InvalidChange when what the bench would write does not hold together."""
    unplaced = misplaced(bench)
    if unplaced:
        raise InvalidChange(
            _("%(ids)s would not be located in exactly one area; say where each is")
            % {"ids": listed(unplaced)}
        )
    for each in astray(bench):
        text = (
            _("%(id)s would be within itself on %(day)s; areas form a tree")
            if each.is_cycle
            else _("%(id)s would be within two areas on %(day)s; end one of them first")
        )
        raise InvalidChange(text % {"id": each.area, "day": day_of(each.day).isoformat()})


def misplaced(bench: Workbench) -> list[str]:
    """The touched nodes that would be located nowhere or in several areas on some day."""
    touched = [each for each in bench.nodes.values() if each.is_changed]
    moved = [
        each.ends[1]
        for each in bench.links.values()
        if each.table.kind == "LOCATED_IN" and each.is_changed
    ]
    bench.load_nodes(moved)
    touched += [bench.nodes[each] for each in moved if each in bench.nodes]
    placed = {str(each.subject): each for each in touched if each.table.kind != "Area"}
    bench.load_links_from("LOCATED_IN", placed)
    return sorted(node for node, record in placed.items() if not _is_placed(bench, node, record))


def _is_placed(bench: Workbench, id: str, record: Record) -> bool:
    places = sorted(part for link in bench.links_from("LOCATED_IN", id) for part in lives(link.now))
    covered: list[Range] = []
    for start, end in places:
        if covered and start < covered[-1][1]:
            return False
        if covered and start == covered[-1][1]:
            covered[-1] = (covered[-1][0], end)
        else:
            covered.append((start, end))
    return covered == lives(record.now)


@dataclass(frozen=True, slots=True)
class Astray:
    """An area that would be in two areas, or within itself, from a day on."""

    area: str
    day: int
    is_cycle: bool


def astray(bench: Workbench) -> list[Astray]:
    """The touched areas that would no longer form a tree."""
    changed = [
        each for each in bench.links.values() if each.table.kind == "WITHIN" and each.is_changed
    ]
    found = [
        Astray(area, start, False)
        for area in sorted({each.ends[1] for each in changed})
        for start in _overlaps(bench, area)
    ]
    _load_ancestors(bench, {each.ends[3] for each in changed})
    for link in changed:
        found += [
            Astray(link.ends[1], day, True)
            for days in lives(link.now)
            if (day := _cycle_day(bench, link, days)) is not None
        ]
    return found


def _overlaps(bench: Workbench, id: str) -> list[int]:
    parents = sorted(part for link in bench.links_from("WITHIN", id) for part in lives(link.now))
    return [later[0] for one, later in pairwise(parents) if later[0] < one[1]]


def _load_ancestors(bench: Workbench, ids: set[str]) -> None:
    seen: set[str] = set()
    while ids:
        seen |= ids
        bench.load_links_from("WITHIN", ids)
        above = {link.ends[3] for each in ids for link in bench.links_from("WITHIN", each)}
        ids = above - seen


def _cycle_day(bench: Workbench, link: Record, days: Range) -> int | None:
    """The first day found on which the area of a link is above itself, or None."""
    waiting: list[tuple[str, Range]] = [(link.ends[3], days)]
    seen: set[tuple[str, Range]] = set()
    while waiting:
        above, part = waiting.pop()
        if above == link.ends[1]:
            return part[0]
        if (above, part) in seen:
            continue
        seen.add((above, part))
        waiting += [
            (each.ends[3], shared)
            for each in bench.links_from("WITHIN", above)
            for shared in clipped(lives(each.now), [part])
        ]
    return None


def listed(ids: list[str]) -> str:
    """The first few ids, and how many more there are."""
    text = ", ".join(ids[:_LISTED])
    return f"{text} … (+{len(ids) - _LISTED})" if len(ids) > _LISTED else text
