"""Alembic's entry: run the migrations on the connection, and in the transaction, that it is given.

`storage.migrating` calls it. To write a migration: `python -m storage.migrations "What it does"`.
"""

from __future__ import annotations

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # Both databases undo DDL with the transaction; Alembic does not trust SQLite to.
    transactional_ddl=True,
)
context.run_migrations()
