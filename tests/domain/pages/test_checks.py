"""When a page is looked at, and what two readings come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.domain.lifecycle.actions import transition
from bot.domain.lifecycle.referral import Referral, State
from bot.domain.pages.checks import (
    ACTIONS,
    ANSWERS,
    SPREAD,
    Answered,
    CheckPlan,
    Look,
    News,
    due_after,
    expected,
    first_check,
    fresh_look,
    next_check,
    share,
    weigh,
)
from bot.domain.pages.status import Status
from tests.harness.without_slack.examples import MONDAY, in_state

PLAN = CheckPlan(1, (1, 3, 7, 30, 90), 6)
WATCHED = {State.REFERRED: Status.UP, State.CLOSED: Status.GONE, State.GONE: Status.GONE}


def after(days: float = 0, hours: float = 0) -> datetime:
    return MONDAY + timedelta(days=days, hours=hours)


def made(state: State, number: int = 1) -> Referral:
    """A referral in a state, closed or gone on MONDAY."""
    return replace(
        in_state(state).referral,
        number=number,
        outcome_at=MONDAY,
        vanished_at=MONDAY,
        reappeared_at=None,
    )


@pytest.mark.parametrize("state", State)
def test_which_states_are_watched_and_how_their_pages_should_be(state: State) -> None:
    assert expected(made(state)) is WATCHED.get(state)
    if state not in WATCHED:
        assert next_check(made(state), PLAN, MONDAY) is None
        assert first_check(made(state), PLAN, MONDAY) is None


def test_what_was_erased_or_is_back_already_is_not_looked_at() -> None:
    assert expected(replace(made(State.CLOSED), canonical="")) is None
    assert expected(replace(made(State.CLOSED), reappeared_at=MONDAY)) is None


@pytest.mark.parametrize("number", [1, 2, 77, 1204])
def test_what_waits_is_looked_at_daily(number: int) -> None:
    at = next_check(made(State.REFERRED, number), PLAN, MONDAY)
    assert at
    assert after(days=1) <= at < after(days=1) + SPREAD


@pytest.mark.parametrize("state", [State.CLOSED, State.GONE])
def test_what_ended_is_looked_at_at_growing_intervals_and_then_no_more(state: State) -> None:
    referral, found, now = made(state), [], MONDAY
    while at := next_check(referral, PLAN, now):
        found.append((at - MONDAY).days)
        now = at
    assert found == [1, 3, 7, 30, 90]


def test_a_long_downtime_misses_steps_and_makes_up_for_none_twice() -> None:
    at = next_check(made(State.CLOSED), PLAN, after(days=20))
    assert at
    assert (at - MONDAY).days == 30
    assert next_check(made(State.CLOSED), PLAN, after(days=91)) is None


def test_what_falls_due_together_is_drawn_apart() -> None:
    due = sorted(next_check(made(State.REFERRED, n), PLAN, MONDAY) or MONDAY for n in range(1, 101))
    apart = [b - a for a, b in pairwise(due)]
    assert max(apart) < SPREAD / 100 * 3
    first = sorted(
        first_check(made(State.REFERRED, n), PLAN, MONDAY) or MONDAY for n in range(1, 101)
    )
    assert first[0] >= MONDAY
    assert first[-1] - first[0] > timedelta(hours=22)
    assert all(0 <= share(n) < 1 for n in range(10_000))


# --- readings -------------------------------------------------------------------------------------

UP, GONE, UNSURE = Status.UP, Status.GONE, Status.UNSURE


def told(
    state: State, *readings: tuple[float, Status], look: Look | None = None
) -> list[News | None]:
    """What people are told after each of these readings, hours after MONDAY."""
    look = look or fresh_look(made(state))
    news = []
    for number, (hours, status) in enumerate(readings, 1):
        look, new = weigh(look, number, status, after(hours=hours), PLAN)
        news.append(new)
    return news


def test_one_reading_says_nothing_and_two_at_a_distance_ask() -> None:
    assert told(State.REFERRED, (0, GONE), (5.9, GONE), (6, GONE)) == [None, None, News.ASK]
    assert told(State.CLOSED, (0, UP), (6, UP)) == [None, News.ASK]
    assert told(State.REFERRED, (0, UP), (6, UP), (600, UP)) == [None, None, None]
    assert told(State.CLOSED, (0, GONE), (6, GONE)) == [None, None]


def test_a_reading_that_contradicts_begins_anew() -> None:
    readings = [(0.0, GONE), (5.0, UP), (7.0, GONE), (12.0, GONE), (13.0, GONE)]
    assert told(State.REFERRED, *readings) == [None, None, None, None, News.ASK]


def test_unsure_neither_agrees_nor_contradicts() -> None:
    assert told(State.REFERRED, *((float(h), UNSURE) for h in range(0, 100, 6))) == [None] * 17
    assert told(State.REFERRED, (0, GONE), (3, UNSURE), (6, GONE)) == [None, None, News.ASK]


def test_it_is_said_once_for_each_change() -> None:
    readings = [(0, GONE), (6, GONE), (30, GONE), (54, UP), (60, UP), (90, GONE), (99, GONE)]
    assert told(State.REFERRED, *readings) == [
        *(None, News.ASK, None, None, News.SETTLED, None, News.ASK)
    ]


def test_what_was_answered_is_not_settled_again() -> None:
    look, news = fresh_look(made(State.REFERRED)), None
    for number, hours in ((1, 0), (2, 6)):
        look, news = weigh(look, number, GONE, after(hours=hours), PLAN)
    assert (news, look.question) == (News.ASK, 2)
    assert told(State.REFERRED, (30, UP), (40, UP), look=replace(look, question=None)) == [
        None,
        None,
    ]


def test_a_state_that_is_not_watched_is_only_told_of() -> None:
    look = fresh_look(made(State.REJECTED))
    look, news = weigh(replace(look, asked_by="U1"), 1, GONE, MONDAY, PLAN)
    assert (news, look.asked_by, look.checked_at) == (None, "", MONDAY)
    assert due_after(look, GONE, made(State.REJECTED), PLAN, MONDAY) is None


def test_a_second_look_comes_sooner() -> None:
    referral = made(State.CLOSED)
    look, _ = weigh(fresh_look(referral), 1, UP, after(days=31), PLAN)
    assert due_after(look, UP, referral, PLAN, after(days=31)) == after(days=31, hours=6)
    late, _ = weigh(fresh_look(referral), 1, UP, after(days=91), PLAN)
    assert due_after(late, UP, referral, PLAN, after(days=91)) == after(days=91, hours=6)
    agreed, _ = weigh(look, 2, UP, after(days=31, hours=6), PLAN)
    following = due_after(agreed, UP, referral, PLAN, after(days=31, hours=6))
    assert following
    assert (following - MONDAY).days == 90


def test_every_answer_is_asked_for_and_every_action_is_possible_where_it_is() -> None:
    assert {one for row in ANSWERS.values() for one in row} == set(Answered)
    for status, states in ((GONE, [State.REFERRED]), (UP, [State.CLOSED, State.GONE])):
        for state in states:
            for answer in ANSWERS[status]:
                action = ACTIONS.get(answer)
                assert action is None or transition(state, action), (state, answer)
    assert set(ANSWERS) == set(Status)
