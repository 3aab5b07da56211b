"""`/flag`: a form, or an address that is recorded at once."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions.recording.flag import (
    Flagged,
    FlagReport,
    FlagRequest,
    Result,
    flag,
)
from bot.actions.recording.look import see
from bot.domain.lifecycle.referral import Action, Referral
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from bot.sentences import labels
from handlers.messages.cards.answers import (
    answer_of,
    as_last_of,
    described,
    flag_answer,
)
from handlers.messages.cards.controls import Control
from handlers.messages.cards.evidence import keep_row
from handlers.messages.forms.forms import flag_form
from handlers.messages.kit.kit import Block, Post, Reply
from handlers.messages.kit.wording import CardContext
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click, Command, Meta, Surface
from handlers.slack.interactions.recording import card_for, done
from handlers.slack.replies.listeners import Listeners
from handlers.slack.replies.replying import show

_NEW = (Result.RECORDED, Result.REAPPEARED)
_ANSWERS = {Control.CATEGORY: "category", Control.CONFIDENCE: "confidence"}


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to the command."""
    listeners.on_command(context.config.commands.flag, flag_command)


async def flag_command(context: AppContext, command: Command) -> Reply | None:
    """Record what was typed; the empty form where nothing was."""
    if not command.text.strip():
        await open_form(context, command)
        return None
    actor = await context.actor(command.requester)
    return await flag_once(context, command.key, FlagRequest(command.text), actor)


async def open_form(context: AppContext, command: Command) -> None:
    """Open the empty form."""

    async def build() -> Block:
        await context.actor(command.requester)
        return flag_form(context.config, Meta(channel=command.requester.channel).dump())

    await show(context, command.trigger, Surface.MESSAGE, build())


async def flag_once(
    context: AppContext,
    key: str,
    request: FlagRequest,
    actor: Actor,
    offered: Sequence[str] = (),
) -> Reply:
    """Record a text's pages, once for `key`. Raises BadAnswer where nothing can be taken.

    `offered` are files in Slack, which the person may keep as evidence of them.
    """

    def work(uow: UnitOfWork) -> Reply:
        report = flag(uow, request, actor, context.config)
        post = answer_to(uow, context, report, actor, key)
        found = [one.referral for one in report.flagged if one.referral is not None]
        if offered and found:
            post = Post(post.text, [*post.blocks, keep_row(offered, found)])
        return Reply(post, labels.FLAGGED)

    return await context.once(key, work)


def answer_to(
    uow: UnitOfWork, context: AppContext, report: FlagReport, actor: Actor, key: str
) -> Post:
    """The private answer to a flag; under it the card of the one referral that was there."""
    contexts = [_context(uow, context, one, actor) for one in report.flagged]
    shown = None
    if len(report.flagged) == 1 and report.flagged[0].result in (Result.KNOWN, Result.ENDED):
        referral = report.flagged[0].referral
        shown = card_for(uow, context, referral, actor) if referral else None
    return flag_answer(report, contexts, shown, key, _last_described(uow, report, actor))


def _last_described(uow: UnitOfWork, report: FlagReport, actor: Actor) -> Referral | None:
    """What this person said last of a page, where the only new one has nothing said of it yet."""
    new = report.flagged[0].referral if len(report.flagged) == 1 else None
    if new is None or new.category or report.flagged[0].result not in _NEW:
        return None
    return uow.referrals.described_last(actor.person.id, new.number)


def _context(
    uow: UnitOfWork, context: AppContext, flagged: Flagged, actor: Actor
) -> CardContext | None:
    if flagged.referral is None:
        return None
    if flagged.result in _NEW:
        return context.card_context(flagged.referral, {}, actor.now)
    seen = see(uow, flagged.referral, actor, context.config)
    return context.card_context_seen(seen, actor.now)


async def describe(context: AppContext, click: Click) -> Reply:
    """Record what was chosen under the answer to a flag: category, confidence, or as last time."""
    actor, press = await context.actor(click.requester), click.press
    first = answer_of(click.block_id)
    chosen = (
        as_last_of(press.choice)
        if click.action_id == Control.AS_LAST
        else {_ANSWERS[Control(click.action_id)]: press.choice}
    )
    request = ActionRequest(Action.DESCRIBE, None, chosen)

    def work(uow: UnitOfWork) -> Reply:
        acted = done(uow, context, press, request, actor)
        seen = see(uow, acted.after, actor, context.config)
        saved = uow.answers.get(first) if first else None
        before = Reply.from_json(saved).post.blocks if saved else ()
        ctx = context.card_context_seen(seen, actor.now)
        return Reply(described(seen, ctx, before, first), replace=True)

    return await context.once(click.key, work)
