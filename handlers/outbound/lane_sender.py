"""One claimed lane → its messages sent, in order, for as long as Slack takes them.

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
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.announcements import Message
from bot.domain.errors import StorageUnavailable
from bot.ports import ClaimedLane, LostLease, OutboxRow
from handlers.outbound.attempts import HeldLane
from handlers.outbound.doubt import Absent, Found, cannot_read, find, search_for
from handlers.outbound.gate import Gate
from handlers.outbound.means import Means
from handlers.outbound.sendable import (
    HAVE_CARDS,
    HAVE_POSTS,
    Nothing,
    Sendable,
    card_subject,
    describe,
)
from handlers.outbound.verdicts import (
    Again,
    BadBlocks,
    Doubtful,
    Halted,
    Method,
    Missing,
    RateLimited,
    Refused,
    Sent,
    Verdict,
)

log = logging.getLogger(__name__)

TRIES = 6
"""Calls for one row in one go: a card before a line, a new card for a deleted one, plain text."""


@dataclass(frozen=True, slots=True)
class Done:
    """These rows have left the lane; `messages` went out for them."""

    rows: frozenset[int]
    messages: int = 0


@dataclass(frozen=True, slots=True)
class Leave:
    """Nothing more can be sent on this lane for so long; `messages` went out before."""

    seconds: float
    messages: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """The last row went out, and with it the lane was given back."""

    messages: int


Step: TypeAlias = Done | Leave | Left


class LaneSender:
    """Sends lanes; shuts the gate when Slack refuses the bot itself."""

    def __init__(self, means: Means, gate: Gate) -> None:
        self._means = means
        self._gate = gate

    async def send(self, claim: ClaimedLane) -> int:
        """Send what can be sent now and give the lane back; how many messages went out.

        Raises nothing but cancellation: what could not be recorded is taken up by whoever takes
        the lane next.
        """
        lane = HeldLane(claim, self._means)
        try:
            return await self._walk(lane)
        except LostLease:
            log.info("lane %s went to another process", claim.lane)
        except StorageUnavailable as error:
            log.warning("lane %s: %s", claim.lane, error)
            await _quietly(lane)
        except asyncio.CancelledError:
            # A row that is "sending" stays so, and is read back by the next.
            await asyncio.shield(_quietly(lane))
            raise
        except Exception:
            log.exception("lane %s could not be sent", claim.lane)
            await _quietly(lane)
        return 0

    async def _walk(self, lane: HeldLane) -> int:
        rows = list(lane.claim.rows)
        messages = 0
        channel = await lane.conversation()
        if isinstance(channel, Refused):
            await lane.park(rows, channel.reason)
            rows = []
        elif not isinstance(channel, str):
            await lane.give_back(self._wait(channel, rows[0].attempts))
            return 0
        while rows and not self._gate.shut:
            step = await self._step(lane, rows, str(channel))
            messages += step.messages
            if isinstance(step, Left):
                return messages
            if isinstance(step, Leave):
                await lane.give_back(step.seconds)
                return messages
            rows = [row for row in rows if row.id not in step.rows]
            if step.messages and self._means.timing.pace:
                break
        await lane.give_back(self._means.timing.pace if messages else 0.0)
        return messages

    async def _step(self, lane: HeldLane, rows: Sequence[OutboxRow], channel: str) -> Step:
        row = rows[0]
        if row.state != "waiting":
            step = await self._settle(lane, row, channel)
            if step is not None:
                return step
        return await self._send_row(lane, rows, channel)

    # --- in doubt -------------------------------------------------------------

    async def _settle(self, lane: HeldLane, row: OutboxRow, channel: str) -> Step | None:
        """Find out about an attempt whose answer is not known; None: it may be sent (again)."""
        if row.doubt_ends_in > 0:
            return Leave(row.doubt_ends_in)
        search = await self._means.store.read(lambda uow: search_for(uow, row, channel))
        if search is None:  # it was an update
            await lane.put_back([row.id])
            return None
        found = await find(
            self._means.calls,
            search,
            lambda seconds: lane.extend_and_wait(seconds, row.attempts),
        )
        if isinstance(found, Found):
            log.info("%s had arrived", describe(row))
            self._means.tally.found_again += 1
            if search.key != row.key:
                await lane.card_stands(row, found.channel, found.ts)
                return None
            keep = row.message in HAVE_POSTS
            await lane.settle([row.id], channel=found.channel, ts=found.ts, card=keep)
            return Done(frozenset({row.id}))
        if isinstance(found, Absent):
            await lane.put_back([row.id])
            return None
        return await self._cannot_tell(lane, row, found)

    async def _cannot_tell(self, lane: HeldLane, row: OutboxRow, found: Verdict) -> Step | None:
        if cannot_read(found):
            preferred = self._means.config.delivery.in_doubt_without_history
            log.warning(
                "%s may have arrived, and the history of %s cannot be read: the scope is missing. "
                "As config prefers a %s, it is %s.",
                describe(row),
                row.lane,
                preferred,
                "sent again" if preferred == "double" else "parked",
            )
            if preferred == "double":
                await lane.put_back([row.id])
                return None
            await lane.park([row], "in_doubt")
            return Done(frozenset({row.id}))
        if isinstance(found, Refused):
            await lane.park([row], found.reason)
            return Done(frozenset({row.id}))
        return Leave(self._wait(found, row.attempts))

    # --- sending --------------------------------------------------------------

    async def _send_row(self, lane: HeldLane, rows: Sequence[OutboxRow], channel: str) -> Step:
        row = rows[0]
        text_only, before = False, 0
        for _ in range(TRIES):
            try:
                sendable = await self._means.compose(row, channel)
            except StorageUnavailable:
                raise
            except Exception as error:
                log.exception("%s could not be composed", describe(row))
                await lane.park([row], f"could not be composed: {type(error).__name__}")
                return Done(frozenset({row.id}), before)
            if isinstance(sendable, Nothing):
                log.info("%s is not sent: %s", describe(row), sendable.why)
                await lane.settle([row.id])
                return Done(frozenset({row.id}), before)
            together = _together(rows) if not sendable.goes_before else [row]
            ids = [one.id for one in together]
            came = await lane.attempt(ids, sendable, text_only=text_only)
            match came:
                case Sent() if sendable.goes_before:
                    self._count(sendable)
                    await lane.card_stands(row, came.channel, came.ts)
                    before += 1
                case Sent():
                    self._count(sendable)
                    # The wait stands in the database, so that it holds for all replicas.
                    pace = self._means.timing.pace
                    last = pace > 0 or len(ids) == len(rows)
                    await lane.settle(
                        ids,
                        channel=came.channel or sendable.channel,
                        ts=came.ts or sendable.ts,
                        card=sendable.settles,
                        give_back=pace if last else None,
                    )
                    return Left(before + 1) if last else Done(frozenset(ids), before + 1)
                case BadBlocks() if not text_only:
                    log.warning("%s goes as text: %s", describe(row), came.reason)
                    text_only = True
                case Missing() if row.message in HAVE_CARDS:
                    changed = sendable.method is Method.UPDATE
                    await lane.went(row.subject if changed else card_subject(row), ids)
                case Missing("message_not_found") if row.message is Message.ERASED:
                    await lane.settle(ids)  # somebody deleted it: nothing is left to be changed
                    return Done(frozenset(ids), before)
                case Refused() | BadBlocks() | Missing():
                    await lane.park(together, came.reason)
                    return Done(frozenset(ids), before)
                case Doubtful():
                    log.warning("%s is in doubt: %s", describe(row), came.reason)
                    await lane.doubt(ids)
                    return Leave(self._means.timing.arrives_within, before)
                case _:
                    await lane.put_back(ids)
                    return Leave(self._wait(came, row.attempts + 1), before)
        await lane.park([row], "too many tries")
        return Done(frozenset({row.id}), before)

    def _count(self, sendable: Sendable) -> None:
        self._gate.passed()
        if sendable.method is Method.UPDATE:
            self._means.tally.updated += 1
        else:
            self._means.tally.posted += 1

    def _wait(self, came: Verdict, attempts: int) -> float:
        """Seconds for which to leave the lane, where a later try may succeed."""
        if isinstance(came, Halted):
            self._gate.refuse(came.reason, self._means.timing.halt)
            return self._means.timing.halt
        if isinstance(came, RateLimited):
            self._means.tally.rate_limited += 1
            if came.seconds is not None:
                return came.seconds
        elif isinstance(came, Again):
            self._means.tally.failed += 1
            log.info("to be tried again: %s", came.reason)
        return self._means.timing.back_off(attempts)


async def _quietly(lane: HeldLane) -> None:
    """Give the lane back if that can be done; else its lease ends by itself."""
    try:
        async with asyncio.timeout(lane.means.timing.grace):
            await lane.give_back(lane.means.timing.first_wait)
    except Exception:
        log.info("lane %s is left to its lease", lane.claim.lane)


def _together(rows: Sequence[OutboxRow]) -> list[OutboxRow]:
    """The first row, and all later ones that the same whole card says too."""
    first = rows[0]
    if first.message is not Message.CARD:
        return [first]
    return [
        row
        for row in rows
        if row.message is Message.CARD
        and row.subject == first.subject
        and (row is first or row.state == "waiting")
    ]
