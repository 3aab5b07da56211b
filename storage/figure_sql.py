"""Figures counted in SQL from the referrals themselves: of any period, with any filter."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from bot.domain.figures_query import NOT_STATED, FigureQuery
from bot.domain.statistics import BESIDE, DAY_SECONDS, DECIDED, REFERRED
from bot.domain.tally import SURE, Figure, Key
from storage.columns import SECOND
from storage.tables import fixed, referrals

r = referrals.c

standing_sql: ColumnElement[str] = case(
    (r.state == fixed("referred"), fixed("waiting")),
    (r.state == fixed("appealed"), func.coalesce(r.appealed_outcome, fixed("rejected"))),
    (and_(r.state == fixed("gone"), r.referred_at.is_(None)), fixed("gone before referring")),
    else_=r.state,
)
"""`bot.domain.statistics.standing`."""

confidence_sql: ColumnElement[str] = func.coalesce(
    case((r.referred_at.is_(None), r.confidence), else_=r.confidence_when_referred), fixed("")
)
"""`counted_confidence`."""

_took = type_coerce(r.first_outcome_at, BigInteger) - type_coerce(r.referred_at, BigInteger)
days_sql: ColumnElement[int] = case(
    (_took < 0, 0), else_=type_coerce(_took, BigInteger) // (DAY_SECONDS * SECOND)
)
"""`days_to_outcome`, of what was decided."""

was_referred = and_(
    r.referred_at.is_not(None), r.state.not_in([fixed(one.value) for one in sorted(BESIDE)])
)
"""Counted among the referred: only held and withdrawn are not, once it was referred."""
is_counted = r.state.not_in([fixed(one.value) for one in sorted(BESIDE)])
was_decided = and_(
    r.referred_at.is_not(None),
    r.first_outcome.in_([fixed(one.value) for one in sorted(DECIDED)]),
)


@dataclass(frozen=True, slots=True)
class Range:
    """From `start` on and before `end` (None: no bound), added (1) or taken away (-1)."""

    start: datetime | None
    end: datetime | None
    sign: int = 1


def within(column: ColumnElement[Any], one: Range) -> ColumnElement[bool]:
    """Whether the column's instant lies in the range."""
    bounds = []
    if one.start is not None:
        bounds.append(column >= one.start)
    if one.end is not None:
        bounds.append(column < one.end)
    return and_(*bounds) if bounds else column.is_not(None)


def _in_any(column: ColumnElement[Any], ranges: Sequence[Range]) -> ColumnElement[bool]:
    return or_(*(within(column, one) for one in ranges))


def _signed(column: ColumnElement[Any], ranges: Sequence[Range]) -> ColumnElement[int]:
    if all(one.sign == 1 for one in ranges):
        return func.count()
    # Ranges may overlap: the two ends of an hour both reach back to the same midnight.
    signs = [case((within(column, one), one.sign), else_=0) for one in ranges]
    return func.sum(reduce(operator.add, signs))


def filters(query: FigureQuery) -> Iterator[ColumnElement[bool]]:
    """What narrows the referrals, but for the period."""
    if query.platform is not None:
        yield r.platform == query.platform
    if query.category is not None:
        yield func.coalesce(r.category, "") == query.category
    if query.confidence is not None:
        yield confidence_sql == ("" if query.confidence == NOT_STATED else query.confidence)
    if query.channel is not None:
        yield r.channel == query.channel


def cohort_sums(
    connection: Connection, ranges: Sequence[Range], query: FigureQuery
) -> Counter[Key]:
    """The entries of a cohort in these ranges, but for DISTINCT."""
    sums: Counter[Key] = Counter()
    if not ranges:
        return sums
    narrowed = tuple(filters(query))
    for row in connection.execute(_referred(ranges, narrowed)):
        platform, stands, category, confidence, reason, n = row
        sums[Key(Figure.STANDS, stands, "", platform)] += int(n)
        if stands not in REFERRED:
            continue
        sums[Key(Figure.CATEGORY, category or "", stands, platform)] += int(n)
        if stands == "rejected":
            sums[Key(Figure.REASON, reason or "", "", platform)] += int(n)
            if confidence in SURE:
                sums[Key(Figure.SURE, confidence, "", platform)] += int(n)
    for platform, stands, n in connection.execute(_unreferred(ranges, narrowed)):
        sums[Key(Figure.STANDS, stands, "", platform)] += int(n)
    for platform, days, n in connection.execute(_days(r.referred_at, ranges, narrowed)):
        sums[Key(Figure.DAYS, str(days), "", platform)] += int(n)
    for platform, label, n in connection.execute(_later(ranges, narrowed)):
        sums[Key(Figure.LATER, label, "", platform)] += int(n)
    return sums


def _referred(
    ranges: Sequence[Range], narrowed: Sequence[ColumnElement[bool]]
) -> Select[tuple[Any, ...]]:
    stands = standing_sql.label("stands")
    parts = (r.platform, stands, r.category, r.confidence_when_referred, r.reason)
    return (
        select(*parts, _signed(r.referred_at, ranges))
        .where(_in_any(r.referred_at, ranges), r.referred_at.is_not(None), *narrowed)
        .group_by(*parts)
    )


def _unreferred(
    ranges: Sequence[Range], narrowed: Sequence[ColumnElement[bool]]
) -> Select[tuple[Any, ...]]:
    stands = standing_sql.label("stands")
    return (
        select(r.platform, stands, _signed(r.flagged_at, ranges))
        .where(_in_any(r.flagged_at, ranges), r.referred_at.is_(None), *narrowed)
        .group_by(r.platform, stands)
    )


def _days(
    at: ColumnElement[Any], ranges: Sequence[Range], narrowed: Sequence[ColumnElement[bool]]
) -> Select[tuple[Any, ...]]:
    days = days_sql.label("days")
    return (
        select(r.platform, days, _signed(at, ranges))
        .where(_in_any(at, ranges), was_decided, is_counted, *narrowed)
        .group_by(r.platform, days)
    )


def _reversals() -> Iterator[tuple[str, ColumnElement[Any], ColumnElement[bool]]]:
    """Each line of Reversals: its name, when it happened, and whether it did."""
    yield "appealed", r.appealed_at, r.appealed_at.is_not(None)
    for result in ("overturned", "upheld"):
        ended = and_(r.appeal_result == fixed(result), r.appeal_ended_at.is_not(None))
        yield result, r.appeal_ended_at, ended
    yield "closed_later", r.closed_later_at, r.closed_later_at.is_not(None)
    yield "reappeared", r.reappeared_at, r.reappeared_at.is_not(None)


def _later(
    ranges: Sequence[Range], narrowed: Sequence[ColumnElement[bool]]
) -> Select[tuple[Any, ...]]:
    several = union_all(
        *(
            select(r.platform, literal(name).label("label"), _signed(r.referred_at, ranges))
            .where(_in_any(r.referred_at, ranges), was_referred, did, *narrowed)
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
    narrowed = (is_counted, *filters(query))
    for platform, label, n in connection.execute(_happened(ranges, narrowed)):
        sums[Key(Figure.HAPPENED, label, "", platform)] += int(n)
    for platform, outcome, confidence, n in connection.execute(outcomes(ranges, narrowed)):
        sure = confidence if outcome == "rejected" and confidence in SURE else ""
        sums[Key(Figure.OUTCOME, outcome, sure, platform)] += int(n)
    for platform, days, n in connection.execute(_days(r.first_outcome_at, ranges, narrowed)):
        sums[Key(Figure.TOOK, str(days), "", platform)] += int(n)
    return sums


def outcomes(
    ranges: Sequence[Range], narrowed: Sequence[ColumnElement[bool]]
) -> Select[tuple[Any, ...]]:
    """First outcomes by platform, outcome and confidence when referred."""
    parts = (r.platform, r.first_outcome, r.confidence_when_referred)
    return (
        select(*parts, _signed(r.first_outcome_at, ranges))
        .where(_in_any(r.first_outcome_at, ranges), *narrowed)
        .group_by(*parts)
    )


def _happened(
    ranges: Sequence[Range], narrowed: Sequence[ColumnElement[bool]]
) -> Select[tuple[Any, ...]]:
    lines = [
        ("flagged", r.flagged_at, r.flagged_at.is_not(None)),
        ("referred", r.referred_at, r.referred_at.is_not(None)),
        (
            "gone_before",
            r.vanished_at,
            and_(r.vanished_at.is_not(None), standing_sql == fixed("gone before referring")),
        ),
        *_reversals(),
    ]
    several = union_all(
        *(
            select(r.platform, literal(name).label("label"), _signed(at, ranges))
            .where(_in_any(at, ranges), did, *narrowed)
            .group_by(r.platform)
            for name, at, did in lines
        )
    ).subquery()
    return select(several)
