"""What was flagged in a public channel that is made private follows the channel as it is now."""

from __future__ import annotations

import orjson
import pytest

from handlers.workspace.app_requests.payloads import event_envelope
from tests.harness.with_slack.people import Actor
from tests.harness.with_slack.signed_requests import send
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged, refer

GROUP = "https://www.facebook.com/groups/1234567890/"


async def everywhere(world: SlackHarness, who: Actor) -> str:
    """What somebody in another channel is told by every way of asking."""
    asked = ["/referrals R-1", f"/referrals {GROUP}", "/referrals search facebook"]
    asked += ["/referrals overdue", "/referrals certain", "/referrals"]
    told = [(await who.asks(text)).text for text in asked]
    await who.asks("/referrals export json")
    files = [one for one in world.workspace.files.values() if one.name.endswith(".json")]
    told += [(one.content or b"").decode() for one in files]
    return " ".join([*told, (await who.opens_home()).text])


async def a_referral_in_general(world: SlackHarness) -> None:
    """R-1, flagged by the analyst in #general, overdue; Second asks from #referrals."""
    world.workspace.join(world.workspace.app.bot_user_id, world.general.channel)
    await flagged(world, GROUP, by=world.analyst.goes_to(world.general))
    await refer(world, 1, by=world.analyst)
    await world.fast_forward(days=8)
    assert "`hxxps://www[.]facebook" in await everywhere(world, world.second)
    for one in world.workspace.files.values():
        one.name = "old"


async def told(world: SlackHarness, kind: str) -> None:
    """Slack's event of the change."""
    event = {"type": "message", "subtype": kind, "channel": world.general.id, "ts": "1.1"}
    body = orjson.dumps(event_envelope(world.workspace, event)).decode()
    assert (await send(world, body, kind="application/json")).status_code == 200
    await world.settle()


@pytest.mark.parametrize("learnt", ["by the event", "by looking", "by the next use"])
async def test_a_channel_made_private_hides_what_was_flagged_before(
    world: SlackHarness, learnt: str
) -> None:
    await a_referral_in_general(world)
    world.general.channel.kind = "private"
    match learnt:
        case "by the event":
            await told(world, "channel_convert_to_private")
        case "by looking":
            await world.fast_forward(hours=1)
        case _:
            world.bot.context.directory._places.clear()
            await world.analyst.asks("/referrals mine")
    seen = await everywhere(world, world.second)
    assert "R-1 ·" not in seen
    assert "hxxps://www[.]facebook" not in seen
    assert "There is no R-1 here." in seen
    # Its own people, and leads, see it as before.
    assert (await world.analyst.asks("/referrals R-1")).shows("*R-1 ·")
    assert (await world.lead.asks("/referrals R-1")).shows("*R-1 ·")
    # The next change leaves its history as it was recorded.
    await world.analyst.clicks("Closed", world.general.card("R-1"))
    world.bot.database.write(lambda uow: uow.audit.seal(1000))
    assert world.bot.database.read(lambda uow: uow.audit.verify())[1] == ()


async def test_made_public_again_it_is_shown_again_but_not_what_was_flagged_in_private(
    world: SlackHarness,
) -> None:
    await a_referral_in_general(world)
    world.general.channel.kind = "private"
    await told(world, "channel_convert_to_private")
    await flagged(world, "https://b.com/2", by=world.analyst)
    world.general.channel.kind = "channel"
    await told(world, "channel_convert_to_public")
    assert (await world.second.asks("/referrals R-1")).shows("*R-1 ·")
    assert (await world.second.asks("/referrals R-2")).shows("There is no R-2 here.")


async def test_an_archived_channel_shows_what_it_showed(world: SlackHarness) -> None:
    await a_referral_in_general(world)
    await world.control.archive(world.general.id)
    await world.fast_forward(hours=1)
    assert (await world.second.asks("/referrals R-1")).shows("*R-1 ·")


async def test_a_channel_that_is_hidden_from_the_bot_counts_as_private(
    world: SlackHarness,
) -> None:
    await a_referral_in_general(world)
    world.general.channel.kind = "private"
    world.workspace.leave(world.workspace.app.bot_user_id, world.general.channel)
    await world.fast_forward(hours=1)
    assert (await world.second.asks("/referrals R-1")).shows("There is no R-1 here.")


async def test_other_messages_are_acknowledged_unread(world: SlackHarness) -> None:
    await told(world, "channel_topic")
    event = {"type": "message", "channel": world.general.id, "text": "hello", "ts": "1.2"}
    body = orjson.dumps(event_envelope(world.workspace, event)).decode()
    assert (await send(world, body, kind="application/json")).status_code == 200
