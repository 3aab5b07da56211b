"""Copying what is in a filled SQLite file to PostgreSQL: several tables at once, indexes at the end."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

import psycopg
from sqlalchemy import Boolean

from storage.database import open_store
from storage.sql.engines import parse_address
from storage.sql.tables import (
    NUMBERS,
    chain,
    events,
    metadata,
    people,
    personal_values,
    places,
    referrals,
)

_LARGEST_FIRST = tuple(
    table.name for table in (personal_values, referrals, events, chain, people, places)
)


def fill_postgresql(url: str, source: Path) -> None:
    """Migrate an empty database, and copy what is in a filled SQLite file to it."""
    with open_store(url) as store:
        store.migrate()
    with ProcessPoolExecutor() as workers:
        list(workers.map(partial(_copy, _plain(url), source), _LARGEST_FIRST))
    with closing(sqlite3.connect(source)) as file, psycopg.connect(_plain(url)) as connection:
        (size,) = file.execute("SELECT last FROM counters WHERE name = ?", (NUMBERS,)).fetchone()
        connection.execute("SELECT setval(%s, %s)", (NUMBERS, size))
    vacuum(url)


def _copy(address: str, source: Path, name: str) -> None:
    table = metadata.tables[name]
    with closing(sqlite3.connect(source)) as file, psycopg.connect(address) as connection:
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
        names = ", ".join(table.columns.keys())
        truths = [i for i, column in enumerate(table.columns) if isinstance(column.type, Boolean)]
        into = f"COPY {name} ({names}) FROM STDIN (FREEZE)".encode()
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            for row in file.execute(f"SELECT {names} FROM {name}"):
                values = list(row)
                for place in truths:
                    values[place] = bool(values[place])
                copy.write_row(values)
        for _, definition in found:
            connection.execute(definition.encode())


def vacuum(url: str) -> None:
    """What PostgreSQL does by itself after a while. SQLite keeps no statistics unless it is asked."""
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _plain(url: str) -> str:
    return parse_address(url).set(drivername="postgresql").render_as_string(hide_password=False)
