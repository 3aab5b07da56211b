"""First outcomes by platform, week by week: the digest's trend, in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Integer, Select, case, func, literal_column, select, union_all

from bot.domain.figures_query import FigureQuery
from bot.domain.statistics import Decided
from bot.domain.tally import Figure
from bot.domain.times import Period
from storage import kept_counts
from storage.asking import ask
from storage.count_spans import parts_of, week_of
from storage.figure_sql import is_counted, kept_statement, was_decided
from storage.narrowing import Range, Shape, narrowing, range_of
from storage.tables import fixed, referrals

r = referrals.c


def weekly(
    connection: Connection, weeks: Sequence[Period], channel: str | None
) -> tuple[dict[str, Decided], ...]:
    """For each of the periods, which follow one another, the first outcomes by platform."""
    found: tuple[dict[str, Decided], ...] = tuple({} for _ in weeks)
    if not weeks:
        return found
    kept: kept_counts.KeptShape | None = None
    values: dict[str, Any] = {}
    if channel is None:
        parts = [parts_of(week.start, week.end, months=False) for week in weeks]
        # A month ends within a week.
        by_week = all(day == week_of(day) for part in parts for day in part.days if day is not None)
        whole = parts_of(weeks[0].start, weeks[-1].end, months=False, weeks=by_week)
        kept, values = kept_counts.asked([Figure.OUTCOME], whole)
        values |= {f"week{index}": part.days[1] for index, part in enumerate(parts)}
        ranges = [
            (index, range_of(edge)) for index, part in enumerate(parts) for edge in part.edges
        ]
    else:
        ranges = [(index, Range(week.start, week.end)) for index, week in enumerate(weeks)]
    # A range is counted once, though it may be added to one week and taken from the next.
    once = list(dict.fromkeys((one.start, one.end) for _, one in ranges))
    shape, bounds = narrowing([Range(*one) for one in once], FigureQuery(channel=channel))
    counted = defaultdict(list)
    asked = _trend(kept, len(weeks), shape)
    for place, platform, rejected, decided in ask(connection, asked, {**values, **bounds}):
        counted[place].append((platform, int(rejected), int(decided)))
    for index, week in enumerate(found):
        _add(week, counted[index], 1)
    for index, one in ranges:
        _add(found[index], counted[len(weeks) + once.index((one.start, one.end))], one.sign)
    return tuple({name: one for name, one in week.items() if one != Decided()} for week in found)


def _add(into: dict[str, Decided], rows: Sequence[tuple[str, int, int]], sign: int) -> None:
    for platform, rejected, decided in rows:
        one = Decided(sign * rejected, sign * decided)
        into[platform] = into[platform] + one if platform in into else one


@kept_statement
def _trend(kept: kept_counts.KeptShape | None, weeks: int, shape: Shape) -> Select[tuple[Any, ...]]:
    """(place, platform, rejected, decided): the weeks from the counts, then each range."""
    several = [kept_counts.by_week(kept, weeks)] if kept else []
    # One look into the index for each range: the databases read more where OR joins them.
    several += [
        select(
            literal_column(str(weeks + index), Integer).label("place"),
            r.platform,
            func.sum(case((r.first_outcome == fixed("rejected"), 1), else_=0)).label("rejected"),
            func.count().label("decided"),
        )
        .where(shape.within(r.first_outcome_at, index), was_decided, is_counted, *shape.narrowed)
        .group_by(r.platform)
        for index in range(len(shape.ranges))
    ]
    return select(union_all(*several).subquery())
