"""Pages as a test's own prober finds them: no request leaves, and what was asked is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.domain.pages.status import PageToCheck, Reading, Status

CODES = {Status.GONE: 404, Status.UP: 200, Status.UNSURE: None}
REASONS = {Status.GONE: "404", Status.UP: "200", Status.UNSURE: "timed out"}


@dataclass
class Pages:
    """A `bot.ports.page_checks.Prober`. Every page is up until `are` says otherwise."""

    status: Status = Status.UP
    own: dict[str, Status] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    before: Callable[[PageToCheck], Awaitable[None]] | None = None
    """Awaited while a page is being asked for."""

    def are(self, status: Status, *keys: str) -> None:
        """From now on all pages, or those with these keys, are found like this."""
        if not keys:
            self.status = status
        self.own |= dict.fromkeys(keys, status)

    async def probe(self, page: PageToCheck) -> Reading:
        """What was said, as a reading of the page itself."""
        self.asked.append(page.key)
        if self.before is not None:
            await self.before(page)
        status = self.own.get(page.key, self.status)
        body = hashlib.sha256(f"{page.url} {status}".encode()).hexdigest()
        return Reading(status, REASONS[status], CODES[status], body, "page")
