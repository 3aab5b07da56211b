"""Figures counted in SQL from the referrals themselves: of any period, with any filter.

Each statement is made once for each shape of question and kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    func,
    select,
    type_coerce,
    union_all,
)

from bot.domain.figures_query import FigureQuery
from bot.domain.statistics import BESIDE, DAY_SECONDS, DECIDED, REFERRED
from bot.domain.tally import SURE, Figure, Key
from storage.columns import SECOND
from storage.narrowing import Range, Shape, narrowing
from storage.tables import referrals, sql_literal

r = referrals.c
kept_statement = lru_cache(maxsize=256)

standing_sql: ColumnElement[str] = case(
    (r.state == sql_literal("referred"), sql_literal("waiting")),
    (
        r.state == sql_literal("appealed"),
        func.coalesce(r.appealed_outcome, sql_literal("rejected")),
    ),
    (
        and_(r.state == sql_literal("gone"), r.referred_at.is_(None)),
        sql_literal("gone before referring"),
    ),
    else_=r.state,
)
"""`bot.domain.statistics.standing`."""

_took = type_coerce(r.first_outcome_at, BigInteger) - type_coerce(r.referred_at, BigInteger)
days_sql: ColumnElement[int] = case(
    (_took < 0, 0), else_=type_coerce(_took, BigInteger) // (DAY_SECONDS * SECOND)
)
"""`days_to_outcome`, of what was decided."""

is_counted = r.state.not_in([sql_literal(one.value) for one in sorted(BESIDE)])
was_referred = and_(r.referred_at.is_not(None), is_counted)
"""Counted among the referred: once it was referred, only held and withdrawn are not."""
was_decided = and_(
    r.referred_at.is_not(None),
    r.first_outcome.in_([sql_literal(one.value) for one in sorted(DECIDED)]),
)


def cohort_sums(
    connection: Connection, ranges: Sequence[Range], query: FigureQuery
) -> Counter[Key]:
    """The entries of a cohort in these ranges, but for DISTINCT."""
    sums: Counter[Key] = Counter()
    if not ranges:
        return sums
    shape, values = narrowing(ranges, query)
    for row in connection.execute(_referred(shape), values).all():
        platform, stands, category, confidence, reason, n = row
        sums[Key(Figure.STANDS, stands, "", platform)] += int(n)
        if stands not in REFERRED:
            continue
        sums[Key(Figure.CATEGORY, category or "", stands, platform)] += int(n)
        if stands == "rejected":
            sums[Key(Figure.REASON, reason or "", "", platform)] += int(n)
            if confidence in SURE:
                sums[Key(Figure.SURE, confidence, "", platform)] += int(n)
    for platform, stands, n in connection.execute(_unreferred(shape), values).all():
        sums[Key(Figure.STANDS, stands, "", platform)] += int(n)
    for platform, days, n in connection.execute(_days(shape, "referred_at"), values).all():
        sums[Key(Figure.DAYS, str(days), "", platform)] += int(n)
    for platform, label, n in connection.execute(_later(shape), values).all():
        sums[Key(Figure.LATER, label, "", platform)] += int(n)
    return sums


@kept_statement
def _referred(shape: Shape) -> Select[tuple[Any, ...]]:
    stands = standing_sql.label("stands")
    parts = (r.platform, stands, r.category, r.confidence_when_referred, r.reason)
    return (
        select(*parts, shape.count(r.referred_at))
        .where(shape.in_any(r.referred_at), *shape.narrowed)
        .group_by(*parts)
    )


@kept_statement
def _unreferred(shape: Shape) -> Select[tuple[Any, ...]]:
    stands = standing_sql.label("stands")
    return (
        select(r.platform, stands, shape.count(r.flagged_at))
        .where(shape.in_any(r.flagged_at), r.referred_at.is_(None), *shape.narrowed)
        .group_by(r.platform, stands)
    )


@kept_statement
def _days(shape: Shape, column: str) -> Select[tuple[Any, ...]]:
    days, at = days_sql.label("days"), r[column]
    return (
        select(r.platform, days, shape.count(at))
        .where(shape.in_any(at), was_decided, is_counted, *shape.narrowed)
        .group_by(r.platform, days)
    )


def _reversals() -> Iterator[tuple[str, ColumnElement[Any], ColumnElement[bool]]]:
    """Each line of Reversals: its name, when it happened, and whether it did."""
    yield "appealed", r.appealed_at, r.appealed_at.is_not(None)
    for result in ("overturned", "upheld"):
        ended = and_(r.appeal_result == sql_literal(result), r.appeal_ended_at.is_not(None))
        yield result, r.appeal_ended_at, ended
    yield "closed_later", r.closed_later_at, r.closed_later_at.is_not(None)
    yield "reappeared", r.reappeared_at, r.reappeared_at.is_not(None)


@kept_statement
def _later(shape: Shape) -> Select[tuple[Any, ...]]:
    several = union_all(
        *(
            select(
                r.platform, sql_literal(name).label("label"), shape.count(r.referred_at).label("n")
            )
            .where(shape.in_any(r.referred_at), was_referred, did, *shape.narrowed)
            .group_by(r.platform)
            for name, _, did in _reversals()
        )
    ).subquery()
    return select(several)


def flow_sums(connection: Connection, ranges: Sequence[Range], query: FigureQuery) -> Counter[Key]:
    """The entries of a flow in these ranges."""
    sums: Counter[Key] = Counter()
    if not ranges:
        return sums
    shape, values = narrowing(ranges, query)
    for platform, label, n in connection.execute(_happened(shape), values).all():
        sums[Key(Figure.HAPPENED, label, "", platform)] += int(n)
    for platform, outcome, confidence, n in connection.execute(_outcomes(shape), values).all():
        sums[Key(Figure.OUTCOME, outcome, "", platform)] += int(n)
        if outcome == "rejected" and confidence in SURE:
            sums[Key(Figure.SURE_THEN, confidence, "", platform)] += int(n)
    for platform, days, n in connection.execute(_days(shape, "first_outcome_at"), values).all():
        sums[Key(Figure.TOOK, str(days), "", platform)] += int(n)
    return sums


@kept_statement
def _outcomes(shape: Shape) -> Select[tuple[Any, ...]]:
    parts = (r.platform, r.first_outcome, r.confidence_when_referred)
    return (
        select(*parts, shape.count(r.first_outcome_at))
        .where(shape.in_any(r.first_outcome_at), is_counted, *shape.narrowed)
        .group_by(*parts)
    )


@kept_statement
def _happened(shape: Shape) -> Select[tuple[Any, ...]]:
    gone_before = standing_sql == sql_literal("gone before referring")
    lines = [
        ("flagged", r.flagged_at, r.flagged_at.is_not(None)),
        ("referred", r.referred_at, r.referred_at.is_not(None)),
        ("gone_before", r.vanished_at, and_(r.vanished_at.is_not(None), gone_before)),
        *_reversals(),
    ]
    several = union_all(
        *(
            select(r.platform, sql_literal(name).label("label"), shape.count(at).label("n"))
            .where(shape.in_any(at), did, is_counted, *shape.narrowed)
            .group_by(r.platform)
            for name, at, did in lines
        )
    ).subquery()
    return select(several)
