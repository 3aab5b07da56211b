"""This machine's clock, as `bot.ports.clock.Clock`."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """Real time as business time."""

    def now(self) -> datetime:
        """The current instant, in UTC."""
        return datetime.now(UTC)
