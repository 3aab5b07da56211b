"""A press of a button → one action, recorded once: what clicks and forms share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.actions.recording.look import look, see
from bot.actions.recording.record import Acted, act
from bot.domain.errors import NotFound, Stale
from bot.domain.lifecycle.permissions import check_press
from bot.domain.lifecycle.referral import Action, Referral
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from bot.sentences import labels, refusals
from handlers.messages.cards.answers import CONFIRMED, confirmation, in_mrkdwn, private_card
from handlers.messages.kit.kit import Block, Post, Press, Reply
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click, Meta, Surface

PRIVATE_CARD = "private"
"""How the block_ids begin of the rows of buttons that stand in a private card."""


async def record(
    context: AppContext, click: Click, action: Action, answers: Mapping[str, str] | None = None
) -> Reply:
    """Record at once what a button says. A stale press is answered with the card as it stands."""
    press, actor = click.press, await context.actor(click.requester)
    request = ActionRequest(action, press.seen, answers or {})

    def work(uow: UnitOfWork) -> Reply:
        acted = done(uow, context, press, request, actor)
        post = confirmed(uow, context, acted, actor)
        if in_private_card(click) and not acted.review:
            below = card_for(uow, context, acted.after, actor)
            above = _as_private_card(post.blocks, "done")
            return Reply(Post(post.text, [*above, *below.blocks]), replace=True)
        return Reply(post, labels.RECORDED, replace=in_confirmation(click))

    try:
        return await context.act_once(click.key, press.number, work)
    except Stale as stale:
        return await as_it_stands(context, press.number, actor, in_mrkdwn(stale.sentence))


def done(
    uow: UnitOfWork,
    context: AppContext,
    on: Press | Meta,
    request: ActionRequest,
    actor: Actor,
) -> Acted:
    """Record one request about the referral that was pressed on. Raises a Refusal."""
    referral = check_card(uow, on, actor, for_change=True)
    return act(uow, referral, request, actor, context.config)


def check_card(
    uow: UnitOfWork, on: Press | Meta, actor: Actor, *, for_change: bool = False
) -> Referral:
    """The referral that was pressed on, or what stands against it, before anything is said of it.

    NotFound for what is not of this database: the same whatever the number is here. Then what
    `check_press` raises.
    """
    referral = uow.referrals.get(on.number, for_change=for_change)
    if referral is None or referral.uid != on.uid:
        raise NotFound(refusals.of_another_database(f"R-{on.number}"))
    check_press(referral, actor)
    return referral


def confirmed(uow: UnitOfWork, context: AppContext, acted: Acted, actor: Actor) -> Post:
    """The private confirmation of what was recorded."""
    names = uow.people.names({acted.after.owner, acted.after.flagger})
    return confirmation(acted, context.card_context(acted.after, names, actor.now))


def in_private_card(click: Click) -> bool:
    """Whether the button stands in a private card, which can then be replaced."""
    return click.surface is Surface.PRIVATE and click.block_id.startswith(PRIVATE_CARD)


def in_confirmation(click: Click) -> bool:
    """Whether the button stands under a confirmation, in whose place it is said what came of it."""
    return click.surface is Surface.PRIVATE and click.block_id == CONFIRMED


def _as_private_card(blocks: Iterable[Block], name: str = "") -> list[Block]:
    """The blocks, with rows of buttons that are known as a private card's."""
    return [
        {**block, "block_id": f"{PRIVATE_CARD} {name}{at}"} if block["type"] == "actions" else block
        for at, block in enumerate(blocks)
    ]


def card_for(
    uow: UnitOfWork, context: AppContext, referral: Referral, actor: Actor, above: str = ""
) -> Post:
    """The private card of a referral that this person may see."""
    seen = see(uow, referral, actor, context.config)
    post = private_card(seen, context.card_context_seen(seen, actor.now), above)
    return Post(post.text, _as_private_card(post.blocks))


async def as_it_stands(context: AppContext, number: int, actor: Actor, above: str = "") -> Reply:
    """A sentence, and under it the referral as it stands. Raises NotFound as `look` does."""

    def work(uow: UnitOfWork) -> Reply:
        seen = look(uow, number, actor, context.config)
        return Reply(card_for(uow, context, seen.referral, actor, above), seen.referral.name)

    return await context.read(work)
