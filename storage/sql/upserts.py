"""Insert or replace, the same call on both databases."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Executable, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def _insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    # The other dialect is not imported: a start has no need of it.
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert

        return insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


@cache
def unless_there(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that leaves a row alone that has the same key."""
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def _unless_there_told(dialect: str, table: Table) -> Executable:
    return unless_there(dialect, table).returning(*table.primary_key.columns)


def add_unless_there(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert the row unless its key is taken; whether it was inserted.

    Waits for another transaction that is inserting the same key.
    """
    adding = _unless_there_told(connection.dialect.name, table)
    return connection.execute(adding, dict(values)).first() is not None


def insert_unless_there(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that leaves a row alone that has the same key."""
    return unless_there(connection.dialect.name, table)


def insert_for(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert in the connection's dialect, so that ON CONFLICT can be added."""
    return _insert(connection.dialect.name, table)


def upsert(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Insert the row, or replace the one with its primary key."""
    connection.execute(upserting(connection.dialect.name, table, tuple(values)), dict(values))


@cache
def upserting(
    dialect: str, table: Table, names: tuple[str, ...]
) -> sqlite.Insert | postgresql.Insert:
    """An insert of rows with these columns that replaces the row with the same primary key."""
    key = list(table.primary_key.columns)
    adding = _insert(dialect, table)
    keys = {column.name for column in key}
    changed = {name: adding.excluded[name] for name in names if name not in keys}
    return adding.on_conflict_do_update(index_elements=key, set_=changed)
