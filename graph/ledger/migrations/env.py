"""Alembic's entry: migrations run inside the transaction the ledger opens for them."""

from alembic import context

from graph.ledger.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
