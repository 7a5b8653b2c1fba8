"""Accounts, grants, invitations and sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of who has access."""
    op.create_table(
        "account",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("password", sa.Text()),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("disabled_at", sa.Text()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.Text()),
    )
    op.create_table(
        "granted",
        sa.Column("account", sa.Text(), sa.ForeignKey("account.name"), primary_key=True),
        sa.Column("role", sa.Text(), primary_key=True),
        sa.Column("area", sa.Text(), primary_key=True),
        sa.Column("matter", sa.Text(), primary_key=True),
        sa.Column("granted_at", sa.Text(), nullable=False),
    )
    op.create_table(
        "invitation",
        sa.Column("token", sa.Text(), primary_key=True),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.Text(), nullable=False),
    )
    op.create_table(
        "session",
        sa.Column("token", sa.Text(), primary_key=True),
        sa.Column("account", sa.Text(), sa.ForeignKey("account.name"), nullable=False),
        sa.Column("began_at", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Text(), nullable=False),
    )
    op.create_index("ix_session_account", "session", ["account"])
