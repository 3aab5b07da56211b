"""Opening an action's form: filled with what is known, refused before anything is typed."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from bot.actions.recording.look import Seen, advice_in_form, look
from bot.actions.recording.record import check_fresh, check_open
from bot.domain.errors import Stale
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.referral import Action, SeenVersion
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.forms.fields import Sheet
from handlers.messages.forms.forms import form
from handlers.messages.kit.kit import Block, Reply
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click, Meta
from handlers.slack.interactions.recording import as_it_stands, check_card, in_confirmation
from handlers.slack.replies.replying import show


async def open_form(context: AppContext, click: Click, action: Action) -> Reply | None:
    """Open the form, or say why not: the state, the role, or that the card was stale."""

    async def build() -> Block:
        actor, meta = await context.actor(click.requester), pressed(click)
        return await context.read(lambda uow: fresh_form(uow, context, action, meta, actor))

    return await show_or_as_it_stands(context, click, build())


def pressed(click: Click) -> Meta:
    """What the form of a press on a card carries."""
    of = click.press.number, click.press.uid, click.press.seen
    at = click.response_url if in_confirmation(click) else ""
    return Meta(*of, click.meta.channel, click.thread, click.meta.home, answer_at=at)


async def show_or_as_it_stands(
    context: AppContext, click: Click, building: Coroutine[Any, Any, Block]
) -> Reply | None:
    """Open the form that `building` makes. A stale press is answered with the card as it stands."""
    number = click.press.number
    try:
        await show(context, click.trigger, click.surface, building)
    except Stale as stale:
        await context.refresh_card(number)
        actor = await context.actor(click.requester)
        return await as_it_stands(context, number, actor, in_mrkdwn(stale.sentence))
    return None


def fresh_form(
    uow: UnitOfWork, context: AppContext, action: Action, meta: Meta, actor: Actor
) -> Block:
    """The action's form for the referral as it stands. Raises a Refusal where it would be vain."""
    check_card(uow, meta, actor)
    seen = look(uow, meta.number, actor, context.config)
    events = uow.referrals.history(meta.number)
    if not spec_of(action).any_version:
        check_fresh(uow, seen.referral, events, meta.seen, actor.person, context.config)
    check_open(uow, seen.referral, events, action, actor, context.config)
    if action is Action.REFER:
        told = advice_in_form(uow, seen.referral, actor.now, context.config)
        seen = replace(seen, advice=told)
    current = replace(meta, seen=SeenVersion.of(seen.referral))
    return form(action, Sheet(seen, context.card_context_seen(seen, actor.now)), current.dump())


def appeal_form(uow: UnitOfWork, context: AppContext, meta: Meta, actor: Actor) -> Block:
    """The appeal of what was rejected a moment ago, in its place."""
    seen: Seen = look(uow, meta.number, actor, context.config)
    current = replace(meta, seen=SeenVersion.of(seen.referral))
    return fresh_form(uow, context, Action.APPEAL, current, actor)
