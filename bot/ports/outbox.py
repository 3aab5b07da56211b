"""Messages to be sent, and where they stand in Slack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.domain.announcements import Announcement, Message


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message that waits to be sent."""

    id: int
    lane: str
    message: Message
    subject: str
    data: Mapping[str, Any]
    key: str
    """Opaque; goes into the Slack message's metadata, so that it can be recognised there."""
    state: str
    """waiting, sending, in doubt"""
    attempts: int
    after_ts: str
    """The last `ts` Slack gave for this lane before the row's attempt; where a read-back begins."""
    doubt_ends_in: float
    """Seconds, in database time, until the attempt in doubt can no longer arrive; at least 0."""
    created_at: datetime
    """Business time at which it was written down."""


@dataclass(frozen=True, slots=True)
class LaneLease:
    """A lane that this process alone may send on until the lease ends."""

    lane: str
    fence: int
    rows: tuple[OutboxRow, ...]
    """In order; the first may be `sending` (a dead sender's) or `in doubt`."""


@dataclass(frozen=True, slots=True)
class RedactMessage:
    """A message in Slack that still shows what was erased here."""

    referral: int
    channel: str
    ts: str
    message: Message
    beside: tuple[int, ...] = ()
    """All referrals that a list message names."""


class Outbox(Protocol):
    """Messages to be sent, in lanes. Times here are database time, never business time.

    A call with a lease raises LostLease, and changes nothing, if the fence has moved on.
    """

    def add(self, announcements: Iterable[Announcement], at: datetime) -> None:
        """Write messages down, in order; `at` is business time, for the record."""

    def claim(self, lease_seconds: float, most: int, lanes_at_most: int) -> tuple[LaneLease, ...]:
        """Take up to `lanes_at_most` lanes that have messages, are not leased and need not wait.

        Each comes with its first `most` rows. What another process is taking is left to it.
        """

    def mark_sending(
        self, lane: LaneLease, rows: Sequence[int], arrives_within: float, lease_seconds: float
    ) -> None:
        """Before the call: the lease is renewed, and these rows go out as one message.

        Until `arrives_within` seconds from now the message may arrive in Slack.
        """

    def mark_in_doubt(self, lane: LaneLease, rows: Sequence[int]) -> None:
        """Nobody knows whether these rows arrived in Slack."""

    def mark_sent(
        self, lane: LaneLease, rows: Sequence[int], *, channel: str, ts: str, settle: bool
    ) -> None:
        """Slack has them. With `settle`, `(channel, ts)` becomes the post of their subject."""

    def put_back(self, lane: LaneLease, rows: Sequence[int]) -> None:
        """These rows did not go out; they wait again, at their place."""

    def park(self, lane: LaneLease, rows: Sequence[int], reason: str) -> None:
        """Slack refused these rows for good: they leave the lane and are kept with the reason."""

    def release(self, lane: LaneLease, wait_seconds: float = 0.0) -> None:
        """Give the lease back; nobody takes the lane for `wait_seconds`."""

    def renew(self, lane: LaneLease, lease_seconds: float) -> None:
        """Keep the lane for so many seconds from now."""

    def end_all_leases(self) -> None:
        """End all leases. Call it only where no other process can be running (SQLite)."""

    def count_pending(self) -> int:
        """How many rows are not sent yet, beside those that wait for a lead."""

    def seconds_to_next(self) -> float | None:
        """Seconds until a lane with rows may be taken; 0 if now, None if none waits."""

    def parked(self, limit: int = 100) -> tuple[tuple[OutboxRow, str], ...]:
        """The rows that Slack refused for good, newest first, each with the reason."""

    def send_again(self, lane: str) -> int:
        """Move a lane's parked rows to its end, in order and under new ids; how many rows."""

    def look_for_all(self) -> int:
        """Have all that waits looked for in Slack before it is sent, as it may be there already.

        Ends all leases: call it where no other process can be running. How many messages.
        """

    def posted_last(self, limit: int) -> tuple[str, ...]:
        """The channels (not people) in which something was posted last, the latest first."""

    def move(self, lane: str, to: Sequence[str]) -> int:
        """Say on each of these lanes, at their ends, what waits on another; how many messages."""

    def purge_sent(self, older_than_seconds: float) -> int:
        """Delete rows that were sent long ago, and keep where they stand in Slack; how many rows."""


class ListMessages(Protocol):
    """Which list message names which of the referrals that were flagged with many others."""

    def add(self, lane: str, subject: str, numbers: Sequence[int]) -> None:
        """Keep that the list message `subject` of a lane names these referrals."""

    def numbers(self, subject: str) -> tuple[int, ...]:
        """The referrals that a list message names, in order."""

    def that_names(self, number: int) -> Announcement | None:
        """What draws the list message anew that names this referral; None where none does."""

    def leave_out(self, number: int) -> None:
        """The list message names this referral no longer."""


class Posts(Protocol):
    """Where in Slack a subject's message stands."""

    def get(self, subject: str) -> tuple[str, str] | None:
        """(channel, ts) of the subject's message, if it was posted."""

    def at(self, channel: str, ts: str) -> str | None:
        """The subject of the message that stands there, if it is one of these."""

    def put(self, subject: str, channel: str, ts: str) -> None:
        """Keep where the subject's message stands, in place of what was kept before."""

    def cards(self, since: datetime) -> tuple[tuple[str, str], ...]:
        """The cards of what is not finished, or was finished after `since`, those that wait to be
        posted, and the list messages that name such a referral: subject and channel."""

    def forget(self, subject: str) -> None:
        """The subject's message was deleted in Slack."""
