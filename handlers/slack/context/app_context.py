"""What every Slack handler works with: the store, the clock, who is who, and being done once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

import orjson

from bot.actions.figures.home import TeamAtHome
from bot.actions.recording.look import Seen
from bot.config import Config
from bot.domain.announcements import Announcement, Message
from bot.domain.errors import Stale
from bot.domain.lifecycle.referral import Action, Referral, State
from bot.domain.people import NOWHERE, Actor
from bot.ports.clock import Clock
from bot.ports.store import UnitOfWork
from handlers.async_store import AsyncStore
from handlers.messages.kit.wording import CardContext
from handlers.slack.context.directory import Directory
from handlers.slack.context.payloads import Asked
from handlers.slack.context.responder import Voice

T = TypeVar("T")


@dataclass(slots=True)
class Desk:
    """`wake` tells the delivery that the outbox has something; `demo` marks every message."""

    store: AsyncStore
    clock: Clock
    config: Config
    directory: Directory
    voice: Voice
    wake: Callable[[], None]
    demo: bool = False
    seconds: float = 2.0
    """After which a request is acknowledged first and answered later."""
    asked: Counter[str] = field(default_factory=Counter)
    """Requests so far, by kind: for /metrics."""
    at_home: set[str] = field(default_factory=set)
    """Who has opened Home since the start, so that it is kept up to date."""
    team: TeamAtHome = field(default_factory=TeamAtHome)
    late: set[asyncio.Task[None]] = field(default_factory=set)

    async def actor(self, asked: Asked) -> Actor:
        """Who asks, and where: checked first, before anything is read for them. Raises Refusal."""
        person = await self.directory.person(asked.user, asked.team)
        place = await self.directory.place(asked.channel) if asked.channel else NOWHERE
        return Actor(person, place, self.clock.now())

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Read on one snapshot."""
        return await self.store.read(work)

    async def once(
        self,
        key: str,
        work: Callable[[UnitOfWork], T],
        dump: Dump[T],
    ) -> T:
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

    async def act_once(
        self, key: str, number: int, work: Callable[[UnitOfWork], T], dump: Dump[T]
    ) -> T:
        """`once`, for a work on one referral; where it was stale, its card is refreshed."""
        try:
            return await self.once(key, work, dump)
        except Stale:
            await self.refresh_card(number)
            raise

    async def refresh_card(self, number: int) -> None:
        """Have the referral's card drawn anew. That of a held one stays as it was (rule 4)."""

        def work(uow: UnitOfWork) -> None:
            referral = uow.referrals.get(number)
            if referral is not None and referral.state is not State.HELD:
                card = Announcement(referral.channel, Message.CARD, referral.name)
                uow.outbox.add([card], self.clock.now())

        await self.store.write(work)
        self.wake()

    def context(self, referral: Referral, names: Mapping[str, str], now: datetime) -> CardContext:
        """What a message about this referral needs to know."""
        return CardContext(self.config, names, now, self.config.zone(referral.channel), self.demo)

    def seen_context(self, seen: Seen, now: datetime) -> CardContext:
        """The same for what one person is shown, with advice and what they may still do."""
        return replace(
            self.context(seen.referral, seen.names, now),
            advice=seen.advice.sentences,
            appeal_open=seen.appeal_open,
            undoable=Action.UNDO in seen.allowed,
            finding=seen.finding,
            checks_on=self.config.checks_for(seen.referral.platform) is not None,
        )

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something run on after the request was acknowledged."""
        task = asyncio.create_task(work)
        self.late.add(task)
        task.add_done_callback(self.late.discard)

    async def settle(self) -> None:
        """Wait until nothing runs on: before the end, and in tests."""
        while self.late:
            await asyncio.gather(*self.late, return_exceptions=True)


class Dump(Protocol[T]):
    """How an answer is kept as JSON, for retries."""

    def dump(self, answer: T) -> Any:
        """To JSON."""

    def load(self, data: Any) -> T:
        """From JSON."""
