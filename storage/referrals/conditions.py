"""What is in a list, as SQL: its view, what it is narrowed to, and the groups of its order.

Instants are bound, so that statements can be kept by shape; what was typed is written into them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    bindparam,
    case,
    exists,
    false,
    not_,
    or_,
    select,
)

from bot.domain.lifecycle.referral import LIVE, State
from bot.domain.listing import NO_LIMIT_MONTHS, WAITING, Filter, Query, QueueGroup, View
from bot.domain.times import add_months
from storage.figures.filters import in_period, where_clauses
from storage.sql.referral_rows import searchable
from storage.sql.tables import (
    has_acknowledged_reference,
    has_reference,
    is_appealable,
    is_live,
    is_waiting,
    people,
    referrals,
    was_certain,
)
from storage.sql.tables_beside import sql_literal
from storage.sql.visibility import is_alone, visible_to

_r = referrals.c
VIEWER, CHANNEL = bindparam("viewer", type_=String), bindparam("channel", type_=String)
Clause = ColumnElement[bool]
Span = TypeVar("Span", int, int | None)
ByPlatform = tuple[tuple[str, int], ...]
Windows = tuple[tuple[str, int | None], ...]
"""By platform: days; months, None where there is no limit."""
_NUMBER = re.compile(r"r-([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a query changes its statement; everything else is bound to it."""

    view: View
    lead: bool
    alone: bool
    here_only: bool
    words: str
    limits: ByPlatform
    limit_days: int
    appeals: Windows
    appeal_months: int | None
    certain_from: bool
    certain_to: bool
    narrowed: Filter


def shape_of(query: Query) -> Shape:
    """The shape of a query."""
    return Shape(
        query.view,
        query.lead,
        is_alone(query.channel),
        bool(query.only_channel),
        query.words,
        tuple(query.limits.items()),
        query.limit_days,
        tuple(query.appeals.items()),
        query.appeal_months,
        query.certain_from is not None,
        query.certain_to is not None,
        query.narrowed,
    )


def bound(query: Query) -> dict[str, Any]:
    """What is bound to a statement of the query's shape."""
    shape = shape_of(query)
    windows: dict[str, datetime] = {}
    for months in set(_all_months(shape)):
        opened = add_months(query.now, -months)
        windows[_window(months)] = opened
        windows[_closing(months)] = opened + timedelta(days=query.closing_days)
    days = {query.limit_days, *query.limits.values()}
    return {
        "viewer": query.viewer,
        "channel": query.channel,
        "only_channel": query.only_channel,
        "certain_from": query.certain_from,
        "certain_to": query.certain_to,
        **{_before(one): query.now - timedelta(days=one) for one in days},
        **windows,
    }


def conditions(shape: Shape) -> tuple[Clause, ...]:
    """What is in the list; for those by urgency it is one of `groups` besides."""
    return (*may_see(shape), *_is_in(shape), *narrowed(shape.narrowed))


def in_list(shape: Shape) -> tuple[Clause, ...]:
    """The same without who may see it, and in no order."""
    inside = (*_is_in(shape), *narrowed(shape.narrowed))
    if shape.view not in WAITING:
        return inside
    return (*inside, or_(*(and_(*one.clauses) for one in groups(shape))))


def may_see(shape: Shape) -> Iterator[Clause]:
    """Safety rules 4, 9: held referrals are in the leads' own list only, private ones stay put."""
    if shape.view is View.HELD:
        yield _r.state == sql_literal(State.HELD.value)
        return
    # Of what is one's own, alone, one sees as much as a lead.
    everything = shape.lead or (shape.view is View.MINE and shape.alone)
    yield visible_to(VIEWER, everything, CHANNEL, alone=shape.alone)


def _is_in(shape: Shape) -> Iterator[Clause]:
    if shape.here_only:
        yield _r.channel == bindparam("only_channel")
    if shape.words and shape.narrowed.sharing:
        yield or_(and_(*_has_all_words(shape.words)), _r.number.in_(shape.narrowed.sharing))
    elif shape.words:
        yield from _has_all_words(shape.words)
    match shape.view:
        case View.QUEUE:
            yield _r.channel == CHANNEL
        case View.MINE:
            yield _r.owner == VIEWER
        case View.OVERDUE:
            yield from _overdue(shape)
        case View.CERTAIN:
            yield from _certain(shape)
        case View.HELD:
            yield is_live


def _has_all_words(typed: str) -> Iterator[Clause]:
    """Each word stands somewhere in a referral's folded text; R-12 is that referral's number."""
    for word in dict.fromkeys(searchable(typed).split()):
        number = _NUMBER.fullmatch(word)
        if number:
            yield _r.number == int(number[1])
        else:
            yield _r.search.contains(word, autoescape=True)


def narrowed(to: Filter) -> Iterator[Clause]:
    """What the words say beside the view."""
    if to.states:
        yield or_(*(_r.state == sql_literal(state.value) for state in to.states))
    if to.owner is not None:
        yield _r.owner == to.owner
    if to.by is not None:
        yield _r.flagger == to.by
    if to.unowned:
        gone = select(people.c.id).where(people.c.deactivated.is_(True))
        yield or_(_r.owner == "", _r.owner.startswith("~"), _r.owner.in_(gone))
    if to.numbers:
        yield _r.number.in_(to.numbers)
    if to.reference:
        named = {to.reference, to.reference.upper()}
        yield or_(
            and_(has_reference, _r.reference.in_(named)),
            and_(has_acknowledged_reference, _r.acknowledged_reference.in_(named)),
        )
    yield from where_clauses(to.figures)
    if to.figures.since or to.figures.until:
        yield or_(*_since_then(to))


_CAME = {
    State.REFERRED: _r.referred_at,
    State.CLOSED: _r.outcome_at,
    State.RESTRICTED: _r.outcome_at,
    State.REJECTED: _r.outcome_at,
    State.APPEALED: _r.appealed_at,
    State.GONE: _r.vanished_at,
}
"""When a referral came into a state; into all others with its flag."""


def _since_then(to: Filter) -> Iterator[Clause]:
    """It came into its state in the period, where one was asked for; else it was flagged in it."""
    for state in to.states:
        came = _CAME.get(state, _r.flagged_at)
        yield and_(_r.state == sql_literal(state.value), in_period(came, to.figures))
    if not to.states:
        yield in_period(_r.flagged_at, to.figures)


def _before(days: int) -> str:
    """The name of the instant so many days ago."""
    return f"before_{days}"


def _window(months: int) -> str:
    return f"window_{months}"


def _closing(months: int) -> str:
    return f"closing_{months}"


def _by_platform(
    several: tuple[tuple[str, Span], ...], otherwise: Span, is_so: Callable[[Span], Clause]
) -> Iterator[Clause]:
    rows = [(_r.platform == name, is_so(number)) for name, number in several]
    yield case(*rows, else_=is_so(otherwise)) if rows else is_so(otherwise)


def _overdue(shape: Shape) -> Iterator[Clause]:
    """Referred, and the response time of the platform is over: at that instant, not after it."""

    def for_days(days: int) -> Clause:
        return _r.referred_at <= bindparam(_before(days))

    # The first is what the index on referred_at can answer; the second narrows it.
    yield is_waiting
    yield for_days(min([shape.limit_days, *dict(shape.limits).values()]))
    yield from _by_platform(shape.limits, shape.limit_days, for_days)


def _in_time(shape: Shape) -> Iterator[Clause]:
    """Referred, and the platform still has time."""

    def for_days(days: int) -> Clause:
        return _r.referred_at > bindparam(_before(days))

    yield is_waiting
    yield for_days(max([shape.limit_days, *dict(shape.limits).values()]))
    yield from _by_platform(shape.limits, shape.limit_days, for_days)


_REJECTED = sql_literal(State.REJECTED.value)
_other = referrals.alias()
_other_is_live = _other.c.state.in_([sql_literal(state.value) for state in sorted(LIVE)])
_is_later = and_(_other.c.number > _r.number, _other.c.state != sql_literal(State.WITHDRAWN.value))
went_on: Clause = exists().where(_other.c.page_key == _r.page_key, or_(_other_is_live, _is_later))
"""Of a referral that is over: its page has another one, that is live or came later."""


def _may_appeal() -> Iterator[Clause]:
    yield or_(_r.appeal_result.is_(None), _r.appeal_result != sql_literal("upheld"))
    yield not_(went_on)


def _all_months(shape: Shape) -> list[int]:
    several = [shape.appeal_months, *dict(shape.appeals).values()]
    return [NO_LIMIT_MONTHS if months is None else months for months in several]


def _appeal_closes(shape: Shape) -> Iterator[Clause]:
    """Rejected or restricted, and the window in which an appeal is possible is about to close."""

    def for_months(months: int | None) -> Clause:
        if months is None:
            return false()
        inside = _r.outcome_at <= bindparam(_closing(months))
        return and_(_r.outcome_at >= bindparam(_window(months)), inside)

    yield is_appealable
    yield _r.outcome_at >= bindparam(_window(max(_all_months(shape))))
    yield _r.outcome_at <= bindparam(_closing(min(_all_months(shape))))
    yield from _by_platform(shape.appeals, shape.appeal_months, for_months)
    yield from _may_appeal()


def _certain_open(shape: Shape) -> Iterator[Clause]:
    """Rejected although certain, and there is time to appeal; without a limit, for some months."""

    def for_months(months: int | None) -> Clause:
        since = _window(NO_LIMIT_MONTHS) if months is None else _closing(months)
        return _r.outcome_at > bindparam(since)

    yield was_certain
    # Said twice: the index by owner or channel holds what is appealable.
    yield is_appealable
    yield _r.state == _REJECTED
    yield _r.outcome_at > bindparam(_window(max(_all_months(shape))))
    yield from _by_platform(shape.appeals, shape.appeal_months, for_months)
    yield from _may_appeal()


def _certain(shape: Shape) -> Iterator[Clause]:
    yield was_certain
    yield or_(
        _r.state == _REJECTED,
        and_(_r.state == sql_literal(State.APPEALED.value), _r.appealed_outcome == _REJECTED),
    )
    if shape.certain_from:
        yield _r.outcome_at >= bindparam("certain_from")
    if shape.certain_to:
        yield _r.outcome_at < bindparam("certain_to")


@dataclass(frozen=True, slots=True)
class Rank:
    """One part of a list by urgency, in what order it is, and its group; None: nothing waits in it."""

    group: QueueGroup | None
    clauses: tuple[Clause, ...]
    order: tuple[ColumnElement[Any], ...]


def groups(shape: Shape) -> Sequence[Rank]:
    """Overdue, appeal window closing, rejected although certain, flagged, waiting, appealed, and of
    lists of all states the rest; no referral is in two of them."""
    flagged, appealed = (_in_state(one) for one in (State.FLAGGED, State.APPEALED))
    urgent = [
        Rank(QueueGroup.OVERDUE, tuple(_overdue(shape)), (_r.referred_at, _r.number)),
        Rank(QueueGroup.APPEAL, tuple(_appeal_closes(shape)), (_r.outcome_at, _r.number)),
        Rank(QueueGroup.CERTAIN, tuple(_certain_open(shape)), (_r.outcome_at, _r.number)),
        Rank(QueueGroup.TO_REFER, flagged, (_r.flagged_at, _r.number)),
        Rank(QueueGroup.WAITING, tuple(_in_time(shape)), (_r.referred_at, _r.number)),
        Rank(QueueGroup.WAITING, appealed, (_r.flagged_at, _r.number)),
    ]
    if shape.view in WAITING:
        return urgent
    decided = (_appeal_closes(shape), _certain_open(shape))
    left = [case((and_(*clauses), 1), else_=0) == 0 for clauses in decided]
    return [*urgent, Rank(None, (~is_live, *left), (_r.number.desc(),))]


def _in_state(state: State) -> tuple[Clause, ...]:
    # Said twice: SQLite uses the partial index only where its condition stands word by word.
    return (is_live, _r.state == sql_literal(state.value))
