"""A card's line of what repeats, with 100,000 referrals and 300,000 indicators beside a tenth of them.

Each page has three: one that ten pages share, one that thirty do, and one that is on all of them (and
so is common). Ours is all that the line costs, on one snapshot. The referrals are copies of one that is
flagged, made by the database itself: nothing but these rows is read.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from bot.actions.joining.sharing import links_of
from bot.config import Config
from bot.domain.indicators.joining import Links
from bot.ports.store import UnitOfWork
from storage.database import open_store
from storage.sql.dialects import to_micros
from storage.sql.tables import referrals
from storage.sql.tables_beside import indicators
from tests.benchmarks import data
from tests.benchmarks.copying import vacuum
from tests.benchmarks.measuring import MILLI, Ask, Row, bare, in_turn
from tests.harness.without_slack.stored_events import MONDAY, flag

SIZES = (10_000, 100_000)
MOST_GROWTH = 1.5
INDICATORS = 3
CONFIG = Config()
_OWN = {
    "number": "n",
    "page_key": "'facebook:group:' || n",
    "canonical": "'https://facebook.com/groups/' || n",
    "url": "'https://facebook.com/groups/' || n",
}
"""What is each copy's own."""
_NUMBERS = {
    "sqlite": "WITH RECURSIVE copies(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM copies WHERE n < {size})",
    "postgresql": "WITH copies(n) AS (SELECT generate_series(2, {size}))",
}
_ADD = (
    "INSERT INTO indicators ({names}) "
    "SELECT number, 'other', {value}, TRUE, FALSE, FALSE, {at} FROM referrals"
)


def run(kind: str) -> list[Row]:
    """One row: with the most referrals, by that with the fewest."""
    few, many = (seconds * MILLI for seconds in measure(kind))
    name = "a card's line of what repeats, 300,000 indicators, by that at 10,000"
    return [Row(name, kind, many, few, "ms", MOST_GROWTH)]


def measure(kind: str) -> list[float]:
    """Median seconds of the line of ten cards at each size, done in turn: what else the machine does
    slows both."""
    works: dict[str, Callable[[], list[Links]]] = {}
    with ExitStack() as stack:
        for size in SIZES:
            url = stack.enter_context(data.empty(kind, f"joining_{size}"))
            store = stack.enter_context(open_store(url))
            flag(store, channel="C1")
            with bare(url) as ask:
                fill(ask, kind, size)
            if kind == "postgresql":
                vacuum(url)
            lines = partial(store.read, _lines(size))
            assert len(lines()[0].shared) == INDICATORS
            works[str(size)] = lines
        taken = in_turn(works)
    return [taken[str(size)] for size in SIZES]


def fill(ask: Ask, kind: str, size: int) -> None:
    """Copies of R-1 up to this number, each with its three indicators."""
    names = [column.name for column in referrals.columns]
    own = ", ".join(_OWN.get(name, name) for name in names)
    ask("BEGIN", {})
    ask(
        f"{_NUMBERS[kind].format(size=size)} INSERT INTO referrals ({', '.join(names)}) "
        f"SELECT {own} FROM copies, referrals WHERE number = 1",
        {},
    )
    named = ", ".join(column.name for column in indicators.columns)
    for value in (_one_of("a", size // 10), _one_of("b", size // 30), "'c'"):
        ask(_ADD.format(names=named, value=value, at=to_micros(MONDAY)), {})
    ask("COMMIT", {})


def _one_of(name: str, many: int) -> str:
    """One of so many values, by the number; without %, which psycopg takes for a placeholder."""
    return f"'{name}' || (number - number / {many} * {many})"


def _lines(size: int) -> Callable[[UnitOfWork], list[Links]]:
    def work(uow: UnitOfWork) -> list[Links]:
        found = uow.referrals.many(range(size // 2, size // 2 + 10))
        return [links_of(uow, one, one.channel, CONFIG) for one in found.values()]

    return work
