"""Politeness: how many checks at once, and how close to each other, one site sees."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

MANY = 1_000


class WaitTooLong(Exception):
    """Too many checks of this site are waiting, so this one would wait for too long."""


class _Host:
    __slots__ = ("free_at", "slots", "users")

    def __init__(self, at_once: int) -> None:
        self.slots = asyncio.Semaphore(at_once)
        self.free_at = 0.0
        self.users = 0


class HostLimiter:
    """The limits of one process. Real time, in seconds: business time plays no part."""

    def __init__(self, *, at_once: int, at_once_per_host: int, spacing: float) -> None:
        self._all = asyncio.Semaphore(at_once)
        self._per_host = at_once_per_host
        self._spacing = spacing
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def slot(self, host: str, patience: float) -> AsyncIterator[None]:
        """Wait until a request to `host` is due, and hold its place while it runs.

        Raises WaitTooLong where that would take longer than `patience`.
        """
        one = self._known(host)
        one.users += 1
        try:
            await self._place(one, patience)
            try:
                if self._spacing:
                    await self._space(one, patience)
                async with self._all:
                    yield
            finally:
                one.slots.release()
        finally:
            one.users -= 1

    async def _place(self, one: _Host, patience: float) -> None:
        if one.slots.locked():
            try:
                async with asyncio.timeout(patience):
                    await one.slots.acquire()
            except TimeoutError:
                raise WaitTooLong from None
        else:
            await one.slots.acquire()

    async def _space(self, one: _Host, patience: float) -> None:
        now = asyncio.get_running_loop().time()
        wait = one.free_at - now
        if wait > patience:
            raise WaitTooLong
        one.free_at = max(now, one.free_at) + self._spacing
        if wait > 0:
            await asyncio.sleep(wait)

    def _known(self, host: str) -> _Host:
        one = self._hosts.get(host)
        if one is None:
            if len(self._hosts) >= MANY:
                now = asyncio.get_running_loop().time()
                for name, old in list(self._hosts.items()):
                    if not old.users and old.free_at <= now:
                        del self._hosts[name]
            one = self._hosts[host] = _Host(self._per_host)
        return one
