"""Insert or replace, the same call on both databases."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite


@cache
def _unless_there(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    adding = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return adding.on_conflict_do_nothing()


@cache
def _unless_there_told(dialect: str, table: Table) -> Executable:
    return _unless_there(dialect, table).returning(*table.primary_key.columns)


def insert_unless_there(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that leaves a row alone that has the same key."""
    return _unless_there(connection.dialect.name, table)


def add_unless_there(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert the row unless one has its key; whether it was inserted.

    Waits for another transaction that is inserting the same key.
    """
    adding = _unless_there_told(connection.dialect.name, table)
    return connection.execute(adding, dict(values)).first() is not None


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
