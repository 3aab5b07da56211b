"""Pages that somebody flagged and a lead looks at first, as that person finds them under MINE."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Connection,
    String,
    bindparam,
    not_,
    or_,
    select,
)

from bot.domain.lifecycle.referral import State
from bot.domain.listing import Query, View, WithLead
from storage.sql.tables import is_live, referrals, sql_literal, with_leads
from storage.sql.visibility import is_alone, visible_to

SHOWN = 20
_w = with_leads.c
_DECIDED = [sql_literal(one.value) for one in (State.REJECTED, State.RESTRICTED)]


def find(connection: Connection, query: Query) -> tuple[WithLead, ...]:
    """Those of MINE, the oldest first: their own on hold, and others' that are hidden from them here
    and not over."""
    if query.view is not View.MINE or query.lead or query.offset:
        return ()
    asked = {"viewer": query.viewer, "channel": query.channel}
    found = connection.execute(_FOUND[is_alone(query.channel)], asked)
    return tuple(WithLead(*row) for row in found)


def _found(*, alone: bool) -> CompoundSelect[Any]:
    viewer, channel = bindparam("viewer", type_=String), bindparam("channel", type_=String)
    theirs = (
        select(_w.url, _w.flagged_at)
        .join(referrals, referrals.c.number == _w.referral)
        .where(_w.person == viewer, not_(visible_to(viewer, False, channel, alone=alone)))
        .where(or_(is_live, referrals.c.state.in_(_DECIDED)))
    )
    own = select(referrals.c.url, referrals.c.flagged_at).where(
        referrals.c.state == sql_literal(State.HELD.value), referrals.c.flagger == viewer
    )
    return theirs.union_all(own).order_by("flagged_at", "url").limit(SHOWN)


_FOUND = {alone: _found(alone=alone) for alone in (False, True)}
