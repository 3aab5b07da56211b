"""What is new in common in a period, counted over what every member of a channel may see."""

from __future__ import annotations

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    bindparam,
    case,
    cast,
    distinct,
    func,
    literal,
    not_,
    or_,
    select,
)

from bot.domain.figures.joined import NewCase, NewlyJoined, NewShared
from bot.domain.lifecycle.referral import State
from bot.domain.times import Period
from storage.sql.dialects import Instant
from storage.sql.tables import referrals
from storage.sql.tables_beside import case_pages, indicators, sql_literal
from storage.sql.visibility import visible_in

_i, _c, _r = indicators.c, case_pages.c, referrals.c
_START = bindparam("start", type_=Instant)
_END = bindparam("end", type_=Instant)
_IN_SIGHT: ColumnElement[bool] = and_(
    visible_in(bindparam("seen_in")),
    _r.state != sql_literal(State.WITHDRAWN.value),
    _r.erased_at.is_(None),
    or_(
        cast(bindparam("only", type_=Text), Text).is_(None),
        _r.channel == bindparam("only", type_=Text),
    ),
)
_new = (
    select(_i.value, _i.kind)
    .where(_i.added_at >= _START, _i.added_at < _END, not_(_i.struck), not_(_i.for_leads))
    .distinct()
    .subquery()
)
_pages = func.count(distinct(_r.page_key))
_before = func.count(distinct(case((func.coalesce(_i.added_at, 0) < _START, _r.page_key))))
_first = func.min(_r.number)
_SHARED = (
    select(_i.kind, _first, _pages)
    .join(_new, and_(_i.value == _new.c.value, _i.kind == _new.c.kind))
    .join(referrals, _r.number == _i.referral)
    .where(not_(_i.struck), not_(_i.for_leads), func.coalesce(_i.added_at, 0) < _END, _IN_SIGHT)
    .group_by(_i.value, _i.kind)
    .having(_pages > 1, _pages <= bindparam("common_above"), _before < 2)
    .order_by(_pages.desc(), _first, _i.kind)
)
_CASES = (
    select(
        _first,
        func.count(),
        func.count(_r.referred_at),
        func.count(distinct(case((_r.reference != literal(""), _r.platform + _r.reference)))),
    )
    .join(referrals, _r.number == _c.referral)
    .where(not_(_c.for_leads), func.coalesce(_c.added_at, 0) < _END, _IN_SIGHT)
    .group_by(_c.key)
    .having(func.min(func.coalesce(_c.added_at, 0)) >= _START)
    .order_by(func.count().desc(), _first)
)


def newly_joined(
    connection: Connection, period: Period, seen_in: str, only: str | None, common_above: int
) -> NewlyJoined:
    """Cases that were made in the period, and indicators that stood on one page at most before it.

    `only` narrows both to the pages of one channel.
    """
    asked = {"start": period.start, "end": period.end, "seen_in": seen_in, "only": only}
    cases = connection.execute(_CASES, asked).all()
    shared = connection.execute(_SHARED, {**asked, "common_above": common_above}).all()
    return NewlyJoined(
        tuple(NewCase(*row) for row in cases), tuple(NewShared(*row) for row in shared)
    )
