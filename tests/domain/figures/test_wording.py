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
from bot.domain.figures.wording import Names, read_query

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)  # a Wednesday
NAMES = Names(
    {"facebook": "facebook", "fb": "facebook", "youtube": "youtube", "yt": "youtube"}
    | {"video site": "v"},
    {"crossing": "crossing", "offer of crossing": "crossing", "documents": "documents"}
    | {"boats, small and large": "b"},
    {"linkedin": "linkedin"},
    {"meta": "Meta", "google": "Google"},
    {"Meta": frozenset({"facebook", "threads"}), "Google": frozenset({"youtube"})},
)
META = ("facebook", "threads")
ALL = ("facebook", "threads", "youtube")


def read(text: str) -> FigureQuery:
    return read_query(text, NAMES, LONDON, NOW)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-03-05", date(2026, 3, 5), date(2026, 3, 5)),
        ("2026-09", date(2026, 9, 1), date(2026, 9, 30)),
        ("September", date(2026, 9, 1), date(2026, 9, 30)),
        ("2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("2026-W46", date(2026, 11, 9), date(2026, 11, 15)),
        ("Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("last month", date(2026, 10, 1), date(2026, 10, 31)),
        ("March 1, 2026", date(2026, 3, 1), date(2026, 3, 1)),
        ("1.3.26", date(2026, 3, 1), date(2026, 3, 1)),
        ("30 days ago", date(2026, 10, 19), date(2026, 10, 19)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, first: date, last: date) -> None:
    end = datetime.combine(last + timedelta(days=1), time.min, LONDON)
    start = datetime.combine(first, time.min, LONDON)
    assert read(f"until {text}").until == end
    assert read(f"as of {text}").as_of == min(end, NOW)
    assert read(f"since {text}").since == start
    if not text.endswith("ago"):
        for words in (text, f"in {text}", f"platform fb {text}" if text == "last month" else text):
            found = read(words)
            assert (found.since, found.until) == (start, end)


def test_a_whole_question() -> None:
    found = read("since 1 March until 31 may platform fb category Offer of crossing")
    assert found == FigureQuery(
        since=datetime(2026, 3, 1, tzinfo=UTC),
        until=datetime(2026, 5, 31, 23, tzinfo=UTC),  # the end of that day in London
        platforms=("facebook",),
        categories=("crossing",),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", FigureQuery()),
        ("platform face", FigureQuery(platforms=("facebook",))),
        ("Platform: Video Site", FigureQuery(platforms=("v",))),
        ("platform facebook, youtube", FigureQuery(platforms=("facebook", "youtube"))),
        ("platforms fb and yout", FigureQuery(platforms=("facebook", "youtube"))),
        ("platform facebook youtube facebook", FigureQuery(platforms=("facebook", "youtube"))),
        ("platform fb platform yt", FigureQuery(platforms=("facebook", "youtube"))),
        ("platform Video Site, fb", FigureQuery(platforms=("v", "facebook"))),
        ("category documents; Boats, small and large", FigureQuery(categories=("documents", "b"))),
        ("platform LinkedIn, fb", FigureQuery(platforms=("linkedin", "facebook"))),
        ("provider meta", FigureQuery(platforms=META, providers=("Meta",))),
        ("company Meta and Google", FigureQuery(platforms=ALL, providers=("Meta", "Google"))),
        ("provider meta platform facebook", FigureQuery(platforms=("facebook",))),
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
        ("platform facebook platform", "Say what follows “platform”"),
        ("platform linked", "“linked” isn't one of the platforms. Choose: facebook, v, youtube."),
        ("provider acme", "“acme” isn't one of the providers. Choose: Google, Meta."),
        ("provider google platform fb", "“fb” isn't of Google. Choose one of its platforms"),
        ("last week last month", "“last month” is not understood"),
        ("Q3 since May until June", "Say either “Q3” or since and until, not both."),
        ("as of 2027", "“As of” 1 January 2027: what will be known then nobody knows yet."),
        ("since 3/4/2026", "may be 3 April 2026 or 4 March 2026. Write 2026-04-03 or 2026-03-04."),
        ("since monday since friday", "“since” appears twice"),
        ("platform myspace", "“myspace” isn't one of the platforms. Choose: facebook, v, youtube."),
        ("confidence sure", "Choose: low, medium, high, certain, not stated"),
        ("since tomorrow", "19 November 2026 is in the future. Choose a first day that has begun."),
        ("since 2027-01-01", "in the future"),
        ("since friday until monday 2", "a date I understand"),
        ("since 2026-05-01 until 2026-04-01", "That period ends before it begins"),
        ("since 2026-05 until 2026-04", "begins: from 1 May 2026 to 30 April 2026."),
        ("since q3 2026 until q2 2026", "That period ends before it begins"),
        ("last week until 1 March", "That period ends before it begins"),
        ("since 2026-05 as of 2026-04", "begins on 1 May 2026, after its “as of”, 30 April 2026"),
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
