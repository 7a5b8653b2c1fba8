"""What of whole tables is new to the ledger, what differs, and how it can be written.

Rows the ledger holds already make no difference. What is left is written in bulk when every
row is about something nobody has yet; otherwise it becomes a draft like any other.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from graph.ledger.bulk import LABELS, Known, Tables
from graph.ledger.changes import CreateLink, CreateNode, Operation, SetLink, SetNode
from graph.ledger.facts import State
from graph.ledger.integrity import ONE_AT_A_TIME
from graph.ledger.reading import ArrowReader
from graph.ledger.tables import (
    LINK_TABLES,
    NODE_TABLES,
    OPEN_DAY,
    OPEN_SEQ,
    VersionTable,
    day_number,
)
from graph.model import Link, Node
from graph.schema import LinkType

BULK_FROM: Final = 2_000
"""Rows from which on writing in bulk saves time."""

_IDS: Final = pa.schema([("id", pa.string())])


@dataclass(slots=True)
class Plan:
    """What is left of tables after taking out what the ledger holds already.

    `new` has whole rows; `differing` has, for each table, the rows whose given values differ.
    """

    new: Tables
    differing: list[tuple[VersionTable, pa.Table]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows make a difference."""
        return self.new.rows + sum(int(rows.num_rows) for _table, rows in self.differing)

    def operations(self, given: Tables) -> Iterator[Operation]:
        """The plan as operations of a draft; `given` says which columns were given."""
        for label, rows in self.new.nodes.items():
            names = _given_names(NODE_TABLES[label], given)
            for row in rows.to_pylist():
                yield CreateNode(Node(label, row["id"], {name: row[name] for name in names}))
        for name, rows in self.new.links.items():
            names = _given_names(LINK_TABLES[name], given)
            for row in rows.to_pylist():
                yield CreateLink(_link(name, row, names))
        for table, rows in self.differing:
            yield from _changes(table, rows, _given_names(table, given))


def _link(type: str, row: dict[str, Any], names: list[str]) -> Link:
    properties = {name: row[name] for name in names}
    ends = (row["from_label"], row["from_id"], row["to_label"], row["to_id"])
    return Link(type, *ends, properties)


def _changes(table: VersionTable, rows: pa.Table, names: list[str]) -> Iterator[Operation]:
    for row in rows.to_pylist():
        if isinstance(table.type, LinkType):
            free = {name: row[name] for name in names if name not in table.type.identity}
            yield SetLink(_link(table.kind, row, names).key, free)
        else:
            yield SetNode(row["id"], {name: row[name] for name in names})


def _given_names(table: VersionTable, given: Tables) -> list[str]:
    rows = (given.nodes if table.is_node else given.links)[table.kind]
    return [each.name for each in table.properties if each.name in rows.column_names]


def compared(tables: Tables, given: Tables, facts: State) -> Plan:
    """What of conformed tables is not in these facts."""
    plan = Plan(Tables({}, {}))
    nodes: dict[str, pa.Table] = {}
    links: dict[str, pa.Table] = {}
    for label, rows in tables.nodes.items():
        table = NODE_TABLES[label]
        held = facts.nodes(label)
        nodes[label] = _split(plan, table, rows, held, _given_names(table, given))
    for name, rows in tables.links.items():
        table = LINK_TABLES[name]
        held = facts.links(name)
        links[name] = _split(plan, table, rows, held, _given_names(table, given))
    plan.new = Tables(nodes, links)
    return plan


def _split(
    plan: Plan, table: VersionTable, rows: pa.Table, held: pa.Table, names: list[str]
) -> pa.Table:
    """The rows that are not held at all; those held otherwise go to `plan.differing`."""
    found = pc.index_in(_key(table, rows), value_set=_key(table, held))
    there = rows.filter(found.is_valid())
    as_held = held.take(found.drop_null())
    differs = np.zeros(there.num_rows, bool)
    for name in names:
        one, other = there.column(name), as_held.column(name)
        same = pc.fill_null(pc.equal(one, other), False)
        both_null = pc.and_(one.is_null(), other.is_null())
        differs |= ~pc.or_(same, both_null).to_numpy()
    if differs.any():
        plan.differing.append((table, there.filter(pa.array(differs))))
    return rows.filter(found.is_null())


def _key(table: VersionTable, rows: pa.Table) -> pa.ChunkedArray:
    if not isinstance(table.type, LinkType):
        return rows.column("id")
    parts = [rows.column("from_id"), rows.column("to_id")]
    parts += [pc.fill_null(rows.column(name).cast(pa.string()), "") for name in table.type.identity]
    return pc.binary_join_element_wise(*parts, "|")


def known_for_bulk(new: Tables, reader: ArrowReader, day: dt.date) -> Known | None:
    """The nodes there for good that new links may end at; None when bulk writing is not for it.

    That is when an id was used before, or a link joins two nodes that both were there.
    """
    ids = _column_of(new.nodes, "id")
    known: list[pa.Array] = []
    labels: list[np.ndarray[Any, Any]] = []
    for label, table in NODE_TABLES.items():
        rows = reader.rows(table.sql, sa.select(table.sql.c.id), _IDS).column("id")
        if pc.any(pc.is_in(rows, value_set=ids)).as_py():
            return None
        lasting = sa.select(table.sql.c.id).where(
            table.sql.c.to_seq == OPEN_SEQ,
            table.sql.c.valid_from + 0 <= day_number(day),
            table.sql.c.valid_to == OPEN_DAY,
        )
        there = reader.rows(table.sql, lasting, _IDS).column("id").combine_chunks()
        known.append(there)
        labels.append(np.full(len(there), LABELS.index(label), np.int8))
    if not _join_new_nodes(new, ids):
        return None
    found = Known(pa.concat_arrays(known), pa.array(np.concatenate(labels)))
    ends = [_column_of(new.links, name) for name in ("from_id", "to_id")]
    everything = pa.concat_arrays([ids, found.ids])
    if not all(pc.all(pc.is_in(each, value_set=everything)).as_py() for each in ends if len(each)):
        return None
    return found


def _join_new_nodes(new: Tables, ids: pa.Array) -> bool:
    """Whether every link has a new end, and what has only one place is new itself."""
    for name, rows in new.links.items():
        is_new = pc.is_in(rows.column("from_id"), value_set=ids)
        if name not in ONE_AT_A_TIME:
            is_new = pc.or_(is_new, pc.is_in(rows.column("to_id"), value_set=ids))
        if rows.num_rows and not pc.all(is_new).as_py():
            return False
    return True


def _column_of(tables: "dict[str, pa.Table] | Any", name: str) -> pa.Array:
    arrays = [rows.column(name).combine_chunks() for rows in tables.values()]
    return pa.concat_arrays(arrays) if arrays else pa.array([], pa.string())
