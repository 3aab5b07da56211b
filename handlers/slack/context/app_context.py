"""What every Slack handler works with: the store, the clock, who is who, and being done once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from bot.actions.figures.home import TeamAtHome
from bot.actions.recording.look import Seen
from bot.config import Config
from bot.domain.announcements import Announcement, Message
from bot.domain.errors import Stale
from bot.domain.lifecycle.history import successor
from bot.domain.lifecycle.referral import Action, Referral, State
from bot.domain.people import NOWHERE, Actor
from bot.ports.clock import Clock
from bot.ports.evidence import EvidenceFiles
from bot.ports.notices import Drafter
from bot.ports.store import UnitOfWork
from handlers.async_store import AsyncStore
from handlers.messages.kit.kit import Reply
from handlers.messages.kit.wording import CardContext
from handlers.slack.context.directory import Directory
from handlers.slack.context.payloads import Requester
from handlers.slack.context.responder import SlackResponder

T = TypeVar("T")


@dataclass(slots=True)
class AppContext:
    """`wake` tells the delivery that the outbox has something; `drafter` writes notices; `demo` marks
    every message."""

    store: AsyncStore
    clock: Clock
    config: Config
    directory: Directory
    responder: SlackResponder
    wake: Callable[[], None]
    drafter: Drafter
    demo: bool = False
    evidence: EvidenceFiles | None = None
    """Where files are kept; None where none are."""
    seconds: float = 2.0
    """After which a request is acknowledged first and answered later."""
    requests: Counter[str] = field(default_factory=Counter)
    """Requests so far, by kind: for /metrics."""
    at_home: set[str] = field(default_factory=set)
    """Who has opened Home since the start, so that it is kept up to date."""
    team: TeamAtHome = field(default_factory=TeamAtHome)
    background: set[asyncio.Task[None]] = field(default_factory=set)
    """What still runs for requests that were acknowledged."""

    async def actor(self, requester: Requester) -> Actor:
        """Who asks, and where: checked first, before anything is read for them. Raises Refusal."""
        person = await self.directory.person(requester.user, requester.team)
        place = await self.directory.place(requester.channel) if requester.channel else NOWHERE
        return Actor(person, place, self.clock.now())

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Read on one snapshot."""
        return await self.store.read(work)

    async def once(self, key: str, work: Callable[[UnitOfWork], Reply]) -> Reply:
        """Do `work` in one transaction, once for `key`; Slack's retries get the first reply.

        Raises what `work` raises; then nothing was recorded, not even the key.
        """

        def transaction(uow: UnitOfWork) -> Reply:
            saved = uow.answers.get(key)
            if saved is not None:
                return Reply.from_json(saved)
            reply = work(uow)
            uow.answers.put(key, reply.to_json())
            return reply

        reply = await self.store.write(transaction)
        self.wake()
        return reply

    async def act_once(self, key: str, number: int, work: Callable[[UnitOfWork], Reply]) -> Reply:
        """`once`, for a work on one referral; where it was stale, its card is refreshed."""
        try:
            return await self.once(key, work)
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

    def card_context(
        self, referral: Referral, names: Mapping[str, str], now: datetime
    ) -> CardContext:
        """What a message about this referral needs to know."""
        return CardContext(self.config, names, now, self.config.zone(referral.channel), self.demo)

    def card_context_seen(self, seen: Seen, now: datetime) -> CardContext:
        """The same for what one person is shown, with advice and what they may still do."""
        return replace(
            self.card_context(seen.referral, seen.names, now),
            advice=seen.advice.sentences,
            appeal_open=seen.appeal_open,
            undoable=Action.UNDO in seen.allowed,
            finding=seen.finding,
            pieces=seen.pieces,
            successor=successor(seen.events),
            links=seen.links,
            notice=seen.notice,
            checks_on=self.config.checks_for(seen.referral.platform) is not None,
        )

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something run on after the request was acknowledged."""
        task = asyncio.create_task(work)
        self.background.add(task)
        task.add_done_callback(self.background.discard)

    async def finish_background(self) -> None:
        """Wait until nothing runs in the background: before the end, and in tests."""
        while self.background:
            await asyncio.gather(*self.background, return_exceptions=True)
