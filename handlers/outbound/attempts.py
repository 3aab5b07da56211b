"""One lane while this process holds it: what is written down about its rows, and single attempts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.actions.parking import tell_leads
from bot.config import Config
from bot.ports import ClaimedLane, Clock, OutboxRow, UnitOfWork
from handlers.outbound.composing import Composer, describe
from handlers.outbound.pacing import Timing, elapsed
from handlers.outbound.sendable import Nothing, Sendable, card_subject
from handlers.outbound.slack_client import Calls
from handlers.outbound.stores import AsyncStore
from handlers.outbound.verdicts import (
    Again,
    Halted,
    Method,
    NoReply,
    RateLimited,
    Refused,
    Reply,
    Sent,
    Verdict,
    verdict,
)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """What was done since the start, for /metrics."""

    posted: int = 0
    updated: int = 0
    parked: int = 0
    in_doubt: int = 0
    found_again: int = 0
    rate_limited: int = 0
    failed: int = 0


@dataclass(slots=True)
class Means:
    """What sending needs; one for the whole process."""

    store: AsyncStore
    calls: Calls
    composer: Composer
    config: Config
    clock: Clock
    timing: Timing
    tally: Tally = field(default_factory=Tally)
    directs: dict[str, str] = field(default_factory=dict)
    """User id → the conversation with them."""


@dataclass(frozen=True, slots=True)
class HeldLane:
    """A claimed lane and what may be done with it. Every method raises LostLease if it is lost."""

    claim: ClaimedLane
    means: Means

    async def extend(self) -> None:
        """Keep the lane for another lease."""
        lease = self.means.timing.lease
        await self.means.store.write(lambda uow: uow.outbox.extend(self.claim, lease))

    async def extend_and_wait(self, seconds: float | None, attempts: int) -> None:
        """Keep the lane while Slack asks to wait."""
        timing = self.means.timing
        if seconds is None:
            seconds = timing.back_off(attempts)
        lease = timing.lease + seconds
        await self.means.store.write(lambda uow: uow.outbox.extend(self.claim, lease))
        await asyncio.sleep(seconds)

    async def give_back(self, wait_seconds: float) -> None:
        """Let others have the lane, after a wait."""
        await self.means.store.write(lambda uow: uow.outbox.release(self.claim, wait_seconds))

    async def compose(self, row: OutboxRow, channel: str) -> Sendable | Nothing:
        """What the row comes to now. Raises whatever a fault in composing raises."""
        composer = self.means.composer
        return await self.means.store.read(lambda uow: composer.compose(uow, row, channel))

    async def settle(
        self, rows: Sequence[int], *, channel: str = "", ts: str = "", card: bool = False
    ) -> None:
        """Slack has these rows, or nothing had to be sent for them."""
        await self.means.store.write(
            lambda uow: uow.outbox.sent(self.claim, rows, channel=channel, ts=ts, settle=card)
        )

    async def card_stands(self, row: OutboxRow, channel: str, ts: str) -> None:
        """The card that had to go before the row stands; the row itself still waits."""

        def work(uow: UnitOfWork) -> None:
            uow.outbox.put_back(self.claim, [row.id])
            uow.posts.put(card_subject(row), channel, ts)

        await self.means.store.write(work)

    async def went(self, subject: str, rows: Sequence[int]) -> None:
        """The subject's message was deleted in Slack; the rows wait again."""

        def work(uow: UnitOfWork) -> None:
            uow.outbox.put_back(self.claim, rows)
            uow.posts.forget(subject)

        await self.means.store.write(work)

    async def doubt(self, rows: Sequence[int]) -> None:
        """It is not known whether they arrived."""
        self.means.tally.in_doubt += 1
        await self.means.store.write(lambda uow: uow.outbox.doubt(self.claim, rows))

    async def put_back(self, rows: Sequence[int]) -> None:
        """They wait again."""
        await self.means.store.write(lambda uow: uow.outbox.put_back(self.claim, rows))

    async def park(self, rows: Sequence[OutboxRow], reason: str) -> None:
        """Slack refused them for good; the leads hear of it once a day for a lane and reason."""
        self.means.tally.parked += len(rows)
        first = rows[0]
        log.warning("parked %s for %s: %s", describe(first), first.lane, reason)
        now = self.means.clock.now()
        self.means.directs.pop(first.lane.removeprefix("@"), None)

        def work(uow: UnitOfWork) -> None:
            uow.outbox.park(self.claim, [row.id for row in rows], reason)
            tell_leads(uow, first, describe(first), reason, now, self.means.config)

        await self.means.store.write(work)

    async def attempt(
        self, rows: Sequence[int], sendable: Sendable, *, text_only: bool = False
    ) -> Verdict:
        """Write "sending" down, call Slack once, and say what is known then.

        Only a post that was written down as sending is ever called for; if this process was
        paused in between for so long that others may take the lane, nothing is called.
        """
        timing = self.means.timing
        began = elapsed()

        def work(uow: UnitOfWork) -> None:
            uow.outbox.extend(self.claim, timing.lease)
            uow.outbox.sending(self.claim, rows, timing.arrives_within)

        await self.means.store.write(work)
        if elapsed() - began > timing.before_call:
            return Again("the bot was paused before the call")
        payload: dict[str, Any] = sendable.payload(text_only=text_only)
        came: Reply | NoReply
        try:
            async with asyncio.timeout(timing.call):
                came = await self.means.calls(sendable.method, payload)
        except TimeoutError:
            came = NoReply(f"no answer in {timing.call:g} s")
        return verdict(sendable.method, came)

    async def conversation(self) -> str | Halted | RateLimited | Again | Refused:
        """The id of the lane's conversation; direct ones are opened, which may be repeated."""
        lane = self.claim.lane
        if not lane.startswith("@"):
            return lane
        user = lane[1:]
        known = self.means.directs.get(user)
        if known:
            return known
        came = verdict(Method.OPEN, await self.means.calls(Method.OPEN, {"users": user}))
        if isinstance(came, Sent):
            opened = came.body.get("channel") or {}
            channel = str(opened.get("id") or "") if isinstance(opened, dict) else ""
            if not channel:
                return Again("an answer that is not Slack's")
            self.means.directs[user] = channel
            return channel
        if isinstance(came, Halted | RateLimited | Again):
            return came
        return Refused(came.reason)
