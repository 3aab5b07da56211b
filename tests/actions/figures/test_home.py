"""Home: what is a person's own, what of it they may take back, and the team's figures in short."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from bot.actions.figures.home import AtHome, TeamAtHome, at_home
from bot.actions.figures.report import stats
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.statistics import Counts, Team
from bot.domain.lifecycle.referral import Action
from bot.domain.listing import QueueGroup
from bot.domain.people import Person, Place
from bot.domain.times import midnight
from storage.referrals import lists
from tests.harness.without_slack.action_harness import ActionHarness, config, page
from tests.harness.without_slack.examples import ANALYST, LEAD, SECOND

HOME = Place("", "Home", private=True)


def opens(
    harness: ActionHarness, who: Person, size: int = 15, team: TeamAtHome | None = None
) -> AtHome:
    """What this person's Home shows now."""
    known = team or TeamAtHome()
    return harness.read(
        lambda uow: at_home(uow, who, HOME, harness.now, harness.config, known, size)
    )


def waits_in(
    harness: ActionHarness, actions: tuple[Action, ...], days: int, confidence: str
) -> QueueGroup | None:
    """The group of a referral of one's own, so many days after these actions."""
    harness.flags(page(1))
    for action in actions:
        if action is Action.REFER:
            harness.does(action, 1, LEAD, confidence=confidence)
        else:
            harness.does(action, 1, LEAD)
    harness.later(days=days)
    shown = opens(harness, SECOND)
    assert [group for group, _ in shown.items] == list(+Counter(shown.groups))
    return shown.items[0][0] if shown.items else None


REFER, REJECT = Action.REFER, Action.REJECT


@pytest.mark.parametrize(
    ("actions", "confidence", "days", "group"),
    [
        ((), "", 0, QueueGroup.TO_REFER),
        ((REFER,), "high", 1, QueueGroup.WAITING),
        ((REFER,), "high", 8, QueueGroup.OVERDUE),
        ((REFER, REJECT), "high", 1, None),
        ((REFER, REJECT), "high", 175, QueueGroup.APPEAL),
        ((REFER, REJECT), "high", 400, None),
        ((REFER, REJECT), "certain", 1, QueueGroup.CERTAIN),
        ((REFER, REJECT), "certain", 175, QueueGroup.APPEAL),
        ((REFER, Action.RESTRICT), "certain", 1, None),
        ((REFER, REJECT, Action.APPEAL), "certain", 1, QueueGroup.WAITING),
        ((REFER, REJECT, Action.APPEAL, Action.UPHOLD), "certain", 1, None),
        ((REFER, Action.CLOSE), "high", 1, None),
        ((Action.HOLD,), "", 1, None),
    ],
)
def test_ones_own_are_in_groups(
    harness: ActionHarness,
    actions: tuple[Action, ...],
    confidence: str,
    days: int,
    group: QueueGroup | None,
) -> None:
    assert waits_in(harness, actions, days, confidence) is group


@pytest.mark.parametrize(
    ("confidence", "days", "group"),
    [
        ("certain", 1, QueueGroup.CERTAIN),
        ("certain", 175, QueueGroup.CERTAIN),
        ("certain", 190, None),
        ("high", 175, None),
    ],
)
def test_without_a_limit_no_window_closes_and_certain_ones_wait_for_six_months(
    harness: ActionHarness, confidence: str, days: int, group: QueueGroup | None
) -> None:
    harness.config = config(appeal_months=None)
    assert waits_in(harness, (REFER, REJECT), days, confidence) is group


def test_no_appeal_waits_while_the_page_is_referred_again(harness: ActionHarness) -> None:
    assert waits_in(harness, (REFER, REJECT), 1, "certain") is QueueGroup.CERTAIN
    harness.does(Action.REFER_AGAIN, 1)
    shown = opens(harness, SECOND)
    assert [(group, one.number) for group, one in shown.items] == [(QueueGroup.WAITING, 2)]
    assert (shown.found.total, +Counter(shown.groups)) == (1, {QueueGroup.WAITING: 1})
    harness.does(Action.WITHDRAW, 2)
    shown = opens(harness, SECOND)
    assert [(group, one.number) for group, one in shown.items] == [(QueueGroup.CERTAIN, 1)]


def test_of_a_page_that_is_rejected_again_the_later_referral_waits(harness: ActionHarness) -> None:
    harness.flags(page(1), who=SECOND)
    for number in (1, 2):
        harness.does(REFER if number == 1 else Action.REFER_AGAIN, 1, confidence="certain")
        harness.later(days=1)
        harness.does(REJECT, number)
    shown = opens(harness, SECOND)
    assert [(group, one.number) for group, one in shown.items] == [(QueueGroup.CERTAIN, 2)]


def test_how_many_each_group_has_is_not_said_where_not_all_are_counted(
    harness: ActionHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "COUNTED", 3)
    for n in range(4):
        harness.flags(page(n))
    harness.does(REFER, 4)
    harness.later(days=9)
    shown = opens(harness, SECOND, size=2)
    assert (shown.found.total, shown.found.more, shown.groups) == (3, True, {})
    assert [(group, one.number) for group, one in shown.items] == [
        (QueueGroup.OVERDUE, 4),
        (QueueGroup.TO_REFER, 1),
    ]


def test_one_may_take_back_ones_own_last_step_for_ten_minutes(harness: ActionHarness) -> None:
    harness.flags(page(1))
    harness.flags(page(2))
    harness.flags(page(3))
    harness.does(Action.REFER, 1)
    harness.does(Action.REFER, 2, ANALYST)
    shown = opens(harness, SECOND)
    assert [one.number for one in shown.found.referrals] == [3, 1, 2]
    assert shown.undoable == {1}
    harness.later(minutes=8)
    assert opens(harness, SECOND).undoable == {1}
    harness.later(minutes=2)
    assert opens(harness, SECOND).undoable == set()


def test_a_lead_may_take_back_anybodys_at_any_time(harness: ActionHarness) -> None:
    harness.flags(page(1), LEAD)
    harness.flags(page(2), LEAD)
    harness.does(Action.REFER, 1, ANALYST)
    harness.later(days=40)
    assert opens(harness, LEAD).undoable == {1}


def test_as_many_are_shown_as_there_is_room_for(harness: ActionHarness) -> None:
    for n in range(3):
        harness.flags(page(n))
    shown = opens(harness, SECOND, size=2)
    assert [one.number for one in shown.found.referrals] == [1, 2]
    assert shown.found.total == 3
    assert opens(harness, ANALYST).found.referrals == ()


def test_the_teams_figures_are_those_of_stats(harness: ActionHarness) -> None:
    assert opens(harness, SECOND).team.counts == Counts()
    for n, steps in enumerate(
        (
            (Action.REFER,),
            (Action.REFER, Action.CLOSE),
            (Action.REFER, Action.REJECT),
            (Action.REFER, Action.REJECT, Action.APPEAL),
            (Action.REFER, Action.RESTRICT),
            (Action.REFER, Action.VANISH),
            (Action.VANISH,),
            (Action.WITHDRAW,),
            (),
        ),
        1,
    ):
        harness.flags(page(n))
        for step in steps:
            if step is Action.REFER:
                harness.does(step, n, confidence="certain" if n < 4 else "high")
            else:
                harness.does(step, n)
    harness.later(days=9)
    team = opens(harness, SECOND).team
    report = harness.read(
        lambda uow: stats(uow, FigureQuery(), SECOND, harness.now, harness.config)
    )
    since = midnight(harness.now.date() - timedelta(weeks=12), harness.config.zone(""))
    begun = report.first_at
    assert team == Team(
        report.counts, report.cohort.certain, since, harness.now, begun, report.in_time
    )
    assert report.in_time.denominator == 6
    assert (team.counts.referred, team.counts.rejected, team.counts.waiting) == (6, 2, 1)
    assert team.certain == 1


def test_the_teams_figures_are_of_the_last_twelve_weeks(harness: ActionHarness) -> None:
    harness.flags(page(1))
    harness.to(1, Action.REFER, Action.REJECT)
    harness.later(days=84)
    harness.flags(page(2))
    harness.to(2, Action.REFER, Action.CLOSE)
    assert opens(harness, SECOND).team.counts == Counts(closed=1, rejected=1)
    harness.later(days=1)
    assert opens(harness, SECOND).team.counts == Counts(closed=1)


def test_the_teams_figures_are_read_once_a_minute_for_everybody(harness: ActionHarness) -> None:
    team = TeamAtHome()
    harness.flags(page(1))
    read_at = harness.now
    assert opens(harness, SECOND, team=team).team.counts == Counts()
    harness.does(Action.REFER, 1)
    harness.now = read_at + timedelta(seconds=59)
    shown = opens(harness, LEAD, team=team).team
    assert (shown.counts, shown.as_of) == (Counts(), read_at)
    harness.now = read_at + timedelta(minutes=1)
    shown = opens(harness, LEAD, team=team).team
    assert (shown.counts, shown.as_of) == (Counts(waiting=1), harness.now)
