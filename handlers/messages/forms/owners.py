"""Handing over: the form, and what the leads are told of somebody who has left."""

from __future__ import annotations

from collections.abc import Mapping

from bot.actions.people.owners import FROM, TO
from bot.sentences.recording import owners as sentences
from handlers.messages.cards.controls import Control
from handlers.messages.kit.kit import (
    Block,
    Post,
    actions,
    button,
    labelled,
    marked,
    option,
    section,
    select,
)
from handlers.messages.kit.modals import modal
from handlers.messages.kit.wording import CardContext, said

FORM = "owners:hand_over"


def hand_over_form(
    owners: Mapping[str, tuple[str, int, bool]], chosen: str, to: str, metadata: str
) -> Block:
    """Whose open referrals, and who gets them. `owners` as `bot.actions.people.owners.owners`."""
    choices = [
        option(sentences.owns(said(name, 40), count, left=left), user)
        for user, (name, count, left) in owners.items()
    ]
    people: Block = {"type": "users_select"}
    if to:
        people["initial_user"] = to
    whose = select(FROM, sentences.WHO, choices, chosen)
    blocks = [
        labelled(sentences.FROM, FROM, whose, hint=sentences.FROM_HINT),
        labelled(sentences.TO, TO, people, hint=sentences.NEW_OWNER),
    ]
    return modal(sentences.TITLE, blocks, sentences.TITLE, FORM, metadata)


def left(who: str, count: int, ctx: CardContext) -> Post:
    """Somebody's account is deactivated, and so much is still theirs."""
    text = sentences.left(said(ctx.names.get(who, who), 80), count)
    press = button(sentences.BUTTON, Control.HAND_OVER, who)
    return marked(text, [section(text), actions([press])], demo=ctx.demo)
