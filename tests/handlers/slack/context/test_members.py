"""Members are read to the end, however often Slack puts it off; what leads are told waits for one."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import pytest

from bot.actions.recording.team import leads_of
from bot.domain.people import KnownPerson
from bot.sentences.operations import health
from handlers.slack.context import members
from handlers.workspace.state.faults import FaultRule
from handlers.workspace.state.model import User
from handlers.workspace.state.workspace import Workspace
from tests.handlers.slack.conftest import MakeWorld
from tests.harness.with_slack.slack_harness import SlackHarness, a_world, shipped
from tests.harness.with_slack.steps import flagged, hold

GROUP = "https://www.facebook.com/groups/1234567890/"


def known(world: SlackHarness) -> dict[str, KnownPerson]:
    return {one.id: one for one in world.bot.database.read(lambda uow: uow.people.all())}


def crowd(workspace: Workspace, count: int) -> None:
    for number in range(count):
        user = f"UCROWD{number}"
        workspace.users[user] = User(user, f"person{number}", team_id=workspace.team.id)


def without_a_lead(workspace: Workspace) -> None:
    workspace.users["U0LEAD"] = replace(workspace.users["U0LEAD"], is_admin=False)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits between two calls, which take no time here."""
    told: list[float] = []
    sleep = asyncio.sleep

    async def no_time(seconds: float) -> None:
        told.append(seconds)
        await sleep(0)

    monkeypatch.setattr(asyncio, "sleep", no_time)
    return told


async def test_members_after_the_ten_thousandth_are_read_and_a_429_is_waited_out(
    world: SlackHarness, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    monkeypatch.setattr(members, "AT_ONCE", 2)
    crowd(world.workspace, 130)
    world.workspace.faults.replace(
        [
            FaultRule("users.list", "429", share=0.3, seconds=7),
            FaultRule("users.list", "500", share=0.2),
            FaultRule("users.list", "dropped", share=0.1),
        ]
    )
    await world.bot.context.directory.learn_people()
    assert len([one for one in known(world) if one.startswith("UCROWD")]) == 130
    assert 7 in waits, "Retry-After is waited out"
    assert 1 in waits, "and an ill Slack is asked again"


async def test_the_pages_are_of_a_thousand(world: SlackHarness) -> None:
    await world.bot.context.directory.learn_people()
    asked = [one.request for one in world.workspace.wire.after(0) if one.name == "users.list"]
    assert {one["limit"] for one in asked} == {"1000"}


def asked_for(world: SlackHarness) -> list[str]:
    """The cursors with which the members were asked for, so far."""
    calls = world.workspace.wire.after(0)
    return [one.request.get("cursor", "") for one in calls if one.name == "users.list"]


async def test_the_reading_goes_on_where_it_stopped(
    world: SlackHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "AT_ONCE", 3)
    crowd(world.workspace, 20)
    directory, database = world.bot.context.directory, world.bot.database
    await directory.learn_people()
    second = asked_for(world)[-2]
    assert not database.read(lambda uow: uow.settings.get(members.READ_UP_TO)), "at the end"
    # As a bot that was stopped before its last page but one has left it.
    database.write(lambda uow: uow.settings.put(members.READ_UP_TO, second))
    before = len(asked_for(world))
    await directory.learn_people()
    assert asked_for(world)[before] == second
    assert asked_for(world)[before:] == asked_for(world)[before - 2 : before]


async def test_a_cursor_that_slack_forgot_begins_anew(world: SlackHarness) -> None:
    world.bot.database.write(lambda uow: uow.settings.put(members.READ_UP_TO, "no-such-cursor"))
    crowd(world.workspace, 3)
    await world.bot.context.directory.learn_people()
    assert len([one for one in known(world) if one.startswith("UCROWD")]) == 3


async def test_what_only_leads_are_told_waits_for_one(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with a_world(sqlite_url, before=without_a_lead) as world:
        assert health.no_lead_known(named=False) in caplog.text
        ready = await world.web.get("/readyz")
        assert (ready.status_code, ready.json()) == (
            200,
            {"ready": True, "degraded": [health.NO_LEAD]},
        )
        await flagged(world, GROUP)
        world.workspace.users["U0LEAD"] = replace(world.workspace.users["U0LEAD"], is_admin=True)
        # Nobody has told the bot of the new lead yet; somebody else's hold is kept for them.
        world.bot.context.directory._people.clear()
        before = len(world.direct(world.lead).messages)
        await hold(world, 1, "police ask us to wait")
        await world.fast_forward(hours=2)
        assert world.direct(world.lead).messages[before:]
        assert "Leads: U0LEAD" in caplog.text
        assert (await world.web.get("/readyz")).json() == {"ready": True}


async def test_a_flag_of_a_held_page_is_told_once_a_lead_is_known(sqlite_url: str) -> None:
    config = shipped(lead_review=["facebook"])
    async with a_world(sqlite_url, config, before=without_a_lead) as world:
        await world.analyst.asks(f"/flag {GROUP}")
        assert not world.direct(world.lead).messages
        assert world.bot.database.read(lambda uow: uow.outbox.count_pending()) == 0
        world.workspace.users["U0LEAD"] = replace(world.workspace.users["U0LEAD"], is_admin=True)
        second = replace(world.workspace.users["U0SECOND"], is_admin=True)
        world.workspace.users["U0SECOND"] = second
        await world.fast_forward(hours=2)
        for lead in (world.lead, world.second):
            assert len(world.direct(lead).messages) == 1
            assert world.direct(lead).shows("A page waits for a lead", "R-1")
        await world.fast_forward(hours=2)
        assert len(world.direct(world.lead).messages) == 1


async def test_a_guest_named_as_lead_is_told_nothing_even_before_slack_said_so(
    make_world: MakeWorld,
) -> None:
    world = await make_world(leads=["U0GUEST", "U0NOBODY"], lead_review=["facebook"])
    await world.analyst.asks(f"/flag {GROUP}")
    await world.settle()
    assert not world.direct(world.guest).messages
    told = world.bot.database.read(lambda uow: leads_of(uow, world.bot.context.config))
    assert told == ("U0LEAD",), "the workspace's admins, where nobody whom config names can lead"
