"""Keeping forgotten what was forgotten: a backup taken before must not bring it back."""

from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from graph.errors import LedgerError, NotFound
from graph.history.manifest import Manifest
from graph.ledger.database import Database
from graph.ledger.ledger import Ledger
from graph.ledger.tables import CHANGE_SET


def forgotten_since(url: str, manifest: Manifest) -> list[str]:
    """The ids a ledger has forgotten since the backup was taken of it, ascending.

    Empty when the backup was taken of another ledger, whose ids mean others, and when the
    ledger cannot be read: a damaged ledger is what backups are for.
    """
    before = sa.select(CHANGE_SET.c.digest).where(CHANGE_SET.c.seq == manifest.seq)
    since = (
        sa.select(CHANGE_SET.c.forgets)
        .where(CHANGE_SET.c.seq > manifest.seq, CHANGE_SET.c.forgets.is_not(None))
        .order_by(CHANGE_SET.c.forgets)
    )
    try:
        with closing(Database(url)) as database, database.reading() as connection:
            if connection.execute(before).scalar() != manifest.digest:
                return []
            return list(connection.execute(since).scalars())
    except LedgerError:
        return []


def forget_again(file: Path, ids: list[str], *, actor: str) -> int:
    """Forget these ids in the SQLite ledger `file`; its newest change set afterwards.

    An id the ledger never had is passed over.
    """
    with closing(Ledger.open(f"sqlite:///{file}")) as ledger:
        for each in ids:
            try:
                ledger.forget(each, actor=actor)
            except NotFound:
                continue
        return ledger.head()
