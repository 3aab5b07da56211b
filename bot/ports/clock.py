"""Business time."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Business time. Leases, time-outs and signatures never use it."""

    def now(self) -> datetime:
        """The current instant, in UTC, aware."""
