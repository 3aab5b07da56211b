"""Referrals → figures, counted one by one: what every faster way of counting must equal.

Also how figures as of an instant are made, from referrals replayed as they stood then.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime

from bot.domain.figures_query import NOT_STATED, FigureQuery
from bot.domain.referral import Confidence, Referral, State
from bot.domain.statistics import (
    BESIDE,
    REFERRED,
    Cohort,
    Counts,
    Flow,
    Happened,
    Reversals,
    Standing,
    counted_at,
    counted_confidence,
    days_to_outcome,
    ground_of,
    standing,
)
from bot.domain.times import Period


def matches(referral: Referral, query: FigureQuery) -> bool:
    """Whether the filters, not the period, let it in."""
    wanted = "" if query.confidence == NOT_STATED else query.confidence
    return (
        query.platform in (None, referral.platform)
        and query.category in (None, referral.category or "")
        and (wanted is None or wanted == counted_confidence(referral))
        and query.channel in (None, referral.channel)
        and query.ground in (None, ground_of(referral))
    )


def recount_cohort(referrals: Iterable[Referral], query: FigureQuery) -> Cohort:
    """The cohort of a period."""
    platforms: dict[str, Counter[str]] = defaultdict(Counter)
    categories: dict[str, Counter[str]] = defaultdict(Counter)
    beside: Counter[Standing] = Counter()
    reasons: Counter[str] = Counter()
    sure: Counter[str] = Counter()
    days: dict[str, Counter[int]] = defaultdict(Counter)
    later: Counter[str] = Counter()
    pages: dict[str, set[str]] = defaultdict(set)
    oldest: datetime | None = None
    for one in referrals:
        if not matches(one, query) or not query.holds(counted_at(one)):
            continue
        stands = standing(one)
        if stands not in REFERRED:
            beside[stands] += 1
            continue
        platforms[one.platform][stands] += 1
        categories[one.category or ""][stands] += 1
        pages["referred"].add(one.page_key)
        pages[stands].add(one.page_key)
        later.update(_later(one))
        if stands is Standing.REJECTED:
            reasons[one.reason or ""] += 1
            sure[counted_confidence(one)] += 1
        if (took := days_to_outcome(one)) is not None:
            days[one.platform][took] += 1
        if stands is Standing.WAITING and one.referred_at:
            oldest = min(oldest or one.referred_at, one.referred_at)
    return Cohort(
        by_platform={name: Counts(**parts) for name, parts in platforms.items()},
        by_category={name: Counts(**parts) for name, parts in categories.items()},
        by_reason=dict(reasons),
        pages={name: len(found) for name, found in pages.items()},
        flagged=beside[Standing.FLAGGED],
        gone_before=beside[Standing.GONE_BEFORE],
        withdrawn=beside[Standing.WITHDRAWN],
        held=beside[Standing.HELD],
        certain=sure[Confidence.CERTAIN],
        high=sure[Confidence.HIGH],
        days={name: dict(found) for name, found in days.items()},
        reversals=Reversals(**later),
        oldest_waiting_at=oldest,
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
        for what, at in (("flagged", one.flagged_at), ("referred", one.referred_at)):
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
    happened = {
        "appealed": one.appealed_at,
        "closed_later": one.closed_later_at,
        "reappeared": one.reappeared_at,
    }
    if one.appeal_result in ("overturned", "upheld"):
        happened[one.appeal_result] = one.appeal_ended_at
    return [name for name, at in happened.items() if at and (query is None or query.holds(at))]


def outcome_in(one: Referral, period: Period, channel: str | None = None) -> str | None:
    """What the referral adds to the first outcomes of a period, of the team or a channel."""
    if channel not in (None, one.channel):
        return None
    if standing(one) in BESIDE or one.first_outcome is None or one.first_outcome_at is None:
        return None
    return f"{one.first_outcome} {one.platform}" if one.first_outcome_at in period else None
