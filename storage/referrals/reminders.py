"""`bot.ports.referrals.Reminders`: one instant a referral, kept beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, update

from bot.ports.referrals import DueReminder, Reminded
from storage.sql.referral_rows import FIELDS, SHOWN, to_referral
from storage.sql.tables import is_live, referrals, to_remind

_r = referrals.c
_PLAN = ("reminded_at", "remind_times", "remind_at", "escalated")
_REMINDED = (
    update(referrals)
    .where(_r.number.in_(bindparam("numbers", expanding=True)))
    .values({name: bindparam(name) for name in _PLAN})
)
_WITH_REMINDER: Select[Any] = select(*SHOWN, _r.remind_times, _r.reminded_at, _r.escalated)
_DUE = (
    _WITH_REMINDER.where(to_remind, _r.remind_at <= bindparam("now", type_=_r.remind_at.type))
    .order_by(_r.remind_at, _r.number)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


class SqlReminders:
    """Reminders within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(self, now: datetime, limit: int) -> tuple[DueReminder, ...]:
        """What is due, oldest first, locked until the commit; what others have locked is left."""
        rows = self._connection.execute(_DUE, {"now": now, "most": limit})
        return tuple(_reminder(row) for row in rows)

    def reminded(self, several: Sequence[Reminded]) -> None:
        """Note that these reminders were written down, and when the next are due."""
        # What was due together is mostly due again together.
        alike: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
        for one in several:
            alike[one.at, one.times, one.again_at, one.escalated].append(one.number)
        for plan, numbers in alike.items():
            values = dict(zip(_PLAN, plan, strict=True))
            self._connection.execute(_REMINDED, {**values, "numbers": numbers})

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


def _reminder(row: Sequence[Any]) -> DueReminder:
    times, last_at, escalated = row[len(FIELDS) :]
    return DueReminder(to_referral(row), times, last_at, escalated)
