"""Who is reminded when: due, working hours, growing intervals, escalation."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.lifecycle.referral import Action, State
from bot.domain.reminders import (
    Hours,
    Plan,
    Waiting,
    due_at,
    escalates_at,
    first_reminder,
    in_working_hours,
    into_working_hours,
    next_reminder,
    overdue_days,
    to_escalate,
    too_late,
    waits_for,
)
from tests.harness.without_slack.examples import LONDON, MONDAY, RULES, ExampleReferral, in_state

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
HOURS = Hours(LONDON, time(9), time(17, 30), WEEKDAYS)
PLAN = Plan(
    response_days=7,
    flagged_days=3,
    again_days=(3, 7, 14),
    escalate_after_days=21,
    appeal_window_days=14,
    hours=HOURS,
    rules=replace(RULES, zone=LONDON),
)


def london(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


INTO = [
    # instant, the first working instant from it on
    (london(2026, 3, 4, 11), london(2026, 3, 4, 11)),  # a Wednesday
    (london(2026, 3, 4, 9), london(2026, 3, 4, 9)),
    (london(2026, 3, 4, 8, 59), london(2026, 3, 4, 9)),
    (london(2026, 3, 4, 17, 29), london(2026, 3, 4, 17, 29)),
    (london(2026, 3, 4, 17, 30), london(2026, 3, 5, 9)),
    (london(2026, 3, 4, 23), london(2026, 3, 5, 9)),
    (london(2026, 3, 5, 0, 1), london(2026, 3, 5, 9)),
    (london(2026, 3, 6, 18), london(2026, 3, 9, 9)),  # Friday evening → Monday
    (london(2026, 3, 7, 12), london(2026, 3, 9, 9)),
    (london(2026, 3, 8, 12), london(2026, 3, 9, 9)),
    # The clocks go forward on Sunday 29 March: 09:00 in London is then 08:00 in UTC.
    (london(2026, 3, 27, 18), datetime(2026, 3, 30, 8, tzinfo=UTC)),
    # They go back on Sunday 25 October: 09:00 is 09:00 again.
    (london(2026, 10, 23, 18), datetime(2026, 10, 26, 9, tzinfo=UTC)),
    (datetime(2026, 10, 23, 8, tzinfo=UTC), datetime(2026, 10, 23, 8, tzinfo=UTC)),
    (datetime(2026, 10, 26, 8, tzinfo=UTC), datetime(2026, 10, 26, 9, tzinfo=UTC)),
    # The years change.
    (london(2026, 12, 31, 20), london(2027, 1, 1, 9)),
]


@pytest.mark.parametrize(("instant", "working"), INTO)
def test_into_working_hours(instant: datetime, working: datetime) -> None:
    found = into_working_hours(instant, HOURS)
    assert found == working
    assert found.tzinfo is UTC
    assert in_working_hours(found, HOURS)
    assert in_working_hours(instant, HOURS) is (instant == working)


def test_a_team_that_works_one_day_a_week() -> None:
    sundays = replace(HOURS, days=("sunday",))
    assert into_working_hours(london(2026, 3, 8, 18), sundays) == london(2026, 3, 15, 9)


def test_hours_are_those_of_the_channel_s_zone() -> None:
    auckland = replace(HOURS, zone=ZoneInfo("Pacific/Auckland"))
    assert in_working_hours(datetime(2026, 3, 1, 20, tzinfo=UTC), auckland)  # Monday, 09:00 there
    assert not in_working_hours(datetime(2026, 3, 6, 1, tzinfo=UTC), HOURS)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001
    st.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
)
@settings(max_examples=200)
def test_working_hours_are_the_first_from_then_on(naive: datetime, zone: str) -> None:
    instant = naive.replace(tzinfo=UTC)
    hours = replace(HOURS, zone=ZoneInfo(zone))
    found = into_working_hours(instant, hours)
    assert found >= instant
    assert in_working_hours(found, hours)
    assert found - instant < timedelta(days=3, hours=2)
    if found != instant:
        assert not in_working_hours(found - timedelta(minutes=1), hours)


# --- what waits for what --------------------------------------------------------------------------

WAITS = {
    State.FLAGGED: Waiting.FLAGGED,
    State.HELD: None,
    State.REFERRED: Waiting.OVERDUE,
    State.CLOSED: None,
    State.RESTRICTED: Waiting.APPEAL,
    State.REJECTED: Waiting.APPEAL,
    State.APPEALED: None,
    State.WITHDRAWN: None,
    State.GONE: None,
}


@pytest.mark.parametrize("state", list(State))
def test_every_state_waits_for_something_or_nothing(state: State) -> None:
    referral = in_state(state).referral
    waiting = WAITS[state]
    assert waits_for(referral) is waiting
    due, first = due_at(referral, PLAN), first_reminder(referral, PLAN)
    assert (due is None) is (first is None) is (waiting is None)
    if waiting is None:
        assert next_reminder(referral, PLAN, times=1, reminded_at=MONDAY) is None


def test_an_upheld_rejection_waits_for_nothing() -> None:
    referral = in_state(State.APPEALED).act(Action.UPHOLD).referral
    assert waits_for(referral) is None
    assert first_reminder(referral, PLAN) is None


def test_when_each_is_due() -> None:
    story = ExampleReferral()
    assert due_at(story.referral, PLAN) == MONDAY + timedelta(days=3)
    story.later(days=1).refer()
    referred_at = story.now
    assert due_at(story.referral, PLAN) == referred_at + timedelta(days=7)
    story.later(days=2).reject()  # on 5 March: the window closes with 5 September
    assert due_at(story.referral, PLAN) == london(2026, 8, 22, 23, 59) + timedelta(seconds=59)
    assert first_reminder(story.referral, PLAN) == london(2026, 8, 24)  # a Monday


def test_where_no_window_closes_nothing_is_said_of_it() -> None:
    plan = replace(PLAN, rules=replace(RULES, default_appeal_months=None))
    assert first_reminder(in_state(State.REJECTED).referral, plan) is None


def test_a_changed_date_moves_what_is_due() -> None:
    story = ExampleReferral().later(days=10).refer()
    story.act(Action.REDATE, at=MONDAY + timedelta(days=1))
    assert due_at(story.referral, PLAN) == MONDAY + timedelta(days=8)


# --- again, and to the lead -----------------------------------------------------------------------


def test_reminders_come_at_growing_intervals_and_the_last_repeats() -> None:
    """Referred on Monday 2 March; told on 10, 13, 20 and 31 March, then the leads too."""
    referral = ExampleReferral().refer().referral
    said = [first_reminder(referral, PLAN)]
    for times in range(1, 7):
        last = said[-1]
        assert last is not None
        said.append(next_reminder(referral, PLAN, times=times, reminded_at=last))
    assert [instant and instant.astimezone(LONDON) for instant in said] == [
        london(2026, 3, 10),  # overdue since the 9th, a minute after the start of work
        london(2026, 3, 13),
        london(2026, 3, 20),
        london(2026, 3, 31),  # not 3 April: the escalation time comes first
        london(2026, 4, 14),
        london(2026, 4, 28),
        london(2026, 5, 12),
    ]


def test_the_next_one_comes_at_the_start_of_work_so_that_they_meet_in_one_message() -> None:
    plan = replace(PLAN, escalate_after_days=90)
    referral = ExampleReferral().refer().referral
    told = london(2026, 3, 5, 16, 41)
    assert next_reminder(referral, plan, times=1, reminded_at=told) == london(2026, 3, 9)
    assert next_reminder(referral, plan, times=2, reminded_at=told) == london(2026, 3, 12)
    assert next_reminder(referral, plan, times=99, reminded_at=told) == london(2026, 3, 19)


def test_what_is_flagged_and_not_referred_comes_every_working_day() -> None:
    referral = ExampleReferral().act(Action.NOTE).referral
    for times in (1, 2, 99):
        told = london(2026, 3, 5, 16, 41)
        again = next_reminder(referral, PLAN, times=times, reminded_at=told)
        assert again == london(2026, 3, 6)
    again = next_reminder(referral, PLAN, times=1, reminded_at=london(2026, 3, 6, 9))
    assert again == london(2026, 3, 9)  # over the weekend


def test_first_reminders_of_a_day_meet_the_next_morning() -> None:
    """Twenty pages referred over a day are one message, not twenty."""
    morning = ExampleReferral().refer().referral
    evening = ExampleReferral().later(hours=9).refer().referral
    assert first_reminder(morning, PLAN) == first_reminder(evening, PLAN) == london(2026, 3, 10)
    at_nine = replace(morning, referred_at=london(2026, 3, 2))
    assert first_reminder(at_nine, PLAN) == london(2026, 3, 9)


def test_across_a_change_of_the_clocks_it_is_still_nine() -> None:
    referral = ExampleReferral().refer().referral
    told = london(2026, 3, 26, 9)
    again = next_reminder(referral, PLAN, times=1, reminded_at=told)
    assert again == datetime(2026, 3, 30, 8, tzinfo=UTC)


def test_a_window_that_closes_is_brought_up_once() -> None:
    referral = in_state(State.REJECTED).referral
    assert next_reminder(referral, PLAN, times=1, reminded_at=london(2026, 8, 20)) is None


def test_leads_hear_after_the_escalation_time_and_not_before() -> None:
    referral = ExampleReferral().refer().referral
    assert referral.referred_at is not None
    at = referral.referred_at + timedelta(days=28)
    assert escalates_at(referral, PLAN) == at
    assert not to_escalate(referral, PLAN, at - timedelta(seconds=1))
    assert to_escalate(referral, PLAN, at)


@pytest.mark.parametrize("state", [state for state in State if state is not State.REFERRED])
def test_only_what_has_no_answer_is_escalated(state: State) -> None:
    referral = in_state(state).referral
    assert escalates_at(referral, PLAN) is None
    assert not to_escalate(referral, PLAN, MONDAY + timedelta(days=3000))


def test_a_closed_window_is_too_late_to_speak_of() -> None:
    referral = in_state(State.REJECTED).referral
    assert not too_late(referral, PLAN, london(2026, 9, 2, 23, 59))
    assert too_late(referral, PLAN, london(2026, 9, 3, 0, 0))
    assert not too_late(ExampleReferral().referral, PLAN, MONDAY + timedelta(days=3000))


@pytest.mark.parametrize(
    ("after", "days"),
    [
        (timedelta(days=6, hours=23), None),
        (timedelta(days=7), 7),
        (timedelta(days=12, hours=5), 12),
    ],
)
def test_overdue_is_derived(after: timedelta, days: int | None) -> None:
    story = ExampleReferral().refer()
    assert overdue_days(story.referral, 7, story.now + after) == days
    assert overdue_days(story.close().referral, 7, story.now + after) is None
