"""What a person asks to be shown of one referral: address, history, all actions."""

from __future__ import annotations

from dataclasses import replace

from bot.actions.recording import look
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from bot.sentences import labels
from handlers.messages.cards.answers import raw_address
from handlers.messages.cards.history import history
from handlers.messages.cards.menus import all_actions
from handlers.messages.kit.kit import Block, Post, Reply
from handlers.messages.kit.modals import says
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click
from handlers.slack.interactions.recording import check_card
from handlers.slack.replies.replying import show


async def show_address(context: AppContext, click: Click) -> Reply:
    """The raw address, to one person; that it was shown is an event."""
    actor, press = await context.actor(click.requester), click.press

    def work(uow: UnitOfWork) -> Reply:
        check_card(uow, press, actor)
        referral = look.show_address(uow, press.number, actor)
        ctx = context.card_context(referral, {}, actor.now)
        return Reply(raw_address(referral, ctx), labels.ADDRESS)

    return await context.store.write(work)


async def show_history(context: AppContext, click: Click) -> None:
    """Who did what, and when, in a modal."""

    name = f"R-{click.press.number}"

    async def build() -> Block:
        actor = await context.actor(click.requester)

        def read(uow: UnitOfWork) -> Post:
            seen = _look(uow, context, click, actor)
            checks = uow.checks.history(seen.referral.number)
            by = uow.people.names({one.by for one in checks})
            ctx = context.card_context_seen(seen, actor.now)
            return history(seen, replace(ctx, names={**by, **ctx.names}), checks)

        post = await context.read(read)
        return says(post, labels.history_of(name), click.meta.dump())

    await show(context, click.trigger, click.surface, build())


async def show_all_actions(context: AppContext, click: Click) -> None:
    """Everything that this state and this person permit, in a modal."""

    async def build() -> Block:
        actor = await context.actor(click.requester)
        seen = await context.read(lambda uow: _look(uow, context, click, actor))
        post = all_actions(seen, context.card_context_seen(seen, actor.now))
        return says(post, seen.referral.name, click.meta.dump())

    await show(context, click.trigger, click.surface, build())


def _look(uow: UnitOfWork, context: AppContext, click: Click, actor: Actor) -> look.Seen:
    check_card(uow, click.press, actor)
    return look.look(uow, click.press.number, actor, context.config)
