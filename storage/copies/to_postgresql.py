"""All of an SQLite database → an empty PostgreSQL database, in one transaction there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from psycopg import sql
from sqlalchemy import Boolean, Connection, Select, Table, func, select, text
from sqlalchemy.dialects import sqlite

from bot.sentences.operations import copies as sentences
from storage.copies.files import Progress
from storage.sql.engines import lift_time_limit, make_engines, parse_address
from storage.sql.errors import CannotCopy
from storage.sql.indexes import metadata
from storage.sql.single_instance import hold
from storage.sql.tables import NUMBERS, counters, outbox, settings, unsealed
from storage.sql.tables_beside import erased_posts

_FROM_THE_START = {"database_id", "config seen", "needs", "probe"}
"""The settings that a database has before anything is recorded in it."""
_NUMBERED = (unsealed, outbox, erased_posts)
"""Tables whose rows the database numbers itself; no number is used again."""
_ROWS = 1_000


def copy_rows(source: Path, target: str, progress: Progress) -> dict[str, int]:
    """Copy every row of `source` to the database `target`; how many, by table.

    Both have today's tables. Raises CannotCopy where the target has rows already or where the counts
    differ, AlreadyRunning where a bot runs on the source; then nothing is copied.
    """
    address = parse_address(target)
    if address.get_backend_name() != "postgresql":
        raise CannotCopy(sentences.TO_POSTGRESQL)
    engine = make_engines(address).write
    try:
        with (
            hold(str(source)),
            closing(sqlite3.connect(source, isolation_level=None)) as file,
            engine.begin() as connection,
        ):
            file.execute("BEGIN")
            lift_time_limit(connection)
            return _copy(file, connection, progress)
    finally:
        engine.dispose()


def _copy(file: sqlite3.Connection, connection: Connection, progress: Progress) -> dict[str, int]:
    _check_empty(connection)
    tables = metadata.sorted_tables
    counts = {table.name: _count(file, table) for table in tables}
    done, total = 0, sum(counts.values())
    connection.execute(settings.delete())
    # What the triggers do was done when the rows were first written.
    connection.execute(text("ALTER TABLE events DISABLE TRIGGER USER"))
    for table in tables:
        if table is not counters:  # PostgreSQL counts in a sequence
            for several in _copied(file, connection, table):
                done += several
                progress(done, total)
    connection.execute(text("ALTER TABLE events ENABLE TRIGGER USER"))
    _go_on_numbering(file, connection)
    copied = {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables
        if table is not counters
    }
    if differing := [name for name, count in copied.items() if count != counts[name]]:
        raise CannotCopy(sentences.counts_differ(differing))
    return copied


def _check_empty(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        rows = select(table).limit(1)
        if table is settings:
            rows = rows.where(settings.c.name.not_in(_FROM_THE_START))
        if connection.execute(rows).first() is not None:
            raise CannotCopy(sentences.not_empty(table.name))


def _count(file: sqlite3.Connection, table: Table) -> int:
    (count,) = file.execute(_sqlite(select(func.count()).select_from(table))).fetchone()
    return int(count)


def _sqlite(query: Select[Any]) -> str:
    return str(query.compile(dialect=sqlite.dialect()))


def _copied(file: sqlite3.Connection, connection: Connection, table: Table) -> Iterator[int]:
    """Copy a table, some rows at a time; how many each time."""
    convert: Callable[[tuple[Any, ...]], tuple[Any, ...]] = _converter(table)
    driver: Any = connection.connection.driver_connection
    found = file.execute(_sqlite(select(*table.columns)))
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name),
        sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns),
    )
    with driver.cursor() as cursor, cursor.copy(into) as copy:
        while several := found.fetchmany(_ROWS):
            for row in several:
                copy.write_row(convert(row))
            yield len(several)


def _converter(table: Table) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """SQLite has 0 and 1 where PostgreSQL has false and true; all else is alike."""
    booleans = [isinstance(column.type, Boolean) for column in table.columns]
    if not any(booleans):
        return lambda row: row
    return lambda row: tuple(
        bool(value) if is_boolean and value is not None else value
        for value, is_boolean in zip(row, booleans, strict=True)
    )


def _go_on_numbering(file: sqlite3.Connection, connection: Connection) -> None:
    (last,) = file.execute("SELECT last FROM counters WHERE name = ?", (NUMBERS,)).fetchone()
    if last:
        connection.execute(select(func.setval(NUMBERS, last)))
    used = dict(file.execute("SELECT name, seq FROM sqlite_sequence"))
    for table in _NUMBERED:
        if used.get(table.name):
            sequence = func.pg_get_serial_sequence(table.name, "id")
            connection.execute(select(func.setval(sequence, used[table.name])))
