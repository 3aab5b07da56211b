"""Retention's recurring work: erase what is due, and change what still says it in Slack."""

from __future__ import annotations

import logging
from collections.abc import Callable

from bot.actions.recording.erase import erase_due, erase_old_reads, redact_messages
from bot.config import Config
from bot.ports.clock import Clock
from bot.ports.retention import Finished
from handlers.async_store import AsyncStore

log = logging.getLogger(__name__)


class Retaining:
    """May run on any number of replicas: what is due is locked in the database by who takes it."""

    def __init__(
        self,
        store: AsyncStore,
        clock: Clock,
        config: Config,
        wake: Callable[[], None],
        truncate_log: Callable[[], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._config = config
        self._wake = wake
        self._truncate_log = truncate_log

    async def sweep(self) -> None:
        """Erase all that is due, some at a time; what an end midway leaves, the next sweep does."""
        if not self._config.retention.on:
            return
        last: Finished | None = None
        erased = 0
        while True:
            batch = await self._store.write(
                lambda uow, last=last: erase_due(uow, self._clock.now(), self._config, last)  # type: ignore[misc]
            )
            erased += len(batch.erased)
            last = batch.last
            if last is None:
                break
        await self._store.write(lambda uow: erase_old_reads(uow, self._clock.now(), self._config))
        if erased:
            log.info("retention: %d referrals were erased", erased)
            await self._store.run(self._truncate_log)

    async def redact_messages(self) -> None:
        """Have some messages changed that still say what was erased, as fast as channels permit."""
        if await self._store.read(lambda uow: uow.erasing.count_to_redact()):
            await self._store.write(lambda uow: redact_messages(uow, self._clock.now()))
            self._wake()
