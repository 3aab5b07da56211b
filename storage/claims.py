"""`bot.ports.store.Claims` and `Settings`: names taken once, and single facts about the database."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from storage.sql.tables import claims, settings
from storage.sql.upserts import add_unless_there, upsert

_VALUE = select(settings.c.value).where(settings.c.name == bindparam("name"))


class SqlClaims:
    """Claims within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, name: str) -> bool:
        """True for the first transaction that commits this name; waits for one that may."""
        return add_unless_there(self._connection, claims, {"name": name})


class SqlSettings:
    """Settings within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str | None:
        """Its value."""
        return self._connection.execute(_VALUE, {"name": name}).scalar_one_or_none()

    def put(self, name: str, value: str) -> None:
        """Set it."""
        upsert(self._connection, settings, {"name": name, "value": value})
