"""Referrals → figures, counted one by one: what every faster way of counting must equal.

Also how figures as of an instant are made, from referrals replayed as they stood then.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.figures.query import NOT_STATED, FigureQuery
from bot.domain.figures.referral_days import (
    days_followed,
    days_to_outcome,
    days_to_return,
    days_to_sign,
    decided_within,
    referred_on,
)
from bot.domain.figures.shares import HOURS, RETURNED_DAYS, LaterAttempts, Recent
from bot.domain.figures.statistics import (
    BESIDE,
    DECIDED,
    REFERRED,
    RETURNABLE,
    Cohort,
    Counts,
    Flow,
    Happened,
    Reversals,
    Standing,
    counted_at,
    counted_confidence,
    flag_counted_at,
    ground_of,
    standing,
)
from bot.domain.lifecycle.referral import Confidence, Referral, State
from bot.domain.times import Period


def matches(referral: Referral, query: FigureQuery) -> bool:
    """Whether the filters, not the period, let it in."""
    wanted = "" if query.confidence == NOT_STATED else query.confidence
    return (
        (not query.platforms or referral.platform in query.platforms)
        and (not query.categories or (referral.category or "") in query.categories)
        and (wanted is None or wanted == counted_confidence(referral))
        and query.channel in (None, referral.channel)
        and query.ground in (None, ground_of(referral))
    )


def recount_cohort(referrals: Iterable[Referral], query: FigureQuery) -> Cohort:
    """The cohort of a period."""
    (cohort,) = recount_cohorts(referrals, [query])
    return cohort


def recount_cohorts(
    referrals: Iterable[Referral], queries: Sequence[FigureQuery]
) -> tuple[Cohort, ...]:
    """Several cohorts, looking at each referral once."""
    counting = [_Counting(query) for query in queries]
    for one in referrals:
        for each in counting:
            each.add(one)
    return tuple(each.cohort() for each in counting)


@dataclass
class _Counting:
    """A cohort while it is counted."""

    query: FigureQuery
    platforms: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    categories: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    beside: Counter[Standing] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    sure: Counter[str] = field(default_factory=Counter)
    days: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    later: Counter[str] = field(default_factory=Counter)
    pages: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    gone_days: Counter[int] = field(default_factory=Counter)
    waits: Counter[tuple[str, date]] = field(default_factory=Counter)

    sure_counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    by_first: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    signs: Counter[int] = field(default_factory=Counter)
    fast: Counter[int] = field(default_factory=Counter)
    late_dates: int = 0
    again: Counter[str] = field(default_factory=Counter)
    recent: Counter[Recent] = field(default_factory=Counter)

    def add(self, one: Referral) -> None:
        at = counted_at(one)
        if at is None or not matches(one, self.query) or not self.query.holds(at):
            return
        stands = standing(one)
        if stands not in REFERRED:
            self.beside[stands] += 1
            return
        self.platforms[one.platform][stands] += 1
        self.categories[one.category or ""][stands] += 1
        self.pages["referred"].add(one.page_key)
        self.pages[stands].add(one.page_key)
        self.later.update(_later(one))
        if stands is Standing.REJECTED:
            self.reasons[one.reason or ""] += 1
            self.sure[counted_confidence(one)] += 1
        self.sure_counts[counted_confidence(one)][stands] += 1
        self._add_answers(one, stands)
        if (took := days_to_outcome(one)) is not None:
            self.days[one.platform][took] += 1
            self.by_first[str(one.first_outcome)][took] += 1
        elif (followed := days_followed(one)) is not None:
            self.gone_days[followed] += 1
        elif day := referred_on(one):
            self.waits[one.zone, day] += 1

    def _add_answers(self, one: Referral, stands: Standing) -> None:
        self.late_dates += one.late_dates
        if (sign := days_to_sign(one)) is not None:
            self.signs[sign] += 1
        within, took = decided_within(one), days_to_outcome(one)
        if within is not None:
            self.fast[within] += 1
        if one.attempt > 1:
            self.again["referred"] += 1
            self.again["closed"] += stands is Standing.CLOSED
            self.again["decided"] += stands in DECIDED
        back = days_to_return(one)
        if back is not None and back <= RETURNED_DAYS and stands in RETURNABLE:
            self.again["returned"] += 1
        asked, day = self.query.recently, referred_on(one)
        if asked is None or one.referred_at is None or day is None or one.referred_at < asked.since:
            return
        age = asked.as_of - one.referred_at
        hours = next((least for least in HOURS if age < timedelta(hours=least)), 0)
        self.recent[Recent(one.platform, one.zone, day, hours, within, took)] += 1

    def cohort(self) -> Cohort:
        return Cohort(
            by_platform={name: Counts(**parts) for name, parts in self.platforms.items()},
            by_category={name: Counts(**parts) for name, parts in self.categories.items()},
            by_reason=dict(self.reasons),
            pages={name: len(found) for name, found in self.pages.items()},
            flagged=self.beside[Standing.FLAGGED],
            gone_before=self.beside[Standing.GONE_BEFORE],
            withdrawn=self.beside[Standing.WITHDRAWN],
            certain=self.sure[Confidence.CERTAIN],
            high=self.sure[Confidence.HIGH],
            days={name: dict(found) for name, found in self.days.items()},
            gone_days=dict(self.gone_days),
            waits=dict(self.waits),
            reversals=Reversals(**self.later),
            by_confidence={name: Counts(**parts) for name, parts in self.sure_counts.items()},
            by_first={name: dict(found) for name, found in self.by_first.items()},
            signs=dict(self.signs),
            fast=dict(self.fast),
            late_dates=self.late_dates,
            again=LaterAttempts(**self.again),
            recent=dict(self.recent),
        )


def recount_flow(referrals: Iterable[Referral], query: FigureQuery) -> Flow:
    """What happened in a period."""
    platforms: dict[str, Counter[str]] = defaultdict(Counter)
    sure: Counter[str] = Counter()
    days: dict[str, Counter[int]] = defaultdict(Counter)
    later: Counter[str] = Counter()
    pages: dict[str, set[str]] = defaultdict(set)
    gone_before = 0
    for one in referrals:
        stands = standing(one)
        if stands in BESIDE or not matches(one, query):
            continue
        for what, at in (("flagged", flag_counted_at(one)), ("referred", one.referred_at)):
            if at and query.holds(at):
                platforms[one.platform][what] += 1
                pages[what].add(one.page_key)
        later.update(_later(one, query))
        if stands is Standing.GONE_BEFORE and one.vanished_at and query.holds(one.vanished_at):
            gone_before += 1
        first, at = one.first_outcome, one.first_outcome_at
        if first is None or at is None or not query.holds(at):
            continue
        platforms[one.platform][first] += 1
        pages[first].add(one.page_key)
        if first is not State.GONE:
            pages["decided"].add(one.page_key)
        if first is State.REJECTED:
            sure[counted_confidence(one)] += 1
        if (took := days_to_outcome(one)) is not None:
            days[one.platform][took] += 1
    return Flow(
        by_platform={name: Happened(**parts) for name, parts in platforms.items()},
        pages={name: len(found) for name, found in pages.items()},
        certain=sure[Confidence.CERTAIN],
        high=sure[Confidence.HIGH],
        days={name: dict(found) for name, found in days.items()},
        gone_before=gone_before,
        reversals=Reversals(**later),
    )


def _later(one: Referral, query: FigureQuery | None = None) -> list[str]:
    """Which lines of Reversals it counts on: all of them, or those in the query's period."""
    happened = [("closed_later", one.closed_later_at), ("reappeared", one.reappeared_at)]
    for appeal in one.appeals:
        if not appeal.undone:
            happened += [("appealed", appeal.opened_at), (appeal.result or "", appeal.ended_at)]
    return [name for name, at in happened if at and (query is None or query.holds(at))]


def outcome_in(one: Referral, period: Period, channel: str | None = None) -> str | None:
    """What the referral adds to the first outcomes of a period, of the team or a channel."""
    if channel not in (None, one.channel):
        return None
    if standing(one) in BESIDE or one.first_outcome is None or one.first_outcome_at is None:
        return None
    return f"{one.first_outcome} {one.platform}" if one.first_outcome_at in period else None


def recount_on_hold(referrals: Iterable[Referral], query: FigureQuery) -> dict[Standing, int]:
    """How many of each are on hold: what they count as, or unseen. By when they count or, unseen,
    were flagged.
    """
    found: Counter[Standing] = Counter()
    for one in referrals:
        if one.state is State.HELD and matches(one, query):
            found[standing(one)] += query.holds(counted_at(one) or one.flagged_at)
    return {stands: n for stands, n in found.items() if n}
