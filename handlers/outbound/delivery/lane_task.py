"""One leased lane → its messages sent, in order, for as long as Slack takes them.

row ─► in doubt? ─► read back ─► found: settled
                        └► absent ┐
row ──────────────────────────────┴► compose ─► "sending" commits ─► call ─► verdict
    ▲                                                                          │
    └── next row ◄── sent, parked, nothing to say ◄────────────────────────────┤
                     lane given back, to be taken again later ◄────────────────┘
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from bot.domain.errors import StorageUnavailable
from bot.ports.leases import LostLease
from bot.ports.outbox import LaneLease, OutboxRow
from handlers.outbound.delivery.context import DeliveryContext, elapsed
from handlers.outbound.delivery.lane_records import LaneRecords, conversation_of
from handlers.outbound.delivery.reconcile import reconcile
from handlers.outbound.delivery.sendable import (
    HAVE_CARDS,
    ONLY_CHANGED,
    Nothing,
    Sendable,
    card_subject,
    describe,
    sent_as_one,
)
from handlers.outbound.delivery.steps import LaneReleased, LaneWaits, RowsDone, Step
from handlers.outbound.delivery.verdicts import (
    Again,
    BadBlocks,
    Doubtful,
    Missing,
    RefusedForGood,
    Sent,
    Verdict,
    verdict,
)
from handlers.outbound.slack_client import Method, NoReply, SlackReply

log = logging.getLogger(__name__)

TRIES = 6
"""Calls for one row in one go: a card before a line, a new card for a deleted one, plain text."""


class LaneTask:
    """Sends one lane; trips the circuit breaker when Slack refuses the bot itself."""

    def __init__(self, context: DeliveryContext, lease: LaneLease) -> None:
        self._context = context
        self._lease = lease
        self._records = LaneRecords(lease, context)

    async def run(self) -> int:
        """Send what can be sent now and give the lane back; how many messages went out.

        Raises nothing but cancellation: what could not be recorded is taken up by whoever takes
        the lane next.
        """
        name = self._lease.lane
        try:
            return await self._send_rows()
        except LostLease:
            log.info("lane %s went to another process", name)
        except StorageUnavailable as error:
            log.warning("lane %s: %s", name, error)
            await self._release_quietly()
        except asyncio.CancelledError:
            # A row that is "sending" stays so, and is read back by the next.
            await asyncio.shield(self._release_quietly())
            raise
        except Exception:
            log.exception("lane %s could not be sent", name)
            await self._release_quietly()
        return 0

    async def _send_rows(self) -> int:
        rows, messages = list(self._lease.rows), 0
        channel = await conversation_of(self._context, self._lease.lane)
        if isinstance(channel, RefusedForGood):
            await self._records.park(rows, channel.reason)
            rows = []
        elif not isinstance(channel, str):
            await self._records.release(self._context.pause_after(channel, rows[0].attempts))
            return 0
        while rows and self._context.may_begin:
            step = await self._step(rows, str(channel))
            messages += step.messages
            if isinstance(step, LaneReleased):
                return messages
            if isinstance(step, LaneWaits):
                await self._records.release(step.seconds)
                return messages
            rows = [row for row in rows if row.id not in step.rows]
            if step.messages and self._context.timing.pace:
                break
        await self._records.release(self._context.timing.pace if messages else 0.0)
        return messages

    async def _step(self, rows: Sequence[OutboxRow], channel: str) -> Step:
        if rows[0].state != "waiting":
            step = await reconcile(self._context, self._records, rows[0], channel)
            if step is not None:
                return step
        return await self._send_row(rows, channel)

    async def _send_row(self, rows: Sequence[OutboxRow], channel: str) -> Step:
        row = rows[0]
        text_only, before = False, 0
        for _ in range(TRIES):
            sendable = await self._compose(row, channel)
            if sendable is None:
                return RowsDone(frozenset({row.id}), before)
            as_one = sent_as_one(rows) if not sendable.goes_before else [row]
            ids = [one.id for one in as_one]
            came = await self._attempt(ids, sendable, text_only=text_only)
            match came:
                case Sent() if sendable.goes_before:
                    self._count(sendable)
                    await self._records.card_posted(row, came.channel, came.ts)
                    before += 1
                case Sent():
                    self._count(sendable)
                    # The wait stands in the database, so that it holds for all replicas.
                    pace = self._context.timing.pace
                    last = pace > 0 or len(ids) == len(rows)
                    await self._records.sent(
                        ids,
                        channel=came.channel or sendable.channel,
                        ts=came.ts or sendable.ts,
                        settles=sendable.settles,
                        release_for=pace if last else None,
                    )
                    return (
                        LaneReleased(before + 1) if last else RowsDone(frozenset(ids), before + 1)
                    )
                case BadBlocks() if not text_only:
                    log.warning("%s goes as text: %s", describe(row), came.reason)
                    text_only = True
                case Missing() if row.message in HAVE_CARDS:
                    changed = sendable.method is Method.UPDATE
                    await self._records.post_deleted(
                        row.subject if changed else card_subject(row), ids
                    )
                case Missing("message_not_found") if row.message in ONLY_CHANGED:
                    await self._records.sent(ids)  # somebody deleted it: nothing is left to change
                    return RowsDone(frozenset(ids), before)
                case RefusedForGood() | BadBlocks() | Missing():
                    await self._records.park(as_one, came.reason)
                    return RowsDone(frozenset(ids), before)
                case Doubtful():
                    log.warning("%s is in doubt: %s", describe(row), came.reason)
                    await self._records.in_doubt(ids)
                    return LaneWaits(self._context.timing.arrives_within, before)
                case _:
                    await self._records.put_back(ids)
                    return LaneWaits(self._context.pause_after(came, row.attempts + 1), before)
        await self._records.park([row], "too many tries")
        return RowsDone(frozenset({row.id}), before)

    async def _compose(self, row: OutboxRow, channel: str) -> Sendable | None:
        """What the row comes to now; None where the row is done with: there is nothing to say, or
        a fault of ours has parked it."""
        composer = self._context.composer
        try:
            sendable = await self._context.store.read(
                lambda uow: composer.compose(uow, row, channel)
            )
        except StorageUnavailable:
            raise
        except Exception as error:
            log.exception("%s could not be composed", describe(row))
            await self._records.park([row], f"could not be composed: {type(error).__name__}")
            return None
        if isinstance(sendable, Nothing):
            log.info("%s is not sent: %s", describe(row), sendable.why)
            await self._records.sent([row.id])
            return None
        return sendable

    async def _attempt(self, ids: Sequence[int], sendable: Sendable, *, text_only: bool) -> Verdict:
        """Write "sending" down, call Slack once, and say what is known then.

        If this process was paused in between for so long that others may take the lane, it does
        not call.
        """
        timing = self._context.timing
        began = elapsed()
        await self._records.sending(ids)
        if elapsed() - began > timing.before_call:
            return Again("the bot was paused before the call")
        came: SlackReply | NoReply
        try:
            async with asyncio.timeout(timing.call):
                came = await self._context.call_slack(
                    sendable.method, sendable.payload(text_only=text_only)
                )
        except TimeoutError:
            came = NoReply(f"no answer in {timing.call:g} s")
        return verdict(sendable.method, came)

    def _count(self, sendable: Sendable) -> None:
        self._context.breaker.succeeded()
        if sendable.method is Method.UPDATE:
            self._context.counts.updated += 1
        else:
            self._context.counts.posted += 1

    async def _release_quietly(self) -> None:
        """Give the lane back if that can be done; else its lease ends by itself."""
        timing = self._context.timing
        try:
            async with asyncio.timeout(timing.grace):
                await self._records.release(timing.first_wait)
        except Exception:
            log.info("lane %s is left to its lease", self._lease.lane)
