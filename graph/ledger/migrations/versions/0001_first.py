"""The first form of the ledger: change sets, versions, statements, counters, audit."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CLOSED = sa.text("to_seq < 2147483647")
PASSING = sa.text("valid_to < 2932896")


def upgrade() -> None:
    """Create every table."""
    _create_change_sets()
    _create_statements()
    _create_counters_and_audit()
    _create_nodes()
    _create_links()


def _create_versions(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("row", ROW, primary_key=True, autoincrement=False),
        sa.Column("from_seq", sa.Integer(), nullable=False),
        sa.Column("to_seq", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Integer(), nullable=False),
        sa.Column("valid_to", sa.Integer(), nullable=False),
        *columns,
    )
    op.create_index(
        f"ix_{name}_to_seq", name, ["to_seq"], sqlite_where=CLOSED, postgresql_where=CLOSED
    )
    op.create_index(f"ix_{name}_valid_from", name, ["valid_from"])
    op.create_index(
        f"ix_{name}_valid_to", name, ["valid_to"], sqlite_where=PASSING, postgresql_where=PASSING
    )


def _create_node_versions(name: str, *columns: sa.Column[Any]) -> None:
    _create_versions(name, sa.Column("id", sa.Text(), nullable=False), *columns)
    op.create_index(f"ix_{name}_id", name, ["id"])


def _create_link_versions(name: str, *columns: sa.Column[Any]) -> None:
    ends = [
        sa.Column(end, sa.Text(), nullable=False)
        for end in ("from_label", "from_id", "to_label", "to_id")
    ]
    _create_versions(name, *ends, *columns)
    op.create_index(f"ix_{name}_from_id", name, ["from_id"])
    op.create_index(f"ix_{name}_to_id", name, ["to_id"])


def _create_change_sets() -> None:
    op.create_table(
        "change_set",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("reverts", sa.Integer(), sa.ForeignKey("change_set.seq")),
        sa.Column("forgets", sa.Text()),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("first_row", sa.BigInteger(), nullable=False),
        sa.Column("next_row", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
    )
    op.create_index("ix_change_set_recorded_at", "change_set", ["recorded_at"])


def _create_statements() -> None:
    op.create_table(
        "statement",
        sa.Column("row", ROW, primary_key=True, autoincrement=False),
        sa.Column("from_seq", sa.Integer(), nullable=False),
        sa.Column("to_seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("from_id", sa.Text(), nullable=False),
        sa.Column("to_id", sa.Text(), nullable=False),
        sa.Column("discriminator", sa.Text(), nullable=False),
    )
    op.create_index("ix_statement_from_id", "statement", ["from_id"])
    op.create_index("ix_statement_source", "statement", ["kind", "scope"])
    op.create_index(
        "ix_statement_to_seq", "statement", ["to_seq"], sqlite_where=CLOSED, postgresql_where=CLOSED
    )


def _create_counters_and_audit() -> None:
    op.create_table(
        "counter",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("number", ROW, primary_key=True, autoincrement=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
    )


def _create_nodes() -> None:
    _create_node_versions(
        "node_area",
        sa.Column("name", sa.Text()),
        sa.Column("kind", sa.Text()),
    )
    _create_node_versions(
        "node_organisation",
        sa.Column("name", sa.Text()),
        sa.Column("kind", sa.Text()),
    )
    _create_node_versions(
        "node_party_group",
        sa.Column("name", sa.Text()),
        sa.Column("kind", sa.Text()),
    )
    _create_node_versions(
        "node_person",
        sa.Column("name", sa.Text()),
        sa.Column("mark", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("unit", sa.Text()),
        sa.Column("is_member", sa.Boolean()),
        sa.Column("floating", sa.Text()),
        sa.Column("exempt", sa.Boolean()),
        sa.Column("unavailable_until", sa.Date()),
        sa.Column("salt", sa.LargeBinary(16)),
        sa.Column("personal_digest", sa.LargeBinary(32)),
    )
    _create_node_versions(
        "node_centre_household",
        sa.Column("name", sa.Text()),
        sa.Column("kind", sa.Text()),
        sa.Column("address", sa.Text()),
        sa.Column("salt", sa.LargeBinary(16)),
        sa.Column("personal_digest", sa.LargeBinary(32)),
    )
    _create_node_versions(
        "node_household",
        sa.Column("address", sa.Text()),
        sa.Column("head", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("people", sa.BigInteger()),
        sa.Column("salt", sa.LargeBinary(16)),
        sa.Column("personal_digest", sa.LargeBinary(32)),
    )
    _create_node_versions(
        "node_enterprise",
        sa.Column("name", sa.Text()),
        sa.Column("uscc", sa.Text()),
        sa.Column("address", sa.Text()),
        sa.Column("sector", sa.Text()),
        sa.Column("kind", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.Column("registered_on", sa.Date()),
        sa.Column("employees", sa.BigInteger()),
        sa.Column("members", sa.BigInteger()),
        sa.Column("probationary", sa.BigInteger()),
        sa.Column("mass_organisation", sa.Text()),
        sa.Column("organisation_form", sa.Text()),
        sa.Column("contact", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("salt", sa.LargeBinary(16)),
        sa.Column("personal_digest", sa.LargeBinary(32)),
    )
    _create_node_versions(
        "node_training",
        sa.Column("name", sa.Text()),
        sa.Column("kind", sa.Text()),
        sa.Column("held_on", sa.Date()),
    )


def _create_links() -> None:
    _create_link_versions(
        "link_within",
    )
    _create_link_versions(
        "link_located_in",
    )
    _create_link_versions(
        "link_under",
    )
    _create_link_versions(
        "link_responsible_for",
        sa.Column("role", sa.Text()),
    )
    _create_link_versions(
        "link_serves",
        sa.Column("role", sa.Text()),
        sa.Column("post", sa.Text()),
    )
    _create_link_versions(
        "link_leads",
    )
    _create_link_versions(
        "link_belongs_to",
        sa.Column("kind", sa.Text()),
    )
    _create_link_versions(
        "link_hosts",
    )
    _create_link_versions(
        "link_lives_in",
    )
    _create_link_versions(
        "link_liaises",
        sa.Column("since", sa.Date()),
    )
    _create_link_versions(
        "link_co_builds",
        sa.Column("kind", sa.Text()),
        sa.Column("signed_on", sa.Date()),
        sa.Column("until", sa.Date()),
    )
    _create_link_versions(
        "link_instructs",
        sa.Column("since", sa.Date()),
        sa.Column("until", sa.Date()),
    )
    _create_link_versions(
        "link_covers",
        sa.Column("kind", sa.Text()),
    )
    _create_link_versions(
        "link_takes_lead_in",
    )
    _create_link_versions(
        "link_attended",
    )
