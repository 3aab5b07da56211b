"""What Slack refused for good: a lead is told, mends it, and sends it again."""

from __future__ import annotations

from click.testing import CliRunner

from bot.domain.announcements import Announcement, Message, direct
from bot.domain.lifecycle.referral import State
from bot.sentences.operations import command_line
from handlers.cli import cli
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged, refer

GROUP = "https://www.facebook.com/groups/1234567890/"


async def refused(world: SlackHarness) -> None:
    """R-1 was referred while its channel was archived."""
    await flagged(world, GROUP)
    await world.control.archive(world.referrals.id)
    world.analyst.goes_to(world.casework)
    await refer(world, 1)
    assert world.referral(1).state is State.REFERRED


async def test_a_lead_sends_it_again_once_the_channel_is_back(world: SlackHarness) -> None:
    await refused(world)
    told = world.direct(world.lead).last
    assert told.shows("couldn't be delivered to #referrals", "The channel is archived")
    assert told.labels == ["Send again"]
    assert not world.referrals.card("R-1").shows("Referred")
    await world.control.archive(world.referrals.id, False)
    answer = await world.lead.clicks("Send again", told)
    assert answer
    assert answer.shows("2 messages go out to #referrals again.")
    assert world.referrals.card("R-1").shows("Referred")
    assert len(world.referrals.thread("R-1")) == 1
    again = await world.lead.clicks("Send again", told)
    assert again
    assert again.shows("Nothing waits for #referrals any more")


async def test_refused_once_more_the_lead_is_told_once_more(world: SlackHarness) -> None:
    await refused(world)
    room = world.direct(world.lead)
    before = len(room.messages)
    await world.lead.clicks("Send again", room.last)
    assert len(room.messages) == before + 1
    assert room.last.shows("The channel is archived")


async def test_only_a_lead_may(world: SlackHarness) -> None:
    await refused(world)

    data = {"lane": world.referrals.id, "what": "the card of R-1", "reason": "is_archived"}
    note = Announcement(direct(world.second.id), Message.PARKED, "parked 1", data)
    now = world.workspace.clock.now()
    world.bot.database.write(lambda uow: uow.outbox.add([note], now))
    await world.settle()
    answer = await world.second.clicks("Send again", world.direct(world.second).last)
    assert answer
    assert answer.shows("Only a lead can have messages sent again.")
    assert len(world.bot.database.read(lambda uow: uow.outbox.parked())) == 2


async def test_from_the_command_line(world: SlackHarness) -> None:
    await refused(world)
    await world.control.archive(world.referrals.id, False)
    settings = {"DATABASE_URL": f"sqlite:///{world.path}"}
    done = CliRunner().invoke(cli, ["send-again"], env=settings)
    assert (done.exit_code, done.output) == (
        0,
        command_line.sent_again(world.referrals.id, 2) + "\n",
    )
    await world.settle()
    assert world.referrals.card("R-1").shows("Referred")
    done = CliRunner().invoke(cli, ["send-again"], env=settings)
    assert done.output == command_line.NOTHING_TO_SEND_AGAIN + "\n"
