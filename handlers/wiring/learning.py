"""Reading the workspace's members in the background: at the start, each day, and after a failure."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from slack_sdk.errors import SlackApiError

from bot.actions.recording.team import leads_said, tell_new_leads
from bot.config import Config
from bot.domain.errors import StorageUnavailable
from bot.domain.redaction import fault
from bot.ports.clock import Clock
from bot.sentences.operations import health
from handlers.async_store import AsyncStore
from handlers.slack.context.directory import Directory
from handlers.slack.context.responder import NETWORK

log = logging.getLogger(__name__)

WAITED = 5.0
"""Seconds for which a start, or a sweep, waits for a reading; then it goes on meanwhile."""
ANEW = timedelta(days=1)
PLACES_ANEW = timedelta(minutes=5)
PLACES_AT_ONCE = 40
"""Slack allows about 50 such questions a minute."""
AGAIN = timedelta(hours=1)
"""After a reading that failed, or found nobody who leads."""


class Learning:
    """One reading at a time. What has waited for a lead is sent once one is known."""

    def __init__(
        self,
        directory: Directory,
        store: AsyncStore,
        clock: Clock,
        config: Config,
        wake: Callable[[], None],
    ) -> None:
        self._directory = directory
        self._store = store
        self._clock = clock
        self._config = config
        self._wake = wake
        self._task: asyncio.Task[None] | None = None
        self._due = clock.now()
        self._places_due = clock.now()
        self._said: str | None = None

    async def begin(self) -> None:
        """Read for the first time; where no lead is known yet, wait for it for a little."""
        self._read()
        if not await self._store.read(lambda uow: leads_said(uow, self._config)):
            await self._wait()
        await self._tell()

    async def if_due(self) -> None:
        """Read where it is time to, and wait for a little. Then tell a new lead what has waited."""
        if self._clock.now() >= self._due:
            self._read()
            await self._wait()
        await self._look_at_places()
        await self._tell()

    async def _look_at_places(self) -> None:
        """Where Slack does not tell, what a channel was known to be stays."""
        if self._clock.now() < self._places_due:
            return
        self._places_due = self._clock.now() + PLACES_ANEW
        try:
            async with asyncio.timeout(WAITED):
                await self._directory.look_at_places(PLACES_AT_ONCE)
        except (SlackApiError, StorageUnavailable, *NETWORK) as error:
            log.warning("Slack didn't say of what kind the channels are: %s", error)

    def _read(self) -> None:
        self._due = self._clock.now() + AGAIN
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._learn())

    async def _wait(self) -> None:
        assert self._task is not None
        await asyncio.wait({self._task}, timeout=WAITED)

    async def end(self) -> None:
        """Stop reading; it goes on where it stopped at the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _learn(self) -> None:
        """Where Slack does not tell, who is known stays as it was."""
        try:
            await self._directory.learn_people()
        except (SlackApiError, StorageUnavailable, *NETWORK) as error:
            log.warning("the workspace's members could not be read: %s", fault(error))
            return
        if await self._tell():
            self._due = self._clock.now() + ANEW

    async def _tell(self) -> bool:
        """Whether a lead is known. Who leads is logged where that has changed."""
        leads = await self._store.read(lambda uow: leads_said(uow, self._config))
        if leads != self._said:
            self._said = leads
            if leads:
                log.info(health.leads(leads))
            else:
                log.warning(health.no_lead_known(bool(self._config.leads)))
        if not leads:
            return False
        waited = await self._store.write(lambda uow: tell_new_leads(uow, self._config))
        if waited:
            self._wake()
        return True
