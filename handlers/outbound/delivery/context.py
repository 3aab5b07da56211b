"""What all lanes of a process share while they are sent."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.config import Config
from bot.ports.clock import Clock
from handlers.async_store import AsyncStore
from handlers.outbound.delivery.composing import Composer
from handlers.outbound.delivery.verdicts import Again, Halted, RateLimited, Verdict
from handlers.outbound.slack_client import CallSlack


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds. Tests set what they do not speak of to 0."""

    pace: float = 1.0
    """Between two messages of one channel; Slack allows about one a second."""
    call: float = 10.0
    """Total time-out of one call."""
    before_call: float = 5.0
    """From writing "sending" down until the call has to have begun."""
    margin: float = 5.0
    """For what is still on its way when the time-out strikes."""
    lease: float = 60.0
    """How long a lane is held without a sign of life; it outlives a call."""
    first_wait: float = 1.0
    longest_wait: float = 120.0
    """Back-off where Slack does not say how long to wait."""
    halt: float = 30.0
    """Between two tries while Slack refuses the bot itself."""
    idle: float = 5.0
    """At most, between two looks at the outbox: other replicas write to it too."""
    grace: float = 3.0
    """For calls under way when the bot stops."""

    def __post_init__(self) -> None:
        if self.lease <= self.before_call + self.call:
            raise ValueError("the lease must outlive the call")

    @property
    def arrives_within(self) -> float:
        """After this long, an attempt that was written down can no longer arrive."""
        return self.before_call + self.call + self.margin

    def back_off(self, attempts: int, jitter: Callable[[], float] = random.random) -> float:
        """Seconds before the next try after so many: doubling, capped, and never all at once."""
        doubled = self.first_wait * 2.0 ** min(max(attempts - 1, 0), 30)
        return min(doubled, self.longest_wait) * (0.5 + jitter() / 2)


def elapsed() -> float:
    """Seconds on a clock that never goes back and also runs while the machine sleeps."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(boot) if boot is not None else time.monotonic()


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
