"""Accounts: who may sign in, and what they are granted. Every change leaves an audit row."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from graph.access.grant import MATTERS, ROLES, Grant
from graph.access.passwords import hashed
from graph.access.tokens import digest, new_token
from graph.errors import InvalidChange, NotFound
from graph.ledger.access_tables import ACCOUNT, GRANTED, INVITATION, SESSION
from graph.ledger.ledger import Ledger
from graph.ledger.values import checked_text
from graph.ledger.writing import audit
from graph.messages import _

INVITATION_LASTS: Final = dt.timedelta(hours=24)
_NAME: Final = re.compile(r"\w[\w.@-]{1,39}")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. `has_password` is False until the first one was set."""

    name: str
    grants: tuple[Grant, ...]
    created_at: dt.datetime
    disabled_at: dt.datetime | None
    has_password: bool


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of one ledger. Every method is atomic; `by` is whose doing it is.

    Raises NotFound for an account that is not there.
    """

    ledger: Ledger
    clock: Callable[[], dt.datetime] = field(repr=False)

    def is_empty(self) -> bool:
        """Whether nobody can sign in yet, so that the first account is to be made."""
        with self.ledger.database.reading() as connection:
            used = sa.select(ACCOUNT.c.name).where(ACCOUNT.c.password.is_not(None)).limit(1)
            return connection.execute(used).first() is None

    def first_link(self) -> str:
        """The secret of a link with which the first account is made, once, within a day.

        An earlier such link no longer works. Raises InvalidChange when there is an account.
        """
        if not self.is_empty():
            raise InvalidChange(_("There are accounts already; one of them gives access to others"))
        token = new_token()
        with self.ledger.database.writing() as connection:
            connection.execute(sa.delete(INVITATION).where(INVITATION.c.account == ""))
            self._invite(connection, token, "")
            audit(connection, self.clock(), "system", "invite-first", "invited")
        return token

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        with self.ledger.database.reading() as connection:
            rows = connection.execute(sa.select(ACCOUNT).order_by(ACCOUNT.c.name)).all()
            return tuple(_account(row, _grants(connection, row.name)) for row in rows)

    def account(self, name: str) -> Account:
        """One account."""
        with self.ledger.database.reading() as connection:
            row = _row(connection, name)
            return _account(row, _grants(connection, name))

    def invite(self, name: str, grants: Iterable[Grant], *, by: str) -> str:
        """Begin an account; the secret of the link by which its password is set, within a day."""
        _refuse_name(name)
        token = new_token()
        with self.ledger.database.writing() as connection:
            if connection.execute(sa.select(ACCOUNT).where(ACCOUNT.c.name == name)).first():
                raise InvalidChange(_("There is an account %(name)s already") % {"name": name})
            self._begin(connection, name)
            for each in sorted(set(grants)):
                self._grant(connection, name, each, by)
            self._invite(connection, token, name)
            audit(connection, self.clock(), by, "invite", f"account {name}")
        return token

    def invite_again(self, name: str, *, by: str) -> str:
        """A new link to set a password; the old password and all sessions end at once."""
        token = new_token()
        with self.ledger.database.writing() as connection:
            _row(connection, name)
            connection.execute(
                sa.update(ACCOUNT).where(ACCOUNT.c.name == name).values(password=None)
            )
            connection.execute(sa.delete(INVITATION).where(INVITATION.c.account == name))
            connection.execute(sa.delete(SESSION).where(SESSION.c.account == name))
            self._invite(connection, token, name)
            audit(connection, self.clock(), by, "invite-again", f"account {name}")
        return token

    def invited(self, token: str) -> str:
        """Whose password a link sets, "" for the first account's.

        Raises NotFound for a link that is used, expired or not one.
        """
        with self.ledger.database.reading() as connection:
            return self._open(connection, token)

    def accept(self, token: str, password: str, *, name: str = "") -> str:
        """Set a password by an invitation, which is used up; the account's name.

        `name` is chosen with the first link, and becomes a manager of everything and system
        administrator. Raises NotFound for a link that is used, expired or not one,
        InvalidChange for a name or password that cannot be taken: the link stays good then.
        """
        invited = self.invited(token)
        account = invited or name
        _refuse_name(account)
        kept = hashed(password, account)  # slow on purpose: outside any transaction
        with self.ledger.database.writing() as connection:
            self._open(connection, token)
            if not invited:
                self._begin_first(connection, account)
            connection.execute(
                sa.update(ACCOUNT)
                .where(ACCOUNT.c.name == account)
                .values(password=kept, failures=0, retry_at=None)
            )
            connection.execute(sa.delete(INVITATION).where(INVITATION.c.token == digest(token)))
            audit(connection, self.clock(), account, "set-password", "set")
        return account

    def grant(self, name: str, grant: Grant, *, by: str) -> None:
        """Give a grant; nothing happens when it is given already."""
        with self.ledger.database.writing() as connection:
            _row(connection, name)
            if grant not in _grants(connection, name):
                self._grant(connection, name, grant, by)

    def revoke(self, name: str, grant: Grant, *, by: str) -> None:
        """Take a grant back. Raises NotFound when it is not given.

        Raises InvalidChange when nobody would be left who gives access.
        """
        with self.ledger.database.writing() as connection:
            if grant not in _grants(connection, name):
                raise NotFound(_("%(name)s has no such grant") % {"name": name})
            connection.execute(
                sa.delete(GRANTED).where(
                    GRANTED.c.account == name,
                    GRANTED.c.role == grant.role,
                    GRANTED.c.area == grant.area,
                    GRANTED.c.matter == grant.matter,
                )
            )
            _refuse_nobody(connection)
            audit(connection, self.clock(), by, "revoke", f"{name}: {_said(grant)}")

    def disable(self, name: str, *, by: str) -> None:
        """Let an account sign in no more; its sessions end at once."""
        with self.ledger.database.writing() as connection:
            _row(connection, name)
            connection.execute(
                sa.update(ACCOUNT)
                .where(ACCOUNT.c.name == name)
                .values(disabled_at=self.clock().isoformat())
            )
            connection.execute(sa.delete(SESSION).where(SESSION.c.account == name))
            _refuse_nobody(connection)
            audit(connection, self.clock(), by, "disable", f"account {name}")

    def enable(self, name: str, *, by: str) -> None:
        """Let a disabled account sign in again."""
        with self.ledger.database.writing() as connection:
            _row(connection, name)
            connection.execute(
                sa.update(ACCOUNT).where(ACCOUNT.c.name == name).values(disabled_at=None)
            )
            audit(connection, self.clock(), by, "enable", f"account {name}")

    def _open(self, connection: sa.Connection, token: str) -> str:
        found = sa.select(INVITATION).where(INVITATION.c.token == digest(token))
        link = connection.execute(found).first()
        if link is None or dt.datetime.fromisoformat(link.expires_at) <= self.clock():
            raise NotFound(_("This link no longer works; ask for a new one"))
        return str(link.account)

    def _begin(self, connection: sa.Connection, name: str) -> None:
        connection.execute(
            sa.insert(ACCOUNT).values(name=name, created_at=self.clock().isoformat(), failures=0)
        )

    def _begin_first(self, connection: sa.Connection, name: str) -> None:
        if connection.execute(sa.select(ACCOUNT).where(ACCOUNT.c.name == name)).first() is None:
            self._begin(connection, name)
        for matter in MATTERS:
            self._grant(connection, name, Grant("manager", "", matter), name)
        self._grant(connection, name, Grant("sysadmin", "", "pyramid"), name)

    def _grant(self, connection: sa.Connection, name: str, grant: Grant, by: str) -> None:
        if grant.role not in ROLES or grant.matter not in MATTERS:
            raise InvalidChange(_("There is no such grant"))
        checked_text(grant.area, "area")
        connection.execute(
            sa.insert(GRANTED).values(
                account=name, role=grant.role, area=grant.area, matter=grant.matter,
                granted_at=self.clock().isoformat(),
            )
        )  # fmt: skip
        audit(connection, self.clock(), by, "grant", f"{name}: {_said(grant)}")

    def _invite(self, connection: sa.Connection, token: str, name: str) -> None:
        expires = self.clock() + INVITATION_LASTS
        connection.execute(
            sa.insert(INVITATION).values(
                token=digest(token), account=name, expires_at=expires.isoformat()
            )
        )


def grants_of(connection: sa.Connection, name: str) -> tuple[Grant, ...]:
    """What an account is granted, in order."""
    return _grants(connection, name)


def _grants(connection: sa.Connection, name: str) -> tuple[Grant, ...]:
    rows = connection.execute(sa.select(GRANTED).where(GRANTED.c.account == name)).all()
    return tuple(sorted(Grant(row.role, row.area, row.matter) for row in rows))


def _row(connection: sa.Connection, name: str) -> sa.Row[tuple[Any, ...]]:
    row = connection.execute(sa.select(ACCOUNT).where(ACCOUNT.c.name == name)).first()
    if row is None:
        raise NotFound(_("There is no account %(name)s") % {"name": name})
    return row


def _account(row: sa.Row[tuple[Any, ...]], grants: tuple[Grant, ...]) -> Account:
    return Account(
        name=row.name,
        grants=grants,
        created_at=dt.datetime.fromisoformat(row.created_at),
        disabled_at=dt.datetime.fromisoformat(row.disabled_at) if row.disabled_at else None,
        has_password=row.password is not None,
    )


def _refuse_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise InvalidChange(
            _("An account's name has 2 to 40 letters, digits or . _ - @, and no blanks")
        )


def _refuse_nobody(connection: sa.Connection) -> None:
    """Raise InvalidChange when no account that can sign in may administer accounts."""
    administers = (
        sa.select(ACCOUNT.c.name)
        .join(GRANTED, GRANTED.c.account == ACCOUNT.c.name)
        .where(
            GRANTED.c.role == "sysadmin",
            ACCOUNT.c.disabled_at.is_(None),
            ACCOUNT.c.password.is_not(None),
        )
        .limit(1)
    )
    if connection.execute(administers).first() is None:
        raise InvalidChange(
            _("Then nobody could give access any more; give another account this role first")
        )


def _said(grant: Grant) -> str:
    return f"{grant.role} {grant.area or '*'} {grant.matter}"
