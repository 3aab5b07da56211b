"""A card's line of what repeats, with 100,000 referrals and 300,000 indicators beside a tenth of them.

Each page has three: one that ten pages share, one that thirty do, and one that is on all of them (and
so is common). Ours is all that the line costs, on one snapshot.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.actions.joining.sharing import links_of
from bot.config import Config
from bot.ports.store import UnitOfWork
from storage.database import open_store
from tests.benchmarks import data
from tests.benchmarks.measuring import MILLI, Row, bare, in_turn, on_one_core

SIZES = (10_000, 100_000)
MOST_GROWTH = 1.5
SECONDS = 4.0
CONFIG = Config()
_ADD = "INSERT INTO indicators SELECT number, 'other', {value}, TRUE, FALSE, FALSE FROM referrals"


def run(kind: str) -> list[Row]:
    """One row: with the most referrals, by that with the fewest."""
    few, many = (measure(kind, size) * MILLI for size in SIZES)
    name = "a card's line of what repeats, 300,000 indicators, by that at 10,000"
    return [Row(name, kind, many, few, "ms", MOST_GROWTH)]


def measure(kind: str, size: int) -> float:
    """Median seconds of the line of ten cards."""
    with data.scratch(kind, size) as url, open_store(url) as store:
        with bare(url) as ask:
            for value in (_one_of("a", size // 10), _one_of("b", size // 30), "'c'"):
                ask(_ADD.format(value=value), {})
        works: dict[str, Callable[[], object]] = {"line": lambda: store.read(_lines(size))}
        with on_one_core():
            return in_turn(works, SECONDS)["line"]


def _one_of(name: str, many: int) -> str:
    """One of so many values, by the number; without %, which psycopg takes for a placeholder."""
    return f"'{name}' || (number - number / {many} * {many})"


def _lines(size: int) -> Callable[[UnitOfWork], object]:
    def work(uow: UnitOfWork) -> object:
        found = uow.referrals.many(range(size // 2, size // 2 + 10))
        return [links_of(uow, one, one.channel, CONFIG) for one in found.values()]

    return work
