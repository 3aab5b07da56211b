"""What is open and whose: the statements behind handing over."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, func, or_, select

from bot.domain.lifecycle.referral import Referral
from storage.sql.referral_rows import COLUMNS, to_referral
from storage.sql.tables import is_live, referrals, to_remind

_r = referrals.c
_open = or_(is_live, to_remind)
_OWNED = select(*COLUMNS).where(_open, _r.owner == bindparam("of")).order_by(_r.number)
_COUNTED = select(_r.owner, func.count()).where(_open, _r.owner != "").group_by(_r.owner)


def owned_by(connection: Connection, user: str) -> tuple[Referral, ...]:
    """What is open, or still to be appealed, and this person's; by number."""
    return tuple(map(to_referral, connection.execute(_OWNED, {"of": user})))


def open_by_owner(connection: Connection) -> dict[str, int]:
    """How much of that each person has."""
    return {row[0]: row[1] for row in connection.execute(_COUNTED)}
