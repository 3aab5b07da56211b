"""Looking at pages: the prober, and which pages are due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.pages.checks import Checked, Look
from bot.domain.pages.status import PageToCheck, Reading


class Prober(Protocol):
    """Looks whether a page is there. The one port that is asynchronous: no transaction is open."""

    async def probe(self, page: PageToCheck) -> Reading:
        """Ask about a page, within the time-outs that were set; it raises nothing for what the
        page, the network or the proxy may do: that is a reading that is unsure, with the reason."""


@dataclass(frozen=True, slots=True)
class ClaimedCheck:
    """A check that this process alone may make until its lease ends."""

    referral: int
    fence: int


class Checks(Protocol):
    """Which pages are to be looked at when, and what was found; leases are in database time."""

    def get(self, number: int) -> Look | None:
        """What is known of a referral's page; None where it was never planned to be looked at."""

    def put(self, number: int, look: Look, due_at: datetime | None) -> None:
        """Keep what is known, and when to look next (None: no more).

        Whoever had claimed the check has it no longer.
        """

    def claim(self, now: datetime, lease_seconds: float, most: int) -> tuple[ClaimedCheck, ...]:
        """Take checks that are due and not leased, oldest first; what others hold is left."""

    def hold(self, claim: ClaimedCheck, lease_seconds: float | None = None) -> Look:
        """Lock a claimed check until the commit, and renew its lease.

        Raises LostLease if it was put, or claimed by another, since it was claimed.
        """

    def record(self, number: int, checked: Checked) -> None:
        """Append a reading or an answer (`checked.seq` is not used) to what is recorded of it."""

    def next_seq(self, number: int) -> int:
        """The number that `record` will give; the caller has locked the referral."""

    def history(self, number: int) -> tuple[Checked, ...]:
        """All readings and answers of a referral, oldest first."""

    def one(self, number: int, seq: int) -> Checked | None:
        """One of them."""

    def planned(self, after: int, limit: int) -> tuple[tuple[int, datetime | None], ...]:
        """Referrals whose page is to be looked at, and when, or asked about; by number from after
        `after`."""

    def missing(
        self, since: datetime, after: int, limit: int, platforms: Collection[str] | None
    ) -> tuple[int, ...]:
        """Referrals to these platforms (None: all) that wait, or ended after `since`, and of which
        nothing is planned as they stand; by number from after `after`."""
