"""A page of what a change set did, when it only added: nothing else of it is read.

The first imports of a place add a million rows. To show fifty of them, fifty are read.
"""

import sqlalchemy as sa

from graph.ledger.records import Change, Version, change_set_row, versions
from graph.ledger.tables import OPEN_DAY, VersionTable, day_of, version_tables
from graph.ledger.workbench import entity_of


def additions(
    connection: sa.Connection, seq: int, first: int, limit: int
) -> tuple[list[Change], int] | None:
    """The changes from `first` on, at most `limit`, and how many there are in all.

    In the order of `records.changes_of`. None for a change set that closed any row.
    Raises NotFound.
    """
    header = change_set_row(connection, seq)
    if header["rows"] != header["next_row"] - header["first_row"]:
        return None
    found: list[Change] = []
    total = 0
    for table in version_tables():
        row = table.sql.c.row
        opened = sa.and_(row >= header["first_row"], row < header["next_row"])
        count = connection.execute(
            sa.select(sa.func.count()).select_from(table.sql).where(opened)
        ).scalar_one()
        skip, room = max(first - total, 0), limit - len(found)
        if skip < count and room > 0:
            found += [_change(seq, each) for each in _page(connection, table, opened, skip, room)]
        total += count
    return found, total


def _page(
    connection: sa.Connection, table: VersionTable, opened: sa.ColumnElement[bool],
    skip: int, room: int,
) -> list[Version]:  # fmt: skip
    row = table.sql.c.row
    rows = sa.select(row).where(opened).order_by(row).offset(skip).limit(room).subquery()
    low, high = connection.execute(
        sa.select(sa.func.min(rows.c.row), sa.func.max(rows.c.row))
    ).one()
    return versions(connection, table, sa.and_(row >= low, row <= high))


def _change(seq: int, version: Version) -> Change:
    span = version.span
    return Change(
        seq, version.subject, version.table.kind,
        day_of(span.start), None if span.end == OPEN_DAY else day_of(span.end),
        None, entity_of(version.table, version.ends, span.values),
    )  # fmt: skip
