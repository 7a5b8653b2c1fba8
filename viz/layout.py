"""Positions for a tree, computed here so that the browser draws at once and nothing drifts.

Leaves stand side by side at equal distances, everything above stands over the middle of what
is below it, and each tier has a height of its own. This is the tidy drawing of Wetherell and
Shannon (1979), which needs no contours because all leaves share one grid of columns.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def tidy_tree(
    roots: Sequence[Key],
    below: Callable[[Key], Sequence[Key]],
    height: Callable[[Key], float],
    *,
    column: float,
) -> dict[Key, tuple[float, float]]:
    """The position of everything reachable from the roots: x to the right, y downwards.

    `height` gives the y of each key, `column` is the distance between neighbouring leaves; as
    much is left free between two roots. Each key must be reachable in one way only.
    """
    places: dict[Key, tuple[float, float]] = {}
    next_x = 0.0

    def place(key: Key) -> float:
        nonlocal next_x
        children = [place(child) for child in below(key)]
        if children:
            x = (children[0] + children[-1]) / 2
        else:
            x = next_x
            next_x += column
        places[key] = (x, height(key))
        return x

    for root in roots:
        place(root)
        next_x += column
    return places


def stack(
    keys: Sequence[Key], top: tuple[float, float], *, height: int, gap: float
) -> dict[Key, tuple[float, float]]:
    """Positions in columns of `height`, filled downwards and centred under `top`."""
    columns = -(-len(keys) // height) or 1
    left = top[0] - (columns - 1) * gap / 2
    return {
        key: (left + (index // height) * gap, top[1] + (index % height) * gap)
        for index, key in enumerate(keys)
    }
