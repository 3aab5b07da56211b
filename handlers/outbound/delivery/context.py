"""What all lanes of a process share while they are sent."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from bot.config import Config
from bot.ports.clock import Clock
from handlers.async_store import AsyncStore
from handlers.outbound.delivery.composing import Composer
from handlers.outbound.delivery.timing import Timing, elapsed
from handlers.outbound.delivery.verdicts import Again, Halted, RateLimited, Verdict
from handlers.outbound.slack_client import CallSlack

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


@dataclass(slots=True)
class DeliveryCounts:
    """What was done since the start, for /metrics."""

    posted: int = 0
    updated: int = 0
    parked: int = 0
    in_doubt: int = 0
    found_again: int = 0
    rate_limited: int = 0
    failed: int = 0


@dataclass(slots=True)
class DeliveryContext:
    """One for the whole process."""

    store: AsyncStore
    call_slack: CallSlack
    composer: Composer
    config: Config
    clock: Clock
    timing: Timing
    breaker: CircuitBreaker = field(default_factory=CircuitBreaker)
    counts: DeliveryCounts = field(default_factory=DeliveryCounts)
    direct_messages: dict[str, str] = field(default_factory=dict)
    """User id → the conversation with them."""
    stopping: bool = False

    @property
    def may_begin(self) -> bool:
        """Whether another message may be begun."""
        return not self.stopping and not self.breaker.open

    def pause_after(self, came: Verdict, attempts: int) -> float:
        """Seconds for which to leave a lane, where a later try may succeed.

        Trips the circuit breaker where Slack refused the bot itself.
        """
        if isinstance(came, Halted):
            self.breaker.trip(came.reason, self.timing.halt)
            return self.timing.halt
        if isinstance(came, RateLimited):
            self.counts.rate_limited += 1
            if came.seconds is not None:
                return came.seconds
        elif isinstance(came, Again):
            self.counts.failed += 1
            log.info("to be tried again: %s", came.reason)
        return self.timing.back_off(attempts)
