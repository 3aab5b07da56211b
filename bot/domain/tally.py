"""A referral → the entries it makes in the kept counts, and summed entries → figures.

An entry stands under a figure and a label, with a second label where one is needed, for a platform
and an instant. The figures CATEGORY to STANDS make a cohort, HAPPENED to TOOK a flow; DISTINCT
counts pages and has no instant.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

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
    standing,
)

SURE = (Confidence.CERTAIN.value, Confidence.HIGH.value)
OUTCOME_PARTS = ("closed", "restricted", "rejected", "gone")
REVERSALS = ("appealed", "overturned", "upheld", "closed_later", "reappeared")


class Figure(StrEnum):
    """What an entry counts; in brackets its labels."""

    STANDS = "stands"  # (standing)
    CATEGORY = "category"  # (category, standing) of what was referred
    REASON = "reason"  # (reason) of rejections
    SURE = "sure"  # (certain or high) of rejections
    DAYS = "days"  # (full days to the first decision), by when it was referred
    LATER = "later"  # (a line of Reversals), by when it was referred
    DISTINCT = "distinct"  # (referred, or a standing) distinct pages
    HAPPENED = "happened"  # (flagged, referred, gone_before, a line of Reversals)
    OUTCOME = "outcome"  # (first outcome)
    SURE_THEN = "sure then"  # (certain or high) of first outcomes that are rejections
    TOOK = "took"  # (full days to the first decision), by when that was


COHORT = (
    Figure.STANDS,
    Figure.CATEGORY,
    Figure.REASON,
    Figure.SURE,
    Figure.DAYS,
    Figure.LATER,
)
FLOW = (Figure.HAPPENED, Figure.OUTCOME, Figure.SURE_THEN, Figure.TOOK)


class Key(NamedTuple):
    """Where an entry stands, but for when."""

    figure: str
    label: str
    sub: str
    platform: str


Sums = Mapping[Key, int]


def entries(referral: Referral) -> Iterator[tuple[Key, datetime]]:
    """All entries that a referral makes, but for DISTINCT; each counts 1."""
    stands = standing(referral)
    if stands in REFERRED:
        yield from _cohort_entries(referral, stands)
    else:
        yield Key(Figure.STANDS, stands, "", referral.platform), counted_at(referral)
    if stands not in BESIDE:
        yield from _flow_entries(referral, stands)


def _cohort_entries(referral: Referral, stands: Standing) -> Iterator[tuple[Key, datetime]]:
    found = [(Figure.STANDS, stands.value, ""), (Figure.CATEGORY, referral.category or "", stands)]
    if stands is Standing.REJECTED:
        found.append((Figure.REASON, referral.reason or "", ""))
        if counted_confidence(referral) in SURE:
            found.append((Figure.SURE, counted_confidence(referral), ""))
    if (took := days_to_outcome(referral)) is not None:
        found.append((Figure.DAYS, str(took), ""))
    found += [(Figure.LATER, name, "") for name, _ in _reversals(referral)]
    for figure, label, sub in found:
        yield Key(figure, label, sub, referral.platform), counted_at(referral)


def _flow_entries(referral: Referral, stands: Standing) -> Iterator[tuple[Key, datetime]]:
    platform = referral.platform
    yield Key(Figure.HAPPENED, "flagged", "", platform), referral.flagged_at
    if referral.referred_at:
        yield Key(Figure.HAPPENED, "referred", "", platform), referral.referred_at
    if stands is Standing.GONE_BEFORE and referral.vanished_at:
        yield Key(Figure.HAPPENED, "gone_before", "", platform), referral.vanished_at
    for name, at in _reversals(referral):
        yield Key(Figure.HAPPENED, name, "", platform), at
    first, first_at = referral.first_outcome, referral.first_outcome_at
    if first is None or first_at is None:
        return
    yield Key(Figure.OUTCOME, first.value, "", platform), first_at
    if first is State.REJECTED and counted_confidence(referral) in SURE:
        yield Key(Figure.SURE_THEN, counted_confidence(referral), "", platform), first_at
    if (took := days_to_outcome(referral)) is not None:
        yield Key(Figure.TOOK, str(took), "", platform), first_at


def _reversals(referral: Referral) -> Iterator[tuple[str, datetime]]:
    if referral.appealed_at:
        yield "appealed", referral.appealed_at
    if referral.appeal_result in ("overturned", "upheld") and referral.appeal_ended_at:
        yield referral.appeal_result, referral.appeal_ended_at
    if referral.closed_later_at:
        yield "closed_later", referral.closed_later_at
    if referral.reappeared_at:
        yield "reappeared", referral.reappeared_at


def distinct_labels(stands: Standing) -> frozenset[str]:
    """Under which labels of DISTINCT a referral's page counts."""
    return frozenset({"referred", stands.value}) if stands in REFERRED else frozenset()


def cohort_from(sums: Sums, pages: Mapping[str, int], oldest_waiting_at: datetime | None) -> Cohort:
    """The cohort that summed entries come to."""
    platforms: dict[str, Counter[str]] = defaultdict(Counter)
    categories: dict[str, Counter[str]] = defaultdict(Counter)
    reasons: Counter[str] = Counter()
    sure: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    days: dict[str, Counter[int]] = defaultdict(Counter)
    later: Counter[str] = Counter()
    for (figure, label, sub, platform), n in sums.items():
        # The most frequent first.
        if figure == Figure.DAYS:
            days[platform][int(label)] += n
        elif figure == Figure.CATEGORY:
            categories[label][sub] += n
        elif figure == Figure.STANDS and label in REFERRED:
            platforms[platform][label] += n
        elif figure == Figure.STANDS:
            beside[label] += n
        elif figure == Figure.REASON:
            reasons[label] += n
        elif figure == Figure.SURE:
            sure[label] += n
        elif figure == Figure.LATER:
            later[label] += n
    return Cohort(
        by_platform=_counts(platforms),
        by_category=_counts(categories),
        by_reason=_some(reasons),
        pages=_some(pages),
        flagged=beside[Standing.FLAGGED],
        gone_before=beside[Standing.GONE_BEFORE],
        withdrawn=beside[Standing.WITHDRAWN],
        held=beside[Standing.HELD],
        certain=sure[Confidence.CERTAIN],
        high=sure[Confidence.HIGH],
        days=_days(days),
        reversals=Reversals(**later),
        oldest_waiting_at=oldest_waiting_at,
    )


def flow_from(sums: Sums, pages: Mapping[str, int]) -> Flow:
    """The flow that summed entries come to."""
    platforms: dict[str, Counter[str]] = defaultdict(Counter)
    sure: Counter[str] = Counter()
    days: dict[str, Counter[int]] = defaultdict(Counter)
    later: Counter[str] = Counter()
    gone_before = 0
    for (figure, label, _, platform), n in sums.items():
        if figure == Figure.TOOK:
            days[platform][int(label)] += n
        elif figure == Figure.OUTCOME:
            platforms[platform][label] += n
        elif figure == Figure.SURE_THEN:
            sure[label] += n
        elif label in ("flagged", "referred"):
            platforms[platform][label] += n
        elif label == "gone_before":
            gone_before += n
        elif figure == Figure.HAPPENED:
            later[label] += n
    return Flow(
        by_platform={name: Happened(**n) for name, n in platforms.items() if any(n.values())},
        pages=_some(pages),
        certain=sure[Confidence.CERTAIN],
        high=sure[Confidence.HIGH],
        days=_days(days),
        gone_before=gone_before,
        reversals=Reversals(**later),
    )


def totals_from(sums: Sums) -> dict[str, Counts]:
    """What was referred, by platform, from entries of STANDS."""
    platforms: dict[str, Counter[str]] = defaultdict(Counter)
    for (_, label, _, platform), n in sums.items():
        if label in REFERRED:
            platforms[platform][label] += n
    return _counts(platforms)


def add(*several: Sums) -> Counter[Key]:
    """Entries of several parts of a period together."""
    whole: Counter[Key] = Counter()
    for sums in several:
        for key, n in sums.items():
            whole[key] += n
    return whole


def _counts(parts: Mapping[str, Counter[str]]) -> dict[str, Counts]:
    return {name: Counts(**found) for name, found in parts.items() if any(found.values())}


def _some(parts: Mapping[str, int]) -> dict[str, int]:
    return {name: n for name, n in parts.items() if n}


def _days(parts: Mapping[str, Counter[int]]) -> dict[str, dict[int, int]]:
    kept = {name: {day: n for day, n in found.items() if n} for name, found in parts.items()}
    return {name: found for name, found in kept.items() if found}
