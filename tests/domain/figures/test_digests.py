"""Which period a digest is about, and when it is due: any zone, both changes of the clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.figures.digest import TrendPoint
from bot.domain.figures.digests import Span, differences, due_span, earlier, say_period, span_of
from bot.domain.times import WEEKDAYS

LONDON = ZoneInfo("Europe/London")
ZONES = ("Europe/London", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland", "UTC")


def due(
    now: datetime, zone: ZoneInfo = LONDON, weekday: str = "monday", at: time = time(9)
) -> tuple[Span, datetime]:
    return due_span(now, zone, weekday=weekday, at=at, unit="week", since=None)


def test_a_week_is_due_on_the_monday_after_it() -> None:
    span, at = due(datetime(2026, 11, 16, 9, tzinfo=UTC))
    assert (span.key, span.name) == ("2026-W46", "Week 46 of 2026")
    assert at == datetime(2026, 11, 16, 9, tzinfo=UTC)
    assert say_period(span.whole, LONDON) == "9 to 15 November 2026"
    before, _ = due(datetime(2026, 11, 16, 8, 59, tzinfo=UTC))
    assert before.key == "2026-W45"


def test_a_digest_on_friday_is_about_the_week_before() -> None:
    span, at = due(datetime(2026, 11, 20, 17, tzinfo=UTC), weekday="friday", at=time(16, 30))
    assert span.key == "2026-W46"
    assert at == datetime(2026, 11, 20, 16, 30, tzinfo=UTC)


def test_the_year_turns() -> None:
    span, _ = due(datetime(2027, 1, 4, 9, tzinfo=UTC))
    assert (span.key, say_period(span.whole, LONDON)) == (
        "2026-W53",
        "28 December 2026 to 3 January 2027",
    )


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 167), (date(2026, 10, 25), 169), (date(2026, 6, 1), 168)],
)
def test_weeks_in_which_the_clocks_change(day: date, hours: int) -> None:
    span = span_of(day, LONDON, "week", None)
    assert span.whole.end - span.whole.start == timedelta(hours=hours)


def test_months_and_since() -> None:
    month = span_of(date(2026, 2, 14), LONDON, "month", None)
    assert (month.key, month.name) == ("2026-02", "February 2026")
    assert say_period(month.whole, LONDON) == "1 to 28 February 2026"
    assert say_period(earlier(month, 2), LONDON) == "1 to 31 December 2025"
    since = span_of(date(2026, 11, 15), LONDON, "week", date(2016, 12, 1))
    assert (since.key, since.name, since.since) == ("2026-W46+", "Since 1 December 2016", True)
    assert since.last == span_of(date(2026, 11, 15), LONDON, "week", None).last
    assert not span_of(date(2026, 11, 15), LONDON, "week", date(2026, 11, 20)).since


@given(
    st.integers(0, 10 * 365 * 86_400),
    st.sampled_from(ZONES),
    st.sampled_from(WEEKDAYS),
    st.times(),
    st.sampled_from(["week", "month"]),
)
def test_what_is_due_has_ended_and_the_next_is_not_due_yet(
    seconds: int, name: str, weekday: str, at: time, unit: str
) -> None:
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    zone = ZoneInfo(name)
    plan = {"weekday": weekday, "at": at.replace(second=0, microsecond=0), "since": None}
    span, when = due_span(now, zone, unit=unit, **plan)  # type: ignore[arg-type]
    assert span.whole.end <= when <= now
    assert WEEKDAYS[when.astimezone(zone).weekday()] == weekday or at < time(3)
    longest = timedelta(days=7 if unit == "week" else 31) + timedelta(days=7, hours=2)
    assert now - when < longest
    later, _ = due_span(now + longest, zone, unit=unit, **plan)  # type: ignore[arg-type]
    assert later.whole.start >= span.whole.end


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sampled_from(ZONES))
def test_periods_follow_one_another_without_a_gap(day: date, name: str) -> None:
    for unit in ("week", "month"):
        span = span_of(day, ZoneInfo(name), unit, None)
        periods = [*(earlier(span, n) for n in range(14, 0, -1)), span.last]
        for one, following in pairwise(periods):
            assert one.end == following.start


def test_what_an_earlier_digest_said_is_compared_week_by_week() -> None:
    day = datetime(2026, 11, 9, tzinfo=UTC)
    said = [TrendPoint(f"W{n}", "", day, day, n, 10) for n in range(1, 5)]
    now = [TrendPoint(f"W{n}", "", day, day, n, 10) for n in range(2, 6)]
    assert differences(said, now) == ()
    now[1] = replace(now[1], decided=11)
    assert [then.period for then, _ in differences(said, now)] == ["W3"]
