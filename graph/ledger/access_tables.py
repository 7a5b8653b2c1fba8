"""The tables of who has access: accounts, what they are granted, links to set a password, sessions.

They lie in the ledger's database so that each change of them is in one transaction with its
audit row. They are no facts: nothing here has versions, and nothing here enters the graph.
"""

from typing import Final

import sqlalchemy as sa

from graph.ledger.tables import METADATA

ACCOUNT: Final = sa.Table(
    "account",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("password", sa.Text),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("disabled_at", sa.Text),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("retry_at", sa.Text),
)
"""`password` is an Argon2id hash, NULL until one was set. After wrong passwords no other is
tried before `retry_at`."""

GRANTED: Final = sa.Table(
    "granted",
    METADATA,
    sa.Column("account", sa.Text, sa.ForeignKey("account.name"), primary_key=True),
    sa.Column("role", sa.Text, primary_key=True),
    sa.Column("area", sa.Text, primary_key=True),
    sa.Column("matter", sa.Text, primary_key=True),
    sa.Column("granted_at", sa.Text, nullable=False),
)
"""`area` is an area's id, "" for everything."""

INVITATION: Final = sa.Table(
    "invitation",
    METADATA,
    sa.Column("token", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("expires_at", sa.Text, nullable=False),
)
"""A link by which a password is set once; `token` is a digest of what the link says. `account`
is "" for the link with which the first account is made."""

SESSION: Final = sa.Table(
    "session",
    METADATA,
    sa.Column("token", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, sa.ForeignKey("account.name"), nullable=False),
    sa.Column("began_at", sa.Text, nullable=False),
    sa.Column("seen_at", sa.Text, nullable=False),
    sa.Index("ix_session_account", "account"),
)
"""`token` is a digest of what the cookie says; a session that ended has no row."""
