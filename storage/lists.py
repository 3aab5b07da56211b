"""`Referrals.find`: the lists people ask for, as they may see them."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, UnaryExpression, and_, case, func, or_, select

from bot.domain.listing import Listing, Query, View
from bot.domain.referral import State
from storage.referral_rows import COLUMNS, searchable, to_referral
from storage.tables import is_live, is_waiting, referrals, was_certain
from storage.visibility import shown_to

_r = referrals.c
_NUMBER = re.compile(r"r-([0-9]{1,18})")


def find(connection: Connection, query: Query) -> Listing:
    """One page of the list, and how many there are in all."""
    here = [_r.channel == query.only_channel] if query.only_channel else []
    wanted = and_(_may_see(query), *here, *_asked(query))
    total = connection.execute(
        select(func.count()).select_from(referrals).where(wanted)
    ).scalar_one()
    if total <= query.offset:
        return Listing((), total)
    rows = connection.execute(
        select(*COLUMNS)
        .where(wanted)
        .order_by(*_order(query.view))
        .offset(query.offset)
        .limit(query.size)
    )
    return Listing(tuple(to_referral(row) for row in rows), total)


def _may_see(query: Query) -> ColumnElement[bool]:
    """Safety rules 4 and 9: what is held is in no list but the leads' own; private stays there."""
    if query.view is View.HELD:
        return _r.state == State.HELD.value if query.lead else _r.number < 0
    return shown_to(query.viewer, query.lead, query.channel)


def _asked(query: Query) -> list[ColumnElement[bool]]:
    match query.view:
        case View.QUEUE:
            return [is_live, _r.channel == query.channel]
        case View.MINE:
            return [is_live, _r.owner == query.viewer]
        case View.OVERDUE:
            return _overdue(query)
        case View.CERTAIN:
            return _certain(query)
        case View.SEARCH:
            return [_has(word) for word in searchable(query.words).split()]
        case View.HELD:
            return [is_live]


def _overdue(query: Query) -> list[ColumnElement[bool]]:
    """Referred, and the response time of the platform is over: at that instant, not after it."""

    def by(days: int) -> ColumnElement[bool]:
        return _r.referred_at <= query.now - timedelta(days=days)

    shortest = min([query.limit_days, *query.limits.values()])
    # The first is what the index on referred_at can answer; the second narrows it.
    conditions = [is_waiting, by(shortest)]
    if query.limits:
        limits = [(_r.platform == name, by(days)) for name, days in sorted(query.limits.items())]
        conditions.append(case(*limits, else_=by(query.limit_days)))
    return conditions


def _certain(query: Query) -> list[ColumnElement[bool]]:
    rejected = or_(
        _r.state == State.REJECTED.value,
        and_(_r.state == State.APPEALED.value, _r.appealed_outcome == State.REJECTED.value),
    )
    conditions = [was_certain, rejected]
    if query.certain_from is not None:
        conditions.append(_r.outcome_at >= query.certain_from)
    if query.certain_to is not None:
        conditions.append(_r.outcome_at < query.certain_to)
    return conditions


def _has(word: str) -> ColumnElement[bool]:
    number = _NUMBER.fullmatch(word)
    if number:
        return _r.number == int(number[1])
    return _r.search.contains(word, autoescape=True)


def _order(view: View) -> tuple[ColumnElement[object] | UnaryExpression[object], ...]:
    match view:
        case View.OVERDUE:
            return (_r.referred_at, _r.number)
        case View.CERTAIN:
            return (_r.outcome_at.desc(), _r.number.desc())
        case View.SEARCH:
            return (_r.number.desc(),)
        case View.QUEUE | View.MINE | View.HELD:
            return (_r.flagged_at, _r.number)
