"""`bot.ports.Reminders`: one instant a referral, kept beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update

from bot.ports import DueReminder
from storage.referral_rows import COLUMNS, FIELDS, to_referral
from storage.tables import is_live, referrals, to_remind

_r = referrals.c
_WITH_REMINDER: Select[Any] = select(*COLUMNS, _r.remind_times, _r.reminded_at, _r.escalated)


class SqlReminders:
    """Reminders within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(self, now: datetime, limit: int) -> tuple[DueReminder, ...]:
        """What is due, oldest first, locked until the commit; what others have locked is left."""
        found = (
            _WITH_REMINDER.where(to_remind, _r.remind_at <= now)
            .order_by(_r.remind_at, _r.number)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return tuple(_reminder(row) for row in self._connection.execute(found))

    def reminded(
        self, number: int, *, at: datetime, times: int, again_at: datetime | None, escalated: bool
    ) -> None:
        """Note that a reminder was written down, and when the next is due."""
        self._connection.execute(
            update(referrals)
            .where(_r.number == number)
            .values(reminded_at=at, remind_times=times, remind_at=again_at, escalated=escalated)
        )

    def snooze(self, number: int, until: datetime) -> None:
        """Nothing is said of the referral before `until`."""
        self._connection.execute(
            update(referrals).where(_r.number == number).values(remind_at=until)
        )

    def live(self, after: int, limit: int) -> tuple[DueReminder, ...]:
        """Live referrals by number, from the first after `after`, locked until the commit."""
        found = (
            _WITH_REMINDER.where(is_live, _r.number > after)
            .order_by(_r.number)
            .limit(limit)
            .with_for_update()
        )
        return tuple(_reminder(row) for row in self._connection.execute(found))


def _reminder(row: Row[Any]) -> DueReminder:
    times, last_at, escalated = row[len(FIELDS) :]
    return DueReminder(to_referral(row), times, last_at, escalated)
