"""The circuit breaker: nothing is sent for a while after Slack refused the bot itself."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from handlers.outbound.delivery.timing import elapsed

log = logging.getLogger(__name__)


@dataclass(slots=True)
class CircuitBreaker:
    """One for all lanes of a process."""

    refused: str | None = None
    """Slack's word for refusing the bot, until a message goes out again."""
    _open_until: float = 0.0

    @property
    def open(self) -> bool:
        """Whether nothing is to be sent."""
        return self.closes_in > 0

    @property
    def closes_in(self) -> float:
        """Seconds until sending is tried again."""
        return max(0.0, self._open_until - elapsed())

    def trip(self, reason: str, seconds: float) -> None:
        """Slack refuses the bot: nobody sends for so long."""
        self._open_until = elapsed() + seconds
        if self.refused != reason:
            log.error(
                "Slack refuses the bot (%s): nothing can be sent until that is mended; "
                "`referral-bot check` says how. Messages are kept and tried again every %.0f s.",
                reason,
                seconds,
            )
        self.refused = reason

    def succeeded(self) -> None:
        """A message went out."""
        if self.refused:
            log.warning("Slack takes messages again")
        self.refused = None
