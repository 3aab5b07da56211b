"""The store for work in a thread of its own, whose transactions queue with everybody's."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from bot.domain.errors import StorageUnavailable
from bot.ports import Store, UnitOfWork
from handlers.slack.stores import AsyncStore

T = TypeVar("T")


class BlockingStore:
    """`bot.ports.Store` for one thread that is not the loop's."""

    def __init__(self, store: AsyncStore, loop: asyncio.AbstractEventLoop) -> None:
        self._store = store
        self._loop = loop
        self.stopped = threading.Event()

    def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """As `bot.ports.Store.write`."""
        self._check()
        return asyncio.run_coroutine_threadsafe(self._store.write(work), self._loop).result()

    def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """As `bot.ports.Store.read`."""
        self._check()
        return asyncio.run_coroutine_threadsafe(self._store.read(work), self._loop).result()

    def _check(self) -> None:
        if self.stopped.is_set():
            raise StorageUnavailable("The bot is stopping.")


async def in_thread(store: AsyncStore, work: Callable[[Store], T]) -> T:
    """Long work beside the loop. Where this is cancelled it ends before its next transaction."""
    blocking = BlockingStore(store, asyncio.get_running_loop())
    try:
        return await asyncio.to_thread(work, blocking)
    except asyncio.CancelledError:
        blocking.stopped.set()
        raise
