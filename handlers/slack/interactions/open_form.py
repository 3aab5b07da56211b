"""Opening an action's form: filled with what is known, refused before anything is typed."""

from __future__ import annotations

from bot.actions.recording.look import Seen, look
from bot.actions.recording.record import check_fresh, check_open
from bot.domain.errors import Stale
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.referral import Action
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.forms.fields import Sheet
from handlers.messages.forms.forms import form
from handlers.messages.kit.kit import Block
from handlers.slack.context.app_context import Desk
from handlers.slack.context.payloads import Click, Meta
from handlers.slack.interactions.recording import as_it_stands, check_card
from handlers.slack.replies.replying import Reply, show


async def open_form(desk: Desk, click: Click, action: Action) -> Reply | None:
    """Open the form, or say why not: the state, the role, or that the card was stale."""
    press = click.press

    async def build() -> Block:
        actor = await desk.actor(click.asked)
        meta = Meta(press.number, press.version, click.meta.channel, click.thread, click.meta.home)
        return await desk.read(lambda uow: fresh_form(uow, desk, action, meta, actor))

    try:
        await show(desk, click.trigger, click.surface, build())
    except Stale as stale:
        await desk.refresh_card(press.number)
        actor = await desk.actor(click.asked)
        return await as_it_stands(desk, press.number, actor, in_mrkdwn(stale.sentence))
    return None


def fresh_form(uow: UnitOfWork, desk: Desk, action: Action, meta: Meta, actor: Actor) -> Block:
    """The action's form for the referral as it stands. Raises a Refusal where it would be vain."""
    check_card(uow.referrals.get(meta.number), actor)
    seen = look(uow, meta.number, actor, desk.config)
    events = uow.referrals.history(meta.number)
    if not spec_of(action).any_version:
        check_fresh(uow, seen.referral, events, meta.version, actor.person, desk.config)
    check_open(uow, seen.referral, events, action, actor, desk.config)
    current = Meta(meta.number, seen.referral.version, meta.channel, meta.thread, meta.home)
    return form(action, Sheet(seen, desk.seen_context(seen, actor.now)), current.dump())


def appeal_form(uow: UnitOfWork, desk: Desk, meta: Meta, actor: Actor) -> Block:
    """The appeal of what was rejected a moment ago, in its place."""
    seen: Seen = look(uow, meta.number, actor, desk.config)
    current = Meta(meta.number, seen.referral.version, meta.channel, meta.thread, meta.home)
    return fresh_form(uow, desk, Action.APPEAL, current, actor)
