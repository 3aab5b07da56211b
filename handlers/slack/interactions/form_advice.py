"""The advice in the form of Mark referred, which follows the category that is chosen there."""

from __future__ import annotations

from dataclasses import replace

from bot.actions.recording.look import advice_in_form, look
from bot.domain.errors import Refusal
from bot.ports.store import UnitOfWork
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.kit.kit import Reply
from handlers.messages.kit.modals import CATEGORY, again, with_advice
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click, Meta
from handlers.slack.interactions.recording import check_card
from handlers.slack.replies.listeners import Listeners
from handlers.slack.replies.replying import sentence_for


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to the choice of a category in a form."""
    listeners.on_click({"block_id": CATEGORY, "action_id": CATEGORY}, advise, in_order=True)


async def advise(context: AppContext, click: Click) -> Reply | None:
    """Bring the form's advice up to date. What was typed in it stays."""
    if click.view is None:
        return None
    actor = await context.actor(click.requester)
    metadata = str(click.view.get("private_metadata", ""))
    meta = Meta.load(metadata)

    def work(uow: UnitOfWork) -> tuple[str, ...]:
        check_card(uow, meta, actor)
        seen = look(uow, meta.number, actor, context.config)
        described = replace(seen.referral, category=click.value)
        return advice_in_form(uow, described, actor.now, context.config).sentences

    try:
        shown = with_advice(click.view, await context.read(work))
    except Refusal as refusal:  # what was typed stays
        shown = again(click.view, in_mrkdwn(sentence_for(refusal, context)), metadata)
    await context.responder.update(click.view_id, shown)
    return None
