"""What differs between the facts at two moments, found from the rows between them alone.

A row can only enter or leave between two moments if it was opened or closed between their
sequence numbers, or begins or ends between their days. Each of the four has an index.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final, NamedTuple

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


class _Reason(NamedTuple):
    """Why a row may be in one moment and not in the other, and its parameters low and high."""

    name: str
    condition: Callable[[sa.Table], sa.ColumnElement[bool]]


def _param(name: str) -> sa.BindParameter[int]:
    return sa.bindparam(name, type_=sa.BigInteger)


_REASONS: Final = (
    _Reason(
        "opened",
        lambda table: sa.and_(table.c.row >= _param("first_row"), table.c.row < _param("next_row")),
    ),
    _Reason(
        "closed",
        lambda table: sa.and_(
            table.c.to_seq > _param("low_seq"), table.c.to_seq <= _param("high_seq"), IS_CLOSED
        ),
    ),
    _Reason(
        "begins",
        lambda table: sa.and_(
            table.c.valid_from > _param("low_day"), table.c.valid_from <= _param("high_day")
        ),
    ),
    _Reason(
        "passes",
        lambda table: sa.and_(
            table.c.valid_to > _param("low_day"), table.c.valid_to <= _param("high_day"), IS_PASSING
        ),
    ),
)


@cache
def _probe() -> sa.Select[Any]:
    """For each table and reason, whether there is any such row; in one statement."""
    columns: list[sa.ColumnElement[Any]] = [
        sa.exists().where(reason.condition(table.sql)).label(f"{table.name}_{reason.name}")
        for table in version_tables()
        for reason in _REASONS
    ]
    return sa.select(*columns)


@cache
def _moved(table: VersionTable, reason: _Reason) -> sa.Select[Any]:
    """The rows of a table that are in one moment and not in the other, for one reason."""
    before = _there(table.sql, "before")
    after = _there(table.sql, "after")
    return (
        entity_query(table)
        .add_columns(before.label("is_gone"))
        .where(reason.condition(table.sql), before != after)
        .limit(sa.bindparam("room", type_=sa.Integer))
    )


def _there(table: sa.Table, when: str) -> sa.ColumnElement[bool]:
    seq, day = _param(f"{when}_seq"), _param(f"{when}_day")
    # As a value, not as a condition: no index serves it, and none shall be tried.
    return sa.case(
        (
            sa.and_(
                table.c.from_seq <= seq,
                table.c.to_seq > seq,
                table.c.valid_from <= day,
                table.c.valid_to > day,
            ),
            sa.literal_column("1"),
        ),
        else_=sa.literal_column("0"),
    )


def difference(
    connection: sa.Connection, before: Moment, after: Moment, limit: int
) -> Delta | None:
    """What a reader at `before` must do to be at `after`; None when that is over `limit` rows."""
    found: dict[str, list[Node | Link]] = {
        f"{what}_{how}": [] for what in ("nodes", "links") for how in ("created", "set", "dropped")
    }
    parameters = _parameters(connection, before, after)
    forgotten = _forgotten_between(connection, before.seq, after.seq)
    flags = iter(connection.execute(_probe(), parameters).one())
    count = 0
    for table in version_tables():
        reasons = [reason for reason in _REASONS if next(flags)]
        sides = _sides(connection, table, reasons, parameters, limit - count)
        if sides is None:
            return None
        gone, come = sides
        for how, entity in _compared(gone, come):
            found[f"{'nodes' if table.is_node else 'links'}_{how}"].append(entity)
            count += 1
        if table.is_node and forgotten:
            found["nodes_set"] += _rewritten(connection, table, after, forgotten, gone, come)
        if count > limit:
            return None
    return Delta(before, after, **{name: tuple(rows) for name, rows in found.items()})  # type: ignore[arg-type]


def _parameters(connection: sa.Connection, before: Moment, after: Moment) -> dict[str, int]:
    first_row, next_row = _opened_between(connection, before.seq, after.seq)
    days = day_number(before.day), day_number(after.day)
    return {
        "first_row": first_row,
        "next_row": next_row,
        "low_seq": min(before.seq, after.seq),
        "high_seq": max(before.seq, after.seq),
        "low_day": min(days),
        "high_day": max(days),
        "before_seq": before.seq,
        "before_day": days[0],
        "after_seq": after.seq,
        "after_day": days[1],
    }


def _sides(
    connection: sa.Connection,
    table: VersionTable,
    reasons: list[_Reason],
    parameters: dict[str, int],
    room: int,
) -> tuple[_Sides, _Sides] | None:
    """Rows only there before, rows only there after, by subject; None when more than `room`."""
    gone: _Sides = {}
    come: _Sides = {}
    most = 2 * room + 1
    for reason in reasons:
        query = _moved(table, reason)
        rows = connection.execute(query, {**parameters, "room": most}).all()
        if len(rows) == most:
            return None
        for row, entity in zip(rows, entities(table, [row[:-1] for row in rows]), strict=True):
            (gone if row[-1] else come)[_subject(entity)] = entity
        if max(len(gone), len(come)) > room:
            return None
    return gone, come


def _opened_between(connection: sa.Connection, one: int, other: int) -> tuple[int, int]:
    """The rows opened between two sequence numbers, as a half open range of row ids."""
    low, high = sorted((one, other))
    query = sa.select(
        sa.func.min(CHANGE_SET.c.first_row), sa.func.max(CHANGE_SET.c.next_row)
    ).where(CHANGE_SET.c.seq > low, CHANGE_SET.c.seq <= high)
    first, following = connection.execute(query).one()
    return (0, 0) if first is None else (first, following)


def _forgotten_between(connection: sa.Connection, one: int, other: int) -> set[str]:
    low, high = sorted((one, other))
    query = sa.select(CHANGE_SET.c.forgets).where(
        CHANGE_SET.c.seq > low, CHANGE_SET.c.seq <= high, CHANGE_SET.c.forgets.is_not(None)
    )
    return set(connection.execute(query).scalars())


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
