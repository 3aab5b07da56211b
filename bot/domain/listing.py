"""What a person asks to have listed, and what they get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.lifecycle.referral import Referral


class View(StrEnum):
    """The lists that people can ask for."""

    QUEUE = "queue"  # live, of this channel: oldest first
    MINE = "mine"  # live, owned by the person, in all channels
    OVERDUE = "overdue"  # referred, no outcome, past the platform's response time
    CERTAIN = "certain"  # rejected (now, or appealed after rejection) although certain
    SEARCH = "search"  # all words, anywhere in number, URL, note, platform, category
    HELD = "held"  # leads only


@dataclass(frozen=True, slots=True)
class Query:
    """One list, as one person in one place may see it.

    Held referrals are only for leads; what was flagged in a private place only for leads and in
    that place. `channel` narrows QUEUE; for the other views it only says where the person is.
    `limits` are response times in days, by platform; `limit_days` that of all others.
    `certain_from` and `certain_to` bound the outcome's `happened_at` for CERTAIN; `only_channel`
    leaves out what was flagged elsewhere.
    """

    view: View
    viewer: str
    lead: bool
    channel: str
    now: datetime
    words: str = ""
    limits: Mapping[str, int] = field(default_factory=dict)
    limit_days: int = 7
    certain_from: datetime | None = None
    certain_to: datetime | None = None
    only_channel: str | None = None
    offset: int = 0
    size: int = 10


@dataclass(frozen=True, slots=True)
class WithLead:
    """A page that the person flagged, as they typed it, and that a lead looks at first.

    Why is not said: on hold, of another place, or sent to the leads by config (safety rule 4).
    """

    url: str
    flagged_at: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list, and how many there are in all; with `more`, there are more than `total`."""

    referrals: tuple[Referral, ...]
    total: int
    more: bool = False
    with_lead: tuple[WithLead, ...] = ()
