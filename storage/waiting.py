"""What waits: for how long, what is overdue, and what submissions came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)

from bot.domain.figures_query import FigureQuery
from bot.domain.statistics import Overdue, Unanswered
from storage.columns import Instant
from storage.figure_sql import is_counted, kept_statement, was_decided
from storage.narrowing import Shape, whole
from storage.tables import fixed, is_waiting, referrals

r = referrals.c


@dataclass(frozen=True, slots=True)
class Limits:
    """Response times in days, by platform; `days` is that of all others."""

    by_platform: dict[str, int]
    days: int
    now: datetime

    def shape(self) -> tuple[tuple[str, ...], dict[str, Any]]:
        """Platforms that differ from the others, and the instants since which none is overdue."""
        platforms = {name: n for name, n in sorted(self.by_platform.items()) if n != self.days}
        values: dict[str, Any] = {"limit": self._before(self.days)}
        for index, (name, days) in enumerate(platforms.items()):
            values |= {f"name{index}": name, f"limit{index}": self._before(days)}
        values["longest"] = self._before(max([self.days, *platforms.values()]))
        return tuple(platforms), values

    def _before(self, days: int) -> datetime:
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
    shape, values = whole(query)
    differing, instants = limits.shape()
    values |= instants
    left = dict(waiting)
    for platform, n in connection.execute(_recent(shape, len(differing)), values):
        left[platform] -= n
    values |= {"shown_in": shown_in, "most": name}
    rows = connection.execute(_longest(shape, len(differing)), values) if name else ()
    return Overdue(
        {platform: n for platform, n in left.items() if n},
        tuple(Unanswered(*row) for row in rows),
    )


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
def _recent(shape: Shape, differing: int) -> Select[tuple[Any, ...]]:
    recent = r.referred_at > bindparam("longest", type_=Instant())
    if differing:
        recent = and_(recent, r.referred_at > _limit(differing))
    # Not by the column itself: SQLite would read a whole index that is in its order.
    platform = r.platform.concat(fixed(""))
    counted: tuple[ColumnElement[Any], ...] = (platform, func.count())
    return select(*counted).where(is_waiting, recent, *shape.narrowed).group_by(platform)


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


@kept_statement
def submissions(shape: Shape) -> Select[Any]:
    """(rejected, decided) of each submission; a referral without a reference is one of its own."""
    alone = case((r.reference == fixed(""), r.number), else_=0).label("alone")
    rejected: ColumnElement[Any] = func.sum(
        case((r.first_outcome == fixed("rejected"), 1), else_=0)
    )
    return (
        select(rejected, func.count())
        .where(shape.within(r.first_outcome_at), was_decided, is_counted, *shape.narrowed)
        .group_by(r.reference, alone)
    )
