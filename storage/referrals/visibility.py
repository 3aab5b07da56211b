"""Safety rules 4 and 9 as SQL: which referrals one person may see in one place."""

from __future__ import annotations

from sqlalchemy import BindParameter, ColumnElement, and_, not_, or_

from bot.domain.lifecycle.referral import State
from storage.sql.referral_rows import is_private
from storage.sql.tables import referrals, sql_literal

_r = referrals.c


def is_alone(channel: str) -> bool:
    """Whether only the viewer can see the answer: at Home, or in a direct message."""
    return not channel or channel.startswith("D")


def visible_to(
    viewer: str | BindParameter[str], lead: bool, channel: str | BindParameter[str], *, alone: bool
) -> ColumnElement[bool]:
    """Held referrals are hidden; private ones are shown to leads and where they were flagged."""
    seen = _r.state != sql_literal(State.HELD.value)
    if lead:
        return seen
    here = or_(not_(is_private), _r.channel == channel)
    if alone:
        # As `bot.domain.lifecycle.permissions.may_see`: one's own, where nobody else looks on.
        here = or_(here, _r.owner == viewer, _r.flagger == viewer)
    return and_(seen, here)
