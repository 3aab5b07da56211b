"""Rates, bounds, intervals, percentiles, comparisons: tables, and what holds for all numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.figures.comparisons import (
    Submission,
    candidates,
    changes,
    design_effect,
    enough,
    holm,
    p_value,
    worth_a_look,
)
from bot.domain.figures.rates import Rate, rate_from
from bot.domain.figures.statistics import (
    BESIDE,
    REFERRED,
    Counts,
    Decided,
    Standing,
    percentile,
    standing,
    time_to_outcome,
)
from bot.domain.lifecycle.referral import State
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
        (1, 2001, "0.0%"),
        (1999, 2000, "100.0%"),  # 99.95 exactly
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
    now = datetime(2026, 3, 1, tzinfo=UTC)
    found = time_to_outcome({4: 3, 0: 1}, 2, now - timedelta(days=31, hours=3), now)
    assert found.said == (
        "median 4 days, 90% within 4 days, among 4 decided; 2 still without an answer, "
        "the oldest for 31 days"
    )
    nothing = time_to_outcome({}, 0, None, now)
    assert nothing.said == "no decisions yet; none still without an answer"
    quick = time_to_outcome({0: 2}, 0, None, now)
    assert quick.said.startswith("median less than a day, 90% within less than a day, among 2")


def test_the_two_proportion_test() -> None:
    # z = (0.7 - 0.31) / sqrt(76/220 * 144/220 * (1/20 + 1/200)) = 3.4942…
    assert p_value(14, 20, 62, 200) == pytest.approx(0.000475, abs=5e-6)
    assert p_value(5, 10, 50, 100) == 1
    assert p_value(0, 10, 0, 100) == 1


def test_holm_keeps_the_order_and_never_falls() -> None:
    # Holm's procedure on 0.01, 0.04, 0.03, 0.005 (multipletests of statsmodels agrees).
    adjusted = holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005})
    assert adjusted == pytest.approx({"d": 0.02, "a": 0.03, "c": 0.06, "b": 0.06})


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1), max_size=8))
def test_holm_only_ever_makes_a_p_larger(p_values: dict[str, float]) -> None:
    for name, p in holm(p_values).items():
        assert p_values[name] <= p <= 1


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
        for name in candidates(looked_at)
    }
    return [change.platform for change in changes(looked_at, found)]


def test_a_change_that_the_data_carry_is_said() -> None:
    assert said({"facebook": (14, 20)}, {"facebook": (62, 200)}) == ["facebook"]


def test_no_verdict_from_five_cases_or_without_a_past() -> None:
    assert said({"facebook": (5, 5)}, {"facebook": (10, 200)}) == []
    assert said({"facebook": (14, 20)}, {}) == []
    assert not enough(Decided(9, 9), Decided(1, 500))
    assert not enough(Decided(0, 20), Decided(1, 500))  # too few expected rejections


def test_the_same_change_is_not_said_where_many_platforms_are_looked_at() -> None:
    week, before = {"p0": (13, 20)}, {"p0": (70, 200)}
    assert said(week, before) == ["p0"]
    many = {f"p{n}": (8, 20) for n in range(1, 40)}
    steady = {f"p{n}": (80, 200) for n in range(1, 40)}
    assert said(week | many, before | steady) == []


def test_pages_of_one_submission_are_not_so_many_cases() -> None:
    # 14 of 20 rejected, but all in one message of fourteen pages.
    week = [Submission(14, 14)] + [Submission(0, 1)] * 6
    before = alone(62, 200)
    assert said({"facebook": (14, 20)}, {"facebook": (62, 200)}, {"facebook": (week, before)}) == []


def test_the_design_effect() -> None:
    assert design_effect(alone(30, 100)) == pytest.approx(100 / 99, abs=1e-9)
    # Ten messages of ten pages, each answered as one: ten times the variance, nearly.
    answered = [Submission(10, 10)] * 3 + [Submission(0, 10)] * 7
    assert design_effect(answered) == pytest.approx(10 * 10 / 9, abs=1e-9)
    assert design_effect([Submission(4, 4), Submission(2, 2)]) == 3
    assert design_effect([]) == 1


@given(
    st.lists(
        st.integers(1, 9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=30
    )
)
def test_submissions_never_add_certainty(pairs: list[tuple[int, int]]) -> None:
    assert design_effect([Submission(*one) for one in pairs]) >= 1
