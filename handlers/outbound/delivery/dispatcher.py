"""The outbox → Slack, for as long as the bot runs: lanes are claimed, and each gets a task.

Any number of these may run on one database: a lane is claimed there, with a lease and a fence.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import asdict
from typing import Any

from bot.actions.notices.settling import LANE
from bot.config import Config
from bot.domain.errors import StorageUnavailable
from bot.ports.clock import Clock
from bot.ports.outbox import LaneLease
from handlers.async_store import AsyncStore
from handlers.outbound.delivery.composing import Composer
from handlers.outbound.delivery.context import DeliveryContext, Timing
from handlers.outbound.delivery.lane_task import LaneTask
from handlers.outbound.slack_client import CallSlack

log = logging.getLogger(__name__)

LANES_AT_ONCE = 64
"""Lanes in hand at once, each with at most one call under way."""
CLAIMED_TOGETHER = 8
"""Lanes claimed in one transaction."""
GATHERING = 0.02
"""Seconds from being woken to the next look, so that many commands at once cost one."""
ROWS = 50
"""Rows taken with a lane; as many updates of a card as this can go out as one."""


class OutboxDispatcher:
    """Sends what the outbox holds. `timing` is for tests and the local workspace."""

    def __init__(
        self,
        store: AsyncStore,
        call_slack: CallSlack,
        composer: Composer,
        config: Config,
        clock: Clock,
        *,
        timing: Timing | None = None,
        send_notices: Callable[[LaneLease], Coroutine[Any, Any, int]] | None = None,
    ) -> None:
        """`send_notices` takes the lanes whose rows go to platforms and not to Slack."""
        self._send_notices = send_notices
        self._timing = timing or Timing()
        self._context = DeliveryContext(store, call_slack, composer, config, clock, self._timing)
        self._woken = asyncio.Event()
        self._in_hand: set[asyncio.Task[int]] = set()

    @property
    def refused(self) -> str | None:
        """Slack's word for refusing the bot itself, while it does; for /metrics and /readyz."""
        return self._context.breaker.refused

    @property
    def counts(self) -> Mapping[str, int]:
        """What was done since the start, by name, for /metrics."""
        return asdict(self._context.counts)

    def wake(self) -> None:
        """Something was written to the outbox. Call it on the event loop."""
        self._woken.set()

    async def deliver_all(self) -> int:
        """Send until nothing can be sent now; how many messages went out by this call.

        What `run` has in hand is waited for too. Rows that wait (for Slack, or for an answer in
        doubt) are left. Raises StorageUnavailable.
        """
        own: set[asyncio.Task[int]] = set()
        messages = 0
        try:
            while True:
                started, _ = await self._start_lanes(own)
                in_hand = own | self._in_hand
                if in_hand:
                    await asyncio.wait(in_hand, return_when=asyncio.FIRST_COMPLETED)
                    done = {task for task in own if task.done()}
                    messages += sum(task.result() for task in done)
                    own -= done
                elif not started:
                    return messages
        finally:
            await _end(own)

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set: at once when woken, else when a lane may be taken.

        When it stops, calls under way get `timing.grace` seconds; lanes are given back.
        """
        running: set[asyncio.Task[int]] = set()
        stopped = asyncio.create_task(stop.wait())
        failures = 0
        try:
            while not stop.is_set():
                self._woken.clear()
                try:
                    _, wait = await self._start_lanes(running)
                    failures = 0
                except StorageUnavailable as error:
                    failures += 1
                    wait = self._timing.back_off(failures)
                    log.warning("the outbox cannot be read (%s); next look in %.0f s", error, wait)
                except Exception:
                    failures += 1
                    wait = self._timing.back_off(failures)
                    log.exception("delivery failed; next look in %.0f s", wait)
                running = await self._wait(running, stopped, wait)
        finally:
            self._context.stopping = True
            stopped.cancel()
            if running:
                await asyncio.wait(running, timeout=self._timing.grace)
            await _end(running)
            self._context.stopping = False

    async def _start_lanes(self, running: set[asyncio.Task[int]]) -> tuple[int, float]:
        """Claim lanes and begin sending on them, while there are any and hands are free.

        How many, and the seconds until there may be one more.
        """
        started = 0
        while True:
            # Looking costs no write; on SQLite a write would keep others waiting.
            wait = await self._seconds_to_next()
            free = min(LANES_AT_ONCE - len(running), CLAIMED_TOGETHER)
            if wait > 0 or free <= 0 or not self._context.may_begin:
                return started, wait
            leases = await self._claim(free)
            if not leases:
                return started, wait
            for lease in leases:
                task = asyncio.create_task(self._sending(lease))
                running.add(task)
                self._in_hand.add(task)
                task.add_done_callback(self._in_hand.discard)
            started += len(leases)

    def _sending(self, lease: LaneLease) -> Coroutine[Any, Any, int]:
        if self._send_notices is not None and lease.lane.startswith(LANE):
            return self._send_notices(lease)
        return LaneTask(self._context, lease).run()

    async def _claim(self, lanes: int) -> tuple[LaneLease, ...]:
        return await self._context.store.write(
            lambda uow: uow.outbox.claim(self._timing.lease, ROWS, lanes)
        )

    async def _seconds_to_next(self) -> float:
        if self._context.breaker.open:
            return self._context.breaker.closes_in
        next_in = await self._context.store.read(lambda uow: uow.outbox.seconds_to_next())
        return self._timing.idle if next_in is None else min(next_in, self._timing.idle)

    async def _wait(
        self, running: set[asyncio.Task[int]], stopped: asyncio.Task[bool], seconds: float
    ) -> set[asyncio.Task[int]]:
        """Until a lane is done, somebody wakes us, it is time or we are to stop."""
        full = len(running) >= LANES_AT_ONCE
        woken = asyncio.create_task(self._woken.wait())
        waited_for: set[asyncio.Task[int] | asyncio.Task[bool]] = {*running, stopped}
        if not full:
            waited_for.add(woken)
        await asyncio.wait(
            waited_for,
            timeout=None if full else seconds,
            return_when=asyncio.FIRST_COMPLETED,
        )
        woken.cancel()
        if self._woken.is_set():
            await asyncio.sleep(GATHERING)
        return {task for task in running if not task.done()}


async def _end(running: set[asyncio.Task[int]]) -> None:
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
