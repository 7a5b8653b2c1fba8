"""The delta between two networks, for tests of what follows the ledger."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

from support_networks import Sketch

from graph.ledger.changes import Delta
from graph.model import Link, Moment, Node

Thing = TypeVar("Thing", Node, Link)


def delta_between(before: Sketch, after: Sketch, moments: tuple[Moment, Moment]) -> Delta:
    """What turns one network into the other."""
    nodes = _differences(_by_id(before.nodes), _by_id(after.nodes))
    links = _differences(_by_key(before.links), _by_key(after.links))
    return Delta(*moments, *nodes, *links)


def _by_id(nodes: Iterable[Node]) -> dict[Hashable, Node]:
    return {each.id: each for each in nodes}


def _by_key(links: Iterable[Link]) -> dict[Hashable, Link]:
    return {each.key: each for each in links}


def _differences(
    before: dict[Hashable, Thing], after: dict[Hashable, Thing]
) -> tuple[tuple[Thing, ...], tuple[Thing, ...], tuple[Thing, ...]]:
    """Created, set and dropped."""
    return (
        tuple(each for key, each in after.items() if key not in before),
        tuple(
            each
            for key, each in after.items()
            if key in before and each.properties != before[key].properties
        ),
        tuple(each for key, each in before.items() if key not in after),
    )
