"""Transactions in worker threads: one writer for SQLite, a small pool for PostgreSQL.

Works that say what they foresee share transactions: those that come while one runs wait, and go
together into the next (group commit). Each is answered after the shared commit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from bot.domain.foreseen import Foreseen
from bot.ports import UnitOfWork
from storage.database import SqlStore
from storage.sharing import Outcome

T = TypeVar("T")

READERS = 4
POOL = 8
TOGETHER = 64
"""Works in one transaction, at most."""
SHARED_AT_ONCE = 2
"""Shared transactions at once on PostgreSQL: while one commits, the next begins."""


class ThreadedStore:
    """A store for the asynchronous edge. Close it after everything that uses it."""

    def __init__(self, store: SqlStore, *, one_writer: bool) -> None:
        self._store = store
        self._writers = ThreadPoolExecutor(1 if one_writer else POOL, "writer")
        self._readers = ThreadPoolExecutor(READERS, "reader")
        self._waiting: list[tuple[Callable[[UnitOfWork], Any], Foreseen, asyncio.Future[Any]]] = []
        self._free = 1 if one_writer else SHARED_AT_ONCE
        self._starting = False

    async def write(self, work: Callable[[UnitOfWork], T], foreseen: Foreseen | None = None) -> T:
        """As `bot.ports.Store.write`. A transaction that began is never cut off.

        With `foreseen` the work may share its transaction with others.
        """
        loop = asyncio.get_running_loop()
        if foreseen is None:
            return await loop.run_in_executor(self._writers, self._store.write, work)
        done: asyncio.Future[T] = loop.create_future()
        self._waiting.append((work, foreseen, done))
        self._start_soon()
        return await done

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """As `bot.ports.Store.read`."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._store.read, work)

    async def run(self, call: Callable[[], T]) -> T:
        """Any other blocking call of the store, among the writers."""
        return await asyncio.get_running_loop().run_in_executor(self._writers, call)

    async def truncate_log(self) -> None:
        """As `SqlStore.truncate_log`."""
        await self.run(self._store.truncate_log)

    def close(self) -> None:
        """Finish what is in hand and end the threads."""
        self._writers.shutdown(wait=True)
        self._readers.shutdown(wait=True)

    def _start_soon(self) -> None:
        # Not at once: what else came in with this turn of the loop goes along.
        if self._free and self._waiting and not self._starting:
            self._starting = True
            asyncio.get_running_loop().call_soon(self._start)

    def _start(self) -> None:
        self._starting = False
        wanted = [one for one in self._waiting if not one[2].cancelled()]
        together, self._waiting = wanted[:TOGETHER], wanted[TOGETHER:]
        if not together:
            return
        works = [(work, foreseen) for work, foreseen, _ in together]
        loop = asyncio.get_running_loop()

        def ended(running: asyncio.Future[list[Outcome]]) -> None:
            self._free += 1
            self._start_soon()
            error = running.exception()
            for place, (_, _, done) in enumerate(together):
                _settle(done, Outcome(error=error) if error else running.result()[place])

        try:
            running = loop.run_in_executor(self._writers, self._store.share, works)
        except RuntimeError as error:  # closed meanwhile
            for _, _, done in together:
                _settle(done, Outcome(error=error))
            return
        self._free -= 1
        running.add_done_callback(ended)
        self._start_soon()


def _settle(done: asyncio.Future[Any], outcome: Outcome) -> None:
    if done.cancelled():
        return
    if outcome.error is not None:
        done.set_exception(outcome.error)
    else:
        done.set_result(outcome.result)
