"""The pyramid of a scope as a drawn network: built with pyvis, placed by us, physics off.

Only pyvis's data are used. The page around them is our own, because pyvis's own page writes
text unescaped and loads other hosts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyvis.network import Network as Pyvis

from graph.messages import _
from viz.layout import stack, tidy_tree
from viz.seat import MISSING, Pyramid, Seat, Sign, Tier, tier_word

ROOT: Final = "root"
NARROWEST: Final = 22
WIDEST: Final = 56
WIDTH: Final = 1200
LEVEL: Final = 96
HOUSEHOLD_GAP: Final = 11
STACK: Final = 30
"""Sizes of the drawing, in its own units: columns between the two, to fill the width if they
can; a member's households in stacks of so many."""

SHAPES: Final[Mapping[Tier, tuple[str, str, int]]] = {
    Tier.COMMITTEE_MEMBER: ("star", "★", 13),
    Tier.BRANCH: ("diamond", "◆", 11),
    Tier.BRANCH_MEMBER: ("triangleDown", "▼", 9),
    Tier.GROUP: ("square", "■", 9),
    Tier.LEADER: ("triangle", "▲", 9),
    Tier.CENTRE: ("hexagon", "⬢", 9),
    Tier.MEMBER: ("dot", "●", 6),
}
"""Shape in the drawing, its sign in the legend, and its size."""

COLOURS: Final[Mapping[Sign, tuple[str, str]]] = {
    Sign.FINE: ("#c3d0d6", "#4d6570"),
    Sign.OVER: ("#c2410c", "#7c2a08"),
    Sign.UNDER: ("#2f7fd0", "#164a80"),
    Sign.NOBODY: ("#ffffff", "#2e1a5e"),
    Sign.EXEMPT: ("#e2e2e2", "#8a8a8a"),
    Sign.UNASKED: ("#ffffff", "#8a8a8a"),
    Sign.ELSEWHERE: ("#ffffff", "#8a8a8a"),
}
"""Fill and outline; over and under also carry ▲ and ▽, nobody a dashed outline."""

MARKS: Final[Mapping[Sign, str]] = {Sign.OVER: "▲", Sign.UNDER: "▽"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the browser's drawing library needs: nodes, edges and options, ready for JSON."""

    area: str
    title: str
    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    options: dict[str, Any]


def drawing_of(pyramid: Pyramid, household_names: Mapping[str, str] | None) -> Drawing:
    """The drawing of one area, its tiers from top to bottom, households below members.

    Without `household_names` households are left out, and each member's name carries their
    number. Someone who holds several posts is drawn once for each post.
    """
    drawn = Pyvis()
    tree = _Tree(pyramid)
    column = min(WIDEST, max(NARROWEST, WIDTH / (len(pyramid.members()) or 1)))
    places = tidy_tree(tree.roots, tree.below, tree.height, column=column)
    for key, place in places.items():
        if key == ROOT:
            options = _root_options(pyramid)
        else:
            options = _seat_options(tree.seats[key], is_counted=household_names is None)
        drawn.add_node(key, **options, x=place[0], y=place[1], physics=False)
    for key in places:
        for child in tree.below(key):
            drawn.add_edge(key, child)
    if household_names is not None:
        for key, seat in tree.seats.items():
            _add_households(drawn, key, seat, places[key], household_names)
        _add_uncovered(drawn, pyramid, places, household_names)
    nodes, edges, *_rest = drawn.get_network_data()
    return Drawing(pyramid.area, pyramid.name, list(nodes), list(edges), _options())


class _Tree:
    """Gives every seat a key of its own, since empty seats have no id and posts repeat ids.

    Whatever reaches a branch hangs on the root; what hangs on nothing is a root of its own.
    """

    def __init__(self, pyramid: Pyramid) -> None:
        self.seats: dict[str, Seat] = {}
        self._below: dict[str, list[str]] = {}
        tops = [key for top in pyramid.tops for key in self._enter(top)]
        rooted = [key for key in tops if self._reaches_a_branch(key)]
        self._below[ROOT] = rooted
        self.roots = [ROOT, *(key for key in tops if key not in rooted)]

    def _enter(self, seat: Seat) -> list[str]:
        """The seat's key; where nothing is asked of its tier, the keys of what hangs below it."""
        if seat.id is None and seat.sign is not Sign.NOBODY:
            return [key for one in seat.below for key in self._enter(one)]
        key = f"{seat.tier}:{len(self.seats)}"
        self.seats[key] = seat
        self._below[key] = [below for one in seat.below for below in self._enter(one)]
        return [key]

    def _reaches_a_branch(self, key: str) -> bool:
        seats = (self.seats[key], *self.seats[key].below)
        return any(seat.tier is Tier.BRANCH and seat.id is not None for seat in seats)

    def below(self, key: str) -> list[str]:
        return self._below[key]

    def height(self, key: str) -> float:
        return LEVEL * [*Tier].index(self.seats[key].tier) if key in self.seats else -LEVEL


def _root_options(pyramid: Pyramid) -> dict[str, Any]:
    generals = pyramid.general_branches
    name = generals[0] if len(generals) == 1 else pyramid.name
    fill, outline = COLOURS[Sign.FINE]
    return {
        "label": name,
        "title": name,
        "shape": "box",
        "color": {"background": fill, "border": outline},
    }


def _seat_options(seat: Seat, *, is_counted: bool) -> dict[str, Any]:
    shape, _sign, size = SHAPES[seat.tier]
    fill, outline = COLOURS[seat.sign]
    load = "" if seat.load is None else f" {seat.load}"
    mark = MARKS.get(seat.sign, "")
    name = seat.name or _(MISSING[seat.tier])
    # A member's name stands upright in its narrow column.
    label = f"{name}{mark}"
    if seat.tier is Tier.MEMBER:
        label = "\n".join([*name[:4], *([load.strip()] if is_counted else []), *mark])
    options: dict[str, Any] = {
        "label": label or " ",
        "title": f"{tier_word(seat.tier)}  {name}{load}{mark}",
        "shape": shape,
        "size": size,
        "color": {"background": fill, "border": outline},
        "borderWidth": 2 if seat.sign is Sign.NOBODY else 1,
    }
    if seat.sign in (Sign.NOBODY, Sign.UNASKED):
        options["shapeProperties"] = {"borderDashes": [4, 3]}
    return options


def _add_households(
    drawn: Pyvis,
    key: str,
    seat: Seat,
    place: tuple[float, float],
    names: Mapping[str, str],
) -> None:
    top = (place[0], place[1] + 0.85 * LEVEL)
    keys = [f"{key}:{household}" for household in seat.households]
    places = stack(keys, top, height=STACK, gap=HOUSEHOLD_GAP)
    for household, one in zip(seat.households, keys, strict=True):
        _add_household(drawn, one, names.get(household, ""), places[one], is_covered=True)
    if keys:
        drawn.add_edge(key, keys[0], width=1)


def _add_uncovered(
    drawn: Pyvis,
    pyramid: Pyramid,
    places: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
) -> None:
    right = max((x for x, _y in places.values()), default=0.0)
    lowest = max((y for _x, y in places.values()), default=0.0)
    columns = -(-len(pyramid.uncovered) // STACK)
    top = (right + NARROWEST * 2 + columns * HOUSEHOLD_GAP / 2, lowest + 0.85 * LEVEL)
    keys = [f"uncovered:{household}" for household in pyramid.uncovered]
    spots = stack(keys, top, height=STACK, gap=HOUSEHOLD_GAP)
    for household, key in zip(pyramid.uncovered, keys, strict=True):
        _add_household(drawn, key, names.get(household, ""), spots[key], is_covered=False)


def _add_household(
    drawn: Pyvis, key: str, name: str, place: tuple[float, float], *, is_covered: bool
) -> None:
    fill, outline = COLOURS[Sign.FINE if is_covered else Sign.NOBODY]
    drawn.add_node(
        key,
        label=" ",
        title=name if is_covered else f"{_('no member liaises it')}  {name}",
        shape="square",
        size=4,
        x=place[0],
        y=place[1],
        color={"background": fill, "border": outline},
        shapeProperties={} if is_covered else {"borderDashes": [2, 2]},
        physics=False,
    )


def _options() -> dict[str, Any]:
    return {
        "physics": False,
        "layout": {"improvedLayout": False},
        "interaction": {"hover": True, "keyboard": {"bindToWindow": False}, "dragNodes": False},
        "nodes": {"font": {"size": 11, "color": "#1f1f1f", "multi": False}},
        "edges": {
            "smooth": False,
            "width": 0.7,
            "color": {"color": "#b4bfc4", "highlight": "#9b1c1c", "inherit": False},
        },
    }
