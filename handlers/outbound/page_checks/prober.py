"""Page checks over HTTP: the prober of `bot.ports`.

httpx and aiohttp are imported by the first check, so a bot whose checks are off never has them
for this.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from bot.domain.pages.status import PageToCheck, Reading, Status, questions, read
from bot.domain.pages.suffixes import known_suffix
from handlers.outbound.page_checks.guard import Guard
from handlers.outbound.page_checks.probe_settings import ProbeSettings

if TYPE_CHECKING:
    import ssl

    from handlers.outbound.page_checks.fetching import Fetcher


class HttpProber:
    """Checks pages through one pool. Close it with `aclose` before the loop ends.

    `guard`, `resolve` and `trust` are for tests, which have sites, names and certificates of their
    own on loopback; nothing in config or the environment reaches them.
    """

    def __init__(
        self,
        settings: ProbeSettings,
        *,
        guard: Guard | None = None,
        resolve: Callable[[str], Awaitable[Sequence[str]]] | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._settings = settings
        self._guard = guard or Guard(proxied=settings.proxy is not None)
        self._resolve = resolve
        self._trust = trust
        self._lock = asyncio.Lock()
        self._fetcher: Fetcher | None = None

    async def probe(self, page: PageToCheck) -> Reading:
        """Ask what there is to ask of a page, until one answer is sure. Raises nothing for what the
        page, the network or the proxy may do: that is a reading that is unsure.

        It takes at most `total` and `patience` seconds for each request of the settings.
        """
        fetcher = self._fetcher or await self._made()
        reading = None
        for question in questions(page):
            reading = read(page, await fetcher.ask(question))
            if reading.status is not Status.UNSURE:
                break
        assert reading is not None, "there is always the page itself to ask"
        return reading

    async def aclose(self) -> None:
        """End all connections."""
        if self._fetcher is not None:
            await self._fetcher.aclose()
            self._fetcher = None

    async def _made(self) -> Fetcher:
        async with self._lock:
            if self._fetcher is None:
                # Imports and certificates take a tenth of a second, which the loop need not wait.
                self._fetcher = await asyncio.to_thread(self._make)
            return self._fetcher

    def _make(self) -> Fetcher:
        from handlers.outbound.page_checks.fetching import Fetcher

        known_suffix("example.co.uk")  # the list is read at the first name that needs it
        return Fetcher(self._settings, self._guard, self._resolve, self._trust)
