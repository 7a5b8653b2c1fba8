"""What differs between the facts at two moments, found from the rows between them alone.

A row can only enter or leave between two moments if it was opened or closed between their
sequence numbers, or begins or ends between their days. Each of the four has an index.
"""

from collections.abc import Iterator

import sqlalchemy as sa

from graph.ledger.changes import Delta, Subject
from graph.ledger.facts import entities, entity_query, valid_at
from graph.ledger.tables import (
    CHANGE_SET,
    IS_CLOSED,
    IS_PASSING,
    VersionTable,
    day_number,
    version_tables,
)
from graph.model import Link, Moment, Node

_Sides = dict[Subject, Node | Link]


def difference(
    connection: sa.Connection, before: Moment, after: Moment, limit: int
) -> Delta | None:
    """What a reader at `before` must do to be at `after`; None when that is over `limit` rows."""
    found: dict[str, list[Node | Link]] = {
        f"{what}_{how}": [] for what in ("nodes", "links") for how in ("created", "set", "dropped")
    }
    opened = _opened_between(connection, before.seq, after.seq)
    forgotten = _forgotten_between(connection, before.seq, after.seq)
    count = 0
    for table in version_tables():
        room = limit - count
        gone = _only(connection, table, before, after, opened, room)
        come = None if gone is None else _only(connection, table, after, before, opened, room)
        if gone is None or come is None:
            return None
        for how, entity in _compared(gone, come):
            found[f"{'nodes' if table.is_node else 'links'}_{how}"].append(entity)
            count += 1
        if table.is_node and forgotten:
            found["nodes_set"] += _rewritten(connection, table, after, forgotten, gone, come)
        if count > limit:
            return None
    return Delta(before, after, **{name: tuple(rows) for name, rows in found.items()})  # type: ignore[arg-type]


def _opened_between(connection: sa.Connection, one: int, other: int) -> tuple[int, int] | None:
    """The rows opened between two sequence numbers, as a half open range of row ids."""
    low, high = sorted((one, other))
    query = sa.select(
        sa.func.min(CHANGE_SET.c.first_row), sa.func.max(CHANGE_SET.c.next_row)
    ).where(CHANGE_SET.c.seq > low, CHANGE_SET.c.seq <= high)
    first, following = connection.execute(query).one()
    return None if first is None else (first, following)


def _forgotten_between(connection: sa.Connection, one: int, other: int) -> set[str]:
    low, high = sorted((one, other))
    query = sa.select(CHANGE_SET.c.forgets).where(
        CHANGE_SET.c.seq > low, CHANGE_SET.c.seq <= high, CHANGE_SET.c.forgets.is_not(None)
    )
    return set(connection.execute(query).scalars())


def _only(
    connection: sa.Connection,
    table: VersionTable,
    there: Moment,
    not_there: Moment,
    opened: tuple[int, int] | None,
    room: int,
) -> _Sides | None:
    """Rows valid at `there` and not at `not_there`, by subject; None when more than `room`."""
    columns = table.sql.c
    touched: list[sa.ColumnElement[bool]] = []
    if opened is not None:
        low, high = sorted((there.seq, not_there.seq))
        touched.append(sa.and_(columns.row >= opened[0], columns.row < opened[1]))
        touched.append(sa.and_(columns.to_seq > low, columns.to_seq <= high, IS_CLOSED))
    if there.day != not_there.day:
        first, last = sorted((day_number(there.day), day_number(not_there.day)))
        touched.append(sa.and_(columns.valid_from > first, columns.valid_from <= last))
        touched.append(sa.and_(columns.valid_to > first, columns.valid_to <= last, IS_PASSING))
    found: _Sides = {}
    valid = sa.and_(valid_at(table.sql, there), sa.not_(valid_at(table.sql, not_there)))
    for condition in touched:
        query = entity_query(table).where(condition, valid).limit(room + 1)
        for entity in entities(table, connection.execute(query).all()):
            found[_subject(entity)] = entity
        if len(found) > room:
            return None
    return found


def _subject(entity: Node | Link) -> Subject:
    return entity.id if isinstance(entity, Node) else entity.key


def _compared(gone: _Sides, come: _Sides) -> Iterator[tuple[str, Node | Link]]:
    for subject, entity in gone.items():
        if subject not in come:
            yield "dropped", entity
    for subject, entity in come.items():
        old = gone.get(subject)
        if old is None:
            yield "created", entity
        elif old.properties != entity.properties:
            yield "set", entity


def _rewritten(
    connection: sa.Connection,
    table: VersionTable,
    moment: Moment,
    forgotten: set[str],
    gone: _Sides,
    come: _Sides,
) -> list[Node | Link]:
    """Forgotten nodes still there: their rows were blanked in place, so nothing else shows it."""
    query = entity_query(table).where(
        table.sql.c.id.in_(sorted(forgotten)), valid_at(table.sql, moment)
    )
    return [
        entity
        for entity in entities(table, connection.execute(query).all())
        if _subject(entity) not in come or gone.get(_subject(entity)) == entity
    ]
