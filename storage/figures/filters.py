"""A `FigureQuery`'s filters and period as WHERE clauses on the referrals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case, func, not_, select, true

from bot.domain.figures.query import NOT_STATED, FigureQuery
from bot.domain.figures.statistics import BESIDE, DECIDED, REFERRED, Ground, Standing
from bot.domain.indicators.cases import case_key
from bot.domain.lifecycle.referral import Basis
from storage.sql.tables import referrals
from storage.sql.tables_beside import case_pages, sql_literal
from storage.sql.visibility import visible_in

_r = referrals.c

_CONFIDENCE = func.coalesce(
    case((_r.referred_at.is_(None), _r.confidence), else_=_r.confidence_when_referred), ""
)
"""`bot.domain.figures.statistics.counted_confidence`."""

_GROUND = case(
    (_r.basis.is_(None), Ground.NOT_STATED.value),
    (_r.basis == Basis.TERMS.value, Ground.TERMS.value),
    else_=Ground.LAW.value,
)
"""`bot.domain.figures.statistics.ground_of`."""

# NOT IN: for IN, SQLite would leave the index of the period or of the groups.
was_referred = _r.standing.not_in(
    [sql_literal(one.value) for one in Standing if one not in REFERRED]
)
is_decided = _r.standing.in_([sql_literal(one.value) for one in sorted(DECIDED)])
is_counted = _r.standing.not_in([sql_literal(one.value) for one in sorted(BESIDE)])
"""Neither unseen nor withdrawn: in flows."""


def where_clauses(query: FigureQuery) -> list[ColumnElement[bool]]:
    """What the query's filters let in. Each statement says itself what its period is about."""
    confidence = "" if query.confidence == NOT_STATED else query.confidence
    wanted: list[tuple[ColumnElement[Any], str | None]] = [
        (_CONFIDENCE, confidence),
        (_r.channel, query.channel),
        (_GROUND, query.ground),
    ]
    several: list[tuple[ColumnElement[Any], tuple[str, ...]]] = [
        (_r.platform, query.platforms),
        (func.coalesce(_r.category, ""), query.categories),
    ]
    return [
        *(column == value for column, value in wanted if value is not None),
        *(_is_one_of(column, values) for column, values in several if values),
        *((_is_in_case(query.case), visible_in(query.seen_in)) if query.case else ()),
    ]


def _is_in_case(name: str) -> ColumnElement[bool]:
    of_case = select(case_pages.c.referral).where(
        case_pages.c.key == case_key(name), not_(case_pages.c.for_leads)
    )
    return _r.number.in_(of_case)


def _is_one_of(column: ColumnElement[Any], values: tuple[str, ...]) -> ColumnElement[bool]:
    return column == values[0] if len(values) == 1 else column.in_(values)


def in_period(instant: ColumnElement[Any], query: FigureQuery) -> ColumnElement[bool]:
    """Whether an instant, which is no NULL, lies in the query's period."""
    inside: ColumnElement[bool] = true()
    if query.since is not None:
        inside = inside & (instant >= query.since)
    if query.until is not None:
        inside = inside & (instant < query.until)
    return inside


def unindexed(column: ColumnElement[str]) -> ColumnElement[str]:
    """The column, so that SQLite keeps to the index of the period and takes none of the column."""
    return column.concat(sql_literal(""))
