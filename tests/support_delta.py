"""Deltas between networks, and whether two snapshots are the same, for what follows the ledger."""

import random
from collections.abc import Hashable, Iterable
from typing import TypeVar

import numpy as np
from support_networks import MOMENT, Sketch

from graph.ledger.changes import Delta
from graph.model import Link, Moment, Node
from graph.snapshot import Snapshot

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


def assert_same(found: Snapshot, expected: Snapshot) -> None:
    """Every table and array of both is equal."""
    assert found.moment == expected.moment
    for label, nodes in expected.nodes.items():
        assert found.nodes[label].table.equals(nodes.table), label
    for ends, links in expected.links.items():
        assert np.array_equal(found.links[ends].source, links.source), ends
        assert np.array_equal(found.links[ends].target, links.target), ends
        assert found.links[ends].columns.equals(links.columns), ends


def thinned(sketch: Sketch, chance: random.Random, *, is_placed: bool = False) -> Sketch:
    """The network without some of its nodes and links, and with some properties lost.

    With `is_placed` every node stays in its area, as the ledger wants it.
    """
    lasting = ("LOCATED_IN", "WITHIN", "Area") if is_placed else ()
    nodes = [each for each in sketch.nodes if each.label in lasting or chance.random() < 0.9]
    ids = {each.id for each in nodes}
    links = [
        each
        for each in sketch.links
        if each.from_id in ids
        and each.to_id in ids
        and (each.type in lasting or chance.random() < 0.9)
    ]
    changed = [
        Node(each.label, each.id, dict.fromkeys(each.properties)) if chance.random() < 0.1 else each
        for each in nodes
    ]
    kept = [
        Link(
            each.type, each.from_label, each.from_id, each.to_label, each.to_id,
            {**each.properties, "since": MOMENT.day},
        )
        if each.type == "LIAISES" and chance.random() < 0.2
        else each
        for each in links
    ]  # fmt: skip
    return Sketch(changed, kept)
