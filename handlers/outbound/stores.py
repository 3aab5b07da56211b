"""The store as delivery sees it: transactions that run in worker threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from bot.ports import UnitOfWork

T = TypeVar("T")


class AsyncStore(Protocol):
    """A `bot.ports.Store` whose calls do not block the event loop."""

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """As `bot.ports.Store.write`."""

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """As `bot.ports.Store.read`."""
