"""Saying a reply to one person: at a response URL, in a modal, and in a sentence whatever stood against it."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Coroutine
from typing import Any

from bot.domain.errors import (
    Conflict,
    PageAlreadyLive,
    Refusal,
    StorageUnavailable,
    Unclear,
    Unstorable,
)
from bot.sentences import troubles
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.kit.kit import Block, Post, Reply
from handlers.messages.kit.modals import LOADING, says
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click, Surface

log = logging.getLogger(__name__)

LOADING_AFTER = 1.0
"""Seconds of reading after which a form opens with "Loading…": its trigger lives for three."""


def sentence_for(error: Exception, context: AppContext) -> str:
    """What a person is told of an error, as plain text. What nobody expected is logged under a reference."""
    match error:
        case Refusal():
            return context.config.commands.named(error.sentence)
        case Conflict() | PageAlreadyLive():
            return troubles.BUSY
        case Unclear():
            log.error("a commit broke off: %s", error)
            return troubles.PERHAPS_RECORDED
        case Unstorable():
            log.warning("the database: %s", error)
            return troubles.CANNOT_KEEP
        case StorageUnavailable():
            log.error("the database: %s", error)
            return troubles.NOT_RECORDED
    reference = secrets.token_hex(2)
    log.error("reference %s", reference, exc_info=error)
    return troubles.unexpected(reference, context.config.commands.referrals)


async def respond(
    context: AppContext, response_url: str, reply: Reply, *, replace: bool = False
) -> None:
    """Say it at a response URL; in plain text where Slack refuses one of its blocks."""
    more = {"replace_original": replace}
    taken = await context.responder.respond(response_url, {**reply.payload(), **more})
    if not taken and reply.plain is not None:
        await context.responder.respond(response_url, {**Reply(reply.plain).payload(), **more})


async def tell(context: AppContext, click: Click, reply: Reply) -> None:
    """Say it where the click came from: privately in the channel, or in a modal."""
    if click.surface in (Surface.MESSAGE, Surface.PRIVATE):
        replace = reply.replace and click.surface is Surface.PRIVATE
        await respond(context, click.response_url, reply, replace=replace)
        return
    meta = click.meta.dump()
    if click.surface is Surface.MODAL:
        await context.responder.update(click.view_id, says(reply.post, reply.title, meta))
        return
    try:
        await context.responder.open(click.trigger, says(reply.post, reply.title, meta))
    except Refusal as refusal:
        log.warning("an answer on Home was lost: %s", refusal)


async def show(
    context: AppContext, trigger: str, surface: Surface, building: Coroutine[Any, Any, Block]
) -> None:
    """Open the modal that `building` makes, and "Loading…" first where that takes long.

    Raises the refusal of `building` where nothing was opened yet; else the modal says it.
    """
    task = asyncio.create_task(building)
    opening = context.responder.push if surface is Surface.MODAL else context.responder.open
    done, _ = await asyncio.wait({task}, timeout=LOADING_AFTER)
    if done:
        await opening(trigger, task.result())
        return
    try:
        view_id = await opening(trigger, LOADING)
    except Refusal:
        task.cancel()
        raise
    try:
        view = await task
    except Exception as error:
        view = says(Post(in_mrkdwn(sentence_for(error, context))))
    await context.responder.update(view_id, view)
