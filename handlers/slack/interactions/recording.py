"""A press of a button → one action, recorded once: what clicks and forms share."""

from __future__ import annotations

from collections.abc import Mapping

from bot.actions.recording.look import look, see
from bot.actions.recording.record import Acted, act
from bot.actions.recording.team import names_of
from bot.domain.errors import NotAllowed, Stale
from bot.domain.lifecycle.referral import Action, Referral, State
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from handlers.messages.cards.answers import confirmation, in_mrkdwn, private_card
from handlers.messages.kit.kit import Post
from handlers.slack.context.app_context import Desk
from handlers.slack.context.payloads import Click, Surface
from handlers.slack.replies.replying import Reply, ReplyDump

PRIVATE_CARD = "private"
"""How the block_ids begin of the rows of buttons that stand in a private card."""


async def record(
    desk: Desk, click: Click, action: Action, answers: Mapping[str, str] | None = None
) -> Reply:
    """Record at once what a button says. A stale press is answered with the card as it stands."""
    press, actor = click.press, await desk.actor(click.asked)
    request = ActionRequest(action, press.version, answers or {})

    def work(uow: UnitOfWork) -> Reply:
        acted = done(uow, desk, press.number, request, actor)
        post = confirmed(uow, desk, acted, actor)
        if in_private_card(click) and not acted.review:
            below = card_for(uow, desk, acted.after, actor)
            return Reply(Post(post.text, [*post.blocks, *below.blocks]), replace=True)
        return Reply(post, "Recorded")

    try:
        return await desk.act_once(click.key, press.number, work, ReplyDump())
    except Stale as stale:
        return await as_it_stands(desk, press.number, actor, in_mrkdwn(stale.sentence))


def done(uow: UnitOfWork, desk: Desk, number: int, request: ActionRequest, actor: Actor) -> Acted:
    """Record one request about one referral. Raises a Refusal."""
    check_card(uow.referrals.get(number), actor)
    return act(uow, number, request, actor, desk.config)


def check_card(referral: Referral | None, actor: Actor) -> None:
    """NotAllowed for a press on what is held: its card stayed in the channel as it was (rule 4).

    The sentence is that of every page which a lead looks at first.
    """
    if referral is not None and referral.state is State.HELD and not actor.person.lead:
        raise NotAllowed(f"A lead looks at {referral.name} first, so nothing was recorded.")


def confirmed(uow: UnitOfWork, desk: Desk, acted: Acted, actor: Actor) -> Post:
    """The private confirmation of what was recorded."""
    names = names_of(uow, {acted.after.owner, acted.after.flagger})
    return confirmation(acted, desk.context(acted.after, names, actor.now))


def in_private_card(click: Click) -> bool:
    """Whether the button stands in a private card, which can then be replaced."""
    return click.surface is Surface.PRIVATE and click.block_id.startswith(PRIVATE_CARD)


def card_for(
    uow: UnitOfWork, desk: Desk, referral: Referral, actor: Actor, above: str = ""
) -> Post:
    """The private card of a referral that this person may see."""
    seen = see(uow, referral, actor, desk.config)
    post = private_card(seen, desk.seen_context(seen, actor.now), above)
    blocks = [
        {**block, "block_id": f"{PRIVATE_CARD} {index}"} if block["type"] == "actions" else block
        for index, block in enumerate(post.blocks)
    ]
    return Post(post.text, blocks)


async def as_it_stands(desk: Desk, number: int, actor: Actor, above: str = "") -> Reply:
    """A sentence, and under it the referral as it stands. Raises NotFound as `look` does."""

    def work(uow: UnitOfWork) -> Reply:
        seen = look(uow, number, actor, desk.config)
        return Reply(card_for(uow, desk, seen.referral, actor, above), seen.referral.name)

    return await desk.read(work)
