"""`Referrals.find`: the lists people ask for, as they may see them.

Totals are counted up to a limit: a list that is longer says "more than", and costs no more for it.
A list by urgency is read group by group, each from its index; nothing is sorted, and no group is
counted beyond the limit of the whole list.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Column,
    CompoundSelect,
    Connection,
    Integer,
    Select,
    String,
    bindparam,
    func,
    literal_column,
    not_,
    or_,
    select,
    union_all,
)

from bot.domain.lifecycle.referral import State
from bot.domain.listing import BY_URGENCY, WAITING, Listing, Query, QueueGroup, View, WithLead
from storage.referrals.conditions import (
    Clause,
    Rank,
    Shape,
    bound,
    conditions,
    groups,
    shape_of,
    went_on,
)
from storage.sql.referral_rows import SHOWN, to_referral
from storage.sql.tables import is_appealable, is_held, is_live, referrals, with_leads
from storage.sql.visibility import is_alone, visible_to

COUNTED = 1_000
"""Totals are counted up to this number; above it a list says "more than"."""

_r = referrals.c
_ROWS = select(*SHOWN)
_ORDER: dict[View, tuple[Column[object], ...]] = {
    View.HELD: (_r.flagged_at, _r.number),
    View.OVERDUE: (_r.referred_at, _r.number),
    View.CERTAIN: (_r.outcome_at, _r.number),
    View.SEARCH: (_r.number,),
}
_NEWEST_FIRST = (View.CERTAIN, View.SEARCH)
_KEPT = 100
"""Statements are kept by shape: making one takes as long as all the rest of a short list."""
_OFFSET, _SIZE = bindparam("offset", type_=Integer), bindparam("size", type_=Integer)
_COUNTED = bindparam("counted", type_=Integer)
_w = with_leads.c
_MOST_WITH_LEAD = 20
_DECIDED = (State.REJECTED, State.RESTRICTED)
_WENT_ON = select(_r.number).where(_r.number.in_(bindparam("decided", expanding=True)), went_on)


def find(connection: Connection, query: Query) -> Listing:
    """One page of the list, how many there are in all, and what a lead looks at first."""
    found = _page_and_total(connection, query)
    return replace(
        found,
        went_on=_went_on(connection, query, found),
        with_lead=_with_lead(connection, query),
    )


def _went_on(connection: Connection, query: Query, found: Listing) -> frozenset[int]:
    if query.view in WAITING:  # none of these is in it
        return frozenset()
    decided = [one.number for one in found.referrals if one.state in _DECIDED]
    return frozenset(connection.scalars(_WENT_ON, {"decided": decided}) if decided else ())


def _page_and_total(connection: Connection, query: Query) -> Listing:
    if query.view is View.HELD and not query.lead:
        return Listing((), 0)
    if query.view in BY_URGENCY:
        return _by_urgency(connection, query)
    most = max(COUNTED, query.offset + query.size)
    page, count = _statements(shape_of(query))
    given = {**bound(query), "counted": most + 1, "offset": query.offset, "size": query.size}
    rows = connection.execute(page, given).all()
    total = rows[0][-1] if rows else 0
    if not rows and query.offset:  # beyond the last page
        total = connection.execute(count, given).scalar_one()
    return Listing(tuple(map(to_referral, rows)), min(total, most), more=total > most)


def _by_urgency(connection: Connection, query: Query) -> Listing:
    """The page from the groups that it lies in."""
    most = max(COUNTED, query.offset + query.size)
    count, pages = _grouped(shape_of(query))
    given = {**bound(query), "counted": most + 1}
    counts = {row.place: row.holds for row in connection.execute(count, given)}
    rows: list[Any] = []
    begins = 0
    waits = Counter[QueueGroup]()
    for place, (group, page) in enumerate(pages):
        holds = counts.get(place, 0)
        offset, left = max(0, query.offset - begins), query.size - len(rows)
        if left > 0 and offset < holds:
            asked = {**given, "offset": offset, "size": left}
            rows += connection.execute(page, asked).all()
        begins += holds
        if group:
            waits[group] += holds
    return Listing(tuple(map(to_referral, rows)), min(begins, most), begins > most, waits)


@lru_cache(_KEPT)
def _grouped(shape: Shape) -> tuple[Select[Any], tuple[tuple[QueueGroup | None, Select[Any]], ...]]:
    """How many are in each group, as far as the list is counted; and a page of each."""
    inside = conditions(shape)
    several = groups(shape)
    # With a limit of its own each is read after the one before it, and not at all once enough are found.
    found = [
        select(literal_column(str(place), Integer).label("place")).select_from(
            select(_r.number).where(*inside, *one.clauses).limit(_COUNTED).subquery()
        )
        for place, one in enumerate(several)
    ]
    counted = union_all(*found).limit(_COUNTED).subquery()
    count = select(counted.c.place, func.count().label("holds")).group_by(counted.c.place)
    return count, tuple((one.group, _page(inside, one)) for one in several)


def _page(inside: tuple[Clause, ...], group: Rank) -> Select[Any]:
    found = _ROWS.where(*inside, *group.clauses).order_by(*group.order)
    return found.offset(_OFFSET).limit(_SIZE)


@lru_cache(_KEPT)
def _statements(shape: Shape) -> tuple[Select[Any], Select[Any]]:
    """One page of the list, each row with the total; the total alone."""
    order = [one.desc() if shape.view in _NEWEST_FIRST else one for one in _ORDER[shape.view]]
    inside = conditions(shape)
    found = select(_r.number).where(*inside).limit(_COUNTED)
    if shape.view is View.SEARCH:
        # No index has the words, so one search gives both the page and the total.
        several = found.order_by(*order).cte("found")
        place = several.c.number.desc()
        page = select(several).order_by(place).offset(_OFFSET).limit(_SIZE).cte("page")
        count = select(func.count()).select_from(several)
        shown = _ROWS.join(page, page.c.number == _r.number)
    else:
        count = select(func.count()).select_from(found.subquery())
        shown = _ROWS.where(*inside).offset(_OFFSET).limit(_SIZE)
    return shown.add_columns(count.scalar_subquery()).order_by(*order), count


def _with_lead(connection: Connection, query: Query) -> tuple[WithLead, ...]:
    """Pages of MINE that a lead looks at first, the oldest first: what they flagged that is on hold, and
    what is hidden from them here and not over."""
    if query.view is not View.MINE or query.lead or query.offset:
        return ()
    asked = {"viewer": query.viewer, "channel": query.channel}
    found = connection.execute(_WITH_LEAD[is_alone(query.channel)], asked)
    return tuple(WithLead(*row) for row in found)


def _lead_looks(*, alone: bool) -> CompoundSelect[Any]:
    viewer, channel = bindparam("viewer", type_=String), bindparam("channel", type_=String)
    theirs = (
        select(_w.url, _w.flagged_at)
        .join(referrals, _r.number == _w.referral)
        .where(_w.person == viewer, not_(visible_to(viewer, False, channel, alone=alone)))
        .where(or_(is_live, is_appealable))
    )
    own = select(_r.url, _r.flagged_at).where(is_held, _r.flagger == viewer)
    return theirs.union_all(own).order_by("flagged_at", "url").limit(_MOST_WITH_LEAD)


_WITH_LEAD = {alone: _lead_looks(alone=alone) for alone in (False, True)}
