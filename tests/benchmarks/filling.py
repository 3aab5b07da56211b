"""Filling an SQLite file with `histories` in bulk: rows straight into the tables (see `data`).

A process for each core tells histories and makes their rows; this one writes. Of more than 200,000
referrals the newest 200,000 are told; the older 100,000 of these are copied for the rest, in SQL,
with other numbers, earlier dates and other pages. Copied events keep the hashes of what they copy:
`audit verify` would not accept them. Indexes are made at the end.
"""

from __future__ import annotations

import os
import sqlite3
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
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
    chain,
    events,
    people,
    personal_values,
    places,
    referrals,
)
from tests.benchmarks import histories

_WRITTEN = (referrals, events, personal_values)
COPIED = 100_000
"""So many histories, all settled by END, are copied at a time."""
PUT_OFF = timedelta(days=3_650)
"""Reminders are planned so much later: their backlog since END is not what is measured."""
_NUMBERS = {"number", "referral", "previous"}
_INSTANTS = {
    *("flagged_at", "referred_at", "acknowledged_at", "outcome_at", "first_outcome_at"),
    *("vanished_at", "appealed_at", "appeal_ended_at", "closed_later_at", "reappeared_at"),
    *("finished_at", "happened_at", "recorded_at"),
}
_DAY = 86_400_000_000
_ADDRESSES = {"url", "canonical", "page_key", "value"}


class Made(NamedTuple):
    """A block: rows of `_WRITTEN`, and what is made of them."""

    rows: tuple[list[tuple[Any, ...]], ...]
    sealed: list[tuple[int, int, bytes]]
    """Referral, seq and hash of each event."""


def fill_sqlite(path: Path, size: int) -> None:
    """A new, migrated file with `size` referrals."""
    path.unlink(missing_ok=True)
    url = f"sqlite:///{path}"
    with open_store(url) as store:
        store.migrate()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in (
            *("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"),
            *("temp_store = MEMORY", f"threads = {os.cpu_count() or 1}"),
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        again = _without(connection, "trigger", "index")
        _insert_all(connection, size)
        connection.execute("UPDATE counters SET last = ? WHERE name = ?", (size, NUMBERS))
        for statement in again:
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    engine = create_engine(parse_address(url))
    with engine.connect() as made:
        made.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()


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
    sealing = _Sealing()
    told = deque(histories.blocks(min(size, 2 * COPIED)))
    if size > 2 * COPIED:
        older = [told.popleft() for _ in range(COPIED // histories.BLOCK)]
        _write(connection, _made(deque(older), size), sealing)
        sealing.sequence *= _copy_older(connection, size // COPIED - 2) + 1
    _write(connection, _made(told, size), sealing)
    (found,) = connection.execute("SELECT COUNT(*) FROM referrals").fetchone()
    assert found == size, found


def _write(connection: sqlite3.Connection, several: Iterator[Made], sealing: _Sealing) -> None:
    for made in several:
        for table, rows in zip(_WRITTEN, made.rows, strict=True):
            connection.executemany(_insert(table), rows)
        connection.executemany(_insert(chain), [sealing.link(*one) for one in made.sealed])


def _copy_older(connection: sqlite3.Connection, times: int) -> int:
    """Copy what the tables hold so many times, before it, oldest first; gives `times`."""
    step = to_micros(histories.END) - to_micros(histories.END - COPIED * histories.STEP)
    (links,) = connection.execute("SELECT COUNT(*) FROM chain").fetchone()
    for table in (*_WRITTEN, chain):
        connection.execute(f"CREATE TEMP TABLE told AS SELECT * FROM {table.name}")
        connection.execute(f"DELETE FROM {table.name}")
        order = ", ".join(table.primary_key.columns.keys())
        names = ", ".join(table.columns.keys())
        columns = ", ".join(_copied(column.name) for column in table.columns)
        for back in range(times, -1, -1):
            connection.execute(
                f"INSERT INTO {table.name} ({names}) SELECT {columns} FROM told ORDER BY {order}",
                {
                    "numbers": back * COPIED,
                    "time": back * step,
                    "links": (times - back) * links,
                    "page": f"88888{1 + back:02}",
                    "beyond": f"88888{2 + back:02}",
                },
            )
        connection.execute("DROP TABLE told")
    return times


def _copied(column: str) -> str:
    """What a copy has in this column."""
    if column in _NUMBERS:
        return f"{column} - :numbers"
    if column in _INSTANTS:
        return f"{column} - :time"
    if column in _ADDRESSES:
        return _OTHER_PAGE.format(column)
    match column:
        case "sequence":
            return "sequence + :links"
        case "search":
            rest = _OTHER_PAGE.format("substr(search, length('r-' || number) + 1)")
            return f"'r-' || (number - :numbers) || {rest}"
        case "referred_on":  # in UTC, as all of them
            return "date((referred_at - :time) / 1000000, 'unixepoch')"
        case "days_followed":
            return f"(first_outcome_at - :time) / {_DAY} - (referred_at - :time) / {_DAY}"
        case "reference":
            return "iif(reference = '', '', reference || '-' || :numbers)"
    return column


_OTHER_PAGE = "replace(replace({}, '8888802', :beyond), '8888801', :page)"
"""Of the pages 0100000 to 0199999 and of the first after them (`histories.PAGE`)."""


class _Sealing:
    """The chain, as the sweep would have sealed it, all at one moment."""

    def __init__(self) -> None:
        self.sequence, self._hash, self._at = 0, NO_HASH, to_micros(histories.END)

    def link(self, referral: int, seq: int, event: bytes) -> tuple[object, ...]:
        """The next row of the chain."""
        self.sequence += 1
        self._hash = chain_hash(
            self._hash,
            sequence=self.sequence,
            referral=referral,
            seq=seq,
            event=event,
            sealed_at=self._at,
        )
        return (self.sequence, referral, seq, event, self._at, self._hash, None)


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
    of_referrals, of_events, of_values, sealed = [], [], [], []
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
    return Made((of_referrals, of_events, of_values), sealed)


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
