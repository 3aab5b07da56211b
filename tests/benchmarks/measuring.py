"""How all measurements measure: works in turn, several rounds, medians; and the rows they print."""

from __future__ import annotations

import gc
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from statistics import median
from typing import Any

import psycopg
from sqlalchemy import event

from bot.ports.store import UnitOfWork
from storage.database import SqlStore
from storage.sql.engines import parse_address

Work = Callable[[], object]
LEAST_ROUNDS, MOST_ROUNDS = 5, 200


def in_turn(works: Mapping[str, Work], seconds: float) -> dict[str, float]:
    """The median seconds of each, done one after the other in rounds, for so long in all.

    Two rounds first are not counted: they fill caches and plan statements.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    end = time.perf_counter() + seconds
    for turn in range(MOST_ROUNDS + 2):
        for name, work in works.items():
            gc.collect(0)
            start = time.perf_counter()
            work()
            took = time.perf_counter() - start
            if turn >= 2:
                taken[name].append(took)
        if turn >= LEAST_ROUNDS + 1 and time.perf_counter() > end:
            break
    return {name: median(several) for name, several in taken.items()}


def at_most(name: str, ratio: float, goal: float, **more: Any) -> dict[str, Any]:
    """A row whose ratio should not be above the goal."""
    missed = f"by {ratio / goal - 1:.0%}" if ratio > goal else ""
    return {"name": name, **more, "ratio": round(ratio, 2), "goal": f"≤ {goal:g}", "missed": missed}


def at_least(name: str, ratio: float, goal: float, **more: Any) -> dict[str, Any]:
    """A row whose ratio should not be below the goal."""
    missed = f"by {1 - ratio / goal:.0%}" if ratio < goal else ""
    return {"name": name, **more, "ratio": round(ratio, 3), "goal": f"≥ {goal:g}", "missed": missed}


def milliseconds(seconds: float) -> float:
    """To be printed."""
    return round(seconds * 1000, 3)


@contextmanager
def bare(url: str) -> Iterator[Callable[[str, Mapping[str, Any]], list[Any]]]:
    """Statements with named values (`:name`), on the bare driver and one connection.

    psycopg prepares a statement at its fifth time, and sqlite3 keeps its statements compiled.
    """
    address = parse_address(url)
    if address.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(address.database))) as file:
            file.execute("PRAGMA cache_size = -16000")
            yield lambda statement, values: file.execute(statement, values).fetchall()
        return
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as server:

        def ask(statement: str, values: Mapping[str, Any]) -> list[Any]:
            for name in values:
                statement = statement.replace(f":{name}", f"%({name})s")
            return server.execute(statement.encode(), values).fetchall()

        yield ask


def sent(store: SqlStore, work: Callable[[UnitOfWork], object]) -> list[tuple[str, Any]]:
    """The statements, with their values, that a reading piece of work sends to the database."""
    found: list[tuple[str, Any]] = []

    def note(*call: Any) -> None:
        found.append((call[2], call[3]))

    engine = store._engines.read
    event.listen(engine, "before_cursor_execute", note)
    store.read(work)
    event.remove(engine, "before_cursor_execute", note)
    return [(statement, values) for statement, values in found if statement != "BEGIN"]


def asking(store: SqlStore, statements: list[tuple[str, Any]]) -> Work:
    """The same statements, as the driver alone takes them, within one transaction."""

    def ask() -> None:
        with store._reading() as connection:
            cursor = connection.connection.cursor()
            for statement, values in statements:
                cursor.execute(statement, values)
                if cursor.description:
                    cursor.fetchall()

    return ask


@contextmanager
def on_one_core() -> Iterator[None]:
    """Keep this process on the first core, where there are several: servers have the others."""
    if not hasattr(os, "sched_setaffinity") or (os.cpu_count() or 1) < 2:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
