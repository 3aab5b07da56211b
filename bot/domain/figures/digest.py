"""What one digest says, as it was said: kept with its channel, posted from the outbox, printed as JSON.

A rate stands in it with its numerator and denominator. All instants are aware; days are days in
`time_zone`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Literal, TypeVar

from bot.domain.figures.days import TimeToOutcome
from bot.domain.figures.joined import NOTHING_NEW, NewlyJoined
from bot.domain.figures.rates import NOTHING_REFERRED, Rate, rate_from
from bot.domain.figures.statistics import Counts, Happened, Reversals

T = TypeVar("T")
JSON = Mapping[str, Any]
Unit = Literal["week", "month"]
Scope = Literal["team", "channel"]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One week or month of the trend: what was decided first in it."""

    period: str
    label: str
    start: datetime
    end: datetime
    rejected: int
    decided: int

    @property
    def rate(self) -> Rate:
        """Rejected of decided."""
        return Rate(self.rejected, self.decided)

    def to_json(self) -> dict[str, Any]:
        """Instants as ISO 8601."""
        return asdict(self) | {"start": self.start.isoformat(), "end": self.end.isoformat()}

    @classmethod
    def from_json(cls, data: JSON) -> TrendPoint:
        """The other way."""
        return cls(**{**data, "start": _instant(data["start"]), "end": _instant(data["end"])})


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """A line of the table by platform: what happened in the period, and what waits now."""

    platform: str
    referred: int
    closed: int
    restricted: int
    rejected: int
    waiting: int
    median_days: int | None
    gone: int = 0
    in_time: int = 0
    """Answered within the limit, of the `long_ago` that ever were referred at least that long ago."""
    long_ago: int = 0

    @property
    def decided(self) -> int:
        """First outcomes in the period."""
        return self.closed + self.restricted + self.rejected


@dataclass(frozen=True, slots=True)
class OldestWaiting:
    """A referral that has waited for so many days."""

    number: int
    platform: str
    days: int


@dataclass(frozen=True, slots=True)
class DigestOverdue:
    """What waits for longer than its platform's limit, and those limits in days."""

    total: int
    by_platform: Mapping[str, int]
    oldest: tuple[OldestWaiting, ...]
    limits: Mapping[str, int]

    @classmethod
    def from_json(cls, data: JSON) -> DigestOverdue:
        """From what `asdict` made."""
        oldest = tuple(OldestWaiting(**one) for one in data["oldest"])
        return cls(data["total"], data["by_platform"], oldest, data["limits"])


@dataclass(frozen=True, slots=True)
class PlatformChange:
    """A platform whose rate changed, as far as a test holds; `p` is the test's."""

    platform: str
    week: Rate
    before: Rate
    p: float
    periods: int = 12
    """Over so many weeks (months) before, as far as there are records of them."""

    def to_json(self) -> dict[str, Any]:
        """With the intervals that a comparison needs."""
        return {
            "platform": self.platform,
            "week": self.week.as_data(interval=True),
            "before": self.before.as_data(interval=True),
            "p": self.p,
            "periods": self.periods,
        }

    @classmethod
    def from_json(cls, data: JSON) -> PlatformChange:
        """The other way."""
        rates = rate_from(data["week"]), rate_from(data["before"])
        return cls(data["platform"], *rates, data["p"], data.get("periods", 12))


@dataclass(frozen=True, slots=True)
class Correction:
    """What an earlier digest said of a period, and what it is now; `last`: of the one before."""

    period: str
    last: bool
    said: Rate
    now: Rate
    changes: int

    def to_json(self) -> dict[str, Any]:
        """Rates as everywhere."""
        said, now = self.said.as_data(), self.now.as_data()
        return {**_flat(self), "said": said, "now": now}

    @classmethod
    def from_json(cls, data: JSON) -> Correction:
        """The other way."""
        return cls(**{**data, "said": rate_from(data["said"]), "now": rate_from(data["now"])})


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything that a digest says. `period` names it (2026-W46, 2026-11, with `+` for since)."""

    period: str
    name: str
    unit: Unit
    since: bool
    dates: str
    start: datetime
    end: datetime
    as_of: datetime
    time_zone: str
    source: str
    rate: Rate
    rate_before: Rate
    happened: Happened
    pages: Mapping[str, int]
    certain: int
    high: int
    gone_before: int
    reversals: Reversals
    days: TimeToOutcome
    totals: Counts
    first_day: str | None
    trend: tuple[TrendPoint, ...]
    platforms: tuple[PlatformRow, ...]
    overdue: DigestOverdue
    changes: tuple[PlatformChange, ...] = ()
    corrections: tuple[Correction, ...] = ()
    read_anew: int = 0
    """Referrals whose addresses newer rules have read otherwise since the digest before."""
    team: str = ""
    channel: str = ""
    scope: Scope = "team"
    demo_data: bool = False
    so_far: bool = False
    """Whether its period is still going on."""
    records_begin: str = ""
    """The day with which records begin, where that is later than the period's first."""
    all_days: TimeToOutcome | None = None
    """Of all that were ever referred; `days` are of the first decisions in the period."""
    in_time: Rate | None = None
    """Answered within the team's limit, of all that ever were referred at least that long ago."""
    joined: NewlyJoined = NOTHING_NEW
    """Cases and shared numbers that are new in the period."""
    late: bool = False
    """Whether it is posted a day or more after its time."""

    @property
    def quiet(self) -> bool:
        """Whether nothing happened that has to be told, so that a line is enough."""
        counted = (*asdict(self.happened).values(), *asdict(self.reversals).values())
        told = self.gone_before or self.corrections or self.read_anew or self.joined
        return not (any(counted) or told)

    def to_json(self) -> dict[str, Any]:
        """Plain data, for the outbox, the database and `--json`."""
        return _flat(self) | {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "as_of": self.as_of.isoformat(),
            "rate": self.rate.as_data(),
            "rate_before": self.rate_before.as_data(),
            "happened": asdict(self.happened) | {"decided": self.happened.decided},
            "pages": dict(self.pages),
            "reversals": asdict(self.reversals),
            "days": asdict(self.days),
            "in_time": self.in_time and self.in_time.as_data(),
            "all_days": self.all_days and asdict(self.all_days),
            "time_to_outcome": self.all_days and self.all_days.as_data(),
            "time_to_outcome_of_first_decisions": self.days.as_data(),
            "totals": asdict(self.totals) | {"referred": self.totals.referred},
            "trend": [one.to_json() for one in self.trend],
            "platforms": [asdict(one) for one in self.platforms],
            "overdue": asdict(self.overdue),
            "changes": [one.to_json() for one in self.changes],
            "corrections": [one.to_json() for one in self.corrections],
            "joined": self.joined.to_json(),
        }

    @classmethod
    def from_json(cls, data: JSON) -> Digest:
        """The other way."""
        kept = {name: value for name, value in data.items() if name not in _SAID_OTHERWISE}
        return cls(
            **{
                **kept,
                "start": _instant(data["start"]),
                "end": _instant(data["end"]),
                "as_of": _instant(data["as_of"]),
                "rate": rate_from(data["rate"]),
                "rate_before": rate_from(data["rate_before"]),
                "happened": _made(Happened, data["happened"]),
                "reversals": _made(Reversals, data["reversals"]),
                "in_time": data.get("in_time") and rate_from(data["in_time"], NOTHING_REFERRED),
                "days": _made(TimeToOutcome, data["days"]),
                "all_days": data.get("all_days") and _made(TimeToOutcome, data["all_days"]),
                "totals": _made(Counts, data["totals"]),
                "trend": tuple(map(TrendPoint.from_json, data["trend"])),
                "platforms": tuple(_made(PlatformRow, one) for one in data["platforms"]),
                "overdue": DigestOverdue.from_json(data["overdue"]),
                "changes": tuple(map(PlatformChange.from_json, data["changes"])),
                "corrections": tuple(map(Correction.from_json, data["corrections"])),
                "joined": NewlyJoined.from_json(data.get("joined") or {}),
            }
        )


_SAID_OTHERWISE = ("time_to_outcome", "time_to_outcome_of_first_decisions")
"""For who reads the JSON: `all_days` and `days` once more."""


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _flat(one: Any) -> dict[str, Any]:
    return {field.name: getattr(one, field.name) for field in fields(one)}


def _made(kind: type[T], data: JSON) -> T:
    """A dataclass of plain numbers; what is derived from them is left out."""
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: value for name, value in data.items() if name in names})
