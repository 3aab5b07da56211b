"""`bot.ports.outbox.ListMessages`: which list message names which referrals."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.domain.announcements import Announcement, Message
from bot.ports.outbox import ListMessages
from storage.sql.tables import listed

_l = listed.c
_NAMES = select(_l.subject, _l.lane).where(_l.referral == bindparam("number"))
_OF = select(_l.referral).where(_l.subject == bindparam("of")).order_by(_l.referral)
_LEAVE = delete(listed).where(_l.referral == bindparam("number"))


class SqlListMessages(ListMessages):
    """List messages within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, lane: str, subject: str, numbers: Sequence[int]) -> None:
        rows = [{"referral": number, "subject": subject, "lane": lane} for number in numbers]
        self._connection.execute(insert(listed), rows)

    def numbers(self, subject: str) -> tuple[int, ...]:
        return tuple(self._connection.execute(_OF, {"of": subject}).scalars())

    def that_names(self, number: int) -> Announcement | None:
        row = self._connection.execute(_NAMES, {"number": number}).first()
        return Announcement(row.lane, Message.REDRAW, row.subject) if row else None

    def leave_out(self, number: int) -> None:
        self._connection.execute(_LEAVE, {"number": number})
