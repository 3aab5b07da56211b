"""Transactions in worker threads: one writer for SQLite, a small pool for PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.ports import Store, UnitOfWork

T = TypeVar("T")

READERS = 4
POOL = 8


class ThreadedStore:
    """A `Store` for the asynchronous edge. Close it after everything that uses it."""

    def __init__(self, store: Store, *, one_writer: bool) -> None:
        self._store = store
        self._writers = ThreadPoolExecutor(1 if one_writer else POOL, "writer")
        self._readers = ThreadPoolExecutor(READERS, "reader")

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """As `bot.ports.Store.write`. A transaction that began is never cut off."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writers, self._store.write, work)

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """As `bot.ports.Store.read`."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._store.read, work)

    async def run(self, call: Callable[[], T]) -> T:
        """Any other blocking call of the store, among the writers."""
        return await asyncio.get_running_loop().run_in_executor(self._writers, call)

    def close(self) -> None:
        """Finish what is in hand and end the threads."""
        self._writers.shutdown(wait=True)
        self._readers.shutdown(wait=True)
