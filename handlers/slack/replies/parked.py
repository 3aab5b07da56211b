"""**Send again** under what a lead was told Slack had refused."""

from __future__ import annotations

from bot.actions.recording.parking import place_of, send_again
from bot.ports.store import UnitOfWork
from bot.sentences import parked
from handlers.messages.cards.notes import SEND_AGAIN, sent_again
from handlers.messages.kit.kit import Reply
from handlers.messages.kit.origin import check_here
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click
from handlers.slack.replies.listeners import Listeners


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to the button."""
    listeners.on_click(SEND_AGAIN, put_back)


async def put_back(context: AppContext, click: Click) -> Reply:
    """Have the lane's messages sent once more. Raises NotAllowed for anybody but leads."""
    actor = await context.actor(click.requester)
    press = click.press
    lane = press.choice

    def work(uow: UnitOfWork) -> Reply:
        check_here(uow, press)
        count = send_again(uow, lane, actor)
        return Reply(sent_again(count, place_of(uow, lane)), parked.SENT_AGAIN)

    return await context.once(click.key, work)
