"""First outcomes by platform, week by week: the digest's trend, in two statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from bot.domain.figures_query import FigureQuery
from bot.domain.statistics import DECIDED, Decided
from bot.domain.tally import Figure
from bot.domain.times import Period
from storage import kept_counts
from storage.count_spans import parts_of
from storage.figure_sql import is_counted, kept_statement, was_decided
from storage.narrowing import Range, Shape, narrowing
from storage.tables import referrals

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
        for index, platform, outcome, n in kept_counts.read_by_week(
            connection, Figure.OUTCOME, whole, ends
        ):
            _add(found[index], platform, outcome, int(n))
        ranges = [
            (index, Range(edge.start, edge.end, edge.sign))
            for index, part in enumerate(parts)
            for edge in part.edges
        ]
    _from_referrals(connection, ranges, FigureQuery(channel=channel), found)
    return tuple({name: one for name, one in week.items() if one != Decided()} for week in found)


def _add(into: dict[str, Decided], platform: str, outcome: str, n: int) -> None:
    if outcome in DECIDED:
        rejected = n if outcome == "rejected" else 0
        into[platform] = into.get(platform, Decided()) + Decided(rejected, n)


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
    for place, platform, outcome, n in connection.execute(_counted(shape), values):
        places[once[place]].append((platform, outcome, int(n)))
    for index, one in ranges:
        for platform, outcome, n in places[one.start, one.end]:
            _add(found[index], platform, outcome, one.sign * n)


@kept_statement
def _counted(shape: Shape) -> Select[tuple[Any, ...]]:
    at = r.first_outcome_at
    place = case(*((shape.within(at, index), index) for index in range(len(shape.ranges)))).label(
        "place"
    )
    return (
        select(place, r.platform, r.first_outcome, func.count())
        .where(shape.in_any(at), was_decided, is_counted, *shape.narrowed)
        .group_by(place, r.platform, r.first_outcome)
    )
