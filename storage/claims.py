"""`bot.ports.Claims` and `Settings`: names taken once, and single facts about the database."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from storage.tables import claims, settings
from storage.transaction import Transaction
from storage.upserts import add_unless_there, upsert

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

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, name: str) -> str | None:
        """Its value."""
        known = self._transaction.known.settings
        if name in known:
            return known[name]
        value: str | None = self._transaction.ask(_VALUE, {"name": name}).scalar_one_or_none()
        if self._transaction.remembers:
            known[name] = value
        return value

    def put(self, name: str, value: str) -> None:
        """Set it."""
        upsert(self._transaction.connection, settings, {"name": name, "value": value})
