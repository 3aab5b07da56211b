"""Alembic's entry: run the migrations on the connection, and in the transaction, that it is given.

`storage.sql.migrating` calls it. Migrations are written by hand, from `script.py.mako`, and import
nothing of ours: a test compares what they make with `storage.sql.tables`, on both databases.
"""

from __future__ import annotations

from alembic import context

# Both databases undo DDL with the transaction; Alembic does not trust SQLite to.
context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
