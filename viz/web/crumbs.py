"""The way down to where one is: the areas around a page, widest first."""

from typing import NamedTuple

from graph.access.view import View
from viz.web.shell import Shell


class Crumb(NamedTuple):
    """One area above, and its page."""

    name: str
    address: str


def crumbs_of(shell: Shell, view: View, label: str, place: int) -> list[Crumb]:
    """The areas a node lies in, given by label and position, as far as they are seen."""
    snapshot = view.snapshot
    areas, ids = snapshot.areas, snapshot.nodes["Area"]
    inmost = int(areas.parent[place]) if label == "Area" else int(snapshot.area_of(label)[place])
    upwards = [
        Crumb(areas.names[at], shell.entity("Area", ids.id(at))) for at in areas.upwards(inmost)
    ]
    return upwards[::-1]
