"""Run by Alembic with the connection that `migrate.py` (or a developer's `alembic revision`) hands over."""

from alembic import context

from dlwb.adapters.stores.tables import metadata

connection = context.config.attributes["connection"]
# SQLite cannot alter most things in place: Alembic then copies the table ("batch"). What it cannot do
# either happens in the transaction of the caller, so that an interrupted migration leaves no trace.
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
