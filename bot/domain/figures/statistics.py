"""Counts → rates, shares and times. Every definition of a figure stands here, once.

The identity that all of it satisfies: referred = closed + restricted + rejected + gone + waiting.
Periods use `happened_at`; every instant is aware. Nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum

from bot.domain.figures.days import Days, Times, TimeToOutcome, Waits, together
from bot.domain.figures.rates import NOTHING_REFERRED, Rate
from bot.domain.figures.shares import AnswersInTime, LaterAttempts, Recent
from bot.domain.lifecycle.referral import Basis, Referral, State


class Standing(StrEnum):
    """What a referral counts as."""

    CLOSED = "closed"
    RESTRICTED = "restricted"
    REJECTED = "rejected"
    GONE = "gone"
    WAITING = "waiting"
    FLAGGED = "flagged"
    GONE_BEFORE = "gone before referring"
    WITHDRAWN = "withdrawn"
    UNSEEN = "unseen"


REFERRED: frozenset[Standing] = frozenset(
    {Standing.CLOSED, Standing.RESTRICTED, Standing.REJECTED, Standing.GONE, Standing.WAITING}
)
DECIDED: frozenset[Standing] = frozenset({Standing.CLOSED, Standing.RESTRICTED, Standing.REJECTED})
RETURNABLE: frozenset[Standing] = frozenset({Standing.CLOSED, Standing.GONE})
"""What may come back."""
BESIDE: frozenset[Standing] = frozenset({Standing.UNSEEN, Standing.WITHDRAWN})
"""In no rate and no flow: unseen nowhere at all, withdrawn on a line of its own."""


def standing(referral: Referral) -> Standing:
    """What it counts as: appealed is the outcome appealed against, referred is waiting.

    A hold changes nothing: it counts as what it was before. What was held at its flag is unseen
    until it leaves that hold.
    """
    state = referral.state
    if state is State.HELD:
        if seen_from(referral) is None:
            return Standing.UNSEEN
        state = referral.state_before_hold or State.FLAGGED
    match state:
        case State.REFERRED:
            return Standing.WAITING
        case State.APPEALED:
            return Standing((referral.appealed_outcome or State.REJECTED).value)
        case State.GONE if referral.referred_at is None:
            return Standing.GONE_BEFORE
    return Standing(state.value)


def seen_from(referral: Referral) -> datetime | None:
    """From when the team could see it: its flag or, where it was held then, its release."""
    return referral.came_in_sight_at if referral.held_at_flag else referral.flagged_at


def counted_at(referral: Referral) -> datetime | None:
    """The instant that puts it into a cohort: when it was referred, or flagged if it never was.

    What was held at its flag counts from its release; None: unseen.
    """
    seen = seen_from(referral)
    return seen and (referral.referred_at or seen)


def flag_counted_at(referral: Referral) -> datetime | None:
    """When its flag happened, for figures; None where nobody flagged it (Refer again), or unseen."""
    return None if referral.referred_again else seen_from(referral)


def counted_confidence(referral: Referral) -> str:
    """The confidence when referred; as it is now if it never was; empty for not stated."""
    if referral.referred_at is None:
        return referral.confidence or ""
    return referral.confidence_when_referred or ""


class Ground(StrEnum):
    """What a referral rests on, as far as figures tell it apart."""

    LAW = "law"  # illegal content, whether or not the platform's terms are named too
    TERMS = "terms"  # the platform's terms alone
    NOT_STATED = "not stated"


def ground_of(referral: Referral) -> Ground:
    """What it rests on: the basis on which it was referred, or would be."""
    if referral.basis is None:
        return Ground.NOT_STATED
    return Ground.TERMS if referral.basis is Basis.TERMS else Ground.LAW


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of referrals that were referred: the identity's five parts."""

    closed: int = 0
    restricted: int = 0
    rejected: int = 0
    gone: int = 0
    waiting: int = 0

    @property
    def referred(self) -> int:
        """All of them: the identity's other side."""
        return self.closed + self.restricted + self.rejected + self.gone + self.waiting

    @property
    def decided(self) -> int:
        """Those on which the platform decided."""
        return self.closed + self.restricted + self.rejected

    @property
    def rejection_rate(self) -> Rate:
        """Rejected of decided: the headline."""
        return Rate(self.rejected, self.decided)

    @property
    def rejected_of_referred(self) -> Rate:
        """Rejected of all that were referred."""
        return Rate(self.rejected, self.referred, NOTHING_REFERRED)

    @property
    def lower(self) -> Rate:
        """The headline if all that wait were closed."""
        return Rate(self.rejected, self.decided + self.waiting)

    @property
    def upper(self) -> Rate:
        """The headline if all that wait were rejected."""
        return Rate(self.rejected + self.waiting, self.decided + self.waiting)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            *(getattr(self, part.name) + getattr(other, part.name) for part in fields(Counts))
        )


def add_up(counts: Iterable[Counts]) -> Counts:
    """The sum of several."""
    return sum(counts, Counts())


@dataclass(frozen=True, slots=True)
class Reversals:
    """What happened after the first outcome: appeals, counted one by one, and the rest."""

    appealed: int = 0
    overturned: int = 0
    upheld: int = 0
    closed_later: int = 0
    """Closed, without an appeal, after it had been rejected or restricted."""
    reappeared: int = 0

    @property
    def going_on(self) -> int:
        """Of a cohort: appeals that have not ended."""
        return self.appealed - self.overturned - self.upheld

    @property
    def overturned_of_appeals(self) -> Rate:
        """Of a cohort: overturned of all its appeals, ended or not."""
        return Rate(self.overturned, self.appealed)

    @property
    def overturned_of_ended(self) -> Rate:
        """Of a flow: overturned of the appeals that ended in it, whenever they were made."""
        return Rate(self.overturned, self.ended)

    @property
    def ended(self) -> int:
        """Appeals that ended."""
        return self.overturned + self.upheld


@dataclass(frozen=True, slots=True)
class Cohort:
    """What became of the pages referred in a period: each referral once, at its latest state.

    What never was referred (flagged, gone before referring, some of the withdrawn) is in the
    period by when it was flagged. `pages` counts distinct pages: of all referred, and of each
    standing. Platforms, categories ("" is none) and reasons are ids.
    """

    by_platform: Mapping[str, Counts] = field(default_factory=dict)
    by_category: Mapping[str, Counts] = field(default_factory=dict)
    by_reason: Mapping[str, int] = field(default_factory=dict)
    pages: Mapping[str, int] = field(default_factory=dict)
    flagged: int = 0
    gone_before: int = 0
    withdrawn: int = 0
    certain: int = 0
    high: int = 0
    days: Mapping[str, Days] = field(default_factory=dict)
    """Platform → days to the first decision."""
    gone_days: Days = field(default_factory=dict)
    """Days until a page went without a decision."""
    waits: Waits = field(default_factory=dict)
    reversals: Reversals = Reversals()
    by_confidence: Mapping[str, Counts] = field(default_factory=dict)
    """By the confidence when referred; "" is not stated."""
    by_first: Mapping[str, Days] = field(default_factory=dict)
    """First decision → days to it."""
    signs: Days = field(default_factory=dict)
    """Days to the first sign of life."""
    fast: Mapping[int, int] = field(default_factory=dict)
    """Decided within 24 hours; and after these, within 48."""
    late_dates: int = 0
    """Of the days referred and the days of first decisions: recorded on a later day."""
    again: LaterAttempts = field(default_factory=LaterAttempts)
    recent: Mapping[Recent, int] = field(default_factory=dict)
    """What was referred last, where `query.recently` asks for it."""

    def answered(self, as_of: datetime) -> AnswersInTime:
        """Answers in time; the query must have asked for what was referred last."""
        referred = {name: counts.referred for name, counts in self.by_platform.items()}
        return AnswersInTime(referred, self.days, self.fast, self.recent, as_of)

    @property
    def rejected_first(self) -> Rate:
        """Rejected of the first decisions: what an appeal changed is not in it."""
        first = {name: sum(days.values()) for name, days in self.by_first.items()}
        return Rate(first.get(State.REJECTED, 0), sum(first.values()))

    @property
    def signed(self) -> Rate:
        """Answered at all, if only by an acknowledgement, of all that were referred."""
        return Rate(sum(self.signs.values()), self.counts.referred, NOTHING_REFERRED)

    @property
    def entered_late(self) -> Rate:
        """Recorded on a later day, of all days referred and all days of first decisions."""
        decided = sum(sum(days.values()) for days in self.days.values())
        return Rate(self.late_dates, self.counts.referred + decided, NOTHING_REFERRED)

    @property
    def returned(self) -> Rate:
        """Back within RETURNED_DAYS, of what was closed or went."""
        counts = self.counts
        return Rate(self.again.returned, counts.closed + counts.gone, NOTHING_REFERRED)

    @property
    def counts(self) -> Counts:
        """Of all platforms."""
        return add_up(self.by_platform.values())

    def took(self, as_of: datetime) -> TimeToOutcome:
        """Time to outcome of all that were referred, as of an instant."""
        return Times(together(self.days.values()), self.gone_days, self.waits).took(as_of)


@dataclass(frozen=True, slots=True)
class Team:
    """What became of the pages referred since then, in short, as it was known `as_of`.

    `certain` of the rejections were of certain pages.
    """

    counts: Counts
    certain: int
    since: datetime
    as_of: datetime
    records_from: datetime | None = None
    """Since when there are records."""
    in_time: Rate | None = None
    """Answered within the team's limit."""


@dataclass(frozen=True, slots=True)
class Happened:
    """How often each thing happened in a period; outcomes are first outcomes."""

    flagged: int = 0
    referred: int = 0
    closed: int = 0
    restricted: int = 0
    rejected: int = 0
    gone: int = 0

    @property
    def decided(self) -> int:
        """First outcomes that are decisions."""
        return self.closed + self.restricted + self.rejected

    @property
    def rejection_rate(self) -> Rate:
        """Of what was decided in the period."""
        return Rate(self.rejected, self.decided)

    @property
    def quiet(self) -> bool:
        """Whether nothing happened."""
        return not any(getattr(self, part.name) for part in fields(Happened))

    def __add__(self, other: Happened) -> Happened:
        return Happened(
            *(getattr(self, part.name) + getattr(other, part.name) for part in fields(Happened))
        )


@dataclass(frozen=True, slots=True)
class Flow:
    """What happened in a period. Withdrawn referrals are in none of it.

    `pages` counts distinct pages of each thing that happened, and of all `decided`.
    """

    by_platform: Mapping[str, Happened] = field(default_factory=dict)
    pages: Mapping[str, int] = field(default_factory=dict)
    certain: int = 0
    high: int = 0
    days: Mapping[str, Days] = field(default_factory=dict)
    gone_before: int = 0
    reversals: Reversals = Reversals()

    @property
    def happened(self) -> Happened:
        """On all platforms."""
        return sum(self.by_platform.values(), Happened())


@dataclass(frozen=True, slots=True)
class Decided:
    """First outcomes of one platform in one week."""

    rejected: int = 0
    decided: int = 0

    @property
    def rate(self) -> Rate:
        """Rejected of decided."""
        return Rate(self.rejected, self.decided)

    def __add__(self, other: Decided) -> Decided:
        return Decided(self.rejected + other.rejected, self.decided + other.decided)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A referral that waits: its number, platform, and the day it was referred, in its zone."""

    number: int
    platform: str
    referred_on: date
    zone: str


@dataclass(frozen=True, slots=True)
class Overdue:
    """What waits for longer than the team set for its platform."""

    by_platform: Mapping[str, int] = field(default_factory=dict)
    oldest: tuple[Unanswered, ...] = ()
    """The first few that may be named where they are shown."""

    @property
    def total(self) -> int:
        """Of all platforms, named or not."""
        return sum(self.by_platform.values())
