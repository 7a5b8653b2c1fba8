"""Sessions: signing in, being recognised, and being signed out when idle."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa

from graph.access.accounts import grants_of
from graph.access.grant import Viewer
from graph.access.passwords import is_right, wait_after
from graph.access.tokens import digest, new_token
from graph.errors import SignInRefused
from graph.ledger.access_tables import ACCOUNT, SESSION
from graph.ledger.ledger import Ledger
from graph.ledger.writing import audit
from graph.messages import _

IDLE: Final = dt.timedelta(minutes=30)
LONGEST: Final = dt.timedelta(hours=12)
_SEEN_EVERY: Final = dt.timedelta(minutes=1)
"""How exactly it is kept when somebody was last there; each time is a write."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in; `number` tells sessions of an account apart and opens none."""

    number: str
    account: str
    began_at: dt.datetime
    seen_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of one ledger. Every method is atomic."""

    ledger: Ledger
    clock: Callable[[], dt.datetime] = field(repr=False)

    def sign_in(self, name: str, password: str) -> str:
        """The secret of a new session, for a cookie.

        Raises SignInRefused, always with the same words: whoever asks does not learn whether
        the account is there, is disabled, or the password was wrong. Wrong ones in a row make
        the account wait, longer each time; while it waits nothing is tried.
        """
        now = self.clock()
        with self.ledger.database.reading() as connection:
            row = connection.execute(sa.select(ACCOUNT).where(ACCOUNT.c.name == name)).first()
        if row is not None and row.retry_at is not None:
            left = dt.datetime.fromisoformat(row.retry_at) - now
            if left > dt.timedelta():
                raise _refused(left)
        # Outside any transaction: it takes a twentieth of a second on purpose.
        is_good = is_right(password, row.password if row else None)
        if row is None or not is_good or row.disabled_at:
            raise _refused(self._failed(name if row is not None else None, now))
        with self.ledger.database.writing() as connection:
            still = (ACCOUNT.c.name == name) & (ACCOUNT.c.password == row.password)
            kept = sa.update(ACCOUNT).where(still, ACCOUNT.c.disabled_at.is_(None))
            if connection.execute(kept.values(failures=0, retry_at=None)).rowcount == 0:
                raise _refused(dt.timedelta())
            return self._begin(connection, name, now)

    def who(self, token: str) -> Viewer | None:
        """Who holds this session; None when it is none, idle too long, or too old."""
        now = self.clock()
        with self.ledger.database.reading() as connection:
            found = sa.select(SESSION).where(SESSION.c.token == digest(token))
            row = connection.execute(found).first()
            if row is None:
                return None
            viewer = Viewer.of(row.account, grants_of(connection, row.account))
        seen = dt.datetime.fromisoformat(row.seen_at)
        began = dt.datetime.fromisoformat(row.began_at)
        if now - seen > IDLE or now - began > LONGEST:
            self._end(row.token, row.account, "idle" if now - seen > IDLE else "too-old")
            return None
        if now - seen > _SEEN_EVERY:
            with self.ledger.database.writing() as connection:
                connection.execute(
                    sa.update(SESSION)
                    .where(SESSION.c.token == row.token)
                    .values(seen_at=now.isoformat())
                )
        return viewer

    def sign_out(self, token: str) -> None:
        """End a session; nothing happens when it has ended."""
        with self.ledger.database.reading() as connection:
            found = sa.select(SESSION).where(SESSION.c.token == digest(token))
            row = connection.execute(found).first()
        if row is not None:
            self._end(row.token, row.account, "signed-out")

    def all(self) -> tuple[Session, ...]:
        """Every session that has not ended, by account and then by when it began."""
        with self.ledger.database.reading() as connection:
            order = sa.select(SESSION).order_by(SESSION.c.account, SESSION.c.began_at)
            rows = connection.execute(order).all()
        return tuple(
            Session(
                row.token[:12], row.account,
                dt.datetime.fromisoformat(row.began_at), dt.datetime.fromisoformat(row.seen_at),
            )
            for row in rows
        )  # fmt: skip

    def end(self, number: str, *, by: str) -> None:
        """End the session with this number; nothing happens when there is none."""
        with self.ledger.database.writing() as connection:
            rows = connection.execute(sa.select(SESSION)).all()
            for row in rows:
                if row.token[:12] == number:
                    connection.execute(sa.delete(SESSION).where(SESSION.c.token == row.token))
                    audit(connection, self.clock(), by, "end-session", f"account {row.account}")

    def _begin(self, connection: sa.Connection, name: str, now: dt.datetime) -> str:
        token = new_token()
        connection.execute(
            sa.insert(SESSION).values(
                token=digest(token), account=name, began_at=now.isoformat(),
                seen_at=now.isoformat(),
            )
        )  # fmt: skip
        audit(connection, now, name, "sign-in", "signed-in")
        return token

    def _failed(self, name: str | None, now: dt.datetime) -> dt.timedelta:
        """Keep that a password was wrong; how long to wait. None: there is no such account."""
        with self.ledger.database.writing() as connection:
            if name is None:
                audit(connection, now, "nobody", "sign-in", "refused")
                return dt.timedelta()
            found = sa.select(ACCOUNT.c.failures).where(ACCOUNT.c.name == name)
            failures = int(connection.execute(found).scalar() or 0) + 1
            wait = wait_after(failures)
            retry_at = (now + wait).isoformat() if wait else None
            connection.execute(
                sa.update(ACCOUNT)
                .where(ACCOUNT.c.name == name)
                .values(failures=failures, retry_at=retry_at)
            )
            audit(connection, now, name, "sign-in", "refused")
            return wait

    def _end(self, token: str, account: str, why: str) -> None:
        with self.ledger.database.writing() as connection:
            gone = connection.execute(sa.delete(SESSION).where(SESSION.c.token == token))
            if gone.rowcount:
                audit(connection, self.clock(), account, "sign-out", why)


def _refused(wait: dt.timedelta) -> SignInRefused:
    return SignInRefused(
        _("Account or password is not right; after several wrong ones, wait a little"),
        retry_after_s=max(0, -int(-wait.total_seconds() // 1)),
    )
