"""`Referrals.find`: the lists people ask for, as they may see them.

Totals are counted up to a limit: a list that is longer says "more than", and costs no more for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Column, ColumnElement, Connection, and_, case, func, or_, select

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


def find(connection: Connection, query: Query) -> Listing:
    """One page of the list, and how many there are in all."""
    if query.view is View.HELD and not query.lead:
        return Listing((), 0)
    most = max(COUNTED, query.offset + query.size)
    order = [one.desc() if query.view in _NEWEST_FIRST else one for one in _ORDER[query.view]]
    conditions = (*_may_see(query), *_is_in(query))
    found = select(_r.number).where(*conditions).limit(most + 1)
    if query.view is View.SEARCH:
        # No index has the words, so one search gives both the page and the total.
        several = found.order_by(*order).cte("found")
        place = several.c.number.desc()
        page = select(several).order_by(place).offset(query.offset).limit(query.size).cte("page")
        count = select(func.count()).select_from(several)
        shown = _ROWS.join(page, page.c.number == _r.number)
    else:
        count = select(func.count()).select_from(found.subquery())
        shown = _ROWS.where(*conditions).offset(query.offset).limit(query.size)
    statement = shown.add_columns(count.scalar_subquery()).order_by(*order)
    rows = connection.execute(statement).all()
    total = rows[0][-1] if rows else 0
    if not rows and query.offset:  # beyond the last page
        total = connection.execute(count).scalar_one()
    return Listing(tuple(map(to_referral, rows)), min(total, most), more=total > most)


def _may_see(query: Query) -> Iterator[ColumnElement[bool]]:
    """Safety rules 4 and 9: held referrals are in the leads' own list only, private ones stay put."""
    if query.view is View.HELD:
        yield _r.state == sql_literal(State.HELD.value)
        return
    yield visible_to(query.viewer, query.lead, query.channel, alone=is_alone(query.channel))


def _is_in(query: Query) -> Iterator[ColumnElement[bool]]:
    if query.only_channel:
        yield _r.channel == query.only_channel
    match query.view:
        case View.QUEUE:
            yield is_live
            yield _r.channel == query.channel
        case View.MINE:
            yield is_live
            yield _r.owner == query.viewer
        case View.OVERDUE:
            yield from _overdue(query)
        case View.CERTAIN:
            yield from _certain(query)
        case View.HELD:
            yield is_live
        case View.SEARCH:
            yield from has_all_words(query.words)


def _overdue(query: Query) -> Iterator[ColumnElement[bool]]:
    """Referred, and the response time of the platform is over: at that instant, not after it."""

    def for_days(days: int) -> ColumnElement[bool]:
        return _r.referred_at <= query.now - timedelta(days=days)

    # The first is what the index on referred_at can answer; the second narrows it.
    yield is_waiting
    yield for_days(min([query.limit_days, *query.limits.values()]))
    if query.limits:
        several = [(_r.platform == name, for_days(days)) for name, days in query.limits.items()]
        yield case(*several, else_=for_days(query.limit_days))


def _certain(query: Query) -> Iterator[ColumnElement[bool]]:
    rejected = sql_literal(State.REJECTED.value)
    yield was_certain
    yield or_(
        _r.state == rejected,
        and_(_r.state == sql_literal(State.APPEALED.value), _r.appealed_outcome == rejected),
    )
    if query.certain_from is not None:
        yield _r.outcome_at >= query.certain_from
    if query.certain_to is not None:
        yield _r.outcome_at < query.certain_to
