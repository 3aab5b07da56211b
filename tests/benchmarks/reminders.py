"""The sweep of due reminders: none due, and 1,000 due, beside one statement that does the same.

Ours is the whole transaction, with its commit; with 1,000 due it also plans the next reminder of
each and writes the messages. The limit is one UPDATE … RETURNING, committed as safely, that reads
what is due and writes one plan for all of it: a sweep that did less would remind twice after a
crash. Beside it stands one indexed select of what is due, which writes nothing.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from statistics import median
from typing import Any

import psycopg

from bot.actions.recording.remind import remind
from bot.config import Config
from storage.database import open_store
from storage.sql.columns import to_micros
from storage.sql.engines import parse_address
from tests.benchmarks import data
from tests.benchmarks.histories import NOW
from tests.benchmarks.measuring import at_most, bare, in_turn, milliseconds, on_one_core

MOST, DUE, ROUNDS, SECONDS = 2.0, 1_000, 7, 2.0
CONFIG = Config()
WORK = NOW + timedelta(hours=2)
"""In working hours of a day on which, but for what is made due, nobody is to be reminded."""
_SELECT = (
    "SELECT * FROM referrals WHERE remind_at IS NOT NULL AND remind_at <= :now "
    "ORDER BY remind_at, number LIMIT 5000"
)
_MAKE_DUE = (
    "UPDATE referrals SET remind_at = :due WHERE number IN (SELECT number FROM referrals "
    f"WHERE state = 'referred' ORDER BY referred_at, number LIMIT {DUE})"
)
_PLAN = (
    "UPDATE referrals SET reminded_at = :now, remind_times = remind_times + 1, remind_at = :again "
    "WHERE remind_at IS NOT NULL AND remind_at <= :now RETURNING *"
)


def run() -> list[dict[str, Any]]:
    """Two lines for each database."""
    rows = []
    for kind in data.KINDS:
        size = max(data.SIZES)
        with data.scratch(kind, size) as url, on_one_core():
            about = {"database": kind, "referrals": size}
            rows += [
                at_most(name, ratio, MOST, **about, **more) for name, ratio, more in measure(url)
            ]
    return rows


def measure(url: str) -> Iterator[tuple[str, float, dict[str, Any]]]:
    """Each line's name, ratio and times."""
    with open_store(url) as store, bare(url) as ask:

        def sweep() -> int:
            return store.write(lambda uow: remind(uow, WORK, CONFIG)).looked_at

        def select() -> object:
            return ask(_SELECT, {"now": to_micros(WORK)})

        while sweep():
            pass
        due = {"due": to_micros(WORK - timedelta(hours=1))}
        planned = {"now": to_micros(WORK), "again": to_micros(WORK + timedelta(days=14))}
        with _changing(url) as change:
            plan = partial(change, _PLAN, planned)
            none = in_turn({"sweep": sweep, "select": select, "plan": plan}, SECONDS)
        yield "sweep, none due", none["sweep"] / none["plan"], _times(none)
        taken: dict[str, list[float]] = {"sweep": [], "select": [], "plan": []}
        for _ in range(ROUNDS):
            with _changing(url) as change:
                change(_MAKE_DUE, due)
                taken["plan"].append(_seconds(partial(change, _PLAN, planned)))
                change(_MAKE_DUE, due)
            select()
            taken["select"].append(_seconds(select))
            taken["sweep"].append(_seconds(sweep))
        some = {name: median(several) for name, several in taken.items()}
        yield f"sweep, {DUE:,} due", some["sweep"] / some["plan"], _times(some)


def _times(taken: dict[str, float]) -> dict[str, Any]:
    names = {"sweep": "ours_ms", "plan": "limit_ms", "select": "select_ms"}
    return {shown: milliseconds(taken[name]) for name, shown in names.items()}


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def _changing(url: str) -> Iterator[Callable[[str, dict[str, int]], object]]:
    """Changes on the bare driver, each committed as safely as the bot commits."""
    address = parse_address(url)
    if address.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(address.database), isolation_level=None)) as file:
            file.execute("PRAGMA synchronous = FULL")
            yield lambda statement, values: file.execute(statement, values).fetchall()
        return
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as server:

        def change(statement: str, values: dict[str, int]) -> object:
            for name in values:
                statement = statement.replace(f":{name}", f"%({name})s")
            done = server.execute(statement.encode(), values)
            return done.fetchall() if done.description else []

        yield change
