"""Erasing personal values from finished referrals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.lifecycle.referral import Referral
from bot.ports.outbox import RedactMessage


@dataclass(frozen=True, slots=True)
class Finished:
    """A referral that is finished and not erased, and when its last event was recorded."""

    referral: Referral
    at: datetime


class Erasing(Protocol):
    """Retention: personal values of finished referrals are erased, and the figures stay the same."""

    def due(
        self, before: datetime, after: Finished | None, limit: int, *, lock: bool = True
    ) -> tuple[Finished, ...]:
        """What is finished and was last recorded by `before`, oldest first, from after `after`.

        With `lock` until the commit; what another replica holds is left.
        """

    def finished(self, numbers: Collection[int], *, lock: bool = True) -> tuple[Finished, ...]:
        """Which of these are finished and not erased, by number; `lock` locks them until the commit."""

    def undecided(self, page_keys: Collection[str]) -> dict[str, Referral]:
        """The pages among these with a referral on hold or under appeal: page key → that referral."""

    def not_erased(self, page_keys: Collection[str]) -> dict[str, list[int]]:
        """The referrals of these pages that are not erased: page key → numbers."""

    def erase(self, several: Sequence[Referral], at: datetime, why: str) -> None:
        """Erase what is personal in these, which the caller has locked, each with an event.

        The page key is removed with the page's last referral. `why` is "time" or
        "request". What stands in Slack is queued.
        """

    def forget_texts(self, number: int, at: datetime) -> None:
        """Erase the texts and hashes of a referral of which nothing is kept any more; what the bot posted
        of them is queued to be changed."""

    def erase_old_reads(self, before: datetime) -> int:
        """Erase who exported what, if it was recorded by `before`; how many values were erased."""

    def take_to_redact(self, limit: int) -> tuple[RedactMessage, ...]:
        """Take up to `limit` messages that still have to be changed in Slack."""

    def count_to_redact(self) -> int:
        """How many messages still have to be changed in Slack."""

    def count_unrecognisable(self) -> int:
        """How many pages were erased with another key, so that the bot cannot recognise them."""

    def count_by_state(self) -> dict[str, int]:
        """How many referrals are finished and not erased, by state; under "erased", how many are."""
