"""The day's anchor of the audit: added to the file that config.yaml names, and posted."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from bot.actions.recording.anchors import post_anchor
from bot.config import Config
from bot.domain.lifecycle.anchors import Head
from bot.ports.clock import Clock
from bot.sentences.operations import audit
from handlers.async_store import AsyncStore

log = logging.getLogger(__name__)


class Anchoring:
    """Keeps one anchor a day; call `sweep` as often as you like."""

    def __init__(
        self, store: AsyncStore, clock: Clock, config: Config, wake: Callable[[], None]
    ) -> None:
        self._store = store
        self._clock = clock
        self._config = config
        self._wake = wake
        self._kept: date | None = None

    async def sweep(self) -> None:
        """Keep today's anchor, unless that was done. A file that cannot be written is tried again."""
        said, now = self._config.audit, self._clock.now()
        today = now.astimezone(self._config.zone("")).date()
        if self._kept == today or not (said.anchor_file or said.anchor_channel):
            return
        head = await self._store.read(lambda uow: uow.audit.head())
        if head is None:
            return
        if said.anchor_channel:
            await self._store.write(lambda uow: post_anchor(uow, self._config, now))
            self._wake()
        if said.anchor_file:
            try:
                await asyncio.to_thread(add_anchor, Path(said.anchor_file), head, now, today)
            except OSError as error:
                reason = error.strerror or type(error).__name__
                log.warning("%s", audit.anchor_not_kept(said.anchor_file, reason))
                return
        self._kept = today


def add_anchor(file: Path, head: Head, now: datetime, today: date) -> None:
    """Append a line to a file that only its owner may read, unless it has one of today.

    Raises OSError.
    """
    number = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(number, "r+", encoding="ascii") as kept:
        kept.seek(max(0, os.fstat(number).st_size - 200))
        last = (kept.read().splitlines() or [""])[-1]
        if last.startswith(f"{today} "):
            return
        kept.write(f"{today} {now.isoformat(timespec='seconds')} {head}\n")
        kept.flush()
        os.fsync(number)
