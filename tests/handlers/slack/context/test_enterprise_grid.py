"""On an Enterprise Grid a member may have a home elsewhere: every way in treats them alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.lifecycle.referral import State
from bot.sentences.operations import setup
from handlers.wiring.environment import SetupError
from handlers.workspace.state.workspace import Workspace
from tests.harness.with_slack.slack_harness import SlackHarness, a_world
from tests.harness.with_slack.steps import flagged, refer

GROUP = "https://www.facebook.com/groups/1234567890/"


def grid(workspace: Workspace) -> None:
    """Second's home is another workspace of the organisation; Partner is of one without the bot."""
    here = workspace.team.id
    workspace.team = replace(workspace.team, enterprise="E0GRID")
    users = workspace.users
    users["U0SECOND"] = replace(users["U0SECOND"], team_id="T0HOME", teams=("T0HOME", here))
    users["U0PARTNER"] = replace(
        users["U0PARTNER"], team_id="T0HOME", teams=("T0HOME",), is_stranger=False, is_admin=True
    )


async def every_way_in(world: SlackHarness) -> None:
    """Commands, buttons, forms, shortcuts and Home, by whose home is elsewhere."""
    second = world.second
    await flagged(world, GROUP, by=second)
    await refer(world, 1, by=second)
    await second.clicks("Rejected", world.referrals.card("R-1"))
    await second.fills({"Reason": "Other"})
    assert world.referral(1).state is State.REJECTED
    ts = await world.analyst.says("https://b.com/2")
    told = await second.uses("Flag links in message", ts)
    assert told
    assert told.shows("R-2 recorded")
    assert (await second.opens_home()).shows("R-2")


async def test_whose_home_is_elsewhere_is_let_in_everywhere(sqlite_url: str) -> None:
    async with a_world(sqlite_url, before=grid) as world:
        await every_way_in(world)


async def test_whom_the_organisation_does_not_list_here_is_refused(sqlite_url: str) -> None:
    async with a_world(sqlite_url, before=grid) as world:
        await flagged(world, GROUP)
        refused = "Only members of this workspace can use this bot."
        assert (await world.partner.asks("/referrals")).shows(refused)
        told = await world.partner.clicks("Show URL", world.referrals.card("R-1"))
        assert told
        assert told.shows(refused)
        assert (await world.partner.opens_home()).shows(refused)


async def test_a_token_of_the_whole_organisation_does_not_start(sqlite_url: str) -> None:
    def organisation(workspace: Workspace) -> None:
        workspace.team = replace(workspace.team, whole_organisation=True)

    with pytest.raises(SetupError, match="whole organisation") as refused:
        async with a_world(sqlite_url, before=organisation):
            pass
    assert str(refused.value) == setup.ORGANISATION_TOKEN
