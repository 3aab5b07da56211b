"""Rates, bounds, intervals, percentiles, comparisons: tables, and what holds for all numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import islice
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.figures.comparisons import (
    FALSE_A_YEAR,
    Submission,
    candidates,
    changes,
    level,
    p_value,
    worth_a_look,
)
from bot.domain.figures.days import Times, kaplan_meier_median, percentile
from bot.domain.figures.rates import Rate, rate_from
from bot.domain.figures.statistics import BESIDE, REFERRED, Counts, Decided, Standing, standing
from bot.domain.lifecycle.referral import State
from tests.figures import false_alarms
from tests.harness.without_slack.examples import in_state

NUMBERS = st.integers(0, 10**7)


def test_the_seeds() -> None:
    counts = Counts(closed=578, rejected=485, waiting=137)
    assert counts.referred == 1200
    assert counts.rejection_rate.said == "45.6% (485 of 1,063)"
    assert counts.rejected_of_referred.said == "40.4% (485 of 1,200)"
    assert (counts.lower.said, counts.upper.said) == (
        "40.4% (485 of 1,200)",
        "51.8% (622 of 1,200)",
    )


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"),
    [
        (0, 0, "no decisions yet"),
        (0, 7, "0.0%"),
        (7, 7, "100.0%"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (1, 8, "12.5%"),
        (1, 16, "6.3%"),  # 6.25 exactly: half goes up
        (1, 2000, "0.1%"),  # 0.05 exactly
        (1, 2001, "<0.1%"),
        (1999, 2000, ">99.9%"),  # 99.95 exactly
        (1_000_000_000_000_001, 3_000_000_000_000_000, "33.3%"),
    ],
)
def test_percent_is_rounded_half_up_in_whole_numbers(
    numerator: int, denominator: int, percent: str
) -> None:
    assert Rate(numerator, denominator).percent == percent


def test_a_rate_without_cases_has_no_value_and_no_interval() -> None:
    data = Rate(0, 0).as_data(interval=True)
    assert (data["value"], data["wilson_95"], data["percent"]) == (None, None, "no decisions yet")
    assert rate_from(data) == Rate(0, 0)


@pytest.mark.parametrize(("numerator", "denominator"), [(-1, 2), (3, 2)])
def test_what_is_no_rate_is_refused(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="is no rate"):
        Rate(numerator, denominator)


# R's binom.confint(…, methods="wilson"), as statsmodels' own tests have it
# (statsmodels/stats/tests/results/results_proportion.py).
WILSON = [
    (18, 20, 0.6989663547715128, 0.972133518786232),
    (4, 20, 0.0806576625797981, 0.4160174322518935),
    (4, 200, 0.00780442641634947, 0.05028708690582643),
    (190, 200, 0.910421851861224, 0.972617354399236),
]


@pytest.mark.parametrize(("numerator", "denominator", "low", "high"), WILSON)
def test_wilson_agrees_with_a_published_table(
    numerator: int, denominator: int, low: float, high: float
) -> None:
    assert Rate(numerator, denominator).wilson() == pytest.approx((low, high), abs=1e-9, rel=0)


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [(0, 30, 0.0, 0.11351339), (30, 30, 0.8864866, 1.0), (1, 30, 0.005908590, 0.16670391)],
)
def test_wilson_at_the_ends(numerator: int, denominator: int, low: float, high: float) -> None:
    # The same source, printed there to seven or eight places.
    assert Rate(numerator, denominator).wilson() == pytest.approx((low, high), abs=1e-7, rel=0)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_a_rate_lies_within_its_bounds_and_its_interval(
    closed: int, restricted: int, rejected: int, gone: int, waiting: int
) -> None:
    counts = Counts(closed, restricted, rejected, gone, waiting)
    assert counts.referred == counts.decided + counts.gone + counts.waiting
    rate, low, high = counts.rejection_rate, counts.lower, counts.upper
    if rate.known:
        assert low.numerator * rate.denominator <= rate.numerator * low.denominator
        assert rate.numerator * high.denominator <= high.numerator * rate.denominator
        interval = rate.wilson()
        assert interval is not None
        assert 0 <= interval[0] <= rate.numerator / rate.denominator <= interval[1] <= 1
    assert counts + Counts() == counts


@pytest.mark.parametrize(
    ("state", "counts_as"),
    [
        (State.FLAGGED, Standing.FLAGGED),
        (State.HELD, Standing.FLAGGED),
        (State.REFERRED, Standing.WAITING),
        (State.CLOSED, Standing.CLOSED),
        (State.RESTRICTED, Standing.RESTRICTED),
        (State.REJECTED, Standing.REJECTED),
        (State.APPEALED, Standing.REJECTED),
        (State.WITHDRAWN, Standing.WITHDRAWN),
    ],
)
def test_what_each_state_counts_as(state: State, counts_as: Standing) -> None:
    found = standing(in_state(state).referral)
    assert found is counts_as
    assert (found in REFERRED) == (state not in (State.FLAGGED, State.HELD, State.WITHDRAWN))
    assert (found in BESIDE) == (state is State.WITHDRAWN)


@pytest.mark.parametrize(
    ("rejected", "decided", "percent"),
    [
        (1_999, 2_000, ">99.9%"),
        (1, 3_000, "<0.1%"),
        (2_000, 2_000, "100.0%"),
        (0, 2_000, "0.0%"),
        (1, 2_000, "0.1%"),
        (1_998, 2_000, "99.9%"),
        (999_999_999, 1_000_000_000, ">99.9%"),
    ],
)
def test_all_and_none_are_said_of_nothing_less(rejected: int, decided: int, percent: str) -> None:
    assert Rate(rejected, decided).percent == percent


@pytest.mark.parametrize(
    ("days", "median", "ninetieth"),
    [
        ({}, None, None),
        ({3: 1}, 3, 3),
        ({1: 1, 2: 1}, 1, 2),
        ({0: 5, 10: 5}, 0, 10),
        ({1: 9, 100: 1}, 1, 1),
        ({1: 89, 100: 11}, 1, 100),
    ],
)
def test_percentiles_are_values_that_occurred(
    days: dict[int, int], median: int | None, ninetieth: int | None
) -> None:
    assert (percentile(days, 50), percentile(days, 90)) == (median, ninetieth)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60), st.integers(1, 100))
def test_percentiles_are_the_nearest_rank(took: list[int], percent: int) -> None:
    ranked = sorted(took)
    expected = ranked[-(-percent * len(ranked) // 100) - 1]
    assert percentile({one: took.count(one) for one in took}, percent) == expected


def test_time_to_outcome_says_what_it_leaves_out() -> None:
    now = datetime(2026, 3, 1, 9, tzinfo=UTC)
    waits = {("UTC", date(2026, 1, 29)): 1, ("Asia/Tokyo", date(2026, 2, 1)): 1}
    found = Times({4: 3, 0: 1}, {2: 1}, waits).took(now)
    assert found.said == (
        "median 4 days, 90% within 4 days, among 4 decided; 2 still without an answer, "
        "the oldest for 31 days; half of all had an answer within 4 days"
    )
    nothing = Times().took(now)
    assert nothing.said == "no decisions; none still without an answer"
    slow = Times({1: 1}, {}, waits).took(now)
    assert slow.said == (
        "median 1 day, 90% within 1 day, among 1 decided; 2 still without an answer, "
        "the oldest for 31 days; fewer than half have an answer yet"
    )
    quick = Times({0: 2}).took(now)
    assert quick.said == (
        "median 0 days, 90% within 0 days, among 2 decided; none still without an answer; "
        "half of all had an answer within 0 days"
    )


def test_the_names_in_json_are_these() -> None:
    found = Times({4: 3}, {}, {("UTC", date(2026, 2, 1)): 1}).took(datetime(2026, 3, 1, tzinfo=UTC))
    assert {name: value for name, value in found.as_data().items() if name != "said"} == {
        "median_days": 4,
        "p90_days": 4,
        "decided": 3,
        "waiting": 1,
        "oldest_waiting_days": 27,  # a midnight ends the day before
        "kaplan_meier_median_days": 4,
        "unit": "calendar days",
        "method": "nearest rank",
    }


days = st.dictionaries(st.integers(0, 12), st.integers(1, 5), max_size=8)


@given(days, days)
def test_the_kaplan_meier_median_is_the_first_day_on_which_half_have_an_answer(
    decided: dict[int, int], censored: dict[int, int]
) -> None:
    """One case after the other, each with its share of all that were still looked at."""
    cases = [(day, 0) for day, n in decided.items() for _ in range(n)]
    cases += [(day, 1) for day, n in censored.items() for _ in range(n)]
    without, expected = Fraction(1), None
    ordered = sorted(cases)
    for place, (day, waits) in enumerate(ordered):
        without *= 1 if waits else 1 - Fraction(1, len(ordered) - place)
        if expected is None and without <= Fraction(1, 2):
            expected = day
    assert kaplan_meier_median(decided, censored) == expected


@given(days, days)
def test_without_gaps_it_is_the_median_and_waiting_only_adds(
    decided: dict[int, int], waiting: dict[int, int]
) -> None:
    median = percentile(decided, 50)
    assert kaplan_meier_median(decided, {}) == median
    slower = kaplan_meier_median(decided, waiting)
    assert median is None or slower is None or slower >= median


@pytest.mark.parametrize(
    ("table", "p"),
    [  # as R's fisher.test gives them
        ((3, 4, 1, 4), 0.4857),
        ((1, 10, 11, 14), 0.002759),
        ((5, 10, 50, 100), 1.0),
        ((0, 10, 0, 100), 1.0),
        ((10, 10, 0, 20), 3.328e-08),
    ],
)
def test_fishers_exact_p(table: tuple[int, int, int, int], p: float) -> None:
    assert p_value(*table) == pytest.approx(p, rel=1e-3)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 90), st.integers(0, 90))
def test_a_p_is_the_sum_over_all_tables_no_likelier(a: int, b: int, c: int, d: int) -> None:
    decided, before = a + b, c + d
    ways = {
        k: comb(a + c, k) * comb(b + d, decided - k)
        for k in range(max(0, a + c - before), min(decided, a + c) + 1)
    }
    exact = sum(n for n in ways.values() if n <= ways[a]) / comb(decided + before, decided)
    assert p_value(a, decided, c, before) == pytest.approx(exact, rel=1e-9)


def test_the_level_is_shared_by_all_looks_of_a_year() -> None:
    assert level("week", 1) * 52 == pytest.approx(FALSE_A_YEAR)
    assert level("month", 5) * 12 * 5 == pytest.approx(FALSE_A_YEAR)


def alone(rejected: int, decided: int) -> list[Submission]:
    return [Submission(1, 1)] * rejected + [Submission(0, 1)] * (decided - rejected)


def said(
    week: dict[str, tuple[int, int]],
    before: dict[str, tuple[int, int]],
    submissions: dict[str, tuple[list[Submission], list[Submission]]] | None = None,
) -> list[str]:
    looked_at = worth_a_look(
        {name: Decided(*one) for name, one in week.items()},
        {name: Decided(*one) for name, one in before.items()},
    )
    given_ = submissions or {}
    found = {
        name: given_.get(name, (alone(*week[name]), alone(*before[name])))
        for name in candidates(looked_at, "week")
    }
    return [change.platform for change in changes(looked_at, found, "week")]


def test_a_change_that_the_data_carry_is_said() -> None:
    assert said({"facebook": (18, 20)}, {"facebook": (62, 200)}) == ["facebook"]
    assert said({"facebook": (0, 40)}, {"facebook": (100, 200)}) == ["facebook"]


def test_what_chance_explains_once_a_year_is_not_said() -> None:
    assert said({"facebook": (12, 20)}, {"facebook": (62, 200)}) == []


def test_no_verdict_from_five_cases_or_without_a_past() -> None:
    assert said({"facebook": (9, 9)}, {"facebook": (10, 200)}) == []
    assert said({"facebook": (18, 20)}, {}) == []
    assert said({"facebook": (18, 20)}, {"facebook": (0, 19)}) == []


def test_the_same_change_is_not_said_where_many_platforms_are_looked_at() -> None:
    week, before = {"p0": (14, 20)}, {"p0": (52, 200)}
    assert said(week, before) == ["p0"]
    many = {f"p{n}": (8, 20) for n in range(1, 40)}
    steady = {f"p{n}": (80, 200) for n in range(1, 40)}
    assert said(week | many, before | steady) == []


def test_a_submission_counts_once() -> None:
    # 18 of 24 rejected, but all in one message of eighteen pages.
    week = [Submission(18, 18)] + [Submission(0, 1)] * 6
    before = alone(62, 200)
    for these in (week, week + [Submission(0, 1)] * 9):
        pages = sum(one.rejected for one in these), sum(one.decided for one in these)
        assert said({"p": pages}, {"p": (62, 200)}, {"p": (these, before)}) == []


def test_pages_and_submissions_have_to_point_the_same_way() -> None:
    # More pages were rejected than before, in fewer of the messages.
    week = [Submission(60, 60)] + [Submission(0, 1)] * 19
    before = [Submission(1, 1)] * 100 + [Submission(0, 1)] * 100
    assert said({"p": (60, 79)}, {"p": (100, 200)}, {"p": (week, before)}) == []


def test_quiet_years_are_quiet_and_a_great_change_is_seen() -> None:
    assert sum(islice(false_alarms.years(5), 20)) <= 3
    assert false_alarms.power(50, 25, 3, 20) >= 0.7
