"""Platforms' answers as they were handed in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class PlatformAnswer:
    """One answer. `uid` is what forms carry; `digest` the hex of SHA-256(salt + text in UTF-8).

    `lines` is what was understood, as JSON, until `recorded_at`. The text is empty once erased.
    """

    number: int
    uid: str
    text: str
    digest: str
    given_by: str
    channel: str
    lines: Sequence[Any]
    recorded_at: datetime | None = None


class PlatformAnswers(Protocol):
    """Platforms' answers, and which referrals each decided."""

    def add(
        self, text: str, given_by: str, channel: str, lines: Sequence[Any], at: datetime
    ) -> PlatformAnswer:
        """Keep an answer that is to be looked at."""

    def get(self, uid: str, *, for_change: bool = False) -> PlatformAnswer | None:
        """The answer that a form carries; `for_change` keeps other writers out until the commit."""

    def of_referral(self, number: int) -> tuple[PlatformAnswer, ...]:
        """The recorded answers that decided this referral, oldest first."""

    def referrals_of(self, number: int) -> tuple[int, ...]:
        """The referrals that a recorded answer decided, by number."""

    def recorded(self, number: int, referrals: Collection[int], at: datetime) -> None:
        """It was recorded, for these referrals; what was understood is forgotten."""

    def purge(self, before: datetime) -> int:
        """Forget answers that nobody confirmed, handed in before then; how many went."""
