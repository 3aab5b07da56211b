"""How a request is answered: in time, in private, and in a sentence whatever stood against it."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import orjson

from bot.domain.errors import Conflict, PageAlreadyLive, Refusal, StorageUnavailable, Unclear
from bot.sentences import troubles
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.kit.kit import Block, Post
from handlers.messages.kit.modals import LOADING, says
from handlers.slack.context.app_context import Desk
from handlers.slack.context.payloads import Click, Command, Shortcut, Surface

log = logging.getLogger(__name__)

Ack = Callable[..., Awaitable[Any]]

LOADING_AFTER = 1.0
"""Seconds of reading after which a form opens with "Loading…": its trigger lives for three."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one person is told in private.

    `title` is that of the modal in which it is shown where the click came from one or from Home;
    `replace` puts it where the private answer with the pressed button stood. `plain` says the same
    to a Slack that refuses one of its blocks.
    """

    post: Post
    title: str = ""
    replace: bool = False
    plain: Post | None = None


class ReplyDump:
    """Keeps a `Reply` as JSON."""

    def dump(self, answer: Reply) -> Any:
        """To JSON."""
        return [answer.post.text, answer.post.blocks, answer.title, answer.replace]

    def load(self, data: Any) -> Reply:
        """From JSON."""
        text, blocks, title, replace = data
        return Reply(Post(text, blocks), title, replace)


async def guarded(desk: Desk, work: Awaitable[Reply | None]) -> Reply | None:
    """What `work` replies, or the sentence of what stood against it. Never raises."""
    try:
        return await work
    except Exception as error:
        return Reply(Post(in_mrkdwn(sentence_for(error, desk))))


def sentence_for(error: Exception, desk: Desk) -> str:
    """What a person is told of an error, as plain text. What nobody expected is logged under a reference."""
    match error:
        case Refusal():
            return error.sentence
        case Conflict() | PageAlreadyLive():
            return troubles.BUSY
        case Unclear():
            log.error("a commit broke off: %s", error)
            return troubles.PERHAPS_RECORDED
        case StorageUnavailable():
            log.error("the database: %s", error)
            return troubles.NOT_RECORDED
    reference = secrets.token_hex(2)
    log.error("reference %s", reference, exc_info=error)
    return troubles.unexpected(reference, desk.config.commands.referrals)


async def answer_command(
    desk: Desk, command: Command, ack: Ack, work: Coroutine[Any, Any, Reply | None]
) -> None:
    """Acknowledge a command with its answer, or, where that takes too long, before it."""
    desk.asked["command"] += 1
    task = asyncio.create_task(guarded(desk, work))
    if await in_time(desk, task):
        reply = task.result()
        if reply is None or reply.plain is None:
            # A text that is JSON is sent as JSON; of a dict Bolt would make JSON more slowly.
            await (ack(orjson.dumps(_payload(reply)).decode()) if reply else ack())
            return
    # Whether Slack takes all blocks shows only in an answer that is sent by itself.
    await ack()
    desk.later(_respond_when_done(desk, command.response_url, task))


async def answer_shortcut(
    desk: Desk, shortcut: Shortcut, ack: Ack, work: Coroutine[Any, Any, Reply | None]
) -> None:
    """Acknowledge a message shortcut; its answer goes to its response URL."""
    desk.asked["shortcut"] += 1
    task = asyncio.create_task(guarded(desk, work))
    await in_time(desk, task)
    await ack()
    desk.later(_respond_when_done(desk, shortcut.response_url, task))


async def answer_click(
    desk: Desk, click: Click, ack: Ack, work: Coroutine[Any, Any, Reply | None]
) -> None:
    """Acknowledge a click once its work is done, or after two seconds; then say what came of it."""
    desk.asked["click"] += 1
    task = asyncio.create_task(guarded(desk, work))
    await in_time(desk, task)
    await ack()
    desk.later(_tell_when_done(desk, click, task))


async def in_time(desk: Desk, task: asyncio.Future[Any]) -> bool:
    """Whether the task is done before the request has to be acknowledged."""
    done, _ = await asyncio.wait({task}, timeout=desk.seconds)
    return bool(done)


def _payload(reply: Reply) -> dict[str, Any]:
    return {"response_type": "ephemeral", **reply.post.payload()}


async def _respond_when_done(
    desk: Desk, response_url: str, task: asyncio.Task[Reply | None]
) -> None:
    reply = await task
    if reply is not None:
        await _respond(desk, response_url, reply, replace=False)


async def _respond(desk: Desk, response_url: str, reply: Reply, *, replace: bool) -> None:
    more = {"replace_original": replace}
    taken = await desk.voice.respond(response_url, {**_payload(reply), **more})
    if not taken and reply.plain is not None:
        await desk.voice.respond(response_url, {**_payload(Reply(reply.plain)), **more})


async def _tell_when_done(desk: Desk, click: Click, task: asyncio.Task[Reply | None]) -> None:
    reply = await task
    if reply is not None:
        await tell(desk, click, reply)


async def tell(desk: Desk, click: Click, reply: Reply) -> None:
    """Say it where the click came from: privately in the channel, or in a modal."""
    if click.surface in (Surface.MESSAGE, Surface.PRIVATE):
        replace = reply.replace and click.surface is Surface.PRIVATE
        await _respond(desk, click.response_url, reply, replace=replace)
        return
    meta = click.meta.dump()
    if click.surface is Surface.MODAL:
        await desk.voice.update(click.view_id, says(reply.post, reply.title, meta))
        return
    try:
        await desk.voice.open(click.trigger, says(reply.post, reply.title, meta))
    except Refusal as refusal:
        log.warning("an answer on Home was lost: %s", refusal)


async def show(
    desk: Desk, trigger: str, surface: Surface, building: Coroutine[Any, Any, Block]
) -> None:
    """Open the modal that `building` makes, and "Loading…" first where that takes long.

    Raises the refusal of `building` where nothing was opened yet; else the modal says it.
    """
    task = asyncio.create_task(building)
    opening = desk.voice.push if surface is Surface.MODAL else desk.voice.open
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
        view = says(Post(in_mrkdwn(sentence_for(error, desk))))
    await desk.voice.update(view_id, view)
