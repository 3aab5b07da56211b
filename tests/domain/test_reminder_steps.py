"""Over random timelines: nobody is forgotten, and nobody is reminded twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.reminders import (
    Hours,
    OwnHours,
    SoFar,
    Step,
    escalates_at,
    first_reminder,
    in_working_hours,
    next_step,
    start_of_work,
)
from tests.domain.test_reminders import HOURS, PLAN
from tests.harness.without_slack.examples import ExampleReferral

ZONES = st.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
DAYS = st.lists(
    st.sampled_from(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]),
    min_size=1,
    unique=True,
).map(tuple)
COUNTRIES = st.sampled_from(["", "GB", "DE-BY", "JP"])
CHANNELS = st.builds(
    Hours,
    ZONES.map(ZoneInfo),
    st.just(time(9)),
    st.just(time(17, 30)),
    DAYS,
    COUNTRIES,
)
STEP = timedelta(minutes=30)
"""How often the sweep of these timelines runs, while the bot is up."""


@st.composite
def own_hours(draw: st.DrawFn) -> OwnHours:
    off = draw(st.none() | st.dates(date(2026, 3, 1), date(2026, 5, 1)))
    if draw(st.booleans()):
        return OwnHours(off_until=off)
    start = draw(st.integers(0, 20))
    return OwnHours(draw(ZONES), time(start), time(start + 3), draw(DAYS), off)


def swept(
    hours: Hours,
    own: OwnHours,
    down: list[tuple[int, int]],
    days: int,
    again: tuple[int, ...],
) -> list[tuple[datetime, Step]]:
    """Every look at one referral that gets no answer, from its first reminder on."""
    plan = replace(PLAN, hours=hours, again_days=again)
    referral = ExampleReferral().refer().referral
    ours = own.within(hours)
    at, so_far = first_reminder(referral, plan), SoFar()
    looks = []
    now = datetime(2026, 3, 2, 9, 2, tzinfo=UTC)
    end = now + timedelta(days=days)
    outages = [(now + timedelta(hours=a), now + timedelta(hours=a + b)) for a, b in down]
    while now < end:
        # Nothing happens until it is due: a sweep that finds nothing needs no step of its own.
        now = max(now + STEP, min(at, end)) if at else end
        for begin, back in sorted(outages):
            if begin <= now < back:
                now = back
        if at is None or now < at or now >= end:
            continue
        step = next_step(referral, plan, so_far, now, owner=ours, leads=True)
        looks.append((now, step))
        at, so_far = step.again_at, step.so_far
    return looks


@given(
    CHANNELS,
    own_hours(),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(1, 400)), max_size=4),
    st.sampled_from([(3, 7, 14), (1,), (2, 5), (30,)]),
)
@settings(max_examples=40, deadline=None)
def test_no_overdue_referral_is_forgotten_and_nobody_is_reminded_twice(
    hours: Hours, own: OwnHours, down: list[tuple[int, int]], again: tuple[int, ...]
) -> None:
    days = 120
    looks = swept(hours, own, down, days, again)
    plan = replace(PLAN, hours=hours, again_days=again)
    referral = ExampleReferral().refer().referral
    ours = own.within(hours)
    start = datetime(2026, 3, 2, 9, 2, tzinfo=UTC)
    end, outages = start + timedelta(days=days), timedelta(hours=sum(b for _, b in down))
    told = [now for now, step in looks if step.owner]
    leads = [now for now, step in looks if step.leads]

    assert all(in_working_hours(now, ours) for now in told)
    assert len(leads) <= 1, "the leads hear of one once"
    escalates = escalates_at(referral, plan)
    assert escalates
    # What may come between: the owner's next hours after downtime, twice where the second day is lost.
    slack = outages + timedelta(days=2)

    def by(instant: datetime) -> datetime:
        """The latest at which what is due at an instant is said."""
        latest = start_of_work(instant, ours)
        latest = start_of_work(latest + slack, ours)
        return latest + timedelta(days=1)

    due = first_reminder(referral, plan)
    assert due
    planned = due
    for times, at in enumerate(told, 1):
        assert at <= by(planned), "reminded later than interval, downtime, holidays and own hours"
        wait = timedelta(days=again[min(times, len(again)) - 1])
        if times < len(told):
            following = told[times]
            early = at < escalates <= following  # the leads' instant ends the interval, once
            gap = following.astimezone(ours.zone).date() - at.astimezone(ours.zone).date()
            assert gap >= wait or early, "twice in one interval"
            assert following > at
        planned = at + wait
    assert by(planned) >= end, "forgotten"
    assert leads or start_of_work(escalates + slack, hours) + timedelta(days=9) > end


def test_that_timelines_are_not_empty() -> None:
    looks = swept(HOURS, OwnHours(), [], 60, (3, 7, 14))
    assert [f"{now:%d %b}" for now, step in looks if step.owner] == [
        *("10 Mar", "13 Mar", "20 Mar", "31 Mar", "14 Apr", "28 Apr"),
    ]
