"""Days, weeks and zones: what people write and read, made from and into aware instants."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.sentences import periods
from bot.sentences.counting import plural

D = TypeVar("D", bound=date)
_MONTHS = "January February March April May June July August September October November December"
MONTHS = tuple(_MONTHS.split())
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` (included) to `end` (excluded), both aware."""

    start: datetime
    end: datetime

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end


def add_months(instant: D, months: int) -> D:
    """The same day so many months on; the month's last day where it has no such day."""
    month = instant.month - 1 + months
    year, month = instant.year + month // 12, month % 12 + 1
    return instant.replace(
        year=year, month=month, day=min(instant.day, calendar.monthrange(year, month)[1])
    )


def say_day(instant: datetime | date) -> str:
    """`3 March 2026`, in the instant's own zone."""
    return f"{instant.day} {MONTHS[instant.month - 1]} {instant.year}"


def say_span(first: date, last: date) -> str:
    """`9 to 15 November 2026`, `30 June to 29 November 2026`, `3 March 2026`: both are in it."""
    if first == last:
        return say_day(first)
    if first.year != last.year:
        return f"{say_day(first)} to {say_day(last)}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month - 1]} to {say_day(last)}"
    return f"{first.day} to {say_day(last)}"


def say_instant(instant: datetime, zone: ZoneInfo) -> str:
    """`3 March 2026, 09:12`, in the given zone."""
    local = instant.astimezone(zone)
    return f"{say_day(local)}, {local:%H:%M}"


def say_as_of(instant: datetime, zone: ZoneInfo) -> str:
    """`3 March 2026, 09:12`; a midnight is the end of the day before: `the end of 2 March 2026`."""
    local = instant.astimezone(zone)
    if local.time() == time.min:
        return periods.end_of(say_day(local - timedelta(microseconds=1)))
    return say_instant(instant, zone)


def say_days(days: int) -> str:
    """`1 day`, `12 days`."""
    return plural(days, "day")


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which that day begins in the zone."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def week_from(monday: date, zone: ZoneInfo) -> Period:
    """The ISO week that begins on this Monday."""
    return Period(midnight(monday, zone), midnight(monday + timedelta(days=7), zone))


def say_week(week: Period, zone: ZoneInfo) -> str:
    """`2026-W46`."""
    year, number, _ = week.start.astimezone(zone).isocalendar()
    return f"{year}-W{number:02d}"


def day_to_instant(day: date, zone: ZoneInfo, now: datetime, not_before: datetime) -> datetime:
    """The instant that stands for a day somebody chose in a form, in UTC.

    Noon of that day in the zone; moved to `now` or `not_before` where these are on the same day,
    so that "today" is never in the future and never before the step it follows.
    """
    noon = datetime.combine(day, time(12), zone)
    if now.astimezone(zone).date() == day:
        noon = now
    if not_before.astimezone(zone).date() == day:
        noon = max(noon, not_before)
    return noon.astimezone(UTC)
