"""Erasing a person: personal values and salts go in every version, the chain stays whole.

Nobody else's rows are touched. On SQLite the old bytes are overwritten in the file
(`secure_delete`) and the write-ahead log, which still holds them, is cut to nothing. On
PostgreSQL the table is rewritten; what its own log and its backups hold is the operator's.
"""

import time
from typing import Final

import sqlalchemy as sa

from graph.errors import InvalidChange, LedgerError, NotFound
from graph.ledger.changes import ChangeSet
from graph.ledger.database import Database
from graph.ledger.tables import CHANGE_SET, NODE_TABLES, VersionTable
from graph.ledger.writing import change_set_of
from graph.messages import _

_PATIENCE_S: Final = 15.0


def table_of(connection: sa.Connection, id: str) -> VersionTable:
    """The table that has versions of a node with personal values.

    Raises NotFound, and InvalidChange when nothing personal is kept of it.
    """
    for table in NODE_TABLES.values():
        query = sa.select(table.sql.c.row).where(table.sql.c.id == id).limit(1)
        if connection.execute(query).first() is not None:
            if not table.personal:
                raise InvalidChange(
                    _("%(id)s is a %(label)s; nothing personal is kept of it")
                    % {"id": id, "label": table.kind}
                )
            return table
    raise NotFound(_("Nothing has the id %(id)s; look it up by name") % {"id": id})


def already_forgotten(connection: sa.Connection, table: VersionTable, id: str) -> ChangeSet | None:
    """The change set that forgot it, when nothing personal is left; else None."""
    columns = table.sql.c
    left = sa.select(columns.row).where(columns.id == id, columns.salt.is_not(None)).limit(1)
    if connection.execute(left).first() is not None:
        return None
    query = sa.select(CHANGE_SET).where(CHANGE_SET.c.forgets == id)
    row = connection.execute(query.order_by(CHANGE_SET.c.seq.desc())).mappings().first()
    return None if row is None else change_set_of(row)


def blank(connection: sa.Connection, table: VersionTable, id: str) -> None:
    """Take personal values and salt out of every version of a node."""
    nothing = dict.fromkeys([*(each.name for each in table.personal), "salt"])
    connection.execute(table.sql.update().where(table.sql.c.id == id).values(nothing))


def scrub(database: Database, table: VersionTable) -> None:
    """See that the old bytes are gone from the database's files.

    Raises LedgerError when other readers keep the log in use; forgetting again goes on.
    """
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            apart = connection.execution_options(isolation_level="AUTOCOMMIT")
            apart.execute(sa.text(f"VACUUM FULL {table.name}"))
        return
    give_up = time.monotonic() + _PATIENCE_S
    while not database.truncate_log():
        if time.monotonic() > give_up:
            raise LedgerError(
                _(
                    "It is forgotten, but the log still holds it while others read;"
                    " forget it again when they are done"
                )
            )
        time.sleep(0.05)
