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
from tests.actions.desk import Desk, page
from tests.domain.making import ANALYST, LEAD, SECOND

HOME = Place("", "Home", private=True)


def opens(desk: Desk, who: Person, size: int = 15, team: TeamAtHome | None = None) -> AtHome:
    """What this person's Home shows now."""
    known = team or TeamAtHome()
    return desk.read(lambda uow: at_home(uow, who, HOME, desk.now, desk.config, known, size))


def test_one_may_take_back_ones_own_last_step_for_ten_minutes(desk: Desk) -> None:
    desk.flags(page(1))
    desk.flags(page(2))
    desk.flags(page(3))
    desk.does(Action.REFER, 1)
    desk.does(Action.REFER, 2, ANALYST)
    shown = opens(desk, SECOND)
    assert [one.number for one in shown.found.referrals] == [1, 2, 3]
    assert shown.undoable == {1}
    desk.later(minutes=8)
    assert opens(desk, SECOND).undoable == {1}
    desk.later(minutes=2)
    assert opens(desk, SECOND).undoable == set()


def test_a_lead_may_take_back_anybodys_at_any_time(desk: Desk) -> None:
    desk.flags(page(1), LEAD)
    desk.flags(page(2), LEAD)
    desk.does(Action.REFER, 1, ANALYST)
    desk.later(days=40)
    assert opens(desk, LEAD).undoable == {1}


def test_as_many_are_shown_as_there_is_room_for(desk: Desk) -> None:
    for n in range(3):
        desk.flags(page(n))
    shown = opens(desk, SECOND, size=2)
    assert [one.number for one in shown.found.referrals] == [1, 2]
    assert shown.found.total == 3
    assert opens(desk, ANALYST).found.referrals == ()


def test_the_teams_figures_are_those_of_stats(desk: Desk) -> None:
    assert opens(desk, SECOND).team.counts == Counts()
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
        desk.flags(page(n))
        for step in steps:
            if step is Action.REFER:
                desk.does(step, n, confidence="certain" if n < 4 else "high")
            else:
                desk.does(step, n)
    team = opens(desk, SECOND).team
    report = desk.read(lambda uow: stats(uow, FigureQuery(), SECOND, desk.now, desk.config))
    since = midnight(desk.now.date() - timedelta(weeks=12), desk.config.zone(""))
    assert team == Team(report.counts, report.cohort.certain, since, desk.now)
    assert (team.counts.referred, team.counts.rejected, team.counts.waiting) == (6, 2, 1)
    assert team.certain == 1


def test_the_teams_figures_are_of_the_last_twelve_weeks(desk: Desk) -> None:
    desk.flags(page(1))
    desk.to(1, Action.REFER, Action.REJECT)
    desk.later(days=84)
    desk.flags(page(2))
    desk.to(2, Action.REFER, Action.CLOSE)
    assert opens(desk, SECOND).team.counts == Counts(closed=1, rejected=1)
    desk.later(days=1)
    assert opens(desk, SECOND).team.counts == Counts(closed=1)


def test_the_teams_figures_are_read_once_a_minute_for_everybody(desk: Desk) -> None:
    team = TeamAtHome()
    desk.flags(page(1))
    read_at = desk.now
    assert opens(desk, SECOND, team=team).team.counts == Counts()
    desk.does(Action.REFER, 1)
    desk.now = read_at + timedelta(seconds=59)
    shown = opens(desk, LEAD, team=team).team
    assert (shown.counts, shown.as_of) == (Counts(), read_at)
    desk.now = read_at + timedelta(minutes=1)
    shown = opens(desk, LEAD, team=team).team
    assert (shown.counts, shown.as_of) == (Counts(waiting=1), desk.now)
