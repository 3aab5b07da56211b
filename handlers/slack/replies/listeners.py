"""What all listeners have in common: a handler takes what Slack sent, already read, and replies.

payload ─► read ─► handler ─► Reply, or nothing     in time: acknowledged with it
                      │                             else: acknowledged, and answered when it is done
                      └─ whatever was raised: its sentence, to that person alone
Then the Home of who asked is brought up to date, if they have opened it.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypeVar
from weakref import WeakValueDictionary

import orjson
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse

from bot.domain.errors import Refusal, Stale, StorageUnavailable
from bot.domain.lifecycle.referral import SeenVersion
from bot.sentences import labels
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.kit.kit import Block, Post, Reply
from handlers.messages.kit.modals import WORKING, again, says
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click, Command, Meta, Requester, Shortcut, Submission
from handlers.slack.replies.replying import respond, sentence_for, tell

log = logging.getLogger(__name__)

T = TypeVar("T")
P = TypeVar("P")
Ack: TypeAlias = Callable[..., Awaitable[Any]]
Handler: TypeAlias = Callable[[AppContext, P], Coroutine[Any, Any, Reply | None]]
Constraint: TypeAlias = str | re.Pattern[str] | dict[str, str | re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class FormResult:
    """What becomes of a form: closed, errors at its fields, or another view in its place.

    `said` is told in the channel. `view` stands for `errors` where the form was acknowledged
    before they were known.
    """

    said: Post | None = None
    view: Block | None = None
    errors: Mapping[str, str] = field(default_factory=dict)

    def answer(self) -> dict[str, Any]:
        """As Slack takes it in the acknowledgement."""
        if self.errors:
            return {"response_action": "errors", "errors": self.errors}
        if self.view is not None:
            return {"response_action": "update", "view": self.view}
        return {"response_action": "clear"}


PLACE_CHANGES = {"channel_convert_to_private": True, "channel_convert_to_public": False}
"""Slack's words for it, as the subtype of a message, and whether the channel is private then."""


class Listeners:
    """Has Bolt call handlers. `refresh_home` draws the Home of a user id anew."""

    def __init__(
        self,
        app: AsyncApp,
        context: AppContext,
        refresh_home: Callable[[AppContext, str], Coroutine[Any, Any, None]],
    ) -> None:
        self._app = app
        self._context = context
        self._refresh_home = refresh_home
        self._forms: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        app.error(self._failed)

    def on_command(self, name: str, handler: Handler[Command]) -> None:
        """A slash command, acknowledged with its answer where that is there in time."""

        async def called(ack: Ack, body: Block) -> None:
            command = Command.read(body)
            task = self._begin("command", command.requester, handler(self._context, command))
            if await self._in_time(task):
                reply = task.result()
                if reply is None or reply.plain is None:
                    # A text that is JSON is sent as JSON; of a dict Bolt would make JSON more slowly.
                    await (ack(orjson.dumps(reply.payload()).decode()) if reply else ack())
                    return
            # Whether Slack takes all blocks shows only in an answer that is sent by itself.
            await ack()
            self._context.in_background(self._respond(command.response_url, task))

        self._app.command(name)(called)

    def on_click(
        self, which: Constraint, handler: Handler[Click], *, in_order: bool = False
    ) -> None:
        """A button or a menu: acknowledged once its work is done; then what came of it is said.

        What changes what a form shows does it `in_order` with all that does so in the same form: no
        slow answer to an earlier choice replaces that to a later one.
        """

        async def clicked(ack: Ack, body: Block) -> None:
            click = Click.read(body)
            work = handler(self._context, click)
            if in_order:
                work = self._in_turn(click.view_id, work)
            task = self._begin("click", click.requester, work)
            await self._in_time(task)
            await ack()
            self._context.in_background(self._tell(click, task))

        self._app.action(which)(clicked)

    def on_shortcut(self, callback_id: str, handler: Handler[Shortcut]) -> None:
        """A message's shortcut, answered at its response URL."""

        async def used(ack: Ack, body: Block) -> None:
            shortcut = Shortcut.read(body)
            task = self._begin("shortcut", shortcut.requester, handler(self._context, shortcut))
            await self._in_time(task)
            await ack()
            self._context.in_background(self._respond(shortcut.response_url, task))

        self._app.shortcut({"type": "message_action", "callback_id": callback_id})(used)

    def on_global_shortcut(self, callback_id: str, handler: Handler[Shortcut]) -> None:
        """A shortcut that belongs to no message and no channel, answered in a modal."""

        async def used(ack: Ack, body: Block) -> None:
            shortcut = Shortcut.read(body)
            task = self._begin("shortcut", shortcut.requester, handler(self._context, shortcut))
            await self._in_time(task)
            await ack()
            self._context.in_background(self._say_in_modal(shortcut.trigger, task))

        self._app.shortcut({"type": "shortcut", "callback_id": callback_id})(used)

    def on_form(
        self,
        callback_id: str | re.Pattern[str],
        handler: Callable[[AppContext, Submission], Coroutine[Any, Any, FormResult]],
        *,
        in_order: bool = False,
    ) -> None:
        """A form: acknowledged with what becomes of it, or with "this takes longer" and then that.

        `in_order` as of a click.
        """

        async def handed_in(ack: Ack, body: Block) -> None:
            form = Submission.read(body)
            work = self._result(form, handler)
            if in_order:
                work = self._in_turn(form.view_id, work)
            task = self._count("form", form.requester, work)
            if await self._in_time(task):
                await ack(task.result().answer())
            else:
                await ack({"response_action": "update", "view": WORKING})
                self._context.in_background(self._show_result(form, task))
            self._context.in_background(self._whisper(form, task))

        self._app.view(callback_id)(handed_in)

    def on_home(
        self, handler: Callable[[AppContext, Requester], Coroutine[Any, Any, None]]
    ) -> None:
        """Somebody opens Home."""

        async def opened(ack: Ack, body: Block) -> None:
            await ack()
            self._context.requests["event"] += 1
            event = body["event"]
            if event.get("tab") == "home":
                requester = Requester(str(event["user"]), str(body.get("team_id") or ""), "")
                self._context.at_home.add(requester.user)
                self._context.in_background(handler(self._context, requester))

        self._app.event("app_home_opened")(opened)

    def on_place_change(
        self, handler: Callable[[AppContext, str, bool], Coroutine[Any, Any, None]]
    ) -> None:
        """A channel was made private, or public: the handler gets its id, and whether it is private.

        All other messages, where somebody has subscribed the app to them, are acknowledged unread.
        """

        async def changed(ack: Ack, body: Block) -> None:
            event = body["event"]
            self._context.requests["event"] += 1
            name = str(event.get("subtype") or event["type"])
            if name in PLACE_CHANGES:
                channel = event.get("channel")
                channel = channel.get("id") if isinstance(channel, dict) else channel
                await handler(self._context, str(channel or ""), PLACE_CHANGES[name])
            await ack()

        for kind in ("message", *PLACE_CHANGES):
            self._app.event(kind)(changed)

    def _begin(
        self, kind: str, requester: Requester, work: Coroutine[Any, Any, Reply | None]
    ) -> asyncio.Task[Reply | None]:
        return self._count(kind, requester, self._guarded(work))

    def _count(
        self, kind: str, requester: Requester, work: Coroutine[Any, Any, T]
    ) -> asyncio.Task[T]:
        self._context.requests[kind] += 1
        task = asyncio.create_task(work)
        if requester.user in self._context.at_home:
            self._context.in_background(self._then_home(task, requester.user))
        return task

    async def _in_turn(self, view_id: str, work: Coroutine[Any, Any, T]) -> T:
        async with self._forms.setdefault(view_id, asyncio.Lock()):
            return await work

    async def _guarded(self, work: Coroutine[Any, Any, Reply | None]) -> Reply | None:
        """What the work replies, or the sentence of what stood against it. Never raises."""
        try:
            return await work
        except Exception as error:
            return Reply(Post(in_mrkdwn(sentence_for(error, self._context))))

    async def _result(
        self,
        form: Submission,
        handler: Callable[[AppContext, Submission], Coroutine[Any, Any, FormResult]],
    ) -> FormResult:
        """What becomes of the form, or the form again with what stood against it. Never raises."""
        try:
            return await handler(self._context, form)
        except Exception as error:
            sentence, meta = sentence_for(error, self._context), form.meta
            if isinstance(error, Stale):
                meta = await self._current(meta)
            view = again(form.view, in_mrkdwn(sentence), meta.dump())
            name = error.field if isinstance(error, Refusal) else None
            inputs = {one["block_id"] for one in form.view["blocks"] if one["type"] == "input"}
            if name is not None and name in inputs:
                return FormResult(view=view, errors={name: sentence.replace("`", "")})
            return FormResult(view=view)

    async def _current(self, meta: Meta) -> Meta:
        """With the version that stands: who read the sentence and hands in again means it."""
        try:
            referral = await self._context.read(lambda uow: uow.referrals.get(meta.number))
        except StorageUnavailable:
            return meta
        return replace(meta, seen=SeenVersion.of(referral)) if referral else meta

    async def _in_time(self, task: asyncio.Task[Any]) -> bool:
        """Whether the task is done before the request has to be acknowledged."""
        done, _ = await asyncio.wait({task}, timeout=self._context.seconds)
        return bool(done)

    async def _respond(self, response_url: str, task: asyncio.Task[Reply | None]) -> None:
        if (reply := await task) is not None:
            await respond(self._context, response_url, reply)

    async def _tell(self, click: Click, task: asyncio.Task[Reply | None]) -> None:
        if (reply := await task) is not None:
            await tell(self._context, click, reply)

    async def _say_in_modal(self, trigger: str, task: asyncio.Task[Reply | None]) -> None:
        if (reply := await task) is None:
            return
        try:
            await self._context.responder.open(trigger, says(reply.post, reply.title))
        except Refusal as refusal:
            log.warning("an answer to a shortcut was lost: %s", refusal)

    async def _show_result(self, form: Submission, task: asyncio.Task[FormResult]) -> None:
        result = await task
        view = result.view or says(result.said or Post(labels.DONE))
        await self._context.responder.update(form.view_id, view)

    async def _whisper(self, form: Submission, task: asyncio.Task[FormResult]) -> None:
        said, meta = (await task).said, form.meta
        responder = self._context.responder
        if said is None:
            return
        if meta.answer_at:
            taken = {**Reply(said).payload(), "replace_original": True}
            if await responder.respond(meta.answer_at, taken):
                return  # else it has run out, half an hour after it was made
        if meta.channel:
            await responder.whisper(meta.channel, form.requester.user, said, meta.thread)

    async def _then_home(self, task: asyncio.Task[Any], user: str) -> None:
        await asyncio.wait({task})
        await self._refresh_home(self._context, user)

    async def _failed(self, error: Exception, body: Block) -> BoltResponse:
        """What nobody expected outside a handler: the person gets a sentence, Slack a 200."""
        reply = Reply(Post(in_mrkdwn(sentence_for(error, self._context))))
        if "command" in body:
            return BoltResponse(status=200, body=reply.payload())
        if body.get("response_url"):
            self._context.in_background(respond(self._context, str(body["response_url"]), reply))
        return BoltResponse(status=200, body="")
