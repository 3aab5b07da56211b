"""Digests of any data: within Slack's limits, complete as plain text, every rate with its fraction."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import Config
from bot.domain.figures.comparisons import Change
from bot.domain.figures.days import Times
from bot.domain.figures.digest import Digest
from bot.domain.figures.digests import Figured, digest_of, earlier, span_of
from bot.domain.figures.joined import NewCase, NewlyJoined, NewShared
from bot.domain.figures.rates import NOTHING_REFERRED, Rate
from bot.domain.figures.statistics import (
    Counts,
    Decided,
    Flow,
    Happened,
    Overdue,
    Reversals,
    Unanswered,
)
from bot.domain.lifecycle.referral import NOTHING_SEEN
from handlers.messages.figures.digest import digest_as_text, digest_post
from handlers.messages.figures.digest_lines import MOST_PLATFORMS, overall
from handlers.messages.kit.kit import Press
from handlers.workspace.blockkit.limits import problems_in_blocks

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
CONFIG = Config()
MADE = Press(12, "0" * 20, NOTHING_SEEN)
Unit = Literal["week", "month"]
UNITS: tuple[Unit, ...] = ("week", "month")
LONGEST_TEXT = 40_000
NASTY = (
    "<!channel>",
    "&<>",
    "*_~`",
    "متصفح" * 8,
    "偷渡" * 30,
    "🚤" * 40,
    "x" * 200,
    "\u202eabc",
    "",
)

counts = st.integers(0, 1_000_000)
names = st.one_of(st.sampled_from(NASTY), st.text(max_size=60))


@st.composite
def figured(draw: st.DrawFn) -> tuple[Figured, Unit]:
    """Any figures: up to 90 platforms, named in any script."""
    platforms = draw(st.lists(names, max_size=12, unique=True))
    platforms += [f"متصفح {n}" for n in range(draw(st.sampled_from([0, 0, 60, 78])))]
    happened = {
        one: Happened(*(draw(counts) for _ in range(6))) for one in platforms if draw(st.booleans())
    }
    totals = {one: Counts(*(draw(counts) for _ in range(5))) for one in platforms}
    unit: Unit = draw(st.sampled_from(UNITS))
    span = span_of(date(2026, 11, 10), ZoneInfo("Europe/London"), unit, None)
    points = [Decided(rejected := draw(st.integers(0, 99)), rejected + draw(st.integers(0, 99)))]
    points *= 12
    if draw(st.booleans()):
        points[draw(st.integers(0, 11))] = Decided()
    periods = [earlier(span, times) for times in range(11, 0, -1)] + [span.last]
    late = draw(st.integers(0, 5_000))
    long_ago = NOW - timedelta(days=4_000)
    made = Figured(
        flow=Flow(
            by_platform=happened,
            pages={"flagged": 1},
            certain=draw(counts),
            high=draw(counts),
            days={one: {draw(st.integers(0, 4_000)): 3} for one in happened},
            gone_before=draw(counts),
            reversals=Reversals(*(draw(counts) for _ in range(5))),
        ),
        before=draw(st.sampled_from([Decided(), points[0]])),
        trend=list(zip(periods, points, strict=True)),
        totals=totals,
        overdue=Overdue(
            dict.fromkeys(platforms[:1], late),
            tuple(
                Unanswered(n, platforms[0], long_ago.date(), "UTC")
                for n in range(3)
                if platforms and late
            ),
        ),
        changes=[Change(one, Rate(14, 20), Rate(31, 100), 0.001) for one in platforms[:5]],
        first_at=draw(st.sampled_from([None, long_ago])),
        in_time={one: Rate(3, 4, NOTHING_REFERRED) for one in ("", *platforms[:1])},
        times=Times({3: draw(counts)}, {1: draw(counts)}, {("Asia/Tokyo", long_ago.date()): 2}),
    )
    return made, unit


def digest_from(made: Figured, unit: Unit, team: str) -> Digest:
    """As `bot.actions.figures.digest` makes it, with what only the team knows."""
    span = span_of(date(2026, 11, 10), ZoneInfo("Europe/London"), unit, None)
    limits = dict.fromkeys(made.overdue.by_platform, 7)
    return replace(digest_of(span, made, NOW, limits), team=team, channel="C1")


@settings(max_examples=60)
@given(made=figured(), team=names)
def test_any_digest_is_within_slacks_limits_and_complete_as_text(
    made: tuple[Figured, Unit], team: str
) -> None:
    data = digest_from(*made, team)
    assert Digest.from_json(json.loads(json.dumps(data.to_json()))) == data
    drawn, plain = digest_post(data, CONFIG, MADE), digest_as_text(data, CONFIG)
    assert problems_in_blocks(list(drawn.blocks)) == []
    for text in (drawn.text, plain.text):
        assert 0 < len(text) <= LONGEST_TEXT
        assert "<!channel>" not in text
        assert data.dates in text
        assert "as of " in text
    if data.quiet:
        return
    rejected = sum(one.rejected for one in made[0].flow.by_platform.values())
    decided = sum(
        one.closed + one.restricted + one.rejected for one in made[0].flow.by_platform.values()
    )
    if decided:
        assert f"{rejected:,} of {decided:,}" in plain.text
        assert f"{rejected:,} of {decided:,}" in str(drawn.blocks)
    else:
        assert "no decisions" in plain.text
    assert plain.text.count(" waiting now, rejection rate ") == min(
        len(data.platforms), MOST_PLATFORMS
    )
    if data.overdue.total:
        assert f"Overdue: {data.overdue.total:,}" in plain.text


def test_sixty_platforms_and_five_thousand_overdue() -> None:
    platforms = [f"Plattform {n} – “متصفح” <!here> & 偷渡" for n in range(MOST_PLATFORMS)]
    happened = Happened(flagged=900, referred=800, closed=300, rejected=290)
    made = Figured(
        flow=Flow(by_platform=dict.fromkeys(platforms, happened), pages={}, certain=5, high=3),
        before=Decided(485, 1_063),
        trend=[],
        totals=dict.fromkeys(platforms, Counts(waiting=5_000)),
        overdue=Overdue(dict.fromkeys(platforms[:1], 5_000), ()),
        changes=(),
        first_at=NOW,
        times=Times(),
    )
    data = digest_from(made, "week", "Referral desk")
    drawn, plain = digest_post(data, CONFIG, MADE), digest_as_text(data, CONFIG)
    assert problems_in_blocks(list(drawn.blocks)) == []
    assert "*Overdue: 5,000*" in plain.text
    assert plain.text.count("Plattform ") == len(platforms)
    assert "more platforms" not in plain.text


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            Counts(closed=578, rejected=485, waiting=137),
            "45.6% (485 of 1,063) at the latest state; 40.4% to 51.8% once the 137 waiting are decided "
            "(485 of 1,200, 622 of 1,200); a rejection under appeal counts as rejected. Rejected of referred: 40.4% (485 of 1,200).",
        ),
        (
            Counts(closed=2, rejected=1, waiting=1),
            "1 of 3 at the latest state; 1 of 4 to 2 of 4 once the one waiting is decided; a rejection under "
            "appeal counts as rejected. "
            "Rejected of referred: 1 of 4.",
        ),
        (Counts(closed=1), "0 of 1 at the latest state. Rejected of referred: 0 of 1."),
        (Counts(waiting=3), "no decisions yet. Rejected of referred: 0 of 3."),
    ],
)
def test_a_rate_is_said_with_its_fraction_and_bounds(counts: Counts, said: str) -> None:
    assert overall(counts, CONFIG) == f"Rejected of decided: {said}"


def small(unit: Unit = "week", first_at: datetime | None = NOW - timedelta(days=900)) -> Digest:
    """Nothing decided in the period, 95 waiting; one platform's change."""
    span = span_of(date(2026, 10, 14), ZoneInfo("Europe/London"), unit, None)
    made = Figured(
        flow=Flow(by_platform={"facebook": Happened(flagged=2)}),
        before=Decided(),
        trend=[(span.last, Decided(1, 2))],
        totals={"facebook": Counts(closed=39, rejected=13, waiting=95)},
        overdue=Overdue(),
        changes=[Change("facebook", Rate(14, 20), Rate(31, 100), 0.001)],
        first_at=first_at,
        times=Times({2: 30, 9: 22}, {}, {("Europe/London", date(2026, 10, 7)): 95}),
    )
    return digest_of(span, made, NOW, {})


def test_a_month_has_its_capital() -> None:
    assert digest_as_text(small("month"), CONFIG).text.startswith("Digest: October 2026, ")
    assert digest_as_text(small(), CONFIG).text.startswith("Digest: week 42 of 2026, ")


def test_each_sentence_is_of_one_population() -> None:
    text = digest_as_text(small(), CONFIG).text
    assert (
        "*Rejection rate: no decisions in the week*; the week before: no decisions in that" in text
    )
    assert "Time to outcome, of the first decisions in the week: no decisions." in text
    assert (
        "Time to outcome, of all referrals since 30 May 2024: median 2 days, 90% within 9 days, "
        "among 52 decided; 95 still without an answer, the oldest for 40 days; fewer than half have "
        "an answer yet."
    ) in text
    assert "Rejected of decided: 25.0% (13 of 52) at the latest state; " in text
    assert "decisions yet" not in text


def test_records_that_begin_within_the_period_are_said_to() -> None:
    begun = datetime(2026, 10, 14, 9, tzinfo=UTC)
    assert (
        "(records begin on 14 October 2026)" in digest_as_text(small(first_at=begun), CONFIG).text
    )
    assert "records begin" not in digest_as_text(small(), CONFIG).text


NEW_CASES = [
    # how many pages it has, how many were referred, in how many submissions, and what is said of it
    (NewCase(1, 1, 0, 0), "*New case: 1 referral* (R-1), none referred yet."),
    (
        NewCase(4, 31, 30, 1),
        "*New case: 31 referrals* (R-4 and 30 others), 30 referred, in 1 submission.",
    ),
    (
        NewCase(4, 2, 2, 2),
        "*New case: 2 referrals* (R-4 and 1 other), all referred, in 2 submissions.",
    ),
]


@pytest.mark.parametrize(("case", "said"), NEW_CASES)
def test_a_new_case_is_said(case: NewCase, said: str) -> None:
    digest = replace(small(), joined=NewlyJoined((case,)))
    assert said in digest_as_text(digest, CONFIG).text
    assert said in str(digest_post(digest, CONFIG, MADE).blocks)
    assert Digest.from_json(json.loads(json.dumps(digest.to_json()))) == digest


def test_of_many_that_are_new_three_are_said_and_a_week_with_one_is_not_quiet() -> None:
    cases = tuple(NewCase(n, 9, 0, 0) for n in range(1, 6))
    shared = tuple(NewShared("iban", n, 12) for n in range(1, 5))
    text = digest_as_text(replace(small(), joined=NewlyJoined(cases, shared)), CONFIG).text
    assert text.count("New case") == 3
    assert (
        "*New in common: the same bank account on 12 pages* (R-3 and 11 others): "
        "`/referrals network R-3`."
    ) in text
    assert "And 2 more new cases and 1 more number or account in common." in text
    quiet = replace(small(), happened=Happened())
    assert quiet.quiet
    assert not replace(quiet, joined=NewlyJoined(cases)).quiet
