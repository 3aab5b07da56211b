"""What every Slack handler works with, and the one way in which a request is answered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import orjson

from bot.config import Config
from bot.domain.errors import Refusal, StorageUnavailable
from bot.ports import Clock, UnitOfWork
from handlers.blocks.kit import Post
from handlers.slack.directory import Directory
from handlers.slack.stores import AsyncStore

T = TypeVar("T")

log = logging.getLogger(__name__)

ANSWER_WITHIN = 2.0
"""Seconds after which a request is acknowledged first and answered later."""

NOT_RECORDED = (
    "I could not reach my database, so nothing was recorded. Please try again in a minute; "
    "if it stays like this, tell whoever runs the bot."
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What one person is told in private. `extra` goes to Slack as it is (`replace_original` …)."""

    post: Post
    extra: dict[str, Any] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        """As `ack` and `response_url` take it."""
        return {"response_type": "ephemeral", **self.post.payload(), **self.extra}


@dataclass(slots=True)
class Desk:
    """The store, the clock, the config, who is who, and a way to wake the delivery."""

    store: AsyncStore
    clock: Clock
    config: Config
    directory: Directory
    wake: Callable[[], None]
    demo: bool = False
    late: set[asyncio.Task[None]] = field(default_factory=set)

    async def once(self, key: str, work: Callable[[UnitOfWork], T], dump: Dump[T]) -> T:
        """Do `work` in one transaction, once for `key`; Slack's retries get the first answer.

        Raises what `work` raises; then nothing was recorded, not even the key.
        """

        def transaction(uow: UnitOfWork) -> T:
            saved = uow.answers.get(key)
            if saved is not None:
                return dump.load(orjson.loads(saved))
            result = work(uow)
            uow.answers.put(key, orjson.dumps(dump.dump(result)).decode())
            return result

        result = await self.store.write(transaction)
        self.wake()
        return result

    async def answer_in_time(
        self,
        answering: Awaitable[dict[str, Any]],
        ack: Callable[..., Awaitable[Any]],
        respond: Callable[..., Awaitable[Any]],
    ) -> None:
        """Acknowledge with the answer, or, if it takes over two seconds, before it.

        `answering` gives the payload of a private answer and turns refusals into one itself.
        """
        task = asyncio.ensure_future(answering)
        done, _ = await asyncio.wait({task}, timeout=ANSWER_WITHIN)
        if done:
            await ack(**task.result())
            return
        await ack()
        late = asyncio.create_task(self._answer_late(task, respond))
        self.late.add(late)
        late.add_done_callback(self.late.discard)

    @staticmethod
    async def _answer_late(
        task: asyncio.Future[dict[str, Any]], respond: Callable[..., Awaitable[Any]]
    ) -> None:
        try:
            await respond(**{"replace_original": False, **await task})
        except Exception:
            log.exception("a late answer was lost")

    async def guarded(self, replying: Awaitable[Reply]) -> Reply:
        """The reply, or the sentence of what stood against it."""
        try:
            return await replying
        except Refusal as refusal:
            return Reply(Post(refusal.sentence), {"replace_original": False})
        except StorageUnavailable:
            log.exception("the database could not be reached")
            return Reply(Post(NOT_RECORDED), {"replace_original": False})


class Dump(Protocol[T]):
    """How an answer is kept as JSON, for retries."""

    def dump(self, answer: T) -> Any:
        """To JSON."""

    def load(self, data: Any) -> T:
        """From JSON."""


class ReplyDump:
    """Keeps a `Reply`."""

    def dump(self, answer: Reply) -> Any:
        """To JSON."""
        return [answer.post.text, answer.post.blocks, answer.extra]

    def load(self, data: Any) -> Reply:
        """From JSON."""
        text, blocks, extra = data
        return Reply(Post(text, blocks), extra)
