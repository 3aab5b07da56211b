"""Locks that PostgreSQL keeps until the commit. SQLite needs none: it has one writer."""

from __future__ import annotations

from enum import IntEnum
from hashlib import sha256

from sqlalchemy import BigInteger, Connection, bindparam, func, select

_OURS = 0x5EFE
"""First half of the lock's key, so that nobody else's advisory locks are met."""


_TAKE = select(func.pg_advisory_xact_lock(bindparam("key", type_=BigInteger)))


class Lock(IntEnum):
    """What only one transaction does at a time."""

    MIGRATE = 1
    SEAL = 2
    ACCESS_LOG = 3
    IMPORT = 4


def take(connection: Connection, lock: Lock) -> None:
    """Wait for the lock, and keep it until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_OURS, lock.value)))


def take_page(connection: Connection, page_key: str) -> None:
    """The same for one page: whoever changes another referral of it waits."""
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(sha256(page_key.encode()).digest()[:8], signed=True)
        connection.execute(_TAKE, {"key": key})
