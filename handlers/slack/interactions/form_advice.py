"""The advice in the form of Mark referred, which follows the category that is chosen there."""

from __future__ import annotations

from dataclasses import replace

from slack_bolt.async_app import AsyncApp

from bot.actions.recording.look import advice_for, look
from bot.ports.store import UnitOfWork
from handlers.messages.kit.kit import Block
from handlers.messages.kit.modals import CATEGORY, with_advice
from handlers.slack.context.app_context import Desk
from handlers.slack.context.payloads import Click, Meta
from handlers.slack.replies.replying import Ack, Reply, answer_click


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the choice of a category in a form."""

    async def chosen(ack: Ack, body: Block) -> None:
        click = Click.read(body)
        await answer_click(desk, click, ack, advise(desk, click))

    app.action({"block_id": CATEGORY, "action_id": CATEGORY})(chosen)


async def advise(desk: Desk, click: Click) -> Reply | None:
    """Bring the form's advice up to date. What was typed in it stays."""
    if click.view is None:
        return None
    actor = await desk.actor(click.asked)
    number = Meta.load(str(click.view.get("private_metadata", ""))).number

    def work(uow: UnitOfWork) -> tuple[str, ...]:
        seen = look(uow, number, actor, desk.config)
        described = replace(seen.referral, category=click.value)
        return advice_for(uow, described, actor.now, desk.config).sentences

    sentences = await desk.read(work)
    await desk.voice.update(click.view_id, with_advice(click.view, sentences))
    return None
