"""`/referrals stats` of everything and the week's digest, beside bare statements over the same rows.

For stats the limit is the fewest statements that give the same figures: one grouped, two that count
distinct pages, each over a covering index. For the digest it is its own statements on the bare
driver; for what it says of the week alone, one covering-index scan of the week.
"""

from __future__ import annotations

from functools import partial

from bot.actions.figures.digest import figures_now, last_ended
from bot.actions.figures.report import stats
from bot.config import Config
from bot.domain.figures.query import FigureQuery, within
from bot.domain.people import THE_BOT
from bot.ports.store import UnitOfWork
from storage.database import open_store
from storage.sql.dialects import to_micros
from tests.benchmarks import data
from tests.benchmarks.histories import NOW
from tests.benchmarks.measuring import (
    MILLI,
    Row,
    Values,
    bare,
    in_one_transaction,
    in_turn,
    sent,
)

SECONDS_ALLOWED = {100_000: 0.3, 1_000_000: 3.0}
LARGEST = max(SECONDS_ALLOWED)
MOST, MOST_OF_WEEK = 2.0, 8.0
CONFIG = Config()
SPAN = last_ended("C1", NOW, CONFIG)
_GROUPS = (
    "platform, standing, category, confidence_when_referred, reason, days_followed, appeal_result"
)
_REFERRED = "standing NOT IN ('flagged', 'gone before referring', 'held', 'withdrawn')"
GROUPED: list[tuple[str, Values]] = [
    (
        f"SELECT {_GROUPS}, COUNT(*), MIN(referred_at), COUNT(appealed_at), "
        "COUNT(appeal_ended_at), COUNT(closed_later_at), COUNT(reappeared_at) "
        f"FROM referrals GROUP BY {_GROUPS}",
        {},
    ),
    (f"SELECT COUNT(DISTINCT page_key) FROM referrals WHERE {_REFERRED}", {}),
    (
        "SELECT standing, COUNT(DISTINCT page_key) FROM referrals "
        f"WHERE {_REFERRED} GROUP BY standing",
        {},
    ),
]
SCAN = (
    "SELECT platform, first_outcome, COUNT(*) FROM referrals WHERE first_outcome_at >= :start "
    "AND first_outcome_at < :stop GROUP BY platform, first_outcome"
)
WEEK = {"start": to_micros(SPAN.whole.start), "stop": to_micros(SPAN.whole.end)}


def everything(uow: UnitOfWork) -> object:
    """`/referrals stats`, without a filter."""
    return stats(uow, FigureQuery(), THE_BOT, NOW, CONFIG)


def digest(uow: UnitOfWork) -> object:
    """The figures of the last week's digest for a channel."""
    return figures_now(uow, "C1", SPAN, NOW, CONFIG)


def week(uow: UnitOfWork) -> object:
    """What the digest says of the week alone."""
    return uow.figures.flow(within(SPAN.whole))


def run(kind: str) -> list[Row]:
    """Stats at both sizes; digest and week at the larger."""
    rows = []
    for size, allowed in SECONDS_ALLOWED.items():
        taken = measure(kind, size)
        ours, name = taken["stats"], f"stats of everything, {size:,}"
        rows.append(
            Row(f"{name}, by bare grouped statements", kind, ours, taken["grouped"], "s", MOST)
        )
        rows.append(Row(f"{name}, by the seconds allowed", kind, ours, allowed, "s", 1.0))
    of_digest, same = taken["digest"] * MILLI, taken["digest, statements"] * MILLI
    of_week, scan = taken["week"] * MILLI, taken["scan"] * MILLI
    rows.append(Row("week's digest, by the same statements", kind, of_digest, same, "ms", MOST))
    rows.append(Row("its week alone, by one scan", kind, of_week, scan, "ms", MOST_OF_WEEK))
    return rows


def measure(kind: str, size: int) -> dict[str, float]:
    """Median seconds of each work and of each limit."""
    with data.ready(kind, size) as url, open_store(url) as store, bare(url) as ask:
        grouped = in_one_transaction(ask, GROUPED, sqlite=store.is_sqlite)
        taken = in_turn({"stats": partial(store.read, everything), "grouped": grouped})
        if size == LARGEST:
            same = in_one_transaction(ask, sent(store, digest), sqlite=store.is_sqlite)
            taken |= in_turn({"digest": partial(store.read, digest), "digest, statements": same})
            scan = partial(ask, SCAN, WEEK)
            taken |= in_turn({"week": partial(store.read, week), "scan": scan})
    return taken
