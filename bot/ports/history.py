"""The audit and the log of reads."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.domain.lifecycle.audit import AuditFinding


class AccessLog(Protocol):
    """Reads of sensitive data and exports: events in a stream of their own."""

    def record(self, actor: str, what: str, referral: int | None, at: datetime) -> None:
        """Write down that `actor` was shown `what` (`url`, `notice`, `export …`)."""


class Audit(Protocol):
    """The hash chain over all events."""

    def seal(self, limit: int) -> int:
        """Append hashes of events not yet in the chain, under one lock; how many."""

    def verify(self) -> tuple[int, tuple[AuditFinding, ...]]:
        """Recompute every hash and every referral: events looked at, and what is wrong."""

    def ahead_of_clock(self, most: int) -> tuple[int, tuple[tuple[int, int, datetime], ...]]:
        """How many events are dated after the database's clock, and the first of them.

        Each as its referral's number, its place in the history, and when it was recorded.
        """

    def extent(self) -> tuple[int, datetime | None]:
        """How many referrals there are, and when the last event was recorded."""
