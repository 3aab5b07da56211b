"""Home: what is a person's own, what of it they may take back, and the team's figures in short."""

from __future__ import annotations

from bot.actions.home import AtHome, at_home
from bot.actions.report import stats
from bot.domain.figures_query import FigureQuery
from bot.domain.people import Person, Place
from bot.domain.referral import Action
from bot.domain.statistics import Team
from tests.actions.desk import Desk, page
from tests.domain.making import ANALYST, LEAD, SECOND

HOME = Place("", "Home", private=True)


def opens(desk: Desk, who: Person, size: int = 15) -> AtHome:
    """What this person's Home shows now."""
    return desk.read(lambda uow: at_home(uow, who, HOME, desk.now, desk.config, size))


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
    assert opens(desk, SECOND).team == Team()
    first_at = desk.now
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
    assert team == Team(report.counts, report.cohort.certain, first_at)
    assert (team.counts.referred, team.counts.rejected, team.counts.waiting) == (6, 2, 1)
    assert team.certain == 1
