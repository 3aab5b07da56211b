"""`/flag`: a form, or an address that is recorded at once."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

import orjson
from slack_bolt.async_app import AsyncApp

from bot.actions.recording.flag import (
    Flagged,
    FlagReport,
    FlagRequest,
    Result,
    flag,
)
from bot.actions.recording.look import see
from bot.domain.lifecycle.referral import Action
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from handlers.messages.cards.answers import (
    answer_of,
    described,
    flag_answer,
)
from handlers.messages.cards.controls import Control
from handlers.messages.forms.forms import flag_form
from handlers.messages.kit.kit import Block, Post
from handlers.messages.kit.wording import CardContext
from handlers.slack.context.app_context import Desk
from handlers.slack.context.payloads import Click, Command, Meta, Surface
from handlers.slack.interactions.home import keep_home
from handlers.slack.interactions.recording import card_for, done
from handlers.slack.replies.replying import (
    Ack,
    Reply,
    ReplyDump,
    answer_command,
    show,
)

_ANSWERS = {Control.CATEGORY: "category", Control.CONFIDENCE: "confidence"}


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the command."""

    async def command(ack: Ack, body: Block) -> None:
        asked = Command.read(body)
        work: Coroutine[Any, Any, Reply | None] = (
            flag_typed(desk, asked) if asked.text.strip() else open_form(desk, asked)
        )
        await answer_command(desk, asked, ack, keep_home(desk, asked.asked.user, work))

    app.command(desk.config.commands.flag)(command)


async def open_form(desk: Desk, command: Command) -> None:
    """Open the empty form."""

    async def build() -> Block:
        await desk.actor(command.asked)
        return flag_form(desk.config, Meta(channel=command.asked.channel).dump())

    await show(desk, command.trigger, Surface.MESSAGE, build())


async def flag_typed(desk: Desk, command: Command) -> Reply:
    """Record what was typed."""
    actor = await desk.actor(command.asked)
    return await flag_once(desk, command.key, FlagRequest(command.text), actor)


async def flag_once(desk: Desk, key: str, request: FlagRequest, actor: Actor) -> Reply:
    """Record a text's pages, once for `key`. Raises BadAnswer where nothing can be taken."""

    def work(uow: UnitOfWork) -> Reply:
        report = flag(uow, request, actor, desk.config)
        return Reply(answer_to(uow, desk, report, actor, key), "Flagged")

    return await desk.once(key, work, ReplyDump())


def answer_to(uow: UnitOfWork, desk: Desk, report: FlagReport, actor: Actor, key: str) -> Post:
    """The private answer to a flag; under it the card of the one referral that was there."""
    contexts = [_context(uow, desk, one, actor) for one in report.flagged]
    shown = None
    if len(report.flagged) == 1 and report.flagged[0].result in (Result.KNOWN, Result.ENDED):
        referral = report.flagged[0].referral
        shown = card_for(uow, desk, referral, actor) if referral else None
    return flag_answer(report, contexts, shown, key)


def _context(uow: UnitOfWork, desk: Desk, flagged: Flagged, actor: Actor) -> CardContext | None:
    if flagged.referral is None:
        return None
    if flagged.result in (Result.RECORDED, Result.REAPPEARED):
        return desk.context(flagged.referral, {}, actor.now)
    seen = see(uow, flagged.referral, actor, desk.config)
    return desk.seen_context(seen, actor.now)


async def describe(desk: Desk, click: Click) -> Reply:
    """Record the category or confidence that was chosen under the answer to a flag."""
    actor, press = await desk.actor(click.asked), click.press
    first = answer_of(click.block_id)
    request = ActionRequest(
        Action.DESCRIBE, None, {_ANSWERS[Control(click.action_id)]: press.choice}
    )

    def work(uow: UnitOfWork) -> Reply:
        acted = done(uow, desk, press.number, request, actor)
        seen = see(uow, acted.after, actor, desk.config)
        saved = uow.answers.get(first) if first else None
        before = ReplyDump().load(orjson.loads(saved)).post.blocks if saved else ()
        ctx = desk.seen_context(seen, actor.now)
        return Reply(described(seen, ctx, before, first), replace=True)

    return await desk.once(click.key, work, ReplyDump())
