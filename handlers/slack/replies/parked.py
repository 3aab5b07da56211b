"""**Send again** under what a lead was told Slack had refused."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.actions.recording.parking import place_of, send_again
from bot.ports.store import UnitOfWork
from bot.sentences import parked
from handlers.messages.cards.notes import SEND_AGAIN, sent_again
from handlers.messages.kit.kit import Block
from handlers.slack.context.app_context import Desk
from handlers.slack.context.payloads import Click
from handlers.slack.replies.replying import Ack, Reply, ReplyDump, answer_click


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the button."""

    async def pressed(ack: Ack, body: Block) -> None:
        click = Click.read(body)
        await answer_click(desk, click, ack, put_back(desk, click))

    app.action(SEND_AGAIN)(pressed)


async def put_back(desk: Desk, click: Click) -> Reply:
    """Have the lane's messages sent once more. Raises NotAllowed for anybody but leads."""
    actor = await desk.actor(click.asked)
    lane = click.value

    def work(uow: UnitOfWork) -> Reply:
        count = send_again(uow, lane, actor)
        return Reply(sent_again(count, place_of(uow, lane)), parked.SENT_AGAIN)

    return await desk.once(click.key, work, ReplyDump())
