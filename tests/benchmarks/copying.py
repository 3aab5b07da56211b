"""Databases of any size, copied in SQL from the SQLite file in which histories were told (`filling`).

A smaller one has the newest of them. A larger one has all, and before them the oldest 45,000 again and
again: with other numbers, six weeks earlier each time, and with other pages. What is copied so keeps the
hashes of what it copies: `audit verify` would not accept it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

import psycopg
from sqlalchemy import Column, Table

from storage.database import open_store
from storage.sql.dialects import Instant
from storage.sql.engines import parse_address
from storage.sql.tables import (
    NUMBERS,
    appeals,
    chain,
    events,
    people,
    personal_values,
    places,
    referrals,
)
from storage.sql.tables_beside import metadata
from tests.benchmarks import histories
from tests.benchmarks.filling import new_file

COPIED = 45_000
"""So many histories, six weeks of them and settled by END, are copied at a time."""
TABLES = (personal_values, events, referrals, chain, appeals, people, places)
"""Largest first."""
_DAYS = int((COPIED * histories.STEP).days)
_UNMOVED = {"remind_at", "reminded_at", "sealed_at"}
_OTHER_PAGE = f"replace({{}}, '{histories.PAGE[:5]}00', '{histories.PAGE[:5]}' || :page)"
_ATTACH = "ATTACH 'file:{}?mode=ro' AS told"
Part = dict[str, int | str]
"""Which of the told referrals (`after`, `upto`), and what is added to what they have."""


def fill_sqlite(path: Path, told: Path, size: int) -> None:
    """A new SQLite file with `size` referrals."""
    with new_file(path, size) as connection:
        connection.execute(_ATTACH.format(told))
        for table in TABLES:
            names = ", ".join(table.columns.keys())
            for part in _parts(connection, table, size):
                connection.execute(
                    f"INSERT INTO main.{table.name} ({names}) {_chosen(table)}", part
                )


def fill_postgresql(url: str, told: Path, size: int) -> None:
    """Migrate an empty database, and fill it with `size` referrals."""
    with open_store(url) as store:
        store.migrate()
    with ProcessPoolExecutor() as workers:
        list(workers.map(partial(_copy, plain(url), told, size), [table.name for table in TABLES]))
    with psycopg.connect(plain(url)) as connection:
        connection.execute("SELECT setval(%s, %s)", (NUMBERS, size))
    vacuum(url)


def _copy(address: str, told: Path, size: int, name: str) -> None:
    table = metadata.tables[name]
    with (
        closing(sqlite3.connect(":memory:", uri=True)) as file,
        psycopg.connect(address) as connection,
    ):
        file.execute(_ATTACH.format(told))
        for setting in (
            "session_replication_role = replica",  # no triggers
            "synchronous_commit = off",
            "maintenance_work_mem = '256MB'",
        ):
            connection.execute(f"SET {setting}".encode())
        found = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname "
            "NOT IN (SELECT conname FROM pg_constraint) AND tablename = %s",
            [name],
        ).fetchall()
        for index, _ in found:
            connection.execute(f"DROP INDEX {index}".encode())
        # Emptied in the same transaction, the rows can be written as if a vacuum had been there.
        connection.execute(f"TRUNCATE {name}".encode())
        into = f"COPY {name} ({', '.join(table.columns.keys())}) FROM STDIN (FREEZE)".encode()
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            for part in _parts(file, table, size):
                for row in file.execute(_chosen(table), part):
                    copy.write_row(row)
        for _, definition in found:
            connection.execute(definition.encode())


def _parts(file: sqlite3.Connection, table: Table, size: int) -> Iterator[Part]:
    """What a table is put together of, oldest first."""
    (told,) = file.execute("SELECT MAX(number) FROM told.referrals").fetchone()
    times = max(0, size - told) // COPIED
    for back in range(times, -1, -1):
        if back and not _number(table):
            continue
        after = 0 if back else max(0, told - size)
        yield {
            "after": after,
            "upto": COPIED if back else told,
            "numbers": size - told - back * COPIED,
            "days": f"-{back * _DAYS} days",
            "time": back * _DAYS * 86_400_000_000,
            "page": f"{back:02}",
            "links": (times - back) * _links(file, COPIED) - _links(file, after),
        }


def _links(file: sqlite3.Connection, upto: int) -> int:
    """How much of the chain is about referrals up to this one."""
    count = "SELECT COUNT(*) FROM told.chain WHERE referral <= ?"
    return int(file.execute(count, [upto]).fetchone()[0])


def _chosen(table: Table) -> str:
    columns = ", ".join(_moved(column) for column in table.columns)
    number = _number(table)
    which = f"WHERE {number} > :after AND {number} <= :upto " if number else ""
    order = ", ".join(table.primary_key.columns.keys())
    return f"SELECT {columns} FROM told.{table.name} {which}ORDER BY {order}"


def _number(table: Table) -> str:
    """The column that says which referral it is about."""
    return next((name for name in ("number", "referral") if name in table.columns), "")


def _moved(column: Column[object]) -> str:
    """What a copy has in this column."""
    if isinstance(column.type, Instant) and column.name not in _UNMOVED:
        return f"{column.name} - :time"
    match column.name:
        case "number" | "referral":
            return f"{column.name} + :numbers"
        case "previous":
            return "nullif(max(previous + :numbers, 0), 0)"
        case "url" | "canonical" | "page_key" | "value":
            return _OTHER_PAGE.format(column.name)
        case "search":
            rest = _OTHER_PAGE.format("substr(search, length('r-' || number) + 1)")
            return f"'r-' || (number + :numbers) || {rest}"
        case "sequence":
            return "sequence + :links"
        case "referred_on":
            return "date(referred_on, :days)"
        case "reference":
            return "iif(reference = '' OR :page = '00', reference, reference || '-' || :page)"
    return column.name


def vacuum(url: str) -> None:
    """What PostgreSQL does by itself after a while. SQLite keeps no statistics unless it is asked."""
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def plain(url: str) -> str:
    """The address as psycopg takes it."""
    return parse_address(url).set(drivername="postgresql").render_as_string(hide_password=False)
