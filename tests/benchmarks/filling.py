"""Filling a database with `histories` in bulk: rows straight into the tables (see `data`)."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Boolean, Table, create_engine, text
from sqlalchemy.dialects import sqlite

from bot.domain.audit import NO_HASH, chain_hash
from storage.columns import to_micros
from storage.counts import rebuild
from storage.database import SqlStore, open_store
from storage.engines import parse_address
from storage.events import rows_of
from storage.referral_rows import to_values
from storage.tables import (
    NUMBERS,
    chain,
    counts,
    events,
    people,
    personal_values,
    places,
    referrals,
    search_words,
)
from tests.benchmarks import histories

_AT_ONCE = 5_000
_WRITTEN = (referrals, events, personal_values)
_COPIED = (*_WRITTEN, chain, counts, search_words, people, places)
Rows = tuple[list[tuple[Any, ...]], ...]


def fill_sqlite(path: Path, size: int) -> None:
    """A new, migrated file with `size` referrals."""
    path.unlink(missing_ok=True)
    url = f"sqlite:///{path}"
    with open_store(url) as store:
        store.migrate()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        again = _without(connection, "trigger", "index")
        _insert_all(connection, size)
        connection.execute("INSERT INTO unsearched (number, was) SELECT number, '' FROM referrals")
        connection.execute("UPDATE counters SET last = ? WHERE name = ?", (size, NUMBERS))
        for statement in again:
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    with open_store(url) as store:
        learn(store)
    engine = create_engine(parse_address(url))
    with engine.begin() as made:
        rebuild(made)
    with engine.connect() as made:
        made.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()


def fill_postgresql(url: str, source: Path) -> None:
    """Migrate an empty database, and copy what is in a filled SQLite file to it."""
    with open_store(url) as store:
        store.migrate()
    address = _plain(url)
    with closing(sqlite3.connect(source)) as file, psycopg.connect(address) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '512MB'")
        found = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname "
            "NOT IN (SELECT conname FROM pg_constraint) AND tablename = ANY(%s)",
            [[table.name for table in _COPIED]],
        ).fetchall()
        for name, _ in found:
            connection.execute(f"DROP INDEX {name}".encode())
        for table in _COPIED:
            _copy(file, connection, table)
        for _, definition in found:
            connection.execute(definition.encode())
        (size,) = file.execute("SELECT last FROM counters WHERE name = ?", (NUMBERS,)).fetchone()
        connection.execute("SELECT setval(%s, %s)", (NUMBERS, size))
    vacuum(url)


def _copy(file: sqlite3.Connection, connection: psycopg.Connection[Any], table: Table) -> None:
    names = ", ".join(table.columns.keys())
    truths = [i for i, column in enumerate(table.columns) if isinstance(column.type, Boolean)]
    into = f"COPY {table.name} ({names}) FROM STDIN".encode()
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in file.execute(f"SELECT {names} FROM {table.name}"):
            if truths:
                values = list(row)
                for place in truths:
                    values[place] = bool(values[place])
                copy.write_row(values)
            else:
                copy.write_row(row)


def _without(connection: sqlite3.Connection, *kinds: str) -> list[str]:
    """Drop what would slow the filling down; the statements that make it again."""
    marks = ", ".join("?" * len(kinds))
    found = connection.execute(
        f"SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ({marks}) "
        "AND tbl_name IN ('referrals', 'events', 'chain')",
        kinds,
    ).fetchall()
    for kind, name, _ in found:
        connection.execute(f"DROP {kind} {name}")
    return [sql for _, _, sql in found]


def _insert_all(connection: sqlite3.Connection, size: int) -> None:
    for table, rows in (
        (places, [(name, f"team-{name.lower()}", private) for name, private in histories.CHANNELS]),
        (people, [_person(user) for user in histories.PEOPLE]),
    ):
        connection.executemany(_insert(table), rows)
    sequence, hashed = 0, NO_HASH
    sealed_at = to_micros(histories.END)
    for *made, told in _made(size):
        for table, rows in zip(_WRITTEN, made, strict=True):
            connection.executemany(_insert(table), rows)
        links = []
        for number, seq, sealed in told:
            sequence += 1
            hashed = chain_hash(
                hashed,
                sequence=sequence,
                referral=number,
                seq=seq,
                event=sealed,
                sealed_at=sealed_at,
            )
            links.append((sequence, number, seq, sealed, sealed_at, hashed))
        connection.executemany(_insert(chain), links)


def _made(size: int) -> Iterator[Rows]:
    """The rows of all blocks in order; a few blocks ahead of what is written, in other processes."""
    work, left = partial(_rows, size=size), deque(histories.blocks(size))
    if len(left) == 1:
        yield work(left[0])
        return
    with ProcessPoolExecutor() as workers:
        waiting: deque[Future[Rows]] = deque()
        while left or waiting:
            while left and len(waiting) < 6:
                waiting.append(workers.submit(work, left.popleft()))
            yield waiting.popleft().result()


def _person(user: str) -> tuple[object, ...]:
    lead = user == histories.LEAD
    name = "Lead" if lead else f"Analyst {user[1:]}"
    return (user, name, f"{user.lower()}@example.org", lead, False, False, False)


def _insert(table: Table) -> str:
    names, marks = ", ".join(table.columns.keys()), ", ".join("?" * len(table.columns))
    return f"INSERT INTO {table.name} ({names}) VALUES ({marks})"


def _rows(block: int, size: int) -> Rows:
    """A block as rows of `_WRITTEN`, and last (referral, seq, hash) of its events."""
    of_referrals, of_events, of_values, sealed = [], [], [], []
    for one in histories.histories(block, size):
        standing = to_values(one.referral) | {
            "remind_at": one.remind_at,
            "remind_times": one.remind_times,
            "reminded_at": one.reminded_at,
            "escalated": one.escalated,
            "erased_at": None,
            "finished_at": None if one.referral.live else one.events[-1].recorded_at,
            "repeated": False,
        }
        of_referrals.append(_bound(referrals, standing))
        before = NO_HASH
        for event in one.events:
            row, values = rows_of(before, event)
            before = row["hash"]
            of_events.append(_bound(events, row))
            of_values += [_bound(personal_values, value) for value in values]
            sealed.append((event.referral, event.seq, before))
    return of_referrals, of_events, of_values, sealed


_dialect = sqlite.dialect()
_processors = {
    table: [(column.name, column.type.bind_processor(_dialect)) for column in table.columns]
    for table in _WRITTEN
}


def _bound(table: Table, values: dict[str, Any]) -> tuple[Any, ...]:
    """The values as the driver is given them, in the order of the columns."""
    return tuple(
        process(values[name]) if process else values[name] for name, process in _processors[table]
    )


def vacuum(url: str) -> None:
    """What PostgreSQL does by itself after a while. SQLite keeps no statistics unless it is asked."""
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _plain(url: str) -> str:
    return parse_address(url).set(drivername="postgresql").render_as_string(hide_password=False)


def learn(store: SqlStore) -> None:
    """All words that wait to be learned."""
    while store.write(lambda unit: unit.referrals.learn_words(_AT_ONCE)):
        pass
