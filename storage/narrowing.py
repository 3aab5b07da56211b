"""Periods and filters as SQL with named values, so that a statement is made once for each shape."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, func, literal_column, or_

from bot.domain.figures_query import NOT_STATED, FigureQuery
from bot.domain.referral import Basis
from bot.domain.statistics import Ground
from storage.columns import Instant
from storage.count_spans import Edge
from storage.tables import referrals, sql_literal

r = referrals.c

# psycopg reads a statement anew at each execution that has more than fifty values in it.
ONE: ColumnElement[int] = literal_column("1", Integer)
ZERO: ColumnElement[int] = literal_column("0", Integer)

confidence_sql: ColumnElement[str] = func.coalesce(
    case((r.referred_at.is_(None), r.confidence), else_=r.confidence_when_referred), sql_literal("")
)
"""`bot.domain.statistics.counted_confidence`."""

ground_sql: ColumnElement[str] = case(
    (r.basis.is_(None), sql_literal(Ground.NOT_STATED)),
    (r.basis == sql_literal(Basis.TERMS), sql_literal(Ground.TERMS)),
    else_=sql_literal(Ground.LAW),
)
"""`bot.domain.statistics.ground_of`."""

_COLUMNS: dict[str, ColumnElement[Any]] = {
    "platform": r.platform,
    "category": func.coalesce(r.category, sql_literal("")),
    "confidence": confidence_sql,
    "channel": r.channel,
    "ground": ground_sql,
}


@dataclass(frozen=True, slots=True)
class Range:
    """From `start` on and before `end` (None: no bound), added (1) or taken away (-1)."""

    start: datetime | None
    end: datetime | None
    sign: int = 1


def range_of(edge: Edge) -> Range:
    """The range of referrals themselves at an end of a period that the counts are read for."""
    return Range(edge.start, edge.end, edge.sign)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a statement depends on: each range's bounds and sign, and which filters there are."""

    ranges: tuple[tuple[bool, bool, int], ...]
    filters: tuple[str, ...]

    def within(self, column: ColumnElement[Any], index: int = 0) -> ColumnElement[bool]:
        """Whether the column's instant lies in the range."""
        return and_(column.is_not(None), *self._bounds(column, index))

    def _bounds(self, column: ColumnElement[Any], index: int) -> Iterator[ColumnElement[bool]]:
        start, end, _ = self.ranges[index]
        if start:
            yield column >= bindparam(f"start{index}", type_=Instant())
        if end:
            yield column < bindparam(f"end{index}", type_=Instant())

    def in_any(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """Whether it lies in any of them."""
        return or_(*(self.within(column, index) for index in range(len(self.ranges))))

    def count(self, column: ColumnElement[Any]) -> ColumnElement[int]:
        """How many, each by the signs of the ranges that it lies in."""
        if all(sign == 1 for _, _, sign in self.ranges):
            return func.count()
        # Ranges may overlap: the two ends of an hour both reach back to the same midnight.
        signs = [
            case((self.within(column, index), ONE if sign == 1 else -ONE), else_=ZERO)
            for index, (_, _, sign) in enumerate(self.ranges)
        ]
        return func.sum(reduce(operator.add, signs))

    @property
    def narrowed(self) -> tuple[ColumnElement[bool], ...]:
        """What the filters let in."""
        return tuple(_COLUMNS[name] == bindparam(name) for name in self.filters)


def narrowing(ranges: Iterable[Range], query: FigureQuery) -> tuple[Shape, dict[str, Any]]:
    """The shape of a question, and its values."""
    values: dict[str, Any] = {}
    bounds = []
    for index, one in enumerate(ranges):
        bounds.append((one.start is not None, one.end is not None, one.sign))
        if one.start is not None:
            values[f"start{index}"] = one.start
        if one.end is not None:
            values[f"end{index}"] = one.end
    wanted = {
        "platform": query.platform,
        "category": query.category,
        "confidence": "" if query.confidence == NOT_STATED else query.confidence,
        "channel": query.channel,
        "ground": query.ground,
    }
    told = {name: value for name, value in wanted.items() if value is not None}
    return Shape(tuple(bounds), tuple(told)), {**values, **told}


def whole(query: FigureQuery) -> tuple[Shape, dict[str, Any]]:
    """The shape and values of a query's own period and filters."""
    return narrowing([Range(query.since, query.until)], query)
