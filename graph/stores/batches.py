"""What a store has to write, as tables: a delta or all facts, one table for each statement.

Order matters and is the order of `Delta`: links dropped, nodes dropped, nodes created, nodes
set, links created, links set.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from graph.ledger.base import Facts
from graph.ledger.changes import Delta
from graph.model import Link, Node
from graph.schema import LINKS, NODES
from graph.stores.statements import Writing, link_schema, node_schema


@dataclass(frozen=True, slots=True)
class Batch:
    """One thing to do for each of some rows; `statement` says it as an engine wants it.

    `action` is the name of the method of `Writing` that makes it.
    """

    action: str
    statement: Callable[[Writing], str]
    rows: pa.Table


@dataclass(frozen=True, slots=True)
class NodeTable:
    """All nodes of a label, as `node_schema`."""

    label: str
    rows: pa.Table


@dataclass(frozen=True, slots=True)
class LinkTable:
    """All links of a type between two labels, as `link_schema`."""

    type: str
    source: str
    target: str
    rows: pa.Table


def batches_of(delta: Delta) -> Iterator[Batch]:
    """What follows a delta, in order; every row must be written exactly once."""
    yield from _link_batches(Writing.drop_links, delta.links_dropped)
    yield from _node_batches(Writing.drop_nodes, delta.nodes_dropped)
    yield from _node_batches(Writing.create_nodes, delta.nodes_created)
    yield from _node_batches(Writing.set_nodes, delta.nodes_set)
    yield from _link_batches(Writing.create_links, delta.links_created)
    yield from _link_batches(Writing.set_links, delta.links_set)


def node_tables(facts: Facts) -> Iterator[NodeTable]:
    """All nodes, a label at a time; labels without any are left out."""
    for label in NODES:
        schema = node_schema(label)
        rows = facts.nodes(label).select(schema.names).cast(schema)
        if rows.num_rows:
            yield NodeTable(label, rows)


def link_tables(facts: Facts) -> Iterator[LinkTable]:
    """All links, a type and pair of labels at a time; pairs without any are left out."""
    for link in LINKS.values():
        table = facts.links(link.type)
        schema = link_schema(link.type)
        for source, target in link.ends:
            rows = table
            if len(link.ends) > 1:
                there = pc.and_(
                    pc.equal(table["from_label"], source), pc.equal(table["to_label"], target)
                )
                rows = table.filter(there)
            if rows.num_rows:
                yield LinkTable(link.type, source, target, rows.select(schema.names).cast(schema))


def _node_batches(
    statement: Callable[[Writing, str], str], nodes: Iterable[Node]
) -> Iterator[Batch]:
    grouped: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        grouped[node.label].append(node)
    for label, members in grouped.items():
        yield Batch(statement.__name__, _bound(statement, label), _node_rows(label, members))


def _link_batches(
    statement: Callable[[Writing, str, str, str], str], links: Iterable[Link]
) -> Iterator[Batch]:
    grouped: dict[tuple[str, str, str], list[Link]] = defaultdict(list)
    for link in links:
        grouped[link.type, link.from_label, link.to_label].append(link)
    for ends, members in grouped.items():
        yield Batch(statement.__name__, _bound(statement, *ends), _link_rows(ends[0], members))


def _bound(statement: Callable[..., str], *names: str) -> Callable[[Writing], str]:
    return lambda writing: statement(writing, *names)


def _node_rows(label: str, nodes: list[Node]) -> pa.Table:
    rows = [{**node.properties, "id": node.id} for node in nodes]
    return pa.Table.from_pylist(rows, schema=node_schema(label))


def _link_rows(type: str, links: list[Link]) -> pa.Table:
    rows = [{**each.properties, "from_id": each.from_id, "to_id": each.to_id} for each in links]
    return pa.Table.from_pylist(rows, schema=link_schema(type))
