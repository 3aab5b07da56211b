"""Safety rules 4 and 9 as SQL: what one person, in one place, may be shown of referrals."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_

from bot.domain.referral import State
from storage.tables import referrals

_r = referrals.c


def shown_to(viewer: str, lead: bool, channel: str) -> ColumnElement[bool]:
    """Nothing that is held, and what is private only to leads and where it was flagged."""
    shown = _r.state != State.HELD.value
    if lead:
        return shown
    here = or_(_r.private.is_(False), _r.channel == channel)
    if not channel or channel.startswith("D"):
        # As `bot.domain.permissions.may_see`: one's own, where nobody else looks on.
        here = or_(here, _r.owner == viewer, _r.flagger == viewer)
    return and_(shown, here)
