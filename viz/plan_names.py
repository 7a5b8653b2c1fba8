"""What everything a plan speaks of is called and where it lies, looked up in one go."""

from collections.abc import Iterable, Iterator
from typing import Final

from graph.ledger.changes import CreateLink, CreateNode, EndLink, Operation, SetLink
from graph.messages import _
from graph.model import Node
from graph.naming import called
from graph.planning.plan import Plan
from graph.planning.reason import Id, Reason
from graph.snapshot import Snapshot
from graph.snapshot.naming import ids_of, names_of
from viz.order import SortKey, natural

_NOWHERE: Final = ""
_MOST_NAMED: Final = 4


class PlanNames:
    """Names, labels and areas by id, of the facts and of what the plan begins."""

    def __init__(self, plan: Plan, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._names: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._areas: dict[str, str] = {}
        self._positions: dict[str, int] = {}
        self._paths: dict[str, str] = {}
        self._orders: dict[str, SortKey] = {}
        operations = [one for each in plan.changes for one in each.operations]
        self._look_up(sorted({*_spoken_of(plan), *_touched(operations)}))
        self._add_begun(operations)

    def __call__(self, id: str) -> str:
        """What people call it; the id itself where nothing is known."""
        return self._names.get(id) or id

    def label(self, id: str) -> str:
        """Its label; "" for an id that is nowhere."""
        return self._labels.get(id, "")

    def position(self, id: str) -> int | None:
        """Its position in the snapshot; None for what is not there yet."""
        return self._positions.get(id)

    def area(self, id: str) -> str:
        """The id of the area it lies in (an area: itself); "" where none is known."""
        return id if self.label(id) == "Area" else self._areas.get(id, _NOWHERE)

    def path(self, area: str) -> str:
        """The readable path of an area from the township down."""
        if area not in self._paths:
            self._paths[area] = self._path(area)
        return self._paths[area]

    def order(self, area: str) -> SortKey:
        """A key that puts areas in the order people expect."""
        if area not in self._orders:
            self._orders[area] = natural(self.path(area))
        return self._orders[area]

    def upwards(self, area: str) -> list[str]:
        """The ids of this area and all it lies in, nearest first."""
        position = self._positions.get(area)
        if position is None:
            above = self._areas.get(area)
            return [area, *(self.upwards(above) if above else [])]
        return ids_of(self._snapshot, "Area", list(self._snapshot.areas.upwards(position)))

    def place(self, areas: Iterable[str]) -> str:
        """Where several areas lie: the smallest that holds all, then up to four of them."""
        found = sorted(set(areas), key=self.order)
        if len(found) < 2:
            return self.path(found[0]) if found else ""
        common = self._common(found)
        above = self.path(common)
        own = [self.path(each).removeprefix(above).strip() for each in found if each != common]
        said = _(", ").join(own[:_MOST_NAMED]) + ("…" if len(own) > _MOST_NAMED else "")
        return f"{above}{_(': ')}{said}" if common else said

    def _common(self, areas: Iterable[str]) -> str:
        """The id of the smallest area that holds all of these; "" where none does."""
        chains: list[list[str]] = [self.upwards(each)[::-1] for each in areas]
        shared: list[str] = [each[0] for each in zip(*chains, strict=False) if len(set(each)) == 1]
        if not shared:
            return ""
        if shared[-1] not in self._labels:
            self._look_up([shared[-1]])
        return shared[-1]

    def _look_up(self, ids: list[str]) -> None:
        for label, nodes in self._snapshot.nodes.items():
            found = nodes.positions(ids)
            at = [(one, int(place)) for one, place in zip(ids, found, strict=True) if place >= 0]
            if not at:
                continue
            places = [place for _one, place in at]
            home = self._snapshot.area_of(label)[places].tolist()
            names = names_of(self._snapshot, label, places)
            areas = iter(ids_of(self._snapshot, "Area", [each for each in home if each >= 0]))
            for (one, place), name, own in zip(at, names, home, strict=True):
                self._names[one], self._labels[one], self._positions[one] = name, label, place
                self._areas[one] = next(areas) if own >= 0 else _NOWHERE

    def _add_begun(self, operations: Iterable[Operation]) -> None:
        for each in operations:
            if isinstance(each, CreateNode):
                self._names[each.node.id] = called(
                    Node(each.node.label, each.node.id, each.node.properties)
                )
                self._labels[each.node.id] = each.node.label
            elif isinstance(each, CreateLink) and each.link.type in ("LOCATED_IN", "WITHIN"):
                self._areas.setdefault(each.link.from_id, each.link.to_id)

    def _path(self, area: str) -> str:
        position = self._positions.get(area)
        if position is not None:
            return self._snapshot.areas.path(position)
        above = self._areas.get(area)
        return f"{self.path(above)} {self(area)}".strip() if above else self(area)


def _spoken_of(plan: Plan) -> Iterator[str]:
    """Every id that stands anywhere in a plan, some of them often."""
    asked = plan.request
    yield from filter(None, [asked.area, *asked.without, *asked.joining])
    for pair in (*asked.pins, *asked.bans):
        yield from filter(None, pair)
    for change in plan.changes:
        yield from filter(None, (change.item, change.taker, change.area, *change.givers))
        yield from _ids_in(change.reason)
    for load in plan.loads:
        yield from (load.agent, load.area)
    for part in plan.parts:
        yield from part.areas
    for shortage in plan.shortages:
        yield from (*shortage.areas, *shortage.agents)
        for reason in (shortage.proof, *shortage.remedies):
            yield from _ids_in(reason)
    for reason in (*plan.clashes, *plan.notes):
        yield from _ids_in(reason)


def _touched(operations: Iterable[Operation]) -> Iterator[str]:
    """Both ends of links that begin, change or end; what areas that begin lie in."""
    for each in operations:
        match each:
            case EndLink(key) | SetLink(key, _):
                yield from (key.from_id, key.to_id)
            case CreateLink(link):
                yield from (link.from_id, link.to_id)


def _ids_in(reason: Reason) -> Iterator[str]:
    for value in reason.values.values():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Id):
                yield one.id
            elif isinstance(one, Reason):
                yield from _ids_in(one)
