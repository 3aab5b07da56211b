"""The audit and the log of reads."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.domain.lifecycle.anchors import Anchor, Head
from bot.domain.lifecycle.audit import AuditFinding
from bot.domain.lifecycle.audit_keys import KeyBegan, LostKey


class AccessLog(Protocol):
    """Reads of sensitive data and exports: events in a stream of their own."""

    def record(self, actor: str, what: str, referral: int | None, at: datetime) -> None:
        """Write down that `actor` was shown `what` (`url`, `notice`, `export …`); both may be erased."""


class Audit(Protocol):
    """The hash chain over all events."""

    def seal(self, limit: int) -> int:
        """Append the hashes of up to `limit` events not yet in the chain, in order of recording, under one
        lock; how many."""

    def verify(self, expected: Collection[Anchor] = ()) -> tuple[int, tuple[AuditFinding, ...]]:
        """Recompute every hash and every referral, and compare the chain with anchors that were
        kept elsewhere: events looked at, and what is wrong. Call it within `Store.read`."""

    def not_checked(self) -> tuple[KeyBegan, ...]:
        """The keys whose HMACs `verify` cannot check, since they are not known here."""

    def head(self) -> Head | None:
        """The chain's last link; None while it is empty."""

    def begin_key(self, at: datetime, *, lost: bool = False) -> None:
        """Write down that our key is used from now on, unless it is the one in use already.

        Call `can_begin` before. With `lost` the key in use was lost, and the event says so.
        """

    def can_begin(self) -> bool:
        """Whether our key may follow the one that was used last: there is none, or we have it."""

    def key_fits(self) -> bool | None:
        """Whether the history goes on with our key, or without any; None: with one, and we have
        none."""

    def hash_of_link(self, sequence: int) -> str | None:
        """The hash of one link of the chain, in hex; None where there is no such link."""

    def lost_keys(self) -> tuple[LostKey, ...]:
        """The keys that were given up as lost: `verify` cannot check their HMACs."""

    def ahead_of_clock(self, most: int) -> tuple[int, tuple[tuple[int, int, datetime], ...]]:
        """How many events are dated after the database's clock, and the first of them, `most` at most.

        Each as its referral's number, its place in the history, and when it was recorded.
        """

    def extent(self) -> tuple[int, datetime | None]:
        """How many referrals there are, and when the last event was recorded."""
