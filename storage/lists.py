"""`Referrals.find`: the lists people ask for, as they may see them.

Each statement is made once for each shape of question and kept. Totals are counted up to a limit:
a list that is longer says "more than", and costs no more for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    UnaryExpression,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)

from bot.domain.listing import Listing, Query, View
from bot.domain.referral import State
from storage.columns import Instant
from storage.referral_rows import COLUMNS, to_referral
from storage.tables import fixed, is_live, is_waiting, referrals, was_certain
from storage.visibility import is_alone, shown

COUNTED = 1_000
"""So many are counted; of more it is only said that they are more."""

_r = referrals.c
_HELD = fixed(State.HELD.value)


class Shape(NamedTuple):
    """What a list's statement depends on, but for its words."""

    view: View
    lead: bool
    alone: bool
    """Nobody but the viewer looks on: Home, or a direct message."""
    limits: int = 0
    """How many platforms have a response time of their own."""
    certain_from: bool = False
    certain_to: bool = False
    only_channel: bool = False


def find(connection: Connection, query: Query) -> Listing:
    """One page of the list, and how many there are in all."""
    if query.view is View.SEARCH:
        from storage.searching import search

        return search(connection, query)
    if query.view is View.HELD and not query.lead:
        return Listing((), 0)
    shape, values = asked(query)
    most = max(COUNTED, query.offset + query.size)
    values |= {"counted": most + 1, "offset": query.offset}
    rows = connection.execute(_page(shape, query.size), values).all()
    if rows:
        total = rows[0][-1]
    else:
        counted = connection.execute(_count(shape), values) if query.offset else None
        total = counted.scalar_one() if counted else 0
    return Listing(tuple(map(to_referral, rows)), min(total, most), more=total > most)


def asked(query: Query) -> tuple[Shape, dict[str, Any]]:
    """The shape of a question, and its values."""
    overdue, certain = query.view is View.OVERDUE, query.view is View.CERTAIN
    limits = sorted(query.limits.items()) if overdue else []
    shape = Shape(
        query.view,
        query.lead,
        is_alone(query.channel),
        len(limits),
        certain and query.certain_from is not None,
        certain and query.certain_to is not None,
        bool(query.only_channel),
    )
    values: dict[str, Any] = {"channel": query.channel, "viewer": query.viewer}
    values |= {"only_channel": query.only_channel} if shape.only_channel else {}
    if overdue:
        shortest = min([query.limit_days, *query.limits.values()])
        values["shortest"] = query.now - timedelta(days=shortest)
        values["limit"] = query.now - timedelta(days=query.limit_days)
        for index, (name, days) in enumerate(limits):
            values |= {f"name{index}": name, f"limit{index}": query.now - timedelta(days=days)}
    values |= {"from": query.certain_from} if shape.certain_from else {}
    values |= {"to": query.certain_to} if shape.certain_to else {}
    return shape, values


@lru_cache(maxsize=256)
def _page(shape: Shape, size: int) -> Select[Any]:
    return (
        select(*COLUMNS, _count(shape).scalar_subquery())
        .where(*wanted(shape))
        .order_by(*_order(shape.view))
        .offset(bindparam("offset"))
        # Said in the statement, so that a plan that is made once is made for so few.
        .limit(literal_column(str(size)))
    )


@lru_cache(maxsize=256)
def _count(shape: Shape) -> Select[Any]:
    some: Select[Any] = (
        select(literal_column("1")).where(*wanted(shape)).limit(bindparam("counted"))
    )
    return select(func.count()).select_from(some.correlate(None).subquery())


def wanted(shape: Shape) -> Iterator[ColumnElement[bool]]:
    """What the list has in it, of what the viewer may see."""
    yield from _may_see(shape)
    if shape.only_channel:
        yield _r.channel == bindparam("only_channel")
    match shape.view:
        case View.QUEUE:
            yield is_live
            yield _r.channel == bindparam("channel")
        case View.MINE:
            yield is_live
            yield _r.owner == bindparam("viewer")
        case View.OVERDUE:
            yield from _overdue(shape)
        case View.CERTAIN:
            yield from _certain(shape)
        case View.HELD:
            yield is_live
        case View.SEARCH:
            return


def _may_see(shape: Shape) -> Iterator[ColumnElement[bool]]:
    """Safety rules 4 and 9: what is held is in no list but the leads' own; private stays there."""
    if shape.view is View.HELD:
        yield _r.state == _HELD
        return
    yield shown(shape.lead, shape.alone, bindparam("viewer"), bindparam("channel"))


def _overdue(shape: Shape) -> Iterator[ColumnElement[bool]]:
    """Referred, and the response time of the platform is over: at that instant, not after it."""

    def by(name: str) -> ColumnElement[bool]:
        return _r.referred_at <= bindparam(name, type_=Instant())

    # The first is what the index on referred_at can answer; the second narrows it.
    yield is_waiting
    yield by("shortest")
    if shape.limits:
        several = [
            (_r.platform == bindparam(f"name{index}"), by(f"limit{index}"))
            for index in range(shape.limits)
        ]
        yield case(*several, else_=by("limit"))


def _certain(shape: Shape) -> Iterator[ColumnElement[bool]]:
    rejected = fixed(State.REJECTED.value)
    yield was_certain
    yield or_(
        _r.state == rejected,
        and_(_r.state == fixed(State.APPEALED.value), _r.appealed_outcome == rejected),
    )
    if shape.certain_from:
        yield _r.outcome_at >= bindparam("from", type_=Instant())
    if shape.certain_to:
        yield _r.outcome_at < bindparam("to", type_=Instant())


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
