"""What the submissions to one platform came to: what the test of a change is made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from bot.domain.comparisons import Submission
from bot.domain.figures_query import within
from bot.domain.statistics import Decided
from bot.domain.times import Period
from storage.figure_sql import is_counted, kept_statement, was_decided
from storage.narrowing import Shape, whole
from storage.tables import has_reference, referrals, sql_literal
from storage.weeks import weekly

r = referrals.c


def submissions(
    connection: Connection, period: Period, platform: str, channel: str | None
) -> tuple[Submission, ...]:
    """Each submission among the outcomes of a period.

    Only referrals with a reference are read; what is left of all that was decided has none.
    """
    shape, values = whole(replace(within(period, channel), platform=platform))
    rows = connection.execute(_referenced(shape), values).all()
    found = Counter({Submission(int(rejected), decided): n for rejected, decided, n in rows})
    (decided,) = weekly(connection, [period], channel)
    left = decided.get(platform, Decided())
    for one, n in found.items():
        left += Decided(-one.rejected * n, -one.decided * n)
    found[Submission(1, 1)] += left.rejected
    found[Submission(0, 1)] += left.decided - left.rejected
    return tuple(found.elements())


@kept_statement
def _referenced(shape: Shape) -> Select[Any]:
    """(rejected, decided, how many) of the submissions that have a reference."""
    rejected: ColumnElement[Any] = func.sum(
        case((r.first_outcome == sql_literal("rejected"), 1), else_=0)
    )
    each = (
        select(rejected.label("rejected"), func.count().label("decided"))
        .where(
            has_reference,
            shape.within(r.first_outcome_at),
            was_decided,
            is_counted,
            *shape.narrowed,
        )
        .group_by(r.reference)
        .subquery()
    )
    parts = (each.c.rejected, each.c.decided)
    return select(*parts, func.count()).group_by(*parts)
