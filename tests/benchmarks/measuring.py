"""How all measurements measure: works in turn, several rounds, medians; and the rows they give."""

from __future__ import annotations

import gc
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

import psycopg
from sqlalchemy import event

from bot.ports.store import UnitOfWork
from storage.database import SqlStore
from storage.sql.engines import parse_address

Work = Callable[[], object]
Values = Mapping[str, Any] | Sequence[Any]
Ask = Callable[[str, Values], list[Any]]
WARM_UP, LEAST_ROUNDS, MOST_ROUNDS = 1, 2, 200
MILLI = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: ours beside a limit measured in the same run, and the goal."""

    what: str
    database: str
    ours: float
    limit: float
    unit: str
    goal: float
    at_least: bool = False

    @property
    def ratio(self) -> float:
        """Ours by the limit."""
        return self.ours / self.limit

    @property
    def missed(self) -> str:
        """By how much the goal is missed; empty where it is met."""
        if self.at_least:
            return f"missed by {1 - self.ratio / self.goal:.0%}" if self.ratio < self.goal else ""
        return f"missed by {self.ratio / self.goal - 1:.0%}" if self.ratio > self.goal else ""

    def said(self) -> tuple[str, ...]:
        """What, database, ours, limit, ratio, goal, met or missed: as people read them."""
        return (
            self.what,
            self.database,
            f"{_three(self.ours)} {self.unit}",
            f"{_three(self.limit)} {self.unit}",
            f"{self.ratio:,.3f}" if self.at_least else f"{self.ratio:,.2f}",
            f"{'≥' if self.at_least else '≤'} {self.goal:g}",
            self.missed or "met",
        )


def _three(number: float) -> str:
    """With three digits that count."""
    digits = 0 if number >= 100 else 1 if number >= 10 else 2 if number >= 1 else 3
    return f"{number:,.{digits}f}"


@contextmanager
def on_one_core(core: int = 0) -> Iterator[None]:
    """Keep this process on one core, where there are several: servers have the others."""
    if not hasattr(os, "sched_setaffinity") or (os.cpu_count() or 1) < 2:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(before)[core]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@on_one_core()
def in_turn(works: Mapping[str, Work], seconds: float = 1.0) -> dict[str, float]:
    """The median seconds of each, done one after the other in rounds, for so long in all, on one core.

    The first round is not counted: it fills caches and plans statements.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    end = time.perf_counter() + seconds
    for turn in range(MOST_ROUNDS + WARM_UP):
        for name, work in works.items():
            gc.collect(0)
            start = time.perf_counter()
            work()
            took = time.perf_counter() - start
            if turn >= WARM_UP:
                taken[name].append(took)
        if turn >= LEAST_ROUNDS and time.perf_counter() > end:
            break
    return {name: median(several) for name, several in taken.items()}


@contextmanager
def bare(url: str) -> Iterator[Ask]:
    """Statements on the bare driver and one connection; values by name (`:name`) or as it has them.

    psycopg prepares a statement at its fifth time, and sqlite3 keeps its statements compiled.
    """
    address = parse_address(url)
    if address.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(address.database), isolation_level=None)) as file:
            yield lambda statement, values: file.execute(statement, values).fetchall()
        return
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as server:

        def ask(statement: str, values: Values) -> list[Any]:
            for name in values:
                statement = statement.replace(f":{name}", f"%({name})s")
            cursor = server.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

        yield ask


def sent(store: SqlStore, work: Callable[[UnitOfWork], object]) -> list[tuple[str, Values]]:
    """The statements, with their values, that a reading piece of work sends to the database."""
    found: list[tuple[str, Values]] = []

    def note(*call: Any) -> None:
        found.append((call[2], call[3]))

    engine = store._engines.read
    event.listen(engine, "before_cursor_execute", note)
    store.read(work)
    event.remove(engine, "before_cursor_execute", note)
    return found


def in_one_transaction(ask: Ask, statements: Sequence[tuple[str, Values]], *, sqlite: bool) -> Work:
    """Statements on the bare driver, on one snapshot as ours are."""
    begin = "BEGIN" if sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    none: Values = () if sqlite else {}

    def work() -> None:
        ask(begin, none)
        for statement, values in statements:
            ask(statement, values)
        ask("COMMIT", none)

    return work
