"""The drawn network of one area as a page of its own."""

from pathlib import Path
from typing import Any

from graph.checks.finding import CheckResult
from graph.errors import NotFound
from graph.messages import _
from graph.replacing import replacing
from graph.snapshot import Snapshot
from viz.interactive import SHAPES, Drawing, drawing_of
from viz.loads import loads_of
from viz.network import network_of
from viz.page import VIS_NETWORK, page
from viz.pyramid import pyramid_of
from viz.seat import tier_word
from viz.villages import household_names


def write_network(
    path: Path, snapshot: Snapshot, result: CheckResult, area: str, *, with_households: bool = True
) -> None:
    """Write the page to `path`, whole or not at all, readable by its owner only.

    Raises NotFound when there is no such area, OSError when the place cannot be written.
    """
    text = network_html(snapshot, result, area, with_households=with_households)
    with replacing(path) as file:
        file.write_text(text, encoding="utf-8")


def network_html(
    snapshot: Snapshot, result: CheckResult, area: str, *, with_households: bool = True
) -> str:
    """The page as text; it asks no other host for anything. NotFound for an unknown area."""
    if snapshot.nodes["Area"].position(area) is None:
        raise NotFound(f"there is no area {area!r} at {snapshot.moment}")
    graph = network_of(snapshot, area)
    pyramid = pyramid_of(graph, area, loads_of(snapshot, result), result.moment.day)
    drawing = drawing_of(pyramid, household_names(graph) if with_households else None)
    return page(
        "network.html",
        styles=["report.css"],
        scripts=[VIS_NETWORK, "network.js"],
        footer=_("Internal papers – keep safe"),
        day=result.moment.day.isoformat(),
        seq=result.moment.seq,
        drawing=drawing,
        shapes=shape_legend(),
        data={"network": drawing_data(drawing), "words": {"found": _("%(count)s found")}},
    )


def shape_legend() -> list[dict[str, str]]:
    """The sign and the words of each tier, from the top down."""
    return [
        {"sign": sign, "label": tier_word(tier)} for tier, (_shape, sign, _size) in SHAPES.items()
    ]


def drawing_data(drawing: Drawing) -> dict[str, Any]:
    """What the page's script draws from."""
    return {"nodes": drawing.nodes, "edges": drawing.edges, "options": drawing.options}
