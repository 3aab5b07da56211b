"""Search for a word beside one bare LIKE: a word that few referrals have, and one of most.

No index has words. The LIKE finds the same numbers, newest first and at most 1,001; ours also
counts them and reads the first page.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.actions.recording.narrowing import query_of
from bot.config import Config
from bot.domain.listing import Asked, View
from bot.domain.people import Actor, Person, Place
from bot.ports.store import UnitOfWork
from storage.database import open_store
from tests.benchmarks import data
from tests.benchmarks.histories import NOW, RARE_WORD
from tests.benchmarks.measuring import MILLI, Row, bare, in_turn

SIZES = (100_000, 1_000_000)
MOST = 2.0
WORDS = {"a rare word": RARE_WORD.format(20), "a frequent word": "facebook"}
ASKS = Actor(Person("U07", "Analyst"), Place("C1", "team-c1", False), NOW)
CONFIG = Config()
LIKE = "SELECT number FROM referrals WHERE search LIKE :like ORDER BY number DESC LIMIT 1001"


def run(kind: str) -> list[Row]:
    """A row for each size and word."""
    rows = []
    for size in SIZES:
        taken = measure(kind, size)
        for what, word in WORDS.items():
            name = f"search for {what}, {size:,}"
            ours, limit = taken[word] * MILLI, taken[f"{word}, LIKE"] * MILLI
            rows.append(Row(name, kind, ours, limit, "ms", MOST))
    return rows


def measure(kind: str, size: int) -> dict[str, float]:
    """Median seconds of each search, and of its LIKE."""
    taken: dict[str, float] = {}
    with data.ready(kind, size) as url, open_store(url) as store, bare(url) as ask:
        for word in WORDS.values():
            limit = partial(ask, LIKE, {"like": f"%{word}%"})
            taken |= in_turn({word: partial(store.read, _search(word)), f"{word}, LIKE": limit})
    return taken


def _search(word: str) -> Callable[[UnitOfWork], object]:
    return lambda uow: uow.referrals.find(query_of(Asked(View.SEARCH, words=word), ASKS, CONFIG))
