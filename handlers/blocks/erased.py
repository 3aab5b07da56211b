"""What stands in a message in Slack once what it said was erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.announcements import Message
from bot.domain.referral import Referral
from handlers.blocks.card import DEMO, card
from handlers.blocks.kit import Post
from handlers.blocks.notes import listing
from handlers.blocks.wording import ERASED, CardContext

WHAT = {
    Message.LINE: "a step of its history",
    Message.CHECKED: "what a page check found",
    Message.QUESTION: "what a page check found",
    Message.REMINDER: "a reminder that named it",
    Message.ESCALATION: "a note to the leads that named it",
    Message.HELD: "a note to the leads about it",
}


def erased(was: Message, referral: Referral, beside: Sequence[Referral], ctx: CardContext) -> Post:
    """A card and a list as they come out now; of everything else, that it was erased.

    `beside` are all that a list names.
    """
    if was is Message.CARD:
        return card(referral, replace(ctx, appeal_open=False, undoable=False))
    if was is Message.LIST:
        return listing(beside or [referral], ERASED, ctx)
    text = f"{referral.name}: {WHAT.get(was, 'this message')} was erased, as its time was over."
    return Post(f"{DEMO}. {text}" if ctx.demo else text)
