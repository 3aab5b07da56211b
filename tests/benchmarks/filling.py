"""Telling `histories` into an SQLite file in bulk: rows straight into the tables (see `data`).

A process for each core tells histories and makes their rows; this one writes. Indexes are made at
the end.
"""

from __future__ import annotations

import os
import sqlite3
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Table, create_engine, text
from sqlalchemy.dialects import sqlite

from bot.domain.lifecycle.audit import NO_HASH, chain_hash, uid_of
from storage.database import open_store
from storage.history.events import rows_of
from storage.sql.dialects import to_micros
from storage.sql.engines import parse_address
from storage.sql.referral_rows import to_values
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
from tests.benchmarks import histories

_WRITTEN = (referrals, events, personal_values, appeals)
PUT_OFF = timedelta(days=3_650)
"""Reminders are planned so much later: their backlog since END is not what is measured."""


class Made(NamedTuple):
    """A block: rows of `_WRITTEN`, and what is made of them."""

    rows: tuple[list[tuple[Any, ...]], ...]
    sealed: list[tuple[int, int, bytes]]
    """Referral, seq and hash of each event."""


def tell(path: Path, size: int) -> None:
    """A new, migrated file with so many histories, all told one by one."""
    with new_file(path, size) as connection:
        for table, rows in (
            (
                places,
                [
                    (name, f"team-{name.lower()}", is_private)
                    for name, is_private in histories.CHANNELS
                ],
            ),
            (people, [_person(user) for user in histories.PEOPLE]),
        ):
            connection.executemany(_insert(table), rows)
        sealing = _Sealing()
        for made in _made(deque(histories.blocks(size)), size):
            for table, rows in zip(_WRITTEN, made.rows, strict=True):
                connection.executemany(_insert(table), rows)
            connection.executemany(_insert(chain), [sealing.link(*one) for one in made.sealed])


@contextmanager
def new_file(path: Path, size: int) -> Iterator[sqlite3.Connection]:
    """A new, migrated file, to be filled with `size` referrals in the block."""
    path.unlink(missing_ok=True)
    url = f"sqlite:///{path}"
    with open_store(url) as store:
        store.migrate()
    with closing(sqlite3.connect(path, isolation_level=None, uri=True)) as connection:
        for pragma in (
            *("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"),
            *("temp_store = MEMORY", f"threads = {os.cpu_count() or 1}"),
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        again = _without_indexes(connection)
        yield connection
        connection.execute("UPDATE counters SET last = ? WHERE name = ?", (size, NUMBERS))
        for statement in again:
            connection.execute(statement)
        (found,) = connection.execute("SELECT COUNT(*) FROM main.referrals").fetchone()
        assert found == size, found
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    engine = create_engine(parse_address(url))
    with engine.connect() as made:
        made.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()


def _without_indexes(connection: sqlite3.Connection) -> list[str]:
    """Drop what would slow the filling down, triggers too; the statements that make it again."""
    found = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN "
        "('trigger', 'index') AND tbl_name IN ('referrals', 'events', 'chain')"
    ).fetchall()
    for kind, name, _ in found:
        connection.execute(f"DROP {kind} {name}")
    return [sql for _, _, sql in found]


class _Sealing:
    """The chain, as the sweep would have sealed it, all at one moment."""

    def __init__(self) -> None:
        self._sequence, self._hash, self._at = 0, NO_HASH, to_micros(histories.END)

    def link(self, referral: int, seq: int, event: bytes) -> tuple[object, ...]:
        """The next row of the chain."""
        self._sequence += 1
        self._hash = chain_hash(
            self._hash,
            sequence=self._sequence,
            referral=referral,
            seq=seq,
            event=event,
            sealed_at=self._at,
        )
        return (self._sequence, referral, seq, event, self._at, self._hash, None)


def _made(left: deque[int], size: int) -> Iterator[Made]:
    """All blocks in order; a few blocks ahead of what is written, in other processes."""
    work = partial(_block, size=size)
    if len(left) == 1:
        yield work(left[0])
        return
    with ProcessPoolExecutor() as workers:
        waiting: deque[Future[Made]] = deque()
        while left or waiting:
            while left and len(waiting) < 6:
                waiting.append(workers.submit(work, left.popleft()))
            yield waiting.popleft().result()


def _person(user: str) -> tuple[object, ...]:
    lead = user == histories.LEAD
    name = "Lead" if lead else f"Analyst {user[1:]}"
    return (user, name, f"{user.lower()}@example.org", lead, False, False, False, "")


def _insert(table: Table) -> str:
    names, marks = ", ".join(table.columns.keys()), ", ".join("?" * len(table.columns))
    return f"INSERT INTO {table.name} ({names}) VALUES ({marks})"


def _block(block: int, size: int) -> Made:
    of_referrals, of_events, of_values, of_appeals, sealed = [], [], [], [], []
    for one in histories.histories(block, size):
        referral = one.referral
        standing = to_values(referral) | {
            "remind_at": one.remind_at and one.remind_at + PUT_OFF,
            "remind_times": one.remind_times,
            "reminded_at": one.reminded_at,
            "escalated": one.escalated,
            "erased_at": None,
            "finished_at": None if referral.live else one.events[-1].recorded_at,
        }
        before = NO_HASH
        for event in one.events:
            row, values = rows_of(before, event)
            before = row["hash"]
            if event.seq == 1:
                of_referrals.append(_bound(referrals, {**standing, "uid": uid_of(before)}))
            of_events.append(_bound(events, {**row, "mac": None}))
            of_values += [_bound(personal_values, value) for value in values]
            sealed.append((event.referral, event.seq, before))
        of_appeals += [
            _bound(appeals, {"referral": referral.number, **asdict(appeal)})
            for appeal in referral.appeals
        ]
    return Made((of_referrals, of_events, of_values, of_appeals), sealed)


_dialect = sqlite.dialect()
_columns = {
    table: (
        itemgetter(*table.columns.keys()),
        [
            (place, process)
            for place, column in enumerate(table.columns)
            if (process := column.type.bind_processor(_dialect))
        ],
    )
    for table in _WRITTEN
}


def _bound(table: Table, values: dict[str, Any]) -> tuple[Any, ...]:
    """The values as the driver is given them, in the order of the columns."""
    take, processes = _columns[table]
    row = list(take(values))
    for place, process in processes:
        row[place] = process(row[place])
    return tuple(row)
