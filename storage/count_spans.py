"""Which kept counts, and which referrals themselves, make up a period.

Counts are kept by whole days in UTC, by weeks from Monday, by months, and for ever. A period seldom begins or ends at
midnight UTC: what lies between its end and the nearest midnight is counted from the referrals and
added, or taken away where the midnight lies outside the period.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from storage.columns import EPOCH

EVER, MONTH, WEEK, DAY = "ever", "month", "week", "day"
_DAY = timedelta(days=1)
_FIRST = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Kept:
    """Counts of one span, from `start` on and before `end`, in days since 1970; None: no bound."""

    span: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """Referrals from `start` on and before `end`, to be added (1) or taken away (-1)."""

    start: datetime
    end: datetime
    sign: int


@dataclass(frozen=True, slots=True)
class Parts:
    """A whole period: `days` bounds the changes that no count has in it yet."""

    kept: tuple[Kept, ...]
    edges: tuple[Edge, ...]
    days: tuple[int | None, int | None]


def day_of(instant: datetime) -> int:
    """The day in UTC, as days since 1970."""
    return (instant - EPOCH) // _DAY


def month_of(day: int) -> int:
    """The first day of the day's month."""
    return (date.fromordinal(day + _FIRST.toordinal()).replace(day=1) - _FIRST).days


def week_of(day: int) -> int:
    """The Monday of the day's week."""
    # Day 0 was a Thursday.
    return day - (day + 3) % 7


def parts_of(
    since: datetime | None, until: datetime | None, *, months: bool = True, weeks: bool = True
) -> Parts:
    """The parts of a period.

    `months` says whether counts by month and for ever are kept of it, `weeks` whether counts by
    week serve.
    """
    if since is None and until is None and months:
        return Parts((Kept(EVER),), (), (None, None))
    start, before = _bound(since)
    end, after = _bound(until)
    edges = [*before, *(Edge(edge.start, edge.end, -edge.sign) for edge in after)]
    if start is not None and end is not None and end < start:
        start = end
    kept = _months(start, end, weeks=weeks) if months else _weeks(start, end, weeks=weeks)
    return Parts(tuple(kept), tuple(edges), (start, end))


def _bound(instant: datetime | None) -> tuple[int | None, list[Edge]]:
    """The nearest midnight, and what a period that begins here has to do for it."""
    if instant is None:
        return None, []
    day = day_of(instant + _DAY / 2)
    midnight = EPOCH + day * _DAY
    if instant < midnight:
        return day, [Edge(instant, midnight, 1)]
    return day, [Edge(midnight, instant, -1)] if midnight < instant else []


def _months(start: int | None, end: int | None, *, weeks: bool) -> Iterator[Kept]:
    first = None if start is None else _next_month(start)
    last = None if end is None else month_of(end)
    if first is not None and last is not None and first >= last:
        yield from _weeks(start, end, weeks=weeks)
        return
    yield Kept(MONTH, first, last)
    if start != first:
        yield from _weeks(start, first, weeks=weeks)
    if end != last:
        yield from _weeks(last, end, weeks=weeks)


def _weeks(start: int | None, end: int | None, *, weeks: bool) -> Iterator[Kept]:
    first = None if start is None else week_of(start + 6)
    last = None if end is None else week_of(end)
    if not weeks or (first is not None and last is not None and first >= last):
        yield Kept(DAY, start, end)
        return
    yield Kept(WEEK, first, last)
    if start != first:
        yield Kept(DAY, start, first)
    if end != last:
        yield Kept(DAY, last, end)


def _next_month(day: int) -> int:
    """The first of the month that begins on this day or after it."""
    return day if month_of(day) == day else month_of(month_of(day) + 31)
