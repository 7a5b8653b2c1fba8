"""The facts at one moment, read from the versions: State(seq, day).

Every read is one SELECT over the versions recorded by `seq` and valid on `day`, so a moment
of the past reads exactly like the present.
"""

from collections.abc import Callable, Sequence
from typing import Any, cast

import pyarrow as pa
import sqlalchemy as sa

from graph.errors import NotFound
from graph.ledger.database import Database
from graph.ledger.tables import (
    LINK_TABLES,
    NODE_TABLES,
    VersionTable,
    day_number,
)
from graph.ledger.workbench import entity_of
from graph.messages import _
from graph.model import Link, Moment, Node

TableReader = Callable[[VersionTable, Moment], pa.Table]


def valid_at(table: sa.Table, moment: Moment) -> sa.ColumnElement[bool]:
    """The condition that a version is recorded by the moment's seq and valid on its day."""
    day = day_number(moment.day)
    # "+ 0" keeps the database from walking an index on days that nearly every row fulfils.
    return sa.and_(
        table.c.from_seq <= moment.seq,
        table.c.to_seq + 0 > moment.seq,
        table.c.valid_from + 0 <= day,
        table.c.valid_to + 0 > day,
    )


def entity_query(table: VersionTable) -> sa.Select[Any]:
    """Subject and properties of a table's rows, as `entities` reads them."""
    names = (*table.subject, *(each.name for each in table.properties))
    return sa.select(*(table.sql.c[name] for name in names))


def entities(table: VersionTable, rows: Sequence[Sequence[Any]]) -> list[Node | Link]:
    """The nodes or links the rows of `entity_query` stand for."""
    width = len(table.subject)
    return [entity_of(table, tuple(row[:width]), tuple(row[width:])) for row in rows]


class State:
    """The facts at one moment; satisfies `graph.ledger.base.Facts`. Reads only."""

    def __init__(self, database: Database, moment: Moment, read_table: TableReader) -> None:
        self._database = database
        self._moment = moment
        self._read_table = read_table

    @property
    def moment(self) -> Moment:
        """What these facts are true for."""
        return self._moment

    def nodes(self, label: str) -> pa.Table:
        """All nodes of a label: `id` and every property as its own column, ordered by id."""
        table = NODE_TABLES.get(label)
        if table is None:
            raise NotFound(_("There is no label %(label)s") % {"label": label})
        return self._read_table(table, self._moment).sort_by("id")

    def links(self, type: str) -> pa.Table:
        """All links of a type: from_label, from_id, to_label, to_id, then every property.

        In no particular order.
        """
        table = LINK_TABLES.get(type)
        if table is None:
            raise NotFound(_("There is no link type %(type)s") % {"type": type})
        return self._read_table(table, self._moment)

    def node(self, id: str) -> Node | None:
        """The node with this id, or None."""
        with self._database.reading() as connection:
            for table in NODE_TABLES.values():
                condition = sa.and_(table.sql.c.id == id, valid_at(table.sql, self._moment))
                row = connection.execute(entity_query(table).where(condition)).first()
                if row is not None:
                    return cast(Node, entities(table, [row])[0])
        return None

    def links_of(self, id: str) -> list[Link]:
        """Every link that starts or ends at this node."""
        found: list[Node | Link] = []
        with self._database.reading() as connection:
            for table in LINK_TABLES.values():
                valid = valid_at(table.sql, self._moment)
                outgoing = entity_query(table).where(table.sql.c.from_id == id, valid)
                incoming = entity_query(table).where(
                    table.sql.c.to_id == id, table.sql.c.from_id != id, valid
                )
                for query in (outgoing, incoming):
                    found += entities(table, connection.execute(query).all())
        return cast(list[Link], found)
