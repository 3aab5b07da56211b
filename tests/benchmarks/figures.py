"""A week's digest and `/referrals stats`, beside one indexed COUNT over the same week.

The COUNT, by platform and outcome on the bare driver, is the one best statement on the referrals
themselves. Ours is measured twice: what the driver takes for its statements (issue 5's bound), and
the whole of the work with what Python does with the answers (issue 7's). The weeks are the same at
every size; with the fewest referrals there is little before the last of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.actions.figures.digest import figures_now, last_ended
from bot.actions.figures.report import stats
from bot.config import Config
from bot.domain.figures.query import FigureQuery, within
from bot.domain.people import THE_BOT
from bot.ports.store import UnitOfWork
from storage.database import open_store
from storage.sql.columns import to_micros
from tests.benchmarks import data
from tests.benchmarks.histories import NOW
from tests.benchmarks.measuring import (
    asking,
    at_most,
    bare,
    in_turn,
    milliseconds,
    on_one_core,
    sent,
)

MOST_QUERIES, MOST_WHOLE, MOST_GROWTH = 5.0, 2.0, 1.5
SECONDS = 4.0
CONFIG = Config()
SPAN = last_ended("C1", NOW, CONFIG)
COUNT = (
    "SELECT platform, first_outcome, COUNT(*) FROM referrals WHERE first_outcome_at >= :start "
    "AND first_outcome_at < :stop GROUP BY platform, first_outcome"
)
BOUNDS = {"start": to_micros(SPAN.whole.start), "stop": to_micros(SPAN.whole.end)}

WORKS: dict[str, Callable[[UnitOfWork], object]] = {
    "digest of the week": lambda uow: figures_now(uow, "C1", SPAN, NOW, CONFIG),
    "stats of the week": lambda uow: stats(uow, within(SPAN.whole), THE_BOT, NOW, CONFIG),
    "stats of all": lambda uow: stats(uow, FigureQuery(), THE_BOT, NOW, CONFIG),
}


def run() -> list[dict[str, Any]]:
    """Lines for each database and figure: its ratios to the COUNT, and how it grows."""
    rows = []
    for kind in data.KINDS:
        taken = {size: measure(kind, size) for size in data.SIZES}
        for name in WORKS:
            rows += _rows(kind, name, taken)
    return rows


def _rows(kind: str, name: str, taken: dict[int, dict[str, float]]) -> list[dict[str, Any]]:
    few, some, many = (taken[size] for size in sorted(taken))
    queries = f"{name}, queries"
    about = {"database": kind, "referrals": max(taken)}
    return [
        at_most(
            f"{what} {against}",
            ours / limit,
            goal,
            **about,
            ours_ms=milliseconds(ours),
            limit_ms=milliseconds(limit),
        )
        for what, against, ours, limit, goal in (
            (queries, "by one COUNT", many[queries], many["count"], MOST_QUERIES),
            (name, "by one COUNT", many[name], many["count"], MOST_WHOLE),
            (queries, "growth from 100,000", many[queries], some[queries], MOST_GROWTH),
            (name, "growth from 10,000", many[name], few[name], MOST_GROWTH),
        )
    ]


def measure(kind: str, size: int) -> dict[str, float]:
    """Median seconds of each work as a whole, of its queries alone, and of the COUNT."""
    works: dict[str, Callable[[], object]] = {}
    with data.ready(kind, size) as url, open_store(url) as store, bare(url) as ask:
        works["count"] = lambda: ask(COUNT, BOUNDS)
        for name, work in WORKS.items():
            works[name] = lambda work=work: store.read(work)  # type: ignore[misc]
            works[f"{name}, queries"] = asking(store, sent(store, work))
        with on_one_core():
            return in_turn(works, SECONDS)
