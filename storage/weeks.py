"""First outcomes by platform, week by week: the digest's trend, in two statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    bindparam,
    case,
    func,
    literal_column,
    select,
    union_all,
)

from bot.domain.figures_query import FigureQuery
from bot.domain.statistics import BESIDE, DECIDED, Decided
from bot.domain.tally import Figure
from bot.domain.times import Period
from storage import kept_counts
from storage.columns import Instant
from storage.count_spans import parts_of, week_of
from storage.figure_sql import kept_statement
from storage.narrowing import ONE, ZERO, Range, Shape, narrowing, range_of
from storage.tables import referrals, sql_literal

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
    rows: list[Any] = []
    if kept:
        rows += connection.execute(_by_week(kept, len(weeks)), values).all()
    if ranges:
        first = len(weeks)
        found_rows = connection.execute(_ranges(shape), bounds)
        rows += [(first + row[0], *row[1:]) for row in found_rows]
    for place, platform, rejected, decided in rows:
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
def _ranges(shape: Shape) -> Select[tuple[Any, ...]]:
    """(range, platform, rejected, decided) of the referrals in each range."""
    # One look into the index for each range: the databases read more where OR joins them.
    one = referrals.alias("r").c
    found = union_all(
        *(
            select(
                literal_column(str(index), Integer).label("n"), *(one[name] for name in _READ)
            ).where(
                one.first_outcome_at >= bindparam(f"start{index}", type_=Instant()),
                one.first_outcome_at < bindparam(f"end{index}", type_=Instant()),
                *(one[name] == bindparam(name) for name in shape.filters),
            )
            for index in range(len(shape.ranges))
        )
    ).subquery("f")
    rejected = func.sum(case((found.c.first_outcome == sql_literal("rejected"), ONE), else_=ZERO))
    return (
        select(found.c.n, found.c.platform, rejected, func.count())
        .where(
            found.c.referred_at.is_not(None),
            found.c.first_outcome.in_([sql_literal(one.value) for one in sorted(DECIDED)]),
            found.c.state.not_in([sql_literal(one.value) for one in sorted(BESIDE)]),
        )
        .group_by(found.c.n, found.c.platform)
    )


_READ = ("platform", "first_outcome", "state", "referred_at")
_by_week = kept_statement(kept_counts.by_week)
