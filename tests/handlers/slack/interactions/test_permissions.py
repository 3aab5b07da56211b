"""Who may use the bot, and where."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.domain.lifecycle.referral import State
from bot.sentences.cards import HELD_ANSWER
from handlers.messages.kit.kit import Press
from handlers.workspace.state.model import User
from tests.handlers.slack.conftest import MakeWorld
from tests.harness.with_slack.signed_requests import click_payload, form_of, interactive, send
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged, hold, refer

GROUP = "https://www.facebook.com/groups/1234567890/"
COMMANDS = ["/flag", f"/flag {GROUP}", "/referrals", "/referrals help", "/referrals R-1"]


@pytest.mark.parametrize("command", COMMANDS)
async def test_guests_are_refused(world: SlackHarness, command: str) -> None:
    await flagged(world, "https://a.com/1")
    told = await world.guest.asks(command)
    assert told.shows("Guests cannot use this bot.")
    assert not world.guest.has_form
    assert world.count == 1


@pytest.mark.parametrize("command", COMMANDS)
async def test_people_of_other_workspaces_are_refused(world: SlackHarness, command: str) -> None:
    told = await world.partner.asks(command)
    assert told.shows("Only members of this workspace can use this bot.")
    assert world.count == 0


async def test_guests_cannot_press_buttons_or_use_the_shortcut(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    card = world.referrals.card("R-1")
    for label in ("Mark referred", "Show URL"):
        told = await world.guest.clicks(label, card)
        assert told
        assert told.shows("Guests cannot use this bot.")
    for item in ("Show URL", "Add note", "History", "All actions…"):
        await world.guest.picks(item, card)
        assert world.guest.told.shows("Guests cannot use this bot.")
        assert not world.guest.has_form
    ts = await world.analyst.says("https://b.com/2")
    told = await world.guest.uses("Flag links in message", ts)
    assert told
    assert told.shows("Guests cannot use this bot.")
    assert world.count == 1
    assert world.reads() == []


async def test_a_guests_home_says_so(world: SlackHarness) -> None:
    assert (await world.guest.opens_home()).shows("Guests cannot use this bot.")


async def test_config_can_let_guests_and_others_in(make_world: MakeWorld) -> None:
    world = await make_world(guests=True, other_workspaces=True)
    assert (await world.guest.asks(f"/flag {GROUP}")).shows("R-1 recorded")
    assert (await world.partner.asks("/referrals")).shows("*R-1 ")


async def test_the_workspace_that_the_request_names_counts_too(world: SlackHarness) -> None:
    body = form_of(world, world.analyst, "/flag", GROUP).replace(
        f"team_id={world.workspace.team.id}", "team_id=T0ELSEWHERE"
    )
    answer = await send(world, body)
    assert "Only members of this workspace" in answer.text
    assert world.count == 0


async def test_a_deactivated_account_is_refused(world: SlackHarness) -> None:
    world.workspace.users["U0OLD"] = User("U0OLD", "old", deleted=True, team_id="T0REFERRAL")
    body = form_of(world, world.analyst, "/flag", GROUP).replace(
        "user_id=U0ANALYST", "user_id=U0OLD"
    )
    assert "deactivated" in (await send(world, body)).text
    assert world.count == 0


async def test_in_a_channel_without_the_bot_the_person_is_told_how_to_invite_it(
    world: SlackHarness,
) -> None:
    told = await world.analyst.goes_to(world.general).asks(f"/flag {GROUP}")
    assert told.shows("I am not in this channel yet. Type `/invite @referral-bot` here")
    assert world.count == 0
    world.workspace.join(world.workspace.app.bot_user_id, world.general.channel)
    assert (await world.analyst.asks(f"/flag {GROUP}")).shows("R-1 recorded")


async def test_in_a_direct_message_of_two_people_the_advice_can_be_followed(
    world: SlackHarness,
) -> None:
    body = form_of(world, world.analyst, "/flag", GROUP)
    body = re.sub(r"channel_id=\w+", "channel_id=D0TWOPEOPLE", body)
    answer = await send(world, body)
    help_body = form_of(world, world.analyst, "/referrals", "help")
    help_body = re.sub(r"channel_id=\w+", "channel_id=D0TWOPEOPLE", help_body)
    assert "`/flag" in (await send(world, help_body)).text
    assert "No bot can be in a direct message of two people" in answer.text
    assert "/invite" not in answer.text
    assert world.count == 0


async def test_only_the_configs_channels(make_world: MakeWorld) -> None:
    world = await make_world(channels={"C0CASEWORK": {}})
    assert (await world.analyst.asks(f"/flag {GROUP}")).shows("not switched on for this channel")
    told = await world.analyst.goes_to(world.casework).asks(f"/flag {GROUP}")
    assert told.shows("R-1 recorded")
    told = await world.analyst.goes_to(world.direct(world.analyst)).asks("/referrals R-1")
    assert told.shows("*R-1 ")


async def test_config_names_the_leads(make_world: MakeWorld) -> None:
    world = await make_world(leads=["U0SECOND"])
    await flagged(world, GROUP)
    await world.second.picks("All actions…", world.referrals.card("R-1"))
    assert "Hold" in world.second.form.labels
    await world.lead.picks("All actions…", world.referrals.card("R-1"))
    assert "Hold" not in world.lead.form.labels


@pytest.mark.parametrize("named", [True, False])
async def test_who_is_let_in_from_elsewhere_never_leads(make_world: MakeWorld, named: bool) -> None:
    """As an admin of another workspace, or a guest whom config names, they see and hear no hold."""
    leads = ["U0PARTNER", "U0GUEST", "U0LEAD"] if named else []
    world = await make_world(guests=True, other_workspaces=True, leads=leads)
    users = world.workspace.users
    for user in ("U0PARTNER", "U0GUEST"):
        users[user] = replace(users[user], is_admin=True)
    await world.bot.context.directory.learn_people()
    await flagged(world, GROUP)
    await hold(world, 1)
    assert (await world.lead.asks("/referrals R-1")).shows("*R-1 ·")
    for stranger in (world.partner, world.guest):
        assert (await stranger.asks("/referrals R-1")).shows("There is no R-1 here.")
        assert world.direct(stranger).messages == []
    assert world.direct(world.lead).messages


async def test_what_was_flagged_in_a_private_channel_stays_there(world: SlackHarness) -> None:
    await flagged(world, GROUP, by=world.analyst.goes_to(world.casework))
    assert world.casework.has_card("R-1")
    second = world.second
    assert (await second.asks("/referrals R-1")).shows("There is no R-1 here.")
    assert (await second.asks(f"/referrals {GROUP}")).shows("This page has no referral here.")
    assert (await second.asks("/referrals search facebook")).shows("Nothing was found")
    assert (await second.asks("/referrals")).shows("Nothing is open")
    told = await second.asks(f"/flag {GROUP}")
    assert told.shows(HELD_ANSWER)
    assert "R-1" not in told.text
    assert world.count == 1
    assert (await world.lead.asks("/referrals R-1")).shows("*R-1 ·")


async def test_a_form_from_a_private_channel_cannot_be_handed_in_from_elsewhere(
    world: SlackHarness,
) -> None:
    await flagged(world, GROUP, by=world.analyst.goes_to(world.casework))
    await flagged(world, "https://b.com/2", by=world.second)
    payload = click_payload(world, world.second, world.referrals.card("R-2"), "Show URL")
    payload["actions"][0]["value"] = Press.of(world.referral(1)).value
    await send(world, interactive(payload))
    await world.settle()
    assert world.second.told.shows("There is no R-1 here.")
    assert world.reads() == []


async def test_a_role_that_may_not_is_told_who_may(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    payload = click_payload(world, world.analyst, world.referrals.card("R-1"), "Mark referred")
    payload["actions"][0]["action_id"] = "do:hold"
    await send(world, interactive(payload))
    await world.settle()
    assert world.analyst.told.shows("Only a lead can hold it. Ask one of your leads.")
    assert world.referral(1).state is State.FLAGGED


async def test_a_state_that_does_not_permit_it_is_said(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    payload = click_payload(world, world.analyst, world.referrals.card("R-1"), "Mark referred")
    payload["actions"][0]["action_id"] = "do:close"
    await send(world, interactive(payload))
    await world.settle()
    assert world.analyst.told.shows("R-1 is flagged, so it can't be recorded as closed.")


async def test_a_direct_message_with_the_bot_is_a_private_place(world: SlackHarness) -> None:
    analyst = world.analyst.goes_to(world.direct(world.analyst))
    assert (await analyst.asks(f"/flag {GROUP}")).shows("R-1 recorded")
    assert world.direct(world.analyst).has_card("R-1")
    assert (await world.second.asks("/referrals R-1")).shows("There is no R-1 here.")
    await refer(world, 1, by=analyst)
    assert world.referral(1).state is State.REFERRED


async def test_who_is_deactivated_later_is_not_reminded_but_the_leads_are(
    world: SlackHarness,
) -> None:
    await world.move_to("monday 09:00")
    await flagged(world, GROUP, by=world.second)
    await refer(world, 1, by=world.second)
    users = world.workspace.users
    users[world.second.id] = replace(users[world.second.id], deleted=True)
    before = len(world.direct(world.lead).messages)
    await world.fast_forward(days=9)
    assert world.direct(world.second).messages == []
    told = world.direct(world.lead).messages[before:]
    assert len(told) >= 1
    assert told[0].shows("R-1", "No answer after")
