"""Who states what: the sources that speak for each fact, versioned by change set."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from graph.ledger.changes import Source, Subject
from graph.ledger.tables import IS_CLOSED, OPEN_SEQ, STATEMENT
from graph.ledger.writing import Effects
from graph.model import LinkKey

_COLUMNS = (
    STATEMENT.c.row,
    STATEMENT.c.kind,
    STATEMENT.c.scope,
    STATEMENT.c.type,
    STATEMENT.c.from_id,
    STATEMENT.c.to_id,
    STATEMENT.c.discriminator,
)


def stated(connection: sa.Connection, source: Source) -> dict[Subject, int]:
    """What a source states now, with the row that says so."""
    return {subject: row for row, _source, subject in _read(connection, _of(source))}


def add_effects(
    connection: sa.Connection,
    statements: Mapping[Source, frozenset[Subject]],
    effects: Effects,
) -> None:
    """Let each source state what it states now, and no longer what it does not."""
    for source, subjects in statements.items():
        held = stated(connection, source)
        effects.close(STATEMENT, (row for each, row in held.items() if each not in subjects))
        new = sorted(subjects - held.keys(), key=str)
        effects.stated += [(source, subject) for subject in new]


def add_undo(connection: sa.Connection, header: sa.RowMapping, effects: Effects) -> None:
    """Take back what a change set let sources state, and let them state again what it ended."""
    rows = STATEMENT.c.row
    opened = sa.and_(rows >= header["first_row"], rows < header["next_row"])
    begun = _read(connection, opened)
    ended = _read(connection, STATEMENT.c.to_seq == header["seq"], IS_CLOSED)
    for source in sorted({each for _row, each, _subject in (*begun, *ended)}):
        held = stated(connection, source)
        back = {subject for _row, owner, subject in ended if owner == source}
        away = {subject for _row, owner, subject in begun if owner == source}
        effects.close(STATEMENT, (held[each] for each in away if each in held))
        new = sorted(back - held.keys(), key=str)
        effects.stated += [(source, subject) for subject in new]


def _of(source: Source) -> sa.ColumnElement[bool]:
    return sa.and_(
        STATEMENT.c.kind == source.kind,
        STATEMENT.c.scope == source.scope,
        STATEMENT.c.to_seq == OPEN_SEQ,
    )


def _read(
    connection: sa.Connection, *conditions: sa.ColumnElement[bool] | sa.TextClause
) -> list[tuple[int, Source, Subject]]:
    rows: Sequence[Sequence[Any]] = connection.execute(
        sa.select(*_COLUMNS).where(*conditions)
    ).all()
    return [
        (row[0], Source(row[1], row[2]), LinkKey(*row[3:]) if row[3] else row[4]) for row in rows
    ]
