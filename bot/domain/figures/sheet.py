"""Figures to be printed: tables, a chart and definitions, before they are HTML, CSV or text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.csv_text import Cell
from bot.domain.figures.rates import Rate
from bot.domain.figures.statistics import Counts, Happened
from bot.domain.times import MONTHS, Period, add_months, midnight

PARTS = ("closed", "restricted", "rejected", "gone", "waiting")
"""What referred is the sum of."""
Value = Cell | Rate


@dataclass(frozen=True, slots=True)
class MonthRow:
    """What became of what was referred in a month, and the first decisions that fell in it."""

    name: str
    """`March 2026`, with its days where the period has no more of it."""
    key: str
    """`2026-03`."""
    counts: Counts
    happened: Happened
    """What happened in the month, whenever the page was referred."""


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table; `name` is its file's. The first column is words, and the last row the whole if `whole`."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    whole: bool = False
    half: bool = False
    """Narrow enough to stand beside another one."""

    def csv_rows(self, source: tuple[str, str, str]) -> Iterator[list[Cell]]:
        """For a spreadsheet: a rate is its percentage, as its fraction has columns of its own.

        `source` (as of, filter, source) ends each row.
        """
        yield [*self.columns, "as_of", "filter", "source"]
        for row in self.rows:
            yield [*(_percent(one) if isinstance(one, Rate) else one for one in row), *source]


def _percent(rate: Rate) -> str | None:
    return rate.percent if rate.known else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the page. `sha256` is the hex of the data that it was made from."""

    title: str
    about: str
    demo: str
    headline: str
    lines: tuple[str, ...]
    tables: tuple[SheetTable, ...]
    months: tuple[MonthRow, ...]
    definitions: tuple[tuple[str, str], ...]
    footing: str
    source: tuple[str, str, str]
    """As of (ISO 8601), what it holds, and whose records: for each row of a file."""
    sha256: str


def counted(name: str, counts: Counts) -> tuple[Value, ...]:
    """A row: the whole, its parts, what was decided, and the rejection rate at the latest state."""
    parts = (getattr(counts, part) for part in PARTS)
    return (name, counts.referred, *parts, counts.decided, counts.rejection_rate)


def months_of(start: datetime, end: datetime, zone: ZoneInfo) -> Sequence[Period]:
    """The calendar months from `start` to `end` (excluded), the first and last cut to them."""
    found = []
    first = start.astimezone(zone).date().replace(day=1)
    at = start
    while at < end:
        first = add_months(first, 1)
        following = min(midnight(first, zone), end)
        found.append(Period(at, following))
        at = following
    return found


def month_name(period: Period, zone: ZoneInfo) -> tuple[str, str]:
    """`March 2026`, or `March 2026 (9 to 31)` where it is cut; and `2026-03`."""
    first = period.start.astimezone(zone).date()
    last = (period.end - timedelta(microseconds=1)).astimezone(zone).date()
    name, key = f"{MONTHS[first.month - 1]} {first.year}", f"{first.year}-{first.month:02d}"
    if first.day == 1 and add_months(first, 1) - last == timedelta(days=1):
        return name, key
    days = f"{first.day} to {last.day}" if last > first else f"{first.day}"
    return f"{name} ({days})", key


def in_words(value: Value, percent_from: int) -> str:
    """A cell as people read it; below `percent_from` cases a rate is its fraction."""
    if isinstance(value, Rate):
        return value.percent if value.denominator >= percent_from else value.told(percent_from)
    return "" if value is None else f"{value:,}" if isinstance(value, int) else value
