"""Notices to platforms: drafting their text, and keeping them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.notice import Draft


class CannotDraft(Exception):
    """A template gave no text. `str()` says which file, in which line, and why."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A notice's text; `bare` is the same without reasons, `good_faith` the statement in it."""

    text: str
    bare: str
    good_faith: str


class Drafter(Protocol):
    """Templates → texts, in a process of its own with limits of time, memory and length."""

    def languages(self, platform: str) -> tuple[str, ...]:
        """In which languages there is a template for this platform: `en`, `fr`, …"""

    async def draft(self, platform: str, language: str, draft: Draft) -> Drafted:
        """The text for a platform (its id). Raises CannotDraft."""


class Way(StrEnum):
    """How a notice goes out."""

    HAND = "hand"  # a person sends it: the platform's form, or their own mail
    MAIL = "mail"
    WEBHOOK = "webhook"


class Progress(StrEnum):
    """How far a notice is. Of one in doubt nobody knows whether it arrived; one that was refused or
    stopped did not go out."""

    WAITING = "waiting"
    SENT = "sent"
    DOUBT = "in doubt"
    REFUSED = "refused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice as it is sent: `referrals` are number → the version that was seen with its text.

    `reference` is ours, in its text, and unique. `answers` is what is recorded of the referrals once
    it is sent: category, confidence, basis, clause. `tries` counts its rows in the outbox. `digest`
    is the hex of SHA-256(salt + text in UTF-8). The text is empty once erased.
    """

    number: int
    reference: str
    platform: str
    language: str
    way: Way
    text: str
    digest: str
    sent_by: str
    channel: str
    answers: Mapping[str, str]
    progress: Progress
    tries: int
    created_at: datetime
    message_id: str = ""
    why: str = ""
    sent_at: datetime | None = None
    referrals: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewNotice:
    """What is kept of a notice when a person has pressed the button."""

    reference: str
    platform: str
    language: str
    way: Way
    text: str
    sent_by: str
    channel: str
    answers: Mapping[str, str]
    referrals: Mapping[int, int]


class Notices(Protocol):
    """Notices, and which referrals each is about."""

    def add(self, notice: NewNotice, at: datetime) -> Notice:
        """Keep it, waiting."""

    def get(self, number: int, *, for_change: bool = False) -> Notice | None:
        """One of them; `for_change` keeps other writers out until the commit."""

    def with_reference(self, reference: str) -> Notice | None:
        """The one with this reference of ours."""

    def of_referral(self, number: int) -> tuple[Notice, ...]:
        """A referral's notices, oldest first."""

    def of_referrals(self, numbers: Iterable[int]) -> tuple[Notice, ...]:
        """The notices of several, each once, oldest first."""

    def begun(self, number: int) -> int:
        """It is put into the outbox, once more; which time this is."""

    def became(
        self,
        number: int,
        progress: Progress,
        *,
        why: str = "",
        message_id: str = "",
        sent_at: datetime | None = None,
    ) -> None:
        """How far it is now, and why; an empty `message_id` leaves what was kept."""

    def forget(self, number: int) -> None:
        """Its text is not kept. What it hashed to is."""

    def counts(self) -> Mapping[Progress, int]:
        """How many there are of each."""

    def open(self, limit: int) -> tuple[Notice, ...]:
        """Those in doubt or not taken that nobody has settled, newest first."""
