"""The newest referral, by which what is posted says of which database it is."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, or_, select

from bot.domain.lifecycle.audit import UID_LENGTH
from storage.sql.tables import referrals, settings
from storage.sql.visibility import is_private

_NEWEST = (
    select(referrals.c.number, referrals.c.uid)
    .where(~is_private, or_(~referrals.c.held_at_flag, referrals.c.came_in_sight_at.is_not(None)))
    .order_by(referrals.c.number.desc())
    .limit(1)
)
_UID_OF = select(referrals.c.uid).where(referrals.c.number == bindparam("number"))
DATABASE_ID = select(settings.c.value).where(settings.c.name == "database_id")


def newest(connection: Connection) -> tuple[int, str]:
    """Its number and uid; where everybody has seen none, 0 and what identifies the database."""
    row = connection.execute(_NEWEST).first()
    return (row.number, row.uid) if row else (0, _database(connection))


def has(connection: Connection, number: int, uid: str) -> bool:
    """Whether these can ever have been `newest` of this database."""
    if number == 0:
        return uid == _database(connection)
    return bool(connection.execute(_UID_OF, {"number": number}).scalar() == uid)


def _database(connection: Connection) -> str:
    return str(connection.execute(DATABASE_ID).scalar_one())[:UID_LENGTH]
