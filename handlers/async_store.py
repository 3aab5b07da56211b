"""The store for the asynchronous edge: transactions run in worker threads, one command in each."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from bot.domain.errors import NeedsHelp, StorageUnavailable
from bot.ports.store import Store, UnitOfWork
from bot.sentences.operations import database, health

log = logging.getLogger(__name__)

T = TypeVar("T")

READERS = 4
WRITERS = 8
WAIT_SECONDS = 30.0
"""How long a work waits for a thread before it is given up: never begun, nothing recorded."""


class AsyncStore:
    """A `bot.ports.store.Store` that does not block the loop. Close it after everything that uses it."""

    def __init__(self, store: Store, *, one_writer: bool) -> None:
        """`one_writer`: the database has one writer at a time (SQLite)."""
        self._store = store
        self._writers = ThreadPoolExecutor(1 if one_writer else WRITERS, "writer")
        self._readers = ThreadPoolExecutor(READERS, "reader")
        self._prober = ThreadPoolExecutor(1, "prober")
        self._probe: asyncio.Future[str] | None = None
        self._late = False

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """As `bot.ports.store.Store.write`. A transaction that began is never cut off."""
        return await self.run(lambda: self._store.write(work))

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """As `bot.ports.store.Store.read`."""
        return await _in_a_thread(self._readers, lambda: self._store.read(work))

    async def run(self, call: Callable[[], T]) -> T:
        """Any other blocking call, among the writers."""
        return await _in_a_thread(self._writers, call)

    async def trouble(self, within: float) -> str:
        """Why the database can't be used now, or nothing; it is asked once at a time.

        Where it has not answered within so many seconds, that is said at once to whoever asks next.
        """
        if self._probe is None or self._probe.done():
            self._probe = asyncio.ensure_future(self._look())
        elif self._late:
            return health.DATABASE_SLOW
        done, _ = await asyncio.wait({self._probe}, timeout=within)
        self._late = not done
        return self._probe.result() if done else health.DATABASE_SLOW

    async def _look(self) -> str:
        try:
            await _in_a_thread(self._prober, self._store.probe)
        except NeedsHelp as error:
            log.error("not ready: %s", error)
            return str(error)
        except Exception as error:
            log.warning("not ready: %s", error)
            return health.database_unusable(type(error).__name__)
        return ""

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
        self._prober.shutdown(wait=True)


async def _in_a_thread(pool: ThreadPoolExecutor, call: Callable[[], T]) -> T:
    work = pool.submit(copy_context().run, call)  # so that its lines are the request's, too
    waited = asyncio.wrap_future(work)
    try:
        done, _ = await asyncio.wait({waited}, timeout=WAIT_SECONDS)
        if not done and work.cancel():
            raise StorageUnavailable(database.BUSY)
        return await waited
    except asyncio.CancelledError:
        waited.cancel()
        raise


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

    def probe(self) -> None:
        self._check()
        self._store.probe()

    def _check(self) -> None:
        if self.stopped.is_set():
            raise StorageUnavailable("The bot is stopping.")
