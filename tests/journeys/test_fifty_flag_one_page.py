"""Fifty people flag one page at the same moment: one referral, and everybody is shown it."""

from __future__ import annotations

import asyncio

import pytest

from handlers.workspace.state.model import AppInfo, SlackChannel, SlackTeam, User
from handlers.workspace.state.workspace import Workspace
from tests.harness.with_slack.slack_harness import a_world

SPELLINGS = (
    "https://www.facebook.com/groups/1234567890/",
    "m.facebook.com/groups/1234567890?ref=share",
    "hxxps://facebook[.]com/groups/1234567890",
    "https://ar-ar.facebook.com/groups/1234567890/?fbclid=abc",
    "fb.com/groups/1234567890",
)
PEOPLE = 50


def crowd() -> Workspace:
    team, app = SlackTeam(), AppInfo()
    users = [
        User(f"U0P{n:02}", f"person{n}", f"Person {n}", "Analyst", team_id=team.id)
        for n in range(PEOPLE)
    ]
    room = SlackChannel(
        "C0REFERRALS", "referrals", members=[*(user.id for user in users), app.bot_user_id]
    )
    return Workspace(team=team, users=users, channels=[room], app=app)


@pytest.mark.parametrize("database", ["sqlite_url", "postgres_url"])
async def test_fifty_people_flag_one_page(database: str, request: pytest.FixtureRequest) -> None:
    url = str(request.getfixturevalue(database))
    workspace = crowd()
    workspace.deadline = 30.0
    async with a_world(url, workspace=workspace) as world:
        people = [world.control.person(f"U0P{n:02}") for n in range(PEOPLE)]
        await asyncio.gather(
            *(
                person.type("C0REFERRALS", f"/flag {SPELLINGS[n % len(SPELLINGS)]}")
                for n, person in enumerate(people)
            )
        )
        await world.settle()
        answers = [(await person.private_messages("C0REFERRALS"))[-1]["text"] for person in people]
        assert world.count == 1
        # Two who come first may each take a number from PostgreSQL, and one of them is not used.
        (only,) = world.bot.database.read(lambda uow: uow.referrals.many(range(1, 1000))).values()
        assert sum(f"{only.name} recorded" in answer for answer in answers) == 1
        assert sum(only.name in answer for answer in answers) == PEOPLE
        assert len(world.referrals.messages) == 1
        history = world.bot.database.read(lambda uow: uow.referrals.history(only.number))
        assert [event.seq for event in history] == [1]
