"""What stands in a message in Slack once what it said was erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.announcements import Message
from bot.domain.lifecycle.referral import Referral
from bot.sentences import labels
from bot.sentences.operations import retention
from handlers.messages.cards.card import card
from handlers.messages.kit.kit import Post, marked
from handlers.messages.kit.wording import CardContext
from handlers.messages.lists.flagged_list import flagged_list


def erased(was: Message, referral: Referral, beside: Sequence[Referral], ctx: CardContext) -> Post:
    """A card and a list as they come out now; of everything else, that it was erased, or that of such a
    page no text is kept.

    `beside` are all that a list names.
    """
    if was is Message.CARD:
        return card(referral, replace(ctx, appeal_open=False, undoable=False))
    if was is Message.LIST:
        return flagged_list(beside or [referral], labels.ERASED, ctx)
    what = retention.CARD_PARTS.get(was, retention.THIS_MESSAGE)
    say = retention.message_erased if referral.erased else retention.text_not_kept
    text = say(referral.name, what)
    return marked(text, [], demo=ctx.demo)
