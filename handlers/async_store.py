"""The store for the asynchronous edge: transactions run in worker threads, one command in each."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.domain.errors import StorageUnavailable
from bot.ports.store import Store, UnitOfWork

T = TypeVar("T")

READERS = 4
WRITERS = 8


class AsyncStore:
    """A `bot.ports.store.Store` that does not block the loop. Close it after everything that uses it."""

    def __init__(self, store: Store, *, one_writer: bool) -> None:
        """`one_writer`: the database has one writer at a time (SQLite)."""
        self._store = store
        self._writers = ThreadPoolExecutor(1 if one_writer else WRITERS, "writer")
        self._readers = ThreadPoolExecutor(READERS, "reader")

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """As `bot.ports.store.Store.write`. A transaction that began is never cut off."""
        return await self.run(lambda: self._store.write(work))

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """As `bot.ports.store.Store.read`."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._store.read, work)

    async def run(self, call: Callable[[], T]) -> T:
        """Any other blocking call, among the writers."""
        return await asyncio.get_running_loop().run_in_executor(self._writers, call)

    async def run_long(self, work: Callable[[Store], T]) -> T:
        """Long work of many transactions, in a thread of its own beside the writers.

        If this is cancelled, the work ends before its next transaction.
        """
        stoppable = _StoppableStore(self._store)
        try:
            return await asyncio.to_thread(work, stoppable)
        except asyncio.CancelledError:
            stoppable.stopped.set()
            raise

    def close(self) -> None:
        """Finish what is in hand and end the threads."""
        self._writers.shutdown(wait=True)
        self._readers.shutdown(wait=True)


class _StoppableStore:
    """A `bot.ports.store.Store` that begins no transaction once it is stopped."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.stopped = threading.Event()

    def write(self, work: Callable[[UnitOfWork], T]) -> T:
        self._check()
        return self._store.write(work)

    def read(self, work: Callable[[UnitOfWork], T]) -> T:
        self._check()
        return self._store.read(work)

    def _check(self) -> None:
        if self.stopped.is_set():
            raise StorageUnavailable("The bot is stopping.")
