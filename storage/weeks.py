"""First outcomes by platform, week by week: the digest's trend, in two statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, case, func, literal_column, select, union_all

from bot.domain.figures_query import FigureQuery
from bot.domain.statistics import Decided
from bot.domain.times import Period
from storage import kept_counts
from storage.count_spans import parts_of
from storage.figure_sql import is_counted, kept_statement, was_decided
from storage.narrowing import Range, Shape, narrowing
from storage.tables import fixed, referrals

r = referrals.c


def weekly(
    connection: Connection, weeks: Sequence[Period], channel: str | None
) -> tuple[dict[str, Decided], ...]:
    """For each of the periods, which follow one another, the first outcomes by platform."""
    found: tuple[dict[str, Decided], ...] = tuple({} for _ in weeks)
    if not weeks:
        return found
    if channel is not None:
        ranges = [(index, Range(week.start, week.end)) for index, week in enumerate(weeks)]
    else:
        whole = parts_of(weeks[0].start, weeks[-1].end, months=False)
        parts = [parts_of(week.start, week.end, months=False) for week in weeks]
        ends = [part.days[1] or 0 for part in parts]
        for index, platform, rejected, decided in kept_counts.outcomes_by_week(
            connection, whole, ends
        ):
            _add(found[index], platform, Decided(int(rejected), int(decided)))
        ranges = [
            (index, Range(edge.start, edge.end, edge.sign))
            for index, part in enumerate(parts)
            for edge in part.edges
        ]
    _from_referrals(connection, ranges, FigureQuery(channel=channel), found)
    return tuple({name: one for name, one in week.items() if one != Decided()} for week in found)


def _add(into: dict[str, Decided], platform: str, one: Decided) -> None:
    into[platform] = into[platform] + one if platform in into else one


def _from_referrals(
    connection: Connection,
    ranges: Sequence[tuple[int, Range]],
    query: FigureQuery,
    found: tuple[dict[str, Decided], ...],
) -> None:
    """Each range is counted once, though it may be added to one week and taken from the next."""
    if not ranges:
        return
    once = list(dict.fromkeys((one.start, one.end) for _, one in ranges))
    shape, values = narrowing([Range(*one) for one in once], query)
    places = defaultdict(list)
    for place, platform, rejected, decided in connection.execute(_counted(shape), values):
        places[once[place]].append((platform, int(rejected), int(decided)))
    for index, one in ranges:
        for platform, rejected, decided in places[one.start, one.end]:
            _add(found[index], platform, Decided(one.sign * rejected, one.sign * decided))


@kept_statement
def _counted(shape: Shape) -> Select[tuple[Any, ...]]:
    # One look into the index for each range: the databases read more when they are joined by OR.
    several = [
        select(
            literal_column(str(index)).label("place"),
            r.platform,
            func.sum(case((r.first_outcome == fixed("rejected"), 1), else_=0)),
            func.count(),
        )
        .where(shape.within(r.first_outcome_at, index), was_decided, is_counted, *shape.narrowed)
        .group_by(r.platform)
        for index in range(len(shape.ranges))
    ]
    return select(union_all(*several).subquery())
