"""`/referrals stats …` as people write it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadAnswer
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.wording import Names, read_day, read_query

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)  # a Wednesday
TODAY = date(2026, 11, 18)
NAMES = Names(
    {"facebook": "facebook", "fb": "facebook", "youtube": "youtube", "video site": "v"},
    {"crossing": "crossing", "offer of crossing": "crossing", "documents": "documents"},
)


def read(text: str) -> FigureQuery:
    return read_query(text, NAMES, LONDON, NOW)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026-03", date(2026, 3, 1)),
        ("2016", date(2016, 1, 1)),
        ("1 March", date(2026, 3, 1)),
        ("1st mar 2025", date(2025, 3, 1)),
        ("March 1", date(2026, 3, 1)),
        ("march 1 2024", date(2024, 3, 1)),
        ("Dec 2016", date(2016, 12, 1)),
        ("december", date(2025, 12, 1)),  # the latest that is not in the future
        ("25 December", date(2025, 12, 25)),
        ("monday", date(2026, 11, 16)),
        ("wednesday", TODAY),
        ("last wednesday", date(2026, 11, 11)),
        ("fri", date(2026, 11, 13)),
        ("today", TODAY),
        ("yesterday", date(2026, 11, 17)),
        ("last month", date(2026, 10, 1)),
        ("last week", date(2026, 11, 9)),
        ("this year", date(2026, 1, 1)),
        ("3 weeks ago", date(2026, 10, 28)),
    ],
)
def test_days_as_people_write_them(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-03-05", date(2026, 3, 5), date(2026, 3, 5)),
        ("2026-09", date(2026, 9, 1), date(2026, 9, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("september", date(2026, 9, 1), date(2026, 9, 30)),
        ("Dec 2016", date(2016, 12, 1), date(2016, 12, 31)),
        ("december", date(2025, 12, 1), date(2025, 12, 31)),
        ("2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("2026-W46", date(2026, 11, 9), date(2026, 11, 15)),
        ("2026w1", date(2025, 12, 29), date(2026, 1, 4)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("q1 2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("this quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("last quarter", date(2026, 7, 1), date(2026, 9, 30)),
        ("last month", date(2026, 10, 1), date(2026, 10, 31)),
        ("last week", date(2026, 11, 9), date(2026, 11, 15)),
        ("last year", date(2025, 1, 1), date(2025, 12, 31)),
        ("yesterday", date(2026, 11, 17), date(2026, 11, 17)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, first: date, last: date) -> None:
    assert (read_day(text, TODAY), read_day(text, TODAY, last=True)) == (first, last)
    end = datetime.combine(last + timedelta(days=1), time.min, LONDON)
    assert read(f"until {text}").until == end
    assert read(f"as of {text}").as_of == min(end, NOW)
    assert read(f"since {text}").since == datetime.combine(first, time.min, LONDON)


@pytest.mark.parametrize("text", ["", "soon", "31 February", "2026-13-01", "0 March", "maybe 3"])
def test_what_is_no_day_is_said_to_be_none(text: str) -> None:
    with pytest.raises(BadAnswer, match=r"a date I understand. Accepted: since DATE"):
        read_day(text, TODAY)


def test_a_whole_question() -> None:
    found = read("since 1 March until 31 may platform fb category Offer of crossing")
    assert found == FigureQuery(
        since=datetime(2026, 3, 1, tzinfo=UTC),
        until=datetime(2026, 5, 31, 23, tzinfo=UTC),  # the end of that day in London
        platform="facebook",
        category="crossing",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", FigureQuery()),
        ("platform face", FigureQuery(platform="facebook")),
        ("Platform: Video Site", FigureQuery(platform="v")),
        ("confidence certain", FigureQuery(confidence="certain")),
        ("confidence not stated", FigureQuery(confidence="not stated")),
        (
            "last week",
            FigureQuery(datetime(2026, 11, 9, tzinfo=UTC), datetime(2026, 11, 16, tzinfo=UTC)),
        ),
        ("since 2016-12-01", FigureQuery(since=datetime(2016, 12, 1, tzinfo=UTC))),
        ("since last month", FigureQuery(since=datetime(2026, 9, 30, 23, tzinfo=UTC))),
        ("as of 2026-01-01", FigureQuery(as_of=datetime(2026, 1, 2, tzinfo=UTC))),
    ],
)
def test_what_is_understood(text: str, expected: FigureQuery) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("facebook", "“facebook” is not understood. Accepted: since DATE"),
        ("since", "Say what follows “since”"),
        ("since monday since friday", "“since” stands twice"),
        ("platform myspace", "“myspace” isn't one of the platforms. Choose: facebook, v, youtube."),
        ("confidence sure", "Choose: low, medium, high, certain, not stated"),
        ("since tomorrow", "a date I understand"),
        ("since 2027-01-01", "in the future"),
        ("since friday until monday 2", "a date I understand"),
        ("since 2026-05-01 until 2026-04-01", "That period ends before it begins"),
        ("since 2026-05 until 2026-04", "That period ends before it begins"),
        ("since q3 2026 until q2 2026", "That period ends before it begins"),
        ("last week until 1 March", "That period ends before it begins"),
        ("since 2026-05 as of 2026-04", "That period had not begun at its “as of”"),
        ("until 9999", "a date I understand"),
        ("until 2026-W54", "a date I understand"),
        ("until 2026-00", "a date I understand"),
        ("until 2026-Q5", "a date I understand"),
    ],
)
def test_what_is_not_understood_is_named(text: str, sentence: str) -> None:
    with pytest.raises(BadAnswer) as refused:
        read(text)
    assert sentence in refused.value.sentence


@given(st.text(max_size=80))
def test_any_text_is_understood_or_refused(text: str) -> None:
    with suppress(BadAnswer):
        read(text)
