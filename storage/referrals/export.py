"""`Referrals.export`: what one person may take away, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, or_, select, true

from bot.domain.exports import ExportQuery
from bot.domain.figures.query import FigureQuery
from bot.domain.lifecycle.referral import Referral
from storage.figures.filters import in_period, where_clauses
from storage.referrals.conditions import bound, in_list, shape_of
from storage.sql.dialects import streamed
from storage.sql.referral_rows import SHOWN, to_referral
from storage.sql.tables import appeals, referrals
from storage.sql.visibility import visible_to

_r = referrals.c
_INSTANTS = (
    _r.flagged_at,
    _r.referred_at,
    _r.first_outcome_at,
    _r.outcome_at,
    _r.acknowledged_at,
    _r.vanished_at,
    _r.reappeared_at,
)


def _appealed_in(query: FigureQuery) -> ColumnElement[bool]:
    """Whether any of its appeals, not the last alone, began or ended in the period."""
    at = appeals.c
    inside = or_(in_period(at.opened_at, query), in_period(at.ended_at, query))
    return select(at.nth).where(at.referral == _r.number, at.undone.is_(False), inside).exists()


def export(connection: Connection, query: ExportQuery) -> Iterator[Referral]:
    """By number; the connection is taken until the last one was read."""
    may_see = true() if query.whole else visible_to(query.viewer, query.lead, "", alone=True)
    wanted = select(*SHOWN).where(may_see, *where_clauses(query.figures))
    given = bound(query.listed) if query.listed else {}
    if query.listed:
        wanted = wanted.where(*in_list(shape_of(query.listed)))
    elif query.cohort:
        wanted = wanted.where(_r.counted_at.is_not(None), in_period(_r.counted_at, query.figures))
    elif query.figures.since or query.figures.until:
        happened = (in_period(at, query.figures) for at in _INSTANTS)
        wanted = wanted.where(or_(*happened, _appealed_in(query.figures)))
    yield from map(to_referral, streamed(connection, wanted.order_by(_r.number), **given))
