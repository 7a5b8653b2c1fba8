"""One entity with its links, read from a snapshot: only what is in it can be shown."""

from collections.abc import Iterator

from graph.looking.looking import Shown, Tie
from graph.model import Value
from graph.snapshot.areas import AreaTree
from graph.snapshot.links import LinkArrays
from graph.snapshot.snapshot import Snapshot


def shown_of(snapshot: Snapshot, label: str, place: int) -> Shown:
    """The node at a position of its label, as `Looking.show` tells it."""
    ties = sorted(
        _ties(snapshot, label, place),
        key=lambda tie: (tie.type, tie.direction, tie.other.label, tie.other_name),
    )
    node = snapshot.nodes[label].node(place)
    return Shown(snapshot.moment, node, _path(snapshot, label, place), tuple(ties))


def _path(snapshot: Snapshot, label: str, place: int) -> str:
    """The names of the areas the node lies in, widest first."""
    areas: AreaTree = snapshot.areas
    inmost = int(areas.parent[place]) if label == "Area" else int(snapshot.area_of(label)[place])
    return " ".join(reversed([areas.names[each] for each in areas.upwards(inmost)]))


def _ties(snapshot: Snapshot, label: str, place: int) -> Iterator[Tie]:
    for (kind, from_label, to_label), links in snapshot.links.items():
        if from_label == label:
            own = links.rows_from(place)
            for row in range(own.start, own.stop):
                other = snapshot.nodes[to_label].node(int(links.target[row]))
                yield Tie(kind, "out", other, _known(links, row))
        if to_label == label:
            for row in links.rows_to(place).tolist():
                other = snapshot.nodes[from_label].node(int(links.source[row]))
                yield Tie(kind, "in", other, _known(links, row))


def _known(links: LinkArrays, row: int) -> dict[str, Value]:
    values = {name: links.columns.column(name)[row].as_py() for name in links.columns.column_names}
    return {name: value for name, value in values.items() if value is not None}
