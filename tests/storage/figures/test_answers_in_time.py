"""Answers in time, counted one referral after the other: no figure that is counted so is shared."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.figures.query import FigureQuery
from bot.domain.figures.recount import recount_cohort
from bot.domain.figures.shares import DAYS, HOURS, Recently
from bot.domain.lifecycle.referral import Action, Referral, State
from storage.database import SqlStore
from tests.harness.without_slack.stored_events import MONDAY, act, flag, later
from tests.storage.walks import as_known, walk

LIMITS = {"facebook": 3, "youtube": 20}


def limit(platform: str) -> int:
    """In days."""
    return LIMITS.get(platform, 7)


def referred(one: Referral) -> bool:
    """Whether it counts among the referred."""
    state = one.state_before_hold if one.state is State.HELD else one.state
    unseen = one.state is State.HELD and one.held_at_flag and one.came_in_sight_at is None
    return one.referred_at is not None and state is not State.WITHDRAWN and not unseen


@given(rnd=st.randoms(use_true_random=True), steps=st.integers(1, 90))
def test_shares_are_those_of_a_plain_loop(rnd: Random, steps: int) -> None:
    events = walk(rnd, MONDAY, steps)
    told = [one for one in as_known(events, None) if referred(one)]
    as_of = max((event.recorded_at for event in events), default=MONDAY)
    as_of += timedelta(days=rnd.choice([0, 1, 7, 40]))
    cohort = recount_cohort(as_known(events, None), FigureQuery(recently=Recently(as_of, 28)))
    found = cohort.answered(as_of)
    for hours in HOURS:
        old = [one for one in told if as_of - one.referred_at >= timedelta(hours=hours)]  # type: ignore[operator]
        fast = [one for one in old if took(one) is not None and took(one) <= timedelta(hours=hours)]  # type: ignore[operator]
        assert_is(found.within_hours(hours), len(fast), len(old))
    for days in (*DAYS, None):
        old = [one for one in told if age(one, as_of) >= (days or limit(one.platform))]
        fast = [
            one
            for one in old
            if answered(one) is not None and answered(one) <= (days or limit(one.platform))  # type: ignore[operator]
        ]
        rate = found.within_days(days) if days else found.in_time(limit)
        assert_is(rate, len(fast), len(old))
    parts = [found.in_time(limit, name) for name in cohort.by_platform]
    whole = found.in_time(limit)
    assert sum(one.denominator for one in parts) == whole.denominator
    assert sum(one.numerator for one in parts) == whole.numerator


def assert_is(rate: object, numerator: int, denominator: int) -> None:
    """A rate's fraction."""
    assert (rate.numerator, rate.denominator) == (numerator, denominator)  # type: ignore[attr-defined]


def took(one: Referral) -> timedelta | None:
    """From referred to decided."""
    if one.first_outcome in (None, State.GONE):
        return None
    return one.first_outcome_at - one.referred_at  # type: ignore[operator]


def answered(one: Referral) -> int | None:
    """The same in days of its zone."""
    if took(one) is None:
        return None
    zone = ZoneInfo(one.zone)
    first, last = (at.astimezone(zone).date() for at in (one.referred_at, one.first_outcome_at))  # type: ignore[union-attr]
    return max(0, (last - first).days)


def age(one: Referral, as_of: datetime) -> int:
    """Days since it was referred."""
    zone, at = ZoneInfo(one.zone), one.referred_at
    assert at is not None
    last = (as_of - timedelta(microseconds=1)).astimezone(zone).date()
    return max(0, (last - at.astimezone(zone).date()).days)


def test_signs_attempts_and_returns(store: SqlStore) -> None:
    for number in range(1, 4):
        flag(store, key=f"facebook:group:{number}")
        act(store, number, Action.REFER)
    act(store, 1, Action.ACKNOWLEDGE, at=later(2))
    act(store, 1, Action.ACKNOWLEDGE, at=later(5))
    act(store, 1, Action.REJECT, at=later(9))
    act(store, 2, Action.CLOSE, at=later(1))
    act(store, 2, Action.REAPPEAR, at=later(31))
    cohort = store.read(lambda unit: unit.figures.cohort(FigureQuery()))
    assert cohort.signs == {2: 1, 1: 1}
    assert cohort.signed.fraction == "2 of 3"
    assert cohort.rejected_first.fraction == "1 of 2"
    assert {name: dict(days) for name, days in cohort.by_first.items()} == {
        "rejected": {9: 1},
        "closed": {1: 1},
    }
    assert cohort.returned.fraction == "1 of 1"
    assert cohort == store.read(lambda unit: unit.figures.cohort(FigureQuery(as_of=later(400))))
