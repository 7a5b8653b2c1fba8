"""Names that nodes had, in any version the ledger ever kept."""

from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from graph.ledger.database import translated
from graph.ledger.ledger import Ledger
from graph.ledger.tables import IS_CLOSED, IS_PASSING, NODE_TABLES, OPEN_DAY, OPEN_SEQ


class NameOnce(NamedTuple):
    """A name a node was recorded with, from a day until another (half open, day numbers).

    `is_corrected`: a later change set says otherwise about these days.
    """

    id: str
    name: str
    valid_from: int
    valid_to: int
    is_corrected: bool


def names_once(ledger: Ledger, label: str, seq: int) -> list[NameOnce]:
    """Every name recorded by `seq` that no longer holds, or not for good; by id.

    What was corrected and what has passed is found through the indexes the ledger has for it,
    so the number of nodes does not matter. LedgerError when the ledger cannot be read.
    """
    with translated(), ledger.engine.connect() as connection, connection.begin():
        rows = connection.execute(_query(label), {"seq": seq}).all()
    return sorted(
        NameOnce(row.id, row.name, row.valid_from, row.valid_to, row.to_seq <= seq) for row in rows
    )


@cache
def _query(label: str) -> sa.Select[Any]:
    columns = NODE_TABLES[label].sql.c
    wanted = (columns.id, columns.name, columns.valid_from, columns.valid_to, columns.to_seq)
    recorded = (
        columns.from_seq <= sa.bindparam("seq", type_=sa.Integer),
        columns.name.is_not(None),
    )
    closed = sa.select(*wanted).where(*recorded, IS_CLOSED, columns.to_seq < OPEN_SEQ)
    passing = sa.select(*wanted).where(*recorded, IS_PASSING, columns.valid_to < OPEN_DAY)
    return sa.union(closed, passing).subquery().select()
