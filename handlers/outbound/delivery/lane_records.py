"""What is recorded of a leased lane and its rows, each time in one transaction."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.actions.recording.parking import tell_leads
from bot.ports.outbox import LaneLease, OutboxRow
from bot.ports.store import UnitOfWork
from handlers.outbound.delivery.context import DeliveryContext
from handlers.outbound.delivery.sendable import card_subject, describe
from handlers.outbound.delivery.verdicts import (
    Again,
    Halted,
    RateLimited,
    RefusedForGood,
    Sent,
    verdict,
)
from handlers.outbound.slack_client import Method

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LaneRecords:
    """Every method raises LostLease, and changes nothing, if another process has the lane."""

    lease: LaneLease
    context: DeliveryContext

    async def sending(self, rows: Sequence[int]) -> None:
        """The call for these rows comes next; the lane is kept until long after it."""
        timing = self.context.timing
        await self.context.store.write(
            lambda uow: uow.outbox.mark_sending(
                self.lease, rows, timing.arrives_within, timing.lease
            )
        )

    async def sent(
        self,
        rows: Sequence[int],
        *,
        channel: str = "",
        ts: str = "",
        settles: bool = False,
        release_for: float | None = None,
    ) -> None:
        """Slack has these rows, or nothing had to be sent for them.

        With `settles` it is the post of their subject. With `release_for` the lane is given back,
        and nobody takes it for so many seconds.
        """

        def work(uow: UnitOfWork) -> None:
            uow.outbox.mark_sent(self.lease, rows, channel=channel, ts=ts, settle=settles)
            if release_for is not None:
                uow.outbox.release(self.lease, release_for)

        await self.context.store.write(work)

    async def card_posted(self, row: OutboxRow, channel: str, ts: str) -> None:
        """The card that had to go before the row stands; the row itself still waits."""

        def work(uow: UnitOfWork) -> None:
            uow.outbox.put_back(self.lease, [row.id])
            uow.posts.put(card_subject(row), channel, ts)

        await self.context.store.write(work)

    async def post_deleted(self, subject: str, rows: Sequence[int]) -> None:
        """The subject's message was deleted in Slack; the rows wait again."""

        def work(uow: UnitOfWork) -> None:
            uow.outbox.put_back(self.lease, rows)
            uow.posts.forget(subject)

        await self.context.store.write(work)

    async def in_doubt(self, rows: Sequence[int]) -> None:
        """Nobody knows whether these rows arrived in Slack."""
        self.context.counts.in_doubt += 1
        await self.context.store.write(lambda uow: uow.outbox.mark_in_doubt(self.lease, rows))

    async def put_back(self, rows: Sequence[int]) -> None:
        """These rows did not go out; they wait again."""
        await self.context.store.write(lambda uow: uow.outbox.put_back(self.lease, rows))

    async def park(self, rows: Sequence[OutboxRow], reason: str) -> None:
        """Slack refused them for good; the leads hear of it once a day for a lane and reason."""
        context, first = self.context, rows[0]
        context.counts.parked += len(rows)
        log.warning("parked %s for %s: %s", describe(first), first.lane, reason)
        forget_conversation(context, first.lane)
        now = context.clock.now()

        def work(uow: UnitOfWork) -> None:
            uow.outbox.park(self.lease, [row.id for row in rows], reason)
            tell_leads(uow, first, describe(first), reason, now, context.config)

        await context.store.write(work)

    async def release(self, wait_seconds: float) -> None:
        """Give the lane back; nobody takes it before the wait is over."""
        await self.context.store.write(lambda uow: uow.outbox.release(self.lease, wait_seconds))

    async def renew_and_wait(self, seconds: float | None, attempts: int) -> None:
        """Keep the lane while Slack asks to wait; None: it does not say for how long."""
        timing = self.context.timing
        if seconds is None:
            seconds = timing.back_off(attempts)
        kept = timing.lease + seconds
        await self.context.store.write(lambda uow: uow.outbox.renew(self.lease, kept))
        await asyncio.sleep(seconds)


PERSON = "@"
"""A lane that begins so is of direct messages to one person."""


async def conversation_of(
    context: DeliveryContext, lane: str
) -> str | Halted | RateLimited | Again | RefusedForGood:
    """The id of a lane's conversation; a direct one is opened, which may be repeated."""
    if not lane.startswith(PERSON):
        return lane
    user = lane.removeprefix(PERSON)
    if known := context.direct_messages.get(user):
        return known
    came = verdict(Method.OPEN, await context.call_slack(Method.OPEN, {"users": user}))
    if isinstance(came, Sent):
        opened = came.body.get("channel") or {}
        channel = str(opened.get("id") or "") if isinstance(opened, dict) else ""
        if not channel:
            return Again("an answer that is not Slack's")
        context.direct_messages[user] = channel
        return channel
    if isinstance(came, Halted | RateLimited | Again):
        return came
    return RefusedForGood(came.reason)


def forget_conversation(context: DeliveryContext, lane: str) -> None:
    """Forget the direct conversation, so that the next message opens it again."""
    context.direct_messages.pop(lane.removeprefix(PERSON), None)
