"""The facts at one moment, read from the versions: State(seq, day).

Every read is one SELECT over the versions recorded by `seq` and valid on `day`, so a moment
of the past reads exactly like the present.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final, cast

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

_SEQ: Final = sa.bindparam("seq", type_=sa.Integer)
_DAY: Final = sa.bindparam("day", type_=sa.Integer)
_ID: Final = sa.bindparam("id", type_=sa.Text)


def valid_at(table: sa.Table, moment: Moment | None = None) -> sa.ColumnElement[bool]:
    """The condition that a version is recorded by the moment's seq and valid on its day.

    Without a moment the statement takes it as the parameters `parameters_of` gives.
    """
    seq: Any = _SEQ if moment is None else moment.seq
    day: Any = _DAY if moment is None else day_number(moment.day)
    # "+ 0" keeps the database from walking an index on days that nearly every row fulfils.
    return sa.and_(
        table.c.from_seq <= seq,
        table.c.to_seq + 0 > seq,
        table.c.valid_from + 0 <= day,
        table.c.valid_to + 0 > day,
    )


def parameters_of(moment: Moment) -> dict[str, int]:
    """The moment as parameters of a statement."""
    return {"seq": moment.seq, "day": day_number(moment.day)}


def entity_query(table: VersionTable) -> sa.Select[Any]:
    """Subject and properties of a table's rows, as `entities` reads them."""
    names = (*table.subject, *(each.name for each in table.properties))
    return sa.select(*(table.sql.c[name] for name in names))


# Statements are built once: building them anew costs more than running them.


@cache
def state_query(table: VersionTable) -> sa.Select[Any]:
    """Everything in a table at a moment."""
    return entity_query(table).where(valid_at(table.sql))


@cache
def _count_query(table: VersionTable) -> sa.Select[Any]:
    return sa.select(sa.func.count()).select_from(table.sql).where(valid_at(table.sql))


@cache
def _node_query(table: VersionTable) -> sa.Select[Any]:
    return state_query(table).where(table.sql.c.id == _ID)


@cache
def _links_query(table: VersionTable) -> sa.Select[Any]:
    ends = sa.or_(table.sql.c.from_id == _ID, table.sql.c.to_id == _ID)
    return state_query(table).where(ends)


@cache
def _tables_with_node() -> sa.Select[Any]:
    columns: list[sa.ColumnElement[Any]] = [
        sa.exists().where(table.sql.c.id == _ID, valid_at(table.sql)).label(table.kind)
        for table in NODE_TABLES.values()
    ]
    return sa.select(*columns)


@cache
def _tables_with_links() -> sa.Select[Any]:
    def found(table: VersionTable, end: str) -> sa.ColumnElement[bool]:
        return sa.exists().where(table.sql.c[end] == _ID, valid_at(table.sql))

    columns: list[sa.ColumnElement[Any]] = [
        sa.or_(found(table, "from_id"), found(table, "to_id")).label(table.kind)
        for table in LINK_TABLES.values()
    ]
    return sa.select(*columns)


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

    def counts(self) -> dict[str, int]:
        """How many nodes each label has, in the order of the schema."""
        parameters = parameters_of(self._moment)
        with self._database.reading() as connection:
            return {
                label: int(connection.execute(_count_query(table), parameters).scalar_one())
                for label, table in NODE_TABLES.items()
            }

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
        parameters = {**parameters_of(self._moment), "id": id}
        with self._database.reading() as connection:
            found = connection.execute(_tables_with_node(), parameters).one()
            for table, is_here in zip(NODE_TABLES.values(), found, strict=True):
                if is_here:
                    row = connection.execute(_node_query(table), parameters).one()
                    return cast(Node, entities(table, [row])[0])
        return None

    def links_of(self, id: str) -> list[Link]:
        """Every link that starts or ends at this node."""
        parameters = {**parameters_of(self._moment), "id": id}
        links: list[Node | Link] = []
        with self._database.reading() as connection:
            found = connection.execute(_tables_with_links(), parameters).one()
            for table, is_here in zip(LINK_TABLES.values(), found, strict=True):
                if is_here:
                    rows = connection.execute(_links_query(table), parameters).all()
                    links += entities(table, rows)
        return cast(list[Link], links)
