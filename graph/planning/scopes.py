"""For which area a file speaks of something: the village it lies in, else the township."""

from collections.abc import Iterable, Iterator

import numpy as np

from graph.editing.statements import SCOPES
from graph.schema import NODES
from graph.snapshot.arrays import Positions
from graph.snapshot.snapshot import Snapshot


class Scopes:
    """The areas files speak for, above some nodes of a snapshot. `label` is by id."""

    def __init__(self, snapshot: Snapshot, ids: Iterable[str]) -> None:
        self._snapshot = snapshot
        self._area: dict[str, int] = {}
        self._above: dict[int, tuple[str, ...]] = {}
        self._around: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.label: dict[str, str] = {}
        wanted = sorted(set(ids))
        for label in NODES:
            places = snapshot.nodes[label].positions(wanted)
            own = snapshot.area_of(label)
            for at in np.flatnonzero(places >= 0).tolist():
                self.label[wanted[at]] = label
                self._area[wanted[at]] = int(own[places[at]])

    def of(self, id: str) -> str | None:
        """The nearest such area something lies in, itself counted; None when it lies nowhere.

        Where there is no such area it is the topmost one.
        """
        return next(iter(self.above(id)), None)

    def above(self, id: str) -> tuple[str, ...]:
        """All of them, the nearest first."""
        area = self._area.get(id, -1)
        if area not in self._above:
            tree, areas = self._snapshot.areas, self._snapshot.nodes["Area"]
            upwards = list(tree.upwards(area))
            speaking = [each for each in upwards if tree.kinds[each] in SCOPES] or upwards[-1:]
            self._above[area] = tuple(areas.id(each) for each in speaking)
        return self._above[area]

    def around(self, id: str) -> tuple[str, ...]:
        """Every such area of the township something lies in: it, its villages, communities."""
        outermost = self.above(id)[-1:]
        if outermost not in self._around:
            tree, areas = self._snapshot.areas, self._snapshot.nodes["Area"]
            inside = (
                each
                for area in outermost
                for each in tree.descendants(areas.positions([area])[0]).tolist()
            )
            speaking = (each for each in inside if tree.kinds[each] in SCOPES)
            self._around[outermost] = tuple(areas.id(each) for each in speaking) or outermost
        return self._around[outermost]


def resettled(before: Snapshot, after: Snapshot) -> Iterator[str]:
    """The ids of the nodes that are in both and whose nearest scope is another."""
    was_scope, now_scope = _nearest(before), _nearest(after)
    # Areas of the later snapshot by their position in the earlier; -2: not there yet.
    known = before.nodes["Area"].positions(after.ids("Area"))
    now_scope = np.where(known[now_scope] >= 0, known[now_scope], -2)
    for label, nodes in before.nodes.items():
        places = after.nodes[label].positions(nodes.ids)
        was, now = before.area_of(label), after.area_of(label)[places]
        is_there = (places >= 0) & (was >= 0) & (now >= 0)
        at = np.flatnonzero(is_there)
        other = at[was_scope[was[at]] != now_scope[now[at]]]
        yield from nodes.ids.take(other).to_pylist()


def _nearest(snapshot: Snapshot) -> Positions:
    """By position of an area, that of its nearest scope; a root without any is its own."""
    tree = snapshot.areas
    nearest = np.arange(len(tree))
    speaks = np.array([each in SCOPES for each in tree.kinds], dtype=np.bool_)
    for level in tree.levels[1:]:
        nearest[level] = np.where(speaks[level], level, nearest[tree.parent[level]])
    return nearest
