"""`Referrals.find`: the lists people ask for, as they may see them.

Totals are counted up to a limit: a list that is longer says "more than", and costs no more for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)

from bot.domain.lifecycle.referral import State
from bot.domain.listing import Listing, Query, View
from storage.referrals.searching import has_all_words
from storage.referrals.visibility import is_alone, visible_to
from storage.sql.referral_rows import SHOWN, to_referral
from storage.sql.tables import is_live, is_waiting, referrals, sql_literal, was_certain

COUNTED = 1_000
"""Totals are counted up to this number; above it a list says "more than"."""

_r = referrals.c
_ROWS = select(*SHOWN)
_ORDER: dict[View, tuple[Column[object], ...]] = {
    View.QUEUE: (_r.flagged_at, _r.number),
    View.MINE: (_r.flagged_at, _r.number),
    View.HELD: (_r.flagged_at, _r.number),
    View.OVERDUE: (_r.referred_at, _r.number),
    View.CERTAIN: (_r.outcome_at, _r.number),
    View.SEARCH: (_r.number,),
}
_NEWEST_FIRST = (View.CERTAIN, View.SEARCH)

_VIEWER, _CHANNEL = bindparam("viewer", type_=String), bindparam("channel", type_=String)
_KEPT = 100
"""Statements are kept by shape: making one takes as long as all the rest of a short list."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What of a query changes its statement; everything else is bound to it. `limits` has pairs."""

    view: View
    lead: bool
    alone: bool
    here_only: bool
    words: str
    limits: tuple[tuple[str, int], ...]
    limit_days: int
    certain_from: bool
    certain_to: bool


def find(connection: Connection, query: Query) -> Listing:
    """One page of the list, and how many there are in all."""
    if query.view is View.HELD and not query.lead:
        return Listing((), 0)
    most = max(COUNTED, query.offset + query.size)
    page, count = _statements(
        _Shape(
            query.view,
            query.lead,
            is_alone(query.channel),
            bool(query.only_channel),
            query.words,
            tuple(query.limits.items()),
            query.limit_days,
            query.certain_from is not None,
            query.certain_to is not None,
        )
    )
    days = {query.limit_days, *query.limits.values()}
    given = {
        "viewer": query.viewer,
        "channel": query.channel,
        "only_channel": query.only_channel,
        "certain_from": query.certain_from,
        "certain_to": query.certain_to,
        **{_before(one): query.now - timedelta(days=one) for one in days},
        "counted": most + 1,
        "offset": query.offset,
        "size": query.size,
    }
    rows = connection.execute(page, given).all()
    total = rows[0][-1] if rows else 0
    if not rows and query.offset:  # beyond the last page
        total = connection.execute(count, given).scalar_one()
    return Listing(tuple(map(to_referral, rows)), min(total, most), more=total > most)


@lru_cache(_KEPT)
def _statements(shape: _Shape) -> tuple[Select[Any], Select[Any]]:
    """One page of the list, each row with the total; the total alone."""
    order = [one.desc() if shape.view in _NEWEST_FIRST else one for one in _ORDER[shape.view]]
    conditions = (*_may_see(shape), *_is_in(shape))
    found = select(_r.number).where(*conditions).limit(bindparam("counted", type_=Integer))
    first = bindparam("offset", type_=Integer)
    many = bindparam("size", type_=Integer)
    if shape.view is View.SEARCH:
        # No index has the words, so one search gives both the page and the total.
        several = found.order_by(*order).cte("found")
        place = several.c.number.desc()
        page = select(several).order_by(place).offset(first).limit(many).cte("page")
        count = select(func.count()).select_from(several)
        shown = _ROWS.join(page, page.c.number == _r.number)
    else:
        count = select(func.count()).select_from(found.subquery())
        shown = _ROWS.where(*conditions).offset(first).limit(many)
    return shown.add_columns(count.scalar_subquery()).order_by(*order), count


def _may_see(shape: _Shape) -> Iterator[ColumnElement[bool]]:
    """Safety rules 4 and 9: held referrals are in the leads' own list only, private ones stay put."""
    if shape.view is View.HELD:
        yield _r.state == sql_literal(State.HELD.value)
        return
    yield visible_to(_VIEWER, shape.lead, _CHANNEL, alone=shape.alone)


def _is_in(shape: _Shape) -> Iterator[ColumnElement[bool]]:
    if shape.here_only:
        yield _r.channel == bindparam("only_channel")
    match shape.view:
        case View.QUEUE:
            yield is_live
            yield _r.channel == _CHANNEL
        case View.MINE:
            yield is_live
            yield _r.owner == _VIEWER
        case View.OVERDUE:
            yield from _overdue(shape)
        case View.CERTAIN:
            yield from _certain(shape)
        case View.HELD:
            yield is_live
        case View.SEARCH:
            yield from has_all_words(shape.words)


def _before(days: int) -> str:
    """The name of the instant so many days ago."""
    return f"before_{days}"


def _overdue(shape: _Shape) -> Iterator[ColumnElement[bool]]:
    """Referred, and the response time of the platform is over: at that instant, not after it."""

    def for_days(days: int) -> ColumnElement[bool]:
        return _r.referred_at <= bindparam(_before(days))

    # The first is what the index on referred_at can answer; the second narrows it.
    yield is_waiting
    yield for_days(min([shape.limit_days, *dict(shape.limits).values()]))
    if shape.limits:
        several = [(_r.platform == name, for_days(days)) for name, days in shape.limits]
        yield case(*several, else_=for_days(shape.limit_days))


def _certain(shape: _Shape) -> Iterator[ColumnElement[bool]]:
    rejected = sql_literal(State.REJECTED.value)
    yield was_certain
    yield or_(
        _r.state == rejected,
        and_(_r.state == sql_literal(State.APPEALED.value), _r.appealed_outcome == rejected),
    )
    if shape.certain_from:
        yield _r.outcome_at >= bindparam("certain_from")
    if shape.certain_to:
        yield _r.outcome_at < bindparam("certain_to")
