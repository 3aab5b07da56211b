"""`bot.ports.referrals.Reminders`: one instant a referral, kept beside it.

What changes it without an event of the referral itself (a reminder, a snooze, a changed config) is an
event of the stream beside it, so that `audit verify` can say what it should be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, insert, select, update

from bot.domain.announcements import REDRAWN, Announcement, Message
from bot.domain.lifecycle.referral import Fact
from bot.ports.referrals import DueReminder, Reminded, Reminders
from storage.history import events as event_rows
from storage.sql.dialects import OnConnection, database_now, from_micros, in_parts, to_micros
from storage.sql.referral_rows import FIELDS, SHOWN, to_referral
from storage.sql.tables import is_live, posts, referrals, to_remind
from storage.sql.tables_beside import reminder_lines, reminder_messages

_r = referrals.c
_PLAN = ("reminded_at", "remind_times", "remind_at", "escalated")
_REMINDED = (
    update(referrals)
    .where(_r.number.in_(bindparam("numbers", expanding=True)))
    .values({name: bindparam(name) for name in _PLAN})
)
_PLANS = select(_r.number, _r.version, *(_r[name] for name in _PLAN)).where(
    _r.number.in_(bindparam("numbers", expanding=True))
)
_WITH_REMINDER: Select[Any] = select(*SHOWN, _r.remind_times, _r.reminded_at, _r.escalated)
_DUE = (
    _WITH_REMINDER.where(to_remind, _r.remind_at <= bindparam("now", type_=_r.remind_at.type))
    .order_by(_r.remind_at, _r.number)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


_m, _l = reminder_messages.c, reminder_lines.c
_THAT_LIST = (
    select(_m.subject, _m.lane, _m.message, _m.data)
    .join(reminder_lines, _l.subject == _m.subject)
    .where(_l.referral == bindparam("number"))
    .order_by(_m.written_at, _m.subject)
)


class SqlReminders(OnConnection, Reminders):
    """Reminders within one transaction."""

    def due(self, now: datetime, limit: int) -> tuple[DueReminder, ...]:
        rows = self._connection.execute(_DUE, {"now": now, "most": limit})
        return tuple(_reminder(row) for row in rows)

    def reminded(self, several: Sequence[Reminded]) -> None:
        # What was due together is mostly due again together.
        alike: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
        for one in several:
            alike[one.at, one.times, one.again_at, one.escalated].append(one.number)
        before = self._plans([one.number for one in several])
        for plan, numbers in alike.items():
            values = dict(zip(_PLAN, plan, strict=True))
            self._connection.execute(_REMINDED, {**values, "numbers": numbers})
        now = self._plans([one.number for one in several])
        self._record([row for number, row in now.items() if row != before[number]])

    def snooze(self, number: int, until: datetime) -> None:
        self._connection.execute(
            update(referrals).where(_r.number == number).values(remind_at=until)
        )
        self._record(list(self._plans([number]).values()), snoozed=True)

    def keep(self, messages: Sequence[Announcement], at: datetime) -> None:
        rows = [
            {
                "subject": one.subject,
                "lane": one.lane,
                "message": one.message.value,
                "data": dict(one.data),
                "written_at": at,
            }
            for one in messages
        ]
        lines = [
            {"referral": number, "subject": one.subject}
            for one in messages
            for number, _ in one.data["items"]
        ]
        if rows:
            self._connection.execute(insert(reminder_messages), rows)
            self._connection.execute(insert(reminder_lines), lines)

    def that_list(self, number: int) -> tuple[Announcement, ...]:
        rows = self._connection.execute(_THAT_LIST, {"number": number})
        return tuple(
            Announcement(row.lane, Message(row.message), row.subject, {**row.data, REDRAWN: True})
            for row in rows
        )

    def forget(self, before: datetime) -> None:
        old = select(_m.subject).where(_m.written_at < before)
        for table in (posts, reminder_lines):
            self._connection.execute(delete(table).where(table.c.subject.in_(old)))
        self._connection.execute(delete(reminder_messages).where(_m.written_at < before))

    def _plans(self, numbers: list[int]) -> dict[int, Row[Any]]:
        return {
            row.number: row
            for some in in_parts(numbers)
            for row in self._connection.execute(_PLANS, {"numbers": some})
        }

    def _record(self, plans: Sequence[Row[Any]], **more: Fact) -> None:
        """Write down how these referrals are reminded of from now on; their rows are locked."""
        if not plans:
            return
        at = from_micros(self._connection.execute(select(database_now())).scalar_one())
        facts = {-row.number: {**event_rows.reminder_facts(row), **more} for row in plans}
        event_rows.append_each(self._connection, event_rows.REMIND, at, facts)

    def live(self, after: int, limit: int) -> tuple[DueReminder, ...]:
        found = (
            _WITH_REMINDER.add_columns(_r.remind_at, event_rows.LAST_REMIND.label("told"))
            .where(is_live, _r.number > after)
            .order_by(_r.number)
            .limit(limit)
            .with_for_update()
        )
        return tuple(map(_live, self._connection.execute(found)))


def _reminder(row: Sequence[Any]) -> DueReminder:
    times, last_at, escalated = row[len(FIELDS) :]
    return DueReminder(to_referral(row), times, last_at, escalated)


def _live(row: Row[Any]) -> DueReminder:
    """With until when it is snoozed: its reminder is still the one that a snooze made."""
    at, told = row.remind_at, row.told or {}
    same = at is not None and told.get(event_rows.REMIND_AT) == to_micros(at)
    return replace(_reminder(row[:-2]), snoozed_until=at if same and told.get("snoozed") else None)
