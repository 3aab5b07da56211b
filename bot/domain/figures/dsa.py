"""The yearly report of a trusted flagger: what is in it, and what it still lacks.

Source: Article 22(3) of Regulation (EU) 2022/2065 (Digital Services Act). At least once a year, easily
comprehensible and detailed reports on notices submitted under Article 16: their number by (a) the
identity of the provider of hosting services, (b) the type of allegedly illegal content, (c) the
action taken by the provider; an explanation of the procedures that keep the trusted flagger
independent; sent to the Digital Services Coordinator, made public, without personal data. The
article sets no template, and none of the Commission's was known when this was written (2026).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.dates import read_days, year_named
from bot.domain.errors import BadAnswer
from bot.domain.figures.days import TimeToOutcome
from bot.domain.figures.digests import SOURCE
from bot.domain.figures.statistics import Counts, Reversals, Standing, add_up
from bot.domain.platforms import OTHER, PLATFORMS
from bot.domain.times import Period, midnight, say_day
from bot.sentences import periods

MANY_PROVIDERS = (OTHER, *(one.id for one in PLATFORMS if one.host_in_key))
"""Platforms, as the bot has them, whose pages several providers host."""


@dataclass(frozen=True, slots=True)
class ByProvider:
    """One provider's row. `company` is empty where config does not name it; days are calendar days."""

    platform: str
    service: str
    company: str
    counts: Counts
    median: int | None
    ninetieth: int | None

    @property
    def name(self) -> str:
        """`Facebook (Meta Platforms Ireland Limited)`."""
        return f"{self.service} ({self.company})" if self.company else self.service

    @property
    def named_by_service_alone(self) -> bool:
        """Whether config could say which company it is, and does not."""
        return not self.company and self.platform not in MANY_PROVIDERS


@dataclass(frozen=True, slots=True)
class ByType:
    """One type of content's row; `category` is empty where none was stated."""

    category: str
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class DsaReport:
    """A year's notices of allegedly illegal content, each once, at its latest state.

    `terms` and `not_stated` are the referrals of the same period that rest on the platform's terms
    alone, or on nothing that was written down: they are in no table.
    """

    year: int
    organisation: str
    period: Period
    """The year, or what of it had passed at `as_of`."""
    dates: str
    ended: bool
    """Whether the year had ended at `as_of`."""
    zone: str
    as_of: datetime
    as_of_said: str
    demo: bool
    providers: tuple[ByProvider, ...]
    types: tuple[ByType, ...]
    took: TimeToOutcome
    pages: int
    later: Reversals
    terms: Counts
    not_stated: Counts
    withdrawn: int
    on_hold: Mapping[Standing, int]
    """How many of each are on hold: for the lead who makes the report, not in it (safety rule 4)."""
    independence: str
    nameless: int
    """Notices to sites that the bot knows no provider of."""
    source: str = SOURCE
    percent_from: int = 10
    """Below so many decided a fraction stands alone."""

    @property
    def counts(self) -> Counts:
        """All notices of the report."""
        return add_up(one.counts for one in self.providers)

    @property
    def open_appeals(self) -> int:
        """Appeals that have not ended."""
        return self.later.going_on

    @property
    def missing(self) -> tuple[str, ...]:
        """What the article asks for and the report lacks: with any of these it is not ready."""
        if self.independence:
            return ()
        return (
            "The explanation of the procedures that keep you independent is missing. Write it in "
            "config.yaml under `report: independence:`.",
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What to look at before it is published."""
        found = []
        if not self.ended:
            found.append(f"{self.year} had not ended: this is a draft.")
        if self.not_stated.referred:
            found.append(
                f"{_referrals(self.not_stated.referred)} with no basis stated: in no table, though "
                "some may have been notices of illegal content."
            )
        if self.nameless:
            found.append(
                f"{_referrals(self.nameless)} to sites whose provider the records do not name: "
                "they stand in one row."
            )
        bare = [one.service for one in self.providers if one.named_by_service_alone]
        if bare:
            found.append(
                f"Named by their service alone: {', '.join(bare)}. Name the company in config.yaml "
                "under `platforms:`, `provider:`."
            )
        untyped = add_up(one.counts for one in self.types if not one.category).referred
        if untyped:
            found.append(f"{_referrals(untyped)} without a type of content.")
        return tuple(found)


def _referrals(n: int) -> str:
    return "1 referral" if n == 1 else f"{n:,} referrals"


def read_year(text: str, now: datetime, zone: ZoneInfo) -> int:
    """`2026`. Raises BadAnswer for what is no year, or one that has not begun in the zone."""
    today = now.astimezone(zone).date()
    year = year_named(text, today)
    if year < 1970:
        raise BadAnswer(periods.not_a_year(text[:40], today.year), field="year")
    if year > today.year:
        raise BadAnswer(periods.year_not_begun(year, today.year), field="year")
    return year


def year_of(year: int, zone: ZoneInfo) -> Period:
    """The calendar year in the zone."""
    return Period(midnight(date(year, 1, 1), zone), midnight(date(year + 1, 1, 1), zone))


def read_as_of(text: str, year: int, now: datetime, zone: ZoneInfo) -> datetime:
    """The end of a day, month or other period as people write it, or `now` if that is earlier.

    Raises BadAnswer for what is no day, and for one on which the year had not begun.
    """
    known = read_days(text, now.astimezone(zone).date())
    if known.first > now.astimezone(zone).date():
        raise BadAnswer(periods.as_of_the_future(say_day(known.first)), field="as_of")
    as_of = min(now, known.period(zone).end)
    if as_of <= year_of(year, zone).start:
        raise BadAnswer(periods.year_not_begun_on(say_day(known.last), year), field="as_of")
    return as_of
