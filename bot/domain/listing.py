"""What a person asks to have listed, and what they get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.figures.query import FigureQuery
from bot.domain.lifecycle.referral import Referral, State

NO_LIMIT_MONTHS = 6
"""Where an appeal is possible for ever, what was rejected although certain waits for it for so long."""


class View(StrEnum):
    """The lists that people can ask for."""

    QUEUE = "queue"  # live, of this channel: oldest first
    OPEN = "open"  # live, in all channels
    ALL = "all"  # whatever its state, in all channels
    MINE = "mine"  # live, owned by the person, in all channels
    OVERDUE = "overdue"  # referred, no outcome, past the platform's response time
    CERTAIN = "certain"  # rejected (now, or appealed after rejection) although certain
    SEARCH = "search"  # all words, anywhere in number, URL, note, platform, category
    HELD = "held"  # leads only


WAITING = frozenset({View.QUEUE, View.MINE, View.OPEN})
"""Lists of what waits for somebody: what is live, and decisions that may still be appealed against,
where that window is about to close or the team was certain."""
BY_URGENCY = WAITING | {View.ALL}
"""Lists that begin with what is overdue; then an appeal window that closes, rejected although certain,
flagged and not referred, and the rest."""


class QueueGroup(StrEnum):
    """What a referral of a list by urgency waits for, in its order."""

    OVERDUE = "overdue"
    APPEAL = "appeal closing"
    CERTAIN = "certain"
    TO_REFER = "to refer"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; all of it holds at once, and nothing narrows nothing.

    `owner` and `by` (who flagged it) are user ids. The period of `figures` is about when a referral
    came into the state that was asked for, and else about its flag.
    """

    states: tuple[State, ...] = ()
    owner: str | None = None
    unowned: bool = False
    """Of nobody, of somebody who was deactivated, or of a name that nobody here is known by."""
    by: str | None = None
    numbers: tuple[int, ...] = ()
    reference: str = ""
    """Of a submission: as it was typed, or in capitals."""
    sharing: tuple[int, ...] = ()
    """Those that have the indicator which is searched for: found whatever their texts say."""
    figures: FigureQuery = field(default_factory=FigureQuery)


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as it was asked for in words; `words` are those of the search."""

    view: View
    narrowed: Filter = EVERYTHING
    words: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """One list, as one person in one place may see it.

    Held referrals are only for leads; what was flagged in a private place only for leads and in
    that place. `channel` narrows QUEUE; for the other views it only says where the person is.
    `limits` are response times in days, by platform; `limit_days` that of all others. `appeals` are
    windows in months, alike (None: no limit); `closing_days` how long before its end one closes.
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
    appeals: Mapping[str, int | None] = field(default_factory=dict)
    appeal_months: int | None = 6
    closing_days: int = 14
    certain_from: datetime | None = None
    certain_to: datetime | None = None
    only_channel: str | None = None
    narrowed: Filter = EVERYTHING
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
    """A page of a list, and how many there are in all; with `more`, there are more than `total`.

    `groups` has how many of the first `total` are in each group of a list by urgency, in its order;
    `went_on` the numbers of those rejected or restricted whose page has another referral, live or later
    (a list of what waits has none of these).
    """

    referrals: tuple[Referral, ...]
    total: int
    more: bool = False
    groups: Mapping[QueueGroup, int] = field(default_factory=dict)
    with_lead: tuple[WithLead, ...] = ()
    went_on: frozenset[int] = frozenset()
