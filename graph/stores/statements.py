"""Statements that name a label or link type, made from the schema and from nothing else.

Cypher cannot take a label or a type as a parameter, so what is one statement for each of
them is written here once; every other statement stands in `cypher/write/`. Rows come in as
`$rows`, a table on ladybug and a list of maps on Neo4j, or one at a time, a parameter for
each column.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from graph.schema import LINKS, NODES, LinkType, Property, PropertyType

ARROW_TYPES: Final = {
    PropertyType.STRING: pa.string(),
    PropertyType.INTEGER: pa.int64(),
    PropertyType.BOOLEAN: pa.bool_(),
    PropertyType.DATE: pa.date32(),
}
_LADYBUG_TYPES: Final = {
    PropertyType.STRING: "STRING",
    PropertyType.INTEGER: "INT64",
    PropertyType.BOOLEAN: "BOOL",
    PropertyType.DATE: "DATE",
}
# One node says what the graph is true for, in both engines.
_META: Final = "applied INT64, day DATE, lineage STRING, model STRING, turn STRING, building STRING"


def model_digest() -> str:
    """A short hash of every label, link and property: a graph of another model is rebuilt."""
    text = repr((tuple(NODES.values()), tuple(LINKS.values())))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def ladybug_ddl() -> Iterator[str]:
    """The tables of every label and link type, and of the node that says where the graph is."""
    yield f"CREATE NODE TABLE Meta(id STRING PRIMARY KEY, {_META})"
    for node in NODES.values():
        columns = _columns(node.properties)
        yield f"CREATE NODE TABLE {node.label}(id STRING PRIMARY KEY{columns})"
    for link in LINKS.values():
        ends = ", ".join(f"FROM {source} TO {target}" for source, target in link.ends)
        yield f"CREATE REL TABLE {link.type}({ends}{_columns(link.properties)})"


def neo4j_ddl() -> Iterator[str]:
    """The constraint that makes `id` unique in every label, with the index it brings."""
    for label in ("Meta", *NODES):
        yield (
            f"CREATE CONSTRAINT liaison_{label} IF NOT EXISTS "
            f"FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        )


def neo4j_clearing(count: int) -> Iterator[str]:
    """Statements that drop everything of the model, each to be run until it answers 0 `done`.

    Links go first, so that no node with very many of them has to go in one piece.
    """
    end = f"LIMIT {count}"
    for link in LINKS:
        yield f"MATCH ()-[l:{link}]->() WITH l {end} DELETE l RETURN count(*) AS done"
    for label in NODES:
        yield f"MATCH (n:{label}) WITH n {end} DETACH DELETE n RETURN count(*) AS done"


def node_schema(label: str) -> pa.Schema:
    """`id`, then every property of the label in the schema's order."""
    return pa.schema([("id", pa.string()), *_fields(NODES[label].properties)])


def link_schema(type: str) -> pa.Schema:
    """`from_id`, `to_id`, then every property of the type in the schema's order."""
    ends = [("from_id", pa.string()), ("to_id", pa.string())]
    return pa.schema([*ends, *_fields(LINKS[type].properties)])


def read_nodes(label: str) -> str:
    """All nodes of a label, with the columns of `node_schema`."""
    columns = ", ".join(f"n.{name} AS {name}" for name in node_schema(label).names)
    return f"MATCH (n:{label}) RETURN {columns}"


def read_links(type: str, source: str, target: str) -> str:
    """All links of a type between two labels, with the columns of `link_schema`."""
    columns = "".join(f", l.{each.name} AS {each.name}" for each in LINKS[type].properties)
    return (
        f"MATCH (a:{source})-[l:{type}]->(b:{target}) "
        f"RETURN a.id AS from_id, b.id AS to_id{columns}"
    )


@dataclass(frozen=True, slots=True)
class Writing:
    """The writing statements of one engine; each answers how many rows it wrote as `done`.

    `source` begins a statement that goes over `$rows`, and is empty where one is run for each
    row; `field` names a column of a row.
    """

    source: str
    field: str

    def create_nodes(self, label: str) -> str:
        """Nodes begin; rows as `node_schema`."""
        given = ", ".join(f"{name}: {self._of(name)}" for name in node_schema(label).names)
        return f"{self.source} CREATE (n:{label} {{{given}}}) RETURN count(*) AS done"

    def set_nodes(self, label: str) -> str:
        """Nodes take every property of their row; rows as `node_schema`."""
        given = ", ".join(f"n.{p.name} = {self._of(p.name)}" for p in NODES[label].properties)
        return (
            f"{self.source} MATCH (n:{label} {{id: {self._of('id')}}}) SET {given} "
            "RETURN count(*) AS done"
        )

    def drop_nodes(self, label: str) -> str:
        """Nodes end, and whatever hangs on them; rows as `node_schema`."""
        return (
            f"{self.source} MATCH (n:{label} {{id: {self._of('id')}}}) DETACH DELETE n "
            "RETURN count(*) AS done"
        )

    def create_links(self, type: str, source: str, target: str) -> str:
        """Links begin; rows as `link_schema`."""
        given = ", ".join(f"{p.name}: {self._of(p.name)}" for p in LINKS[type].properties)
        properties = f" {{{given}}}" if given else ""
        return (
            f"{self.source} MATCH (a:{source} {{id: {self._of('from_id')}}}) "
            f"MATCH (b:{target} {{id: {self._of('to_id')}}}) "
            f"CREATE (a)-[:{type}{properties}]->(b) RETURN count(*) AS done"
        )

    def set_links(self, type: str, source: str, target: str) -> str:
        """Links take every property of their row; rows as `link_schema`."""
        given = ", ".join(f"l.{p.name} = {self._of(p.name)}" for p in LINKS[type].properties)
        return f"{self._match(LINKS[type], source, target)} SET {given} RETURN count(*) AS done"

    def drop_links(self, type: str, source: str, target: str) -> str:
        """Links end; rows as `link_schema`."""
        return f"{self._match(LINKS[type], source, target)} DELETE l RETURN count(*) AS done"

    def _match(self, link: LinkType, source: str, target: str) -> str:
        same = " AND ".join(
            f"(l.{name} = {self._of(name)} OR (l.{name} IS NULL AND {self._of(name)} IS NULL))"
            for name in link.identity
        )
        # Both ends first: as one path, ladybug reads every link of the type.
        return (
            f"{self.source} MATCH (a:{source} {{id: {self._of('from_id')}}}) "
            f"MATCH (b:{target} {{id: {self._of('to_id')}}}) "
            f"MATCH (a)-[l:{link.type}]->(b){f' WHERE {same}' if same else ''}"
        )

    def _of(self, name: str) -> str:
        return self.field.format(name)


LADYBUG: Final = Writing("LOAD FROM $rows", "{}")
LADYBUG_EACH: Final = Writing("", "${}")
NEO4J: Final = Writing("UNWIND $rows AS row", "row.{}")


def _columns(properties: Iterable[Property]) -> str:
    return "".join(f", {each.name} {_LADYBUG_TYPES[each.type]}" for each in properties)


def _fields(properties: Iterable[Property]) -> list[tuple[str, pa.DataType]]:
    return [(each.name, ARROW_TYPES[each.type]) for each in properties]
