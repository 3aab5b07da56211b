"""Home: what is a person's own, what of it they may take back, and the team's figures in short."""

from __future__ import annotations

from datetime import timedelta

from bot.actions.figures.home import AtHome, TeamAtHome, at_home
from bot.actions.figures.report import stats
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.statistics import Counts, Team
from bot.domain.lifecycle.referral import Action
from bot.domain.people import Person, Place
from bot.domain.times import midnight
from tests.harness.without_slack.action_harness import ActionHarness, page
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
