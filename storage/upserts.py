"""Insert or replace, the same call on both databases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_for(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that knows ON CONFLICT, in the connection's dialect."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def upsert(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Insert the row, or replace the one with its primary key."""
    key = list(table.primary_key.columns)
    names = {column.name for column in key}
    adding = insert_for(connection, table)
    changed = {name: adding.excluded[name] for name in values if name not in names}
    connection.execute(adding.on_conflict_do_update(index_elements=key, set_=changed), dict(values))
