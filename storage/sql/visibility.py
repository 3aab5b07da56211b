"""Safety rules 4 and 9 as SQL: which referrals one person, or everybody in one place, may see."""

from __future__ import annotations

from sqlalchemy import BindParameter, ColumnElement, and_, not_, or_, select

from storage.sql.tables import is_held, places, referrals

_r = referrals.c
is_private: ColumnElement[bool] = or_(
    _r.private, _r.channel.in_(select(places.c.id).where(places.c.private))
)
"""Whether a referral's place is private: it was at the flag, or its channel is now (safety rule 9)."""


def is_alone(channel: str) -> bool:
    """Whether only the viewer can see the answer: at Home, or in a direct message."""
    return not channel or channel.startswith("D")


def visible_in(channel: str | BindParameter[str]) -> ColumnElement[bool]:
    """What every member of a channel may see: nothing on hold, nothing of other private places."""
    return and_(not_(is_held), or_(not_(is_private), _r.channel == channel))


def visible_to(
    viewer: str | BindParameter[str], lead: bool, channel: str | BindParameter[str], *, alone: bool
) -> ColumnElement[bool]:
    """The same for one person: leads see private places too, and everybody, where nobody else looks
    on, what is their own (`bot.domain.lifecycle.permissions.may_see`)."""
    if lead:
        return not_(is_held)
    if not alone:
        return visible_in(channel)
    own = or_(_r.owner == viewer, _r.flagger == viewer)
    return and_(not_(is_held), or_(not_(is_private), _r.channel == channel, own))
