"""What waits: for how long, and what is overdue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    case,
    or_,
    select,
)

from bot.domain.figures_query import FigureQuery
from bot.domain.statistics import Overdue, Standing, Unanswered
from bot.domain.tally import Figure
from storage import kept_counts
from storage.columns import Instant
from storage.count_spans import parts_of
from storage.figure_sql import kept_statement
from storage.narrowing import Range, Shape, narrowing, range_of, whole
from storage.tables import is_waiting, referrals, sql_literal

r = referrals.c


_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """Response times in days, by platform; `days` is that of all others."""

    by_platform: Mapping[str, int]
    days: int
    now: datetime

    def of(self, platform: str) -> int:
        """The platform's, in days."""
        return self.by_platform.get(platform, self.days)

    def shape(self) -> tuple[tuple[str, ...], dict[str, Any]]:
        """Platforms that differ from the others, and the instants since which none is overdue."""
        platforms = {name: n for name, n in sorted(self.by_platform.items()) if n != self.days}
        values: dict[str, Any] = {"limit": self.before(self.days)}
        for index, (name, days) in enumerate(platforms.items()):
            values |= {f"name{index}": name, f"limit{index}": self.before(days)}
        return tuple(platforms), values

    def before(self, days: int) -> datetime:
        """The instant so many days ago."""
        return self.now - timedelta(days=days)


def overdue(
    connection: Connection,
    waiting: Mapping[str, int],
    limits: Limits,
    query: FigureQuery,
    shown_in: str,
    name: int,
) -> Overdue:
    """What waits for too long; `waiting` is all that wait, by platform.

    Those that are not overdue yet are recent and few, however many wait: only they are counted.
    """
    left = {platform: n for platform, n in waiting.items() if n}
    for days in sorted({limits.of(platform) for platform in left}):
        recent = _recent(connection, limits.before(days) + _MOMENT, query)
        for platform in left:
            if limits.of(platform) == days:
                left[platform] -= recent[platform]
    shape, values = whole(query)
    differing, instants = limits.shape()
    values |= {**instants, "shown_in": shown_in, "most": name}
    rows = connection.execute(_longest(shape, len(differing)), values).all() if name else ()
    return Overdue(
        {platform: n for platform, n in left.items() if n},
        tuple(Unanswered(*row) for row in rows),
    )


def _recent(connection: Connection, since: datetime, query: FigureQuery) -> Counter[str]:
    """What waits and was referred at this instant or later, by platform."""
    found: Counter[str] = Counter()
    ranges = [Range(since, None)]
    if query.channel is None:
        parts = parts_of(since, None)
        ranges = [range_of(edge) for edge in parts.edges]
        for key, n in kept_counts.read(connection, [Figure.STANDS], parts).items():
            if key.label == Standing.WAITING:
                found[key.platform] += n
    if ranges:
        shape, values = narrowing(ranges, query)
        for platform, n in connection.execute(_between(shape), values).all():
            found[platform] += int(n)
    return found


def _limit(differing: int) -> ColumnElement[datetime]:
    """Since when a platform's referrals are not overdue."""
    limit = bindparam("limit", type_=Instant())
    if not differing:
        return limit
    return case(
        *(
            (r.platform == bindparam(f"name{index}"), bindparam(f"limit{index}", type_=Instant()))
            for index in range(differing)
        ),
        else_=limit,
    )


@kept_statement
def _between(shape: Shape) -> Select[tuple[Any, ...]]:
    # Not by the column itself: SQLite would read a whole index that is in its order.
    platform = r.platform.concat(sql_literal(""))
    counted: tuple[ColumnElement[Any], ...] = (platform, shape.count(r.referred_at))
    return (
        select(*counted)
        .where(is_waiting, shape.in_any(r.referred_at), *shape.narrowed)
        .group_by(platform)
    )


@kept_statement
def _longest(shape: Shape, differing: int) -> Select[tuple[Any, ...]]:
    return (
        select(r.number, r.platform, r.referred_at)
        .where(
            is_waiting,
            r.referred_at <= _limit(differing),
            or_(r.private.is_(False), r.channel == bindparam("shown_in")),
            *shape.narrowed,
        )
        .order_by(r.referred_at, r.number)
        .limit(bindparam("most"))
    )


@kept_statement
def oldest(shape: Shape) -> Select[Any]:
    """When the referral was referred that has waited longest."""
    return (
        select(r.referred_at)
        .where(is_waiting, shape.within(r.referred_at), *shape.narrowed)
        .order_by(r.referred_at)
        .limit(1)
    )
