"""What all lanes of a process share while they are sent."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from bot.config import Config
from bot.ports.clock import Clock
from handlers.async_store import AsyncStore
from handlers.outbound.delivery.circuit_breaker import CircuitBreaker
from handlers.outbound.delivery.composing import Composer
from handlers.outbound.delivery.timing import Timing
from handlers.outbound.delivery.verdicts import Again, Halted, RateLimited, Verdict
from handlers.outbound.slack_calls import CallSlack

log = logging.getLogger(__name__)


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
