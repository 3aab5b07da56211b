"""The gate that shuts while Slack refuses the bot itself, or while the bot stops."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from handlers.outbound.pacing import elapsed

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Gate:
    """One for all lanes of a process."""

    refused: str | None = None
    """Slack's word for refusing the bot, until a message goes out again."""
    stopping: bool = False
    _shut_until: float = 0.0

    @property
    def shut(self) -> bool:
        """Whether nothing is to be begun."""
        return self.stopping or self.opens_in > 0

    @property
    def opens_in(self) -> float:
        """Seconds until sending is tried again."""
        return max(0.0, self._shut_until - elapsed())

    def refuse(self, reason: str, seconds: float) -> None:
        """Slack refuses the bot: nobody sends for so long."""
        self._shut_until = elapsed() + seconds
        if self.refused != reason:
            log.error(
                "Slack refuses the bot (%s): nothing can be sent until that is mended; "
                "`referral-bot check` says how. Messages are kept and tried again every %.0f s.",
                reason,
                seconds,
            )
        self.refused = reason

    def passed(self) -> None:
        """A message went out."""
        if self.refused:
            log.warning("Slack takes messages again")
        self.refused = None
