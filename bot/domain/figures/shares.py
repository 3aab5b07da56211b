"""What share had an answer in time, of all that were referred at least that long ago."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.domain.figures.days import Days, days_since
from bot.domain.figures.rates import NOTHING_REFERRED, Rate

HOURS = (24, 48)
DAYS = (7, 28)
RETURNED_DAYS = 30
"""A page that comes back within so many days."""


@dataclass(frozen=True, slots=True)
class Recently:
    """Ask for what was referred in the `days` before `as_of` apart: it had not so long to be answered."""

    as_of: datetime
    days: int

    @property
    def since(self) -> datetime:
        """A day more in any zone."""
        return self.as_of - timedelta(days=self.days + 2)


class Recent(NamedTuple):
    """Referrals of one day that are alike. `zone` and `day` are as in `Waits`.

    `hours` is 24 or 48 where they were referred less than so many hours before, else 0; `within` is
    24 or 48 where they were decided within so many hours, else None; `took` the days to the first
    decision, None without one.
    """

    platform: str
    zone: str
    day: date
    hours: int
    within: int | None
    took: int | None


@dataclass(frozen=True, slots=True)
class LaterAttempts:
    """Attempts after the first, and pages that came back."""

    referred: int = 0
    closed: int = 0
    decided: int = 0
    returned: int = 0
    """Closed or gone, and back within RETURNED_DAYS."""

    @property
    def succeeded(self) -> Rate:
        """Closed of the decided."""
        return Rate(self.closed, self.decided)


@dataclass(frozen=True, slots=True)
class AnswersInTime:
    """Answers in time, of a population: `referred` by platform, `days` to the first decision by platform.

    `fast` is how many were decided within 24 hours, and after these within 48.
    """

    referred: Mapping[str, int]
    days: Mapping[str, Days]
    fast: Mapping[int, int]
    recent: Mapping[Recent, int]
    as_of: datetime

    @classmethod
    def of_recent(cls, recent: Mapping[Recent, int], as_of: datetime) -> AnswersInTime:
        """Of those that were referred last, and of no others."""
        referred, days = Counter[str](), defaultdict[str, Counter[int]](Counter)
        for one, n in recent.items():
            referred[one.platform] += n
            if one.took is not None:
                days[one.platform][one.took] += n
        return cls(referred, days, {}, recent, as_of)

    def within_hours(self, hours: int) -> Rate:
        """Decided within 24 or 48 hours, of all that were referred at least that long ago."""
        total = sum(self.referred.values())
        answered = sum(n for within, n in self.fast.items() if within <= hours)
        for one, n in self.recent.items():
            if 0 < one.hours <= hours:
                total -= n
                answered -= n if one.within is not None and one.within <= hours else 0
        return Rate(answered, total, NOTHING_REFERRED)

    def within_days(self, days: int) -> Rate:
        """Decided within so many calendar days, of all that were referred at least that long ago."""
        return self.in_time(lambda platform: days)

    def in_time(self, limit: Callable[[str], int], only: str | None = None) -> Rate:
        """Decided within the limit of their platform, of all that were referred at least that long ago."""
        total = answered = 0
        for fast, n in self._answers(limit, only):
            total += n
            answered += n if fast else 0
        return Rate(answered, total, NOTHING_REFERRED)

    def _answers(self, limit: Callable[[str], int], only: str | None) -> Iterator[tuple[bool, int]]:
        """Whether answered in time, and how many more or less of them."""
        for platform, referred in self.referred.items():
            if only in (None, platform):
                most = limit(platform)
                took = self.days.get(platform, {})
                fast = sum(n for days, n in took.items() if days <= most)
                yield True, fast
                yield False, referred - fast
        for one, n in self.recent.items():
            most = limit(one.platform)
            if only in (None, one.platform) and days_since(one.day, one.zone, self.as_of) < most:
                yield one.took is not None and one.took <= most, -n
