"""Reading the kept counts: what is folded and what is not yet, in one statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Subquery,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    select,
    union_all,
)

from bot.domain.tally import Figure, Key
from storage.count_spans import Parts, parts_of
from storage.figure_sql import kept_statement
from storage.tables import count_changes, counts, referrals, sql_literal

_GROUP = ("figure", "label", "sub", "platform")


class KeptShape(NamedTuple):
    """What such a statement depends on."""

    figures: tuple[str, ...]
    kept: tuple[tuple[str, bool, bool], ...]
    tail: tuple[bool, bool]
    platform: bool


def read(
    connection: Connection,
    figures: Sequence[Figure],
    parts: Parts,
    platform: str | None = None,
) -> Counter[Key]:
    """The kept counts of a period's whole days and months, of one snapshot."""
    shape, values = asked(figures, parts, platform)
    rows = connection.execute(_sums(shape), values).all()
    return Counter({Key._make(row[:4]): row[4] for row in rows if row[4]})


def asked(
    figures: Sequence[Figure], parts: Parts, platform: str | None = None
) -> tuple[KeptShape, dict[str, Any]]:
    """The shape of a question to the counts, and its values."""
    several = [(kept.span, kept.start, kept.end) for kept in parts.kept]
    values: dict[str, Any] = {}
    for name, (_, start, end) in enumerate([*several, ("", *parts.days)]):
        values |= {f"first_day{name}": start} if start is not None else {}
        values |= {f"end_day{name}": end} if end is not None else {}
    if platform is not None:
        values["platform"] = platform
    first, last = parts.days
    shape = KeptShape(
        tuple(figure.value for figure in figures),
        tuple((span, start is not None, end is not None) for span, start, end in several),
        (first is not None, last is not None),
        platform is not None,
    )
    return shape, values


@kept_statement
def _sums(shape: KeptShape) -> Select[tuple[Any, ...]]:
    both = _both(shape).c
    groups = [both[name] for name in _GROUP]
    # A sum of big numbers is a decimal to PostgreSQL, which takes its driver longer to read.
    return select(*groups, cast(func.sum(both.n), BigInteger)).group_by(*groups)


def by_week(shape: KeptShape, weeks: int) -> Select[tuple[Any, ...]]:
    """(place, platform, rejected, decided) of OUTCOME, by weeks that follow one another.

    The value `week0` is the day on which the first of them has ended, and so on.
    """
    both = _both(shape).c
    # One week alone is made of the column too: a bare number in GROUP BY names a column.
    week = (_week(both.day, 0, weeks) if weeks > 1 else both.day * 0).label("place")
    rejected = func.sum(case((both.label == sql_literal("rejected"), both.n), else_=0))
    return (
        select(week, both.platform, rejected.label("rejected"), func.sum(both.n).label("decided"))
        .where(both.label != sql_literal("gone"))
        .group_by(week, both.platform)
    )


def _week(day: ColumnElement[int], first: int, end: int) -> ColumnElement[int]:
    """Which of the weeks a day lies in, halving them at each step."""
    if end - first == 1:
        return literal_column(str(first), Integer)
    middle = (first + end) // 2
    before = day < bindparam(f"week{middle - 1}")
    return case((before, _week(day, first, middle)), else_=_week(day, middle, end))


def _both(shape: KeptShape) -> Subquery:
    """Counts and unfolded changes of a period, side by side, with the day each begins on."""
    c, d = counts.c, count_changes.c
    names = [sql_literal(figure) for figure in shape.figures]
    several = []
    for index, (span, start, end) in enumerate(shape.kept):
        rows = select(c.figure, c.label, c.sub, c.platform, c.n, c.start.label("day")).where(
            c.span == sql_literal(span), c.figure.in_(names), *_between(c.start, index, start, end)
        )
        several.append(rows.where(c.platform == bindparam("platform")) if shape.platform else rows)
    tail = select(d.figure, d.label, d.sub, d.platform, d.n, d.day).where(
        d.figure.in_(names), *_between(d.day, len(several), *shape.tail)
    )
    several.append(tail.where(d.platform == bindparam("platform")) if shape.platform else tail)
    return union_all(*several).subquery()


def _between(
    column: ColumnElement[int], index: int, start: bool, end: bool
) -> Iterator[ColumnElement[bool]]:
    if start:
        yield column >= bindparam(f"first_day{index}")
    if end:
        yield column < bindparam(f"end_day{index}")


def _team() -> Select[tuple[Any, ...]]:
    shape, _ = asked([Figure.STANDS, Figure.SURE], parts_of(None, None))
    both = _both(shape).c
    first = select(func.min(referrals.c.flagged_at)).scalar_subquery()
    groups = (both.figure, both.label)
    return select(*groups, func.sum(both.n), first).group_by(*groups)


TEAM = _team()
"""(figure, label, n, when the first page was flagged) of all standings and sureness ever."""
