"""The store as the asynchronous edge sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from bot.domain.foreseen import Foreseen
from bot.ports import UnitOfWork

T = TypeVar("T")


class AsyncStore(Protocol):
    """A `Store` whose transactions run in worker threads."""

    async def write(self, work: Callable[[UnitOfWork], T], foreseen: Foreseen | None = None) -> T:
        """As `bot.ports.Store.write`; with `foreseen` it may share its transaction with others."""

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """As `bot.ports.Store.read`."""
