"""First outcomes by platform, week by week: the digest's trend, in two statements."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, case, func, or_, select

from bot.domain.figures_query import FigureQuery
from bot.domain.statistics import DECIDED, Decided
from bot.domain.tally import Figure
from bot.domain.times import Period
from storage import counts as kept
from storage.count_spans import parts_of
from storage.figure_sql import Range, filters, is_counted, was_decided, within
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
        _from_referrals(connection, ranges, FigureQuery(channel=channel), found)
        return found
    parts = [parts_of(week.start, week.end, months=False) for week in weeks]
    _from_counts(
        connection, weeks, [(part.days[0] or 0, part.days[1] or 0) for part in parts], found
    )
    edges = [
        (index, Range(edge.start, edge.end, edge.sign))
        for index, part in enumerate(parts)
        for edge in part.edges
    ]
    if edges:
        _from_referrals(connection, edges, FigureQuery(), found)
    return tuple({name: one for name, one in week.items() if one != Decided()} for week in found)


def _add(into: dict[str, Decided], platform: str, outcome: str, n: int) -> None:
    if outcome in DECIDED:
        rejected = n if outcome == "rejected" else 0
        into[platform] = into.get(platform, Decided()) + Decided(rejected, n)


def _from_counts(
    connection: Connection,
    weeks: Sequence[Period],
    days: Sequence[tuple[int, int]],
    found: tuple[dict[str, Decided], ...],
) -> None:
    whole = parts_of(weeks[0].start, weeks[-1].end, months=False)
    rows = kept.kept_rows([Figure.OUTCOME], whole).subquery().c
    week = case(*((rows.day < end, index) for index, (_, end) in enumerate(days))).label("week")
    totals = select(week, rows.platform, rows.label, func.sum(rows.n))
    for index, platform, outcome, n in connection.execute(
        totals.group_by(week, rows.platform, rows.label)
    ):
        _add(found[index], platform, outcome, int(n))


def _from_referrals(
    connection: Connection,
    ranges: Sequence[tuple[int, Range]],
    query: FigureQuery,
    found: tuple[dict[str, Decided], ...],
) -> None:
    """Each range is counted once, though it may be added to one week and taken from the next."""
    once = list(dict.fromkeys((one.start, one.end) for _, one in ranges))
    place = case(
        *((within(r.first_outcome_at, Range(*one)), index) for index, one in enumerate(once))
    ).label("place")
    counted = (
        select(place, r.platform, r.first_outcome, func.count())
        .where(
            or_(*(within(r.first_outcome_at, Range(*one)) for one in once)),
            was_decided,
            is_counted,
            *filters(query),
        )
        .group_by(place, r.platform, r.first_outcome)
    )
    rows = connection.execute(counted).all()
    for index, one in ranges:
        for counted_place, platform, outcome, n in rows:
            if once[counted_place] == (one.start, one.end):
                _add(found[index], platform, outcome, one.sign * int(n))
