"""Time to outcome: calendar days from referred to decided, and what is said of them.

What waits counts too, as of an instant: docs/statistics.md has ten cases worked by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.figures.rates import NO_DECISIONS
from bot.domain.times import say_days
from bot.sentences.digests import NO_DECISIONS as NONE_MADE

Days = Mapping[int, int]
"""Calendar days → how many referrals took so many."""
Waits = Mapping[tuple[str, date], int]
"""(time zone, day referred) → how many of them wait."""


def day_in(instant: datetime, zone: str) -> date:
    """The calendar day of an instant in a zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True, slots=True)
class Times:
    """Of all that were referred: days to the first decision, days until a page went, who waits."""

    decided: Days = field(default_factory=dict)
    gone: Days = field(default_factory=dict)
    waits: Waits = field(default_factory=dict)
    by_platform: Mapping[str, Days] = field(default_factory=dict)
    """The decided of each platform."""

    def took(self, as_of: datetime) -> TimeToOutcome:
        """Time to outcome as of an instant."""
        return time_to_outcome(self.decided, self.gone, self.waits, as_of)


def together(days: Iterable[Days]) -> dict[int, int]:
    """Several platforms' days as one."""
    whole: dict[int, int] = {}
    for one in days:
        for took, cases in one.items():
            whole[took] = whole.get(took, 0) + cases
    return whole


def percentile(days: Days, percent: int) -> int | None:
    """The nearest-rank percentile: the least value that `percent`% of the cases do not exceed.

    Always a value that occurred. Source: Hyndman and Fan, "Sample quantiles in statistical
    packages", The American Statistician 50 (1996), definition 1. None without cases.
    """
    cases = sum(days.values())
    rank = (percent * cases + 99) // 100
    for took in sorted(days):
        rank -= days[took]
        if rank <= 0 and cases:
            return took
    return None


def kaplan_meier_median(decided: Days, censored: Days) -> int | None:
    """The first day by which half of all had a decision; None where fewer than half have one yet.

    `censored` are those without a decision that were looked at for so many days: a page that went,
    and one that waits. On the same day decisions come first. Source: E. L. Kaplan and P. Meier,
    "Nonparametric estimation from incomplete observations", JASA 53 (1958), 457–481.
    """
    at_risk = sum(decided.values()) + sum(censored.values())
    without, of = 1, 1  # the share that still is without a decision, exactly
    for day in sorted({*decided, *censored}):
        if found := decided.get(day, 0):
            without, of = without * (at_risk - found), of * at_risk
            if 2 * without <= of:
                return day
        at_risk -= found + censored.get(day, 0)
    return None


@dataclass(frozen=True, slots=True)
class TimeToOutcome:
    """From the day referred to the day of the first decision, in calendar days.

    Median and 90th percentile are of those decided; `waiting` are those of the same population
    without an answer. `kaplan_meier` is the day by which half of all of them had an answer; None
    where fewer than half have one.
    """

    decided: int
    median: int | None
    ninetieth: int | None
    waiting: int
    oldest_waiting: int | None
    """For how many days the oldest has had no answer."""
    kaplan_meier: int | None = None

    def answered(self, none: str = NO_DECISIONS) -> str:
        """Of those with a decision; `none` is said where there are none."""
        if self.decided == 0 or self.median is None or self.ninetieth is None:
            return none
        return (
            f"median {say_days(self.median)}, 90% within {say_days(self.ninetieth)}, "
            f"among {self.decided:,} decided"
        )

    @property
    def said(self) -> str:
        """What is said of one population, with what it leaves out."""
        half = f"; {self.half}" if self.decided + self.waiting else ""
        if self.waiting == 0 or self.oldest_waiting is None:
            return f"{self.answered(NONE_MADE)}; none still without an answer{half}"
        oldest = say_days(self.oldest_waiting)
        waiting = f"{self.waiting:,} still without an answer, the oldest for {oldest}"
        return f"{self.answered()}; {waiting}{half}"

    @property
    def half(self) -> str:
        """The Kaplan–Meier median in words."""
        if self.kaplan_meier is None:
            return "fewer than half have an answer yet"
        return f"half of all had an answer within {say_days(self.kaplan_meier)}"

    def as_data(self) -> dict[str, int | str | None]:
        """For JSON."""
        return {
            "median_days": self.median,
            "p90_days": self.ninetieth,
            "decided": self.decided,
            "waiting": self.waiting,
            "oldest_waiting_days": self.oldest_waiting,
            "kaplan_meier_median_days": self.kaplan_meier,
            "unit": "calendar days",
            "method": "nearest rank",
            "said": self.said,
        }


def days_since(day: date, zone: str, as_of: datetime) -> int:
    """Calendar days from a day to an instant, in a zone; a midnight ends the day before."""
    return max(0, (day_in(as_of - timedelta(microseconds=1), zone) - day).days)


def days_waiting(waits: Waits, as_of: datetime) -> dict[int, int]:
    """Days without an answer → how many referrals, as of an instant."""
    found: dict[int, int] = {}
    for (zone, day), n in waits.items():
        waited = days_since(day, zone, as_of)
        found[waited] = found.get(waited, 0) + n
    return found


def time_to_outcome(days: Days, gone: Days, waits: Waits, as_of: datetime) -> TimeToOutcome:
    """Of one population: what was decided, what went, and what still waits `as_of`."""
    waiting = days_waiting(waits, as_of)
    return TimeToOutcome(
        decided=sum(days.values()),
        median=percentile(days, 50),
        ninetieth=percentile(days, 90),
        waiting=sum(waiting.values()),
        oldest_waiting=max(waiting, default=None),
        kaplan_meier=kaplan_meier_median(days, together([gone, waiting])),
    )
