"""One lane while this process holds it: what is written down about its rows, and single attempts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.actions.parking import tell_leads
from bot.ports import ClaimedLane, Outbox, OutboxRow, UnitOfWork
from handlers.outbound.means import Means
from handlers.outbound.pacing import elapsed
from handlers.outbound.sendable import Sendable, card_subject, describe
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


@dataclass(frozen=True, slots=True)
class HeldLane:
    """A claimed lane and what may be done with it. Every method raises LostLease if it is lost."""

    claim: ClaimedLane
    means: Means

    async def extend_and_wait(self, seconds: float | None, attempts: int) -> None:
        """Keep the lane while Slack asks to wait."""
        timing = self.means.timing
        if seconds is None:
            seconds = timing.back_off(attempts)
        await self._keep(timing.lease + seconds)
        await asyncio.sleep(seconds)

    async def give_back(self, wait_seconds: float) -> None:
        """Let others have the lane, after a wait."""
        await self._write(lambda outbox: outbox.release(self.claim, wait_seconds))

    async def settle(
        self,
        rows: Sequence[int],
        *,
        channel: str = "",
        ts: str = "",
        card: bool = False,
        give_back: float | None = None,
    ) -> None:
        """Slack has these rows, or nothing had to be sent for them.

        With `give_back` others may have the lane, after so many seconds.
        """

        def work(outbox: Outbox) -> None:
            outbox.sent(self.claim, rows, channel=channel, ts=ts, settle=card)
            if give_back is not None:
                outbox.release(self.claim, give_back)

        await self._write(work)

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
        await self._write(lambda outbox: outbox.doubt(self.claim, rows))

    async def put_back(self, rows: Sequence[int]) -> None:
        """They wait again."""
        await self._write(lambda outbox: outbox.put_back(self.claim, rows))

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

        def work(outbox: Outbox) -> None:
            outbox.extend(self.claim, timing.lease)
            outbox.sending(self.claim, rows, timing.arrives_within)

        await self._write(work)
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

    async def _keep(self, seconds: float) -> None:
        await self._write(lambda outbox: outbox.extend(self.claim, seconds))

    async def _write(self, work: Callable[[Outbox], None]) -> None:
        await self.means.write(self.claim, work)
