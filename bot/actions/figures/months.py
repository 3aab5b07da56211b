"""A period month by month: what became of what was referred in each, and what was decided in it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.errors import BadAnswer
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.sheet import MonthRow, month_name, months_of
from bot.domain.times import midnight
from bot.ports.store import UnitOfWork
from bot.sentences import periods

MOST = 240
_BY_MONTH = re.compile(r"(?:^|\s)(?:(?:by|per|each) month|monthly)(?=$|[\s,])", re.IGNORECASE)


def asked_by_month(words: str) -> tuple[str, bool]:
    """The words without `by month`, and whether they had it."""
    rest, times = _BY_MONTH.subn(" ", words)
    return " ".join(rest.split()), times > 0


def by_month(
    uow: UnitOfWork, query: FigureQuery, first_at: datetime | None, as_of: datetime, zone: ZoneInfo
) -> tuple[MonthRow, ...]:
    """The months of the query's period, oldest first; without a beginning, from the first record.

    What the months referred adds up to what the whole period did. Raises BadAnswer for more than
    `MOST` months.
    """
    end = min(query.until or as_of, as_of)
    if first_at is None:
        return ()
    start = midnight(first_at.astimezone(zone).date().replace(day=1), zone)
    months = months_of(max(query.since or start, start), end, zone)
    if len(months) > MOST:
        raise BadAnswer(periods.too_many_months(MOST))
    queries = [replace(query, since=one.start, until=one.end) for one in months]
    cohorts = uow.figures.cohorts(queries)
    return tuple(
        MonthRow(*month_name(period, zone), cohort.counts, uow.figures.flow(one).happened)
        for period, one, cohort in zip(months, queries, cohorts, strict=True)
    )
