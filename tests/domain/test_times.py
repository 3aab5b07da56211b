"""ISO weeks, zones that change their clocks, months of unequal length, days chosen in a form."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.dates import week_named
from bot.domain.times import (
    Period,
    add_months,
    day_to_instant,
    midnight,
    say_as_of,
    say_day,
    say_days,
    say_instant,
    say_week,
    week_from,
)

LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")
AUCKLAND = ZoneInfo("Pacific/Auckland")
ZONES = (ZoneInfo("UTC"), LONDON, NEW_YORK, AUCKLAND, ZoneInfo("Asia/Kolkata"))


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


WEEKS = [
    # written, first day, the day after its last
    ("2026-W01", date(2025, 12, 29), date(2026, 1, 5)),
    ("2026-W46", date(2026, 11, 9), date(2026, 11, 16)),
    ("2026-W53", date(2026, 12, 28), date(2027, 1, 4)),
    ("2020-W53", date(2020, 12, 28), date(2021, 1, 4)),
    ("2027-W01", date(2027, 1, 4), date(2027, 1, 11)),
    ("2024-W01", date(2024, 1, 1), date(2024, 1, 8)),
]


@pytest.mark.parametrize(("written", "first", "after"), WEEKS)
def test_iso_weeks(written: str, first: date, after: date) -> None:
    week = week_named(written, first).period(LONDON)
    assert week == Period(midnight(first, LONDON), midnight(after, LONDON))
    assert say_week(week, LONDON) == written
    assert week_from(first, LONDON) == week


@pytest.mark.parametrize(
    ("monday", "hours"),
    [
        (date(2026, 3, 16), 168),
        (date(2026, 3, 23), 167),  # the clocks go forward on 29 March
        (date(2026, 10, 19), 169),  # and back on 25 October
    ],
)
def test_a_week_in_which_the_clocks_change(monday: date, hours: int) -> None:
    week = week_from(monday, LONDON)
    assert (week.end - week.start) == timedelta(hours=hours)


def test_a_week_begins_at_midnight_of_its_own_zone() -> None:
    monday = date(2026, 7, 6)
    assert week_from(monday, LONDON).start == utc(2026, 7, 5, 23)
    assert week_from(monday, NEW_YORK).start == utc(2026, 7, 6, 4)


def test_a_period_has_its_start_and_not_its_end() -> None:
    period = Period(utc(2026, 1, 1), utc(2026, 1, 2))
    assert utc(2026, 1, 1) in period
    assert utc(2026, 1, 2) not in period


@given(st.dates(date(1975, 1, 1), date(2100, 1, 1)), st.sampled_from(ZONES))
@settings(max_examples=100)
def test_every_day_is_in_its_week_and_weeks_touch(day: date, zone: ZoneInfo) -> None:
    monday = day - timedelta(days=day.weekday())
    week = week_from(monday, zone)
    assert midnight(day, zone) in week
    assert week_from(monday + timedelta(days=7), zone).start == week.end
    assert week_named(say_week(week, zone), day).period(zone) == week


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (utc(2026, 1, 15), 6, utc(2026, 7, 15)),
        (utc(2026, 8, 31), 6, utc(2027, 2, 28)),
        (utc(2027, 8, 31), 6, utc(2028, 2, 29)),
        (utc(2026, 12, 31), 1, utc(2027, 1, 31)),
        (utc(2026, 1, 31), 1, utc(2026, 2, 28)),
        (utc(2024, 2, 29), 12, utc(2025, 2, 28)),
        (utc(2026, 3, 10, 9, 5), 0, utc(2026, 3, 10, 9, 5)),
        (utc(2026, 11, 30), 120, utc(2036, 11, 30)),
    ],
)
def test_months_on(start: datetime, months: int, end: datetime) -> None:
    assert add_months(start, months) == end


def test_what_people_read() -> None:
    assert say_day(date(2026, 3, 3)) == "3 March 2026"
    assert say_instant(utc(2026, 7, 3, 8, 12), LONDON) == "3 July 2026, 09:12"
    assert say_instant(utc(2026, 12, 31, 23, 5), AUCKLAND) == "1 January 2027, 12:05"
    assert [say_days(n) for n in (0, 1, 2, 1200)] == ["0 days", "1 day", "2 days", "1,200 days"]


NOW = utc(2026, 3, 29, 10)  # the day on which London's clocks went forward
DAYS = [
    # chosen, not before, the instant
    (date(2026, 3, 27), utc(2026, 3, 1), utc(2026, 3, 27, 12)),  # noon, GMT
    (date(2026, 3, 29), utc(2026, 3, 1), NOW),  # today: now, not noon
    (date(2026, 3, 28), utc(2026, 3, 28, 15), utc(2026, 3, 28, 15)),  # after the step before
    (date(2026, 3, 28), utc(2026, 3, 28, 9), utc(2026, 3, 28, 12)),
    (date(2026, 3, 30), utc(2026, 3, 1), utc(2026, 3, 30, 11)),  # tomorrow, BST: to be refused
    (date(2026, 3, 20), utc(2026, 3, 28), utc(2026, 3, 20, 12)),  # too early: to be refused
]


@pytest.mark.parametrize(("day", "not_before", "instant"), DAYS)
def test_a_day_chosen_in_a_form(day: date, not_before: datetime, instant: datetime) -> None:
    assert day_to_instant(day, LONDON, NOW, not_before) == instant


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
    st.integers(0, 90 * 24 * 60),
    st.integers(0, 90),
    st.sampled_from(ZONES),
)
@settings(max_examples=200)
def test_a_chosen_day_stands_on_that_day_and_in_order(
    naive: datetime, minutes: int, back: int, zone: ZoneInfo
) -> None:
    now = naive.replace(tzinfo=UTC)
    step_before = now - timedelta(minutes=minutes)
    day = now.astimezone(zone).date() - timedelta(days=back)
    instant = day_to_instant(day, zone, now, step_before)
    assert instant.astimezone(zone).date() == day
    assert instant <= now
    if day >= step_before.astimezone(zone).date():
        assert instant >= step_before


def test_as_of_a_midnight_is_the_end_of_the_day_before() -> None:
    assert say_as_of(utc(2026, 10, 1, 22, 59), LONDON) == "1 October 2026, 23:59"
    assert say_as_of(utc(2026, 10, 1, 23), LONDON) == "the end of 1 October 2026"
    assert say_as_of(utc(2027, 1, 1), LONDON) == "the end of 31 December 2026"
