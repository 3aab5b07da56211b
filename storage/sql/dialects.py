"""What all of storage needs to speak SQL, and what differs in it between SQLite and PostgreSQL: column types,
the database's clock, upserts, many values, many rows, locks.

An instant is stored as whole microseconds since 1970 UTC: one 64-bit number that sorts, indexes and
subtracts alike on both, with no time zone for a driver to guess.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

import orjson
from sqlalchemy import (
    BigInteger,
    Column,
    CompoundSelect,
    Connection,
    Dialect,
    Executable,
    Integer,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    func,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
AT_ONCE = 500
"""So many values a statement is given at a time."""
Identifier = TypeVar("Identifier", int, str)

Serial = BigInteger().with_variant(Integer(), "sqlite")
"""The type of a whole-number primary key, which SQLite then needs no other index for."""
NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
}
"""How constraints and indexes are called, on both."""


def to_micros(instant: datetime) -> int:
    """Microseconds since 1970 UTC. Raises ValueError for a naive instant."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant!r} has no time zone; storage takes aware instants only")
    return (instant - EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The instant, in UTC."""
    return EPOCH + timedelta(microseconds=micros)


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored as microseconds and read back in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Refuses naive instants with ValueError."""
        return None if value is None else to_micros(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """In UTC."""
        return None if value is None else from_micros(value)


class Json(TypeDecorator[Any]):
    """JSON as text with sorted keys: what was hashed is what is read, on both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """None is SQL's NULL."""
        if value is None:
            return None
        try:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
        except TypeError:
            # Half a character: the database refuses it, with a sentence.
            return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any:
        """What was stored."""
        return None if value is None else orjson.loads(value)


class _DatabaseNow(FunctionElement[int]):
    """The database's clock, in microseconds since 1970 UTC: for leases, never for business."""

    inherit_cache = True
    name = "database_now"
    type = BigInteger()


@compiles(_DatabaseNow, "postgresql")
def _on_postgresql(element: _DatabaseNow, compiler: SQLCompiler, **kw: Any) -> str:
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)"


@compiles(_DatabaseNow, "sqlite")
def _on_sqlite(element: _DatabaseNow, compiler: SQLCompiler, **kw: Any) -> str:
    # unixepoch('subsec') needs SQLite 3.42; julianday is as old as SQLite and exact to 1 ms.
    return "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER) * 1000"


def database_now() -> FunctionElement[int]:
    """An expression: now, by the database's clock, in microseconds."""
    return _DatabaseNow()


if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from sqlalchemy.dialects import postgresql, sqlite


def insert_for(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that knows ON CONFLICT, in that dialect."""
    # The other dialect is not imported: a start has no need of it.
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert

        return insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


@cache
def unless_there(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that leaves a row alone that has the same key."""
    return insert_for(dialect, table).on_conflict_do_nothing()


@cache
def _unless_there_told(dialect: str, table: Table) -> Executable:
    return unless_there(dialect, table).returning(*table.primary_key.columns)


def add_unless_there(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert the row unless one has its key; whether it was inserted.

    Waits for another transaction that is inserting the same key.
    """
    adding = _unless_there_told(connection.dialect.name, table)
    return connection.execute(adding, dict(values)).first() is not None


def insert_unless_there(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that leaves a row alone that has the same key."""
    return unless_there(connection.dialect.name, table)


def upsert(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Insert the row, or replace the one with its primary key."""
    connection.execute(upserting(connection.dialect.name, table, tuple(values)), dict(values))


@cache
def upserting(
    dialect: str, table: Table, names: tuple[str, ...]
) -> sqlite.Insert | postgresql.Insert:
    """Such an insert of rows with these columns."""
    key = list(table.primary_key.columns)
    adding = insert_for(dialect, table)
    keys = {column.name for column in key}
    changed = {name: adding.excluded[name] for name in names if name not in keys}
    return adding.on_conflict_do_update(index_elements=key, set_=changed)


class OnConnection:
    """What one transaction offers of a subject, on its connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection


def columns_of(table: Table, kind: type[DataclassInstance]) -> tuple[Column[Any], ...]:
    """The table's columns that a dataclass has fields for, in the order of these."""
    return tuple(table.c[one.name] for one in fields(kind) if one.name in table.c)


def in_parts(values: Iterable[Identifier]) -> Iterator[list[Identifier]]:
    """They, each once and sorted, as many at a time as a statement is given."""
    wanted = sorted(set(values))
    for start in range(0, len(wanted), AT_ONCE):
        yield wanted[start : start + AT_ONCE]


def streamed(
    connection: Connection, query: Select[Any] | CompoundSelect[Any], **values: Any
) -> Iterator[Row[Any]]:
    """A query's rows, read as they are asked for."""
    with connection.execute(query, values, execution_options={"yield_per": 1_000}) as rows:
        yield from rows


_OURS = 0x5EFE
"""First half of the locks' keys, so that nobody else's advisory locks are met."""
_LOCK_PAGE = select(func.pg_advisory_xact_lock(bindparam("key", type_=BigInteger)))


class Lock(IntEnum):
    """What only one transaction does at a time."""

    MIGRATE = 1
    SEAL = 2
    ACCESS_LOG = 3
    IMPORT = 4


def take(connection: Connection, lock: Lock) -> None:
    """Wait for the lock, and keep it until the commit. SQLite needs none: it has one writer."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_OURS, lock.value)))


def take_page(connection: Connection, page_key: str) -> None:
    """The same for one page: whoever changes another referral of it waits."""
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(sha256(page_key.encode()).digest()[:8], signed=True)
        connection.execute(_LOCK_PAGE, {"key": key})
