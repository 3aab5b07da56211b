"""What waits for longer than the team set for its platform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, select

from bot.domain.figures.query import FigureQuery
from bot.domain.figures.statistics import Overdue, Unanswered
from storage.figures.filters import unindexed, where_clauses
from storage.sql.dialects import Instant
from storage.sql.tables import is_waiting, referrals
from storage.sql.visibility import visible_in

_r = referrals.c


@dataclass(frozen=True, slots=True)
class Limits:
    """Response times in days, by platform; `days` is that of all others."""

    by_platform: Mapping[str, int]
    days: int
    now: datetime

    def passed(self) -> ColumnElement[bool]:
        """Whether a referral was referred longer ago than its platform has to answer."""
        least = min([self.days, *self.by_platform.values()])
        differing = {name: n for name, n in self.by_platform.items() if n != self.days}
        limit = self._before(self.days)
        if differing:
            whens = [(_r.platform == name, self._before(n)) for name, n in differing.items()]
            limit = case(*whens, else_=limit)
        # The first is for the index.
        return and_(_r.referred_at <= self._before(least), _r.referred_at <= limit)

    def _before(self, days: int) -> ColumnElement[datetime]:
        return literal(self.now - timedelta(days=days), Instant())


def overdue(
    connection: Connection, limits: Limits, query: FigureQuery, shown_in: str, name: int
) -> Overdue:
    """How many are overdue on each platform, and the `name` oldest that may be named there."""
    late = (is_waiting, limits.passed(), *where_clauses(query))
    platform = unindexed(_r.platform)
    counted = select(platform, func.count()).where(*late).group_by(platform)
    oldest = (
        select(_r.number, _r.platform, _r.referred_on, _r.zone)
        .where(*late, visible_in(shown_in))
        .order_by(_r.referred_at, _r.number)
        .limit(name)
    )
    rows = connection.execute(oldest).all() if name else ()
    return Overdue(
        dict(connection.execute(counted).all()),
        tuple(Unanswered(*row) for row in rows),
    )
