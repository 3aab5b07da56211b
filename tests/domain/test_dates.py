"""Days, weeks, months, quarters and years as people write them: one table for all who read them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dates import Days, Order, read_days, read_period, week_named, whole_date
from bot.domain.errors import BadAnswer
from bot.domain.times import MONTHS
from bot.sentences import periods

TODAY = date(2026, 11, 18)  # a Wednesday


def days(first: str, last: str = "") -> Days:
    return Days(date.fromisoformat(first), date.fromisoformat(last or first))


READ = {
    "2026-03-01": days("2026-03-01"),
    "2026/3/1": days("2026-03-01"),
    "20260301": days("2026-03-01"),
    "1.3.26": days("2026-03-01"),
    "1.3.2026": days("2026-03-01"),
    "31/12/2025": days("2025-12-31"),
    "12/31/2025": days("2025-12-31"),
    "31-12-25": days("2025-12-31"),
    "5/5/2026": days("2026-05-05"),
    "1 March": days("2026-03-01"),
    "1. März": days("2026-03-01"),
    "1er mars": days("2026-03-01"),
    "1st mar 2025": days("2025-03-01"),
    "1st of March 2025": days("2025-03-01"),
    "March 1": days("2026-03-01"),
    "march 1, 2024": days("2024-03-01"),
    "1.3.": days("2026-03-01"),
    "Sunday 1 March 2026": days("2026-03-01"),
    "25 December": days("2025-12-25"),
    "29 February": days("2024-02-29"),
    "29 Feb 2024": days("2024-02-29"),
    "monday": days("2026-11-16"),
    "wednesday": days("2026-11-18"),
    "last wednesday": days("2026-11-11"),
    "on fri": days("2026-11-13"),
    "today": days("2026-11-18"),
    "yesterday": days("2026-11-17"),
    "tomorrow": days("2026-11-19"),
    "30d": days("2026-10-19"),
    "30 days": days("2026-10-19"),
    "30 days ago": days("2026-10-19"),
    "a week ago": days("2026-11-11"),
    "3 weeks ago": days("2026-10-28"),
    "6 months ago": days("2026-05-18"),
    "1 year ago": days("2025-11-18"),
    "last 30 days": days("2026-10-20", "2026-11-18"),
    "the past 2 weeks": days("2026-11-05", "2026-11-18"),
    "this week": days("2026-11-16", "2026-11-22"),
    "last week": days("2026-11-09", "2026-11-15"),
    "2026-W46": days("2026-11-09", "2026-11-15"),
    "2026w1": days("2025-12-29", "2026-01-04"),
    "week 46": days("2026-11-09", "2026-11-15"),
    "Week 46 of 2026": days("2026-11-09", "2026-11-15"),
    "KW 46/2026": days("2026-11-09", "2026-11-15"),
    "2020-W53": days("2020-12-28", "2021-01-03"),
    "W53": days("2020-12-28", "2021-01-03"),
    "2026-W53": days("2026-12-28", "2027-01-03"),
    "2026-09": days("2026-09-01", "2026-09-30"),
    "09/2026": days("2026-09-01", "2026-09-30"),
    "2024-02": days("2024-02-01", "2024-02-29"),
    "2100-02": days("2100-02-01", "2100-02-28"),
    "September": days("2026-09-01", "2026-09-30"),
    "sept": days("2026-09-01", "2026-09-30"),
    "September 2026": days("2026-09-01", "2026-09-30"),
    "Okt 2026": days("2026-10-01", "2026-10-31"),
    "août": days("2026-08-01", "2026-08-31"),
    "Dez. 2016": days("2016-12-01", "2016-12-31"),
    "november": days("2026-11-01", "2026-11-30"),
    "december": days("2025-12-01", "2025-12-31"),
    "last month": days("2026-10-01", "2026-10-31"),
    "Q3": days("2026-07-01", "2026-09-30"),
    "Q4": days("2026-10-01", "2026-12-31"),
    "2026-Q3": days("2026-07-01", "2026-09-30"),
    "Q3 2026": days("2026-07-01", "2026-09-30"),
    "q3/2026": days("2026-07-01", "2026-09-30"),
    "H1 2026": days("2026-01-01", "2026-06-30"),
    "last quarter": days("2026-07-01", "2026-09-30"),
    "this quarter": days("2026-10-01", "2026-12-31"),
    "2016": days("2016-01-01", "2016-12-31"),
    "last year": days("2025-01-01", "2025-12-31"),
}


@pytest.mark.parametrize(("text", "found"), READ.items())
def test_what_people_write_has_a_first_and_a_last_day(text: str, found: Days) -> None:
    assert read_days(text, TODAY) == found


@pytest.mark.parametrize(
    ("today", "text", "found"),
    [
        (date(2026, 1, 1), "last week", days("2025-12-22", "2025-12-28")),
        (date(2026, 1, 1), "last month", days("2025-12-01", "2025-12-31")),
        (date(2026, 1, 1), "last quarter", days("2025-10-01", "2025-12-31")),
        (date(2026, 12, 31), "W53", days("2026-12-28", "2027-01-03")),
        (date(2028, 2, 29), "1 year ago", days("2027-02-28")),
        (date(2028, 2, 29), "29 February", days("2028-02-29")),
        (date(2026, 5, 31), "3 months ago", days("2026-02-28")),
        (date(2025, 12, 30), "w1", days("2025-12-29", "2026-01-04")),
    ],
)
def test_at_the_turns_of_years_and_months(today: date, text: str, found: Days) -> None:
    assert read_days(text, today) == found


NO_DAYS = (
    *("", "soon", "31 February", "29/02/2026", "2026-13-01", "0 March", "maybe 3", "2026-W54"),
    *("2025-W53", "2026-00", "2026-Q5", "H3", "9999", "ju", "202611", "12", "99999 days", "1/3"),
    *("2026-11-14 09:30", "x" * 500),
)


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_no_day_is_refused_with_how_to_write_it(text: str) -> None:
    with pytest.raises(BadAnswer) as refused:
        read_days(text, TODAY)
    assert refused.value.sentence == periods.not_a_date(text[:40])
    assert "2026-W09, March 2026, 2026-Q1" in refused.value.sentence


@pytest.mark.parametrize("text", ["3/4/2026", "03-04-26", "3/4/26"])
def test_what_may_be_two_days_is_refused_with_both(text: str) -> None:
    with pytest.raises(BadAnswer) as refused:
        read_days(text, TODAY)
    assert refused.value.sentence == (
        f"“{text}” may be 3 April 2026 or 4 March 2026. Write 2026-04-03 or 2026-03-04."
    )


def test_a_file_that_shows_its_order_is_read_by_it() -> None:
    assert whole_date("3/4/2026", Order.DMY) == date(2026, 4, 3)
    assert whole_date("3/4/2026", Order.MDY) == date(2026, 3, 4)
    assert whole_date("March", None) is None


def test_thirty_days_are_a_period_where_one_is_asked_for() -> None:
    assert read_period("30 days", TODAY) == read_days("last 30 days", TODAY)
    assert read_period("30d", TODAY) == read_days("last 30 days", TODAY)
    assert read_period("Q3", TODAY) == read_days("Q3", TODAY)


DAYS = st.dates(date(1980, 1, 1), date(2090, 12, 31))
DAY_SPELLINGS = (
    "{day:%Y-%m-%d}",
    "{day:%Y/%m/%d}",
    "{day:%Y%m%d}",
    "{day:%d.%m.%Y}",
    "{day.day} {month} {day.year}",
    "{day.day}. {short} {day.year}",
    "{month} {day.day}, {day.year}",
    "{short} {day.day}th {day.year}",
    "{day:%A}, {day.day} {month} {day.year}",
)
MONTH_SPELLINGS = ("{day:%Y-%m}", "{day:%m/%Y}", "{month} {day.year}", "{short} {day.year}")
WEEK_SPELLINGS = ("{y}-W{w:02d}", "{y}w{w}", "week {w} of {y}", "W{w} {y}", "{y}-W{w}")
QUARTER_SPELLINGS = ("{day.year}-Q{q}", "Q{q} {day.year}", "q{q}/{day.year}", "{day.year} Q{q}")


@given(DAYS, DAYS)
def test_every_spelling_of_a_period_has_the_same_first_and_last_day(day: date, today: date) -> None:
    year, week, _ = day.isocalendar()
    said = {
        "day": day,
        "month": MONTHS[day.month - 1],
        "short": MONTHS[day.month - 1][:3],
        "y": year,
        "w": week,
        "q": (day.month + 2) // 3,
    }
    for spellings in (DAY_SPELLINGS, MONTH_SPELLINGS, WEEK_SPELLINGS, QUARTER_SPELLINGS):
        found = {read_days(one.format(**said), today) for one in spellings}
        assert len(found) == 1
        (period,) = found
        assert period.first <= day <= period.last
    assert read_days(f"{year}-W{week}", today).last - read_days(
        f"{year}-W{week}", today
    ).first == timedelta(days=6)


@given(DAYS)
def test_this_and_last_touch_and_without_a_year_it_is_the_latest(today: date) -> None:
    for unit in ("week", "month", "quarter", "year"):
        this, last = read_days(f"this {unit}", today), read_days(f"last {unit}", today)
        assert this.first <= today <= this.last
        assert last.last + timedelta(days=1) == this.first
    for text in ("Q2", "W7", "W53", "march", "29 February", "25.12."):
        found = read_days(text, today)
        assert found.first <= today


@given(st.text(max_size=40), DAYS)
def test_any_text_is_read_or_refused(text: str, today: date) -> None:
    with suppress(BadAnswer):
        found = read_days(text, today)
        assert found.first <= found.last


@pytest.mark.parametrize("text", ["2026-W46", "week 46", "last week", " 2026W46 "])
def test_a_week_is_named(text: str) -> None:
    assert week_named(text, TODAY) == days("2026-11-09", "2026-11-15")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", periods.not_a_week("")),
        ("2026-11", periods.not_a_week("2026-11")),
        ("2026-46", periods.not_a_week("2026-46")),
        ("2026-11-09", periods.not_a_week("2026-11-09")),
        ("2026-W00", "2026 has no week 00."),
        ("2025-W53", "2025 has no week 53."),
        ("0000-W01", "0000 has no week 01."),
        ("9999-W52", "9999 has no week 52."),
        ("x" * 500, periods.not_a_week("x" * 40)),
    ],
)
def test_what_is_no_week(text: str, sentence: str) -> None:
    with pytest.raises(BadAnswer) as refused:
        week_named(text, TODAY)
    assert (refused.value.sentence, refused.value.field) == (sentence, "week")
