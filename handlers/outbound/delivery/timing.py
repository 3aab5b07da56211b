"""How long delivery waits for what. All of it real time; business time plays no part here."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass


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
