"""Which period a digest is about, when it is posted, and what its figures come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain.figures.comparisons import Change
from bot.domain.figures.days import Times, days_since, percentile, together
from bot.domain.figures.digest import (
    Digest,
    DigestOverdue,
    OldestWaiting,
    PlatformChange,
    PlatformRow,
    TrendPoint,
)
from bot.domain.figures.rates import Rate
from bot.domain.figures.statistics import Counts, Decided, Flow, Happened, Overdue, add_up
from bot.domain.times import (
    MONTHS,
    WEEKDAYS,
    Period,
    midnight,
    say_day,
    say_span,
    say_week,
    week_from,
)

TREND = 12
"""Weeks (months) in the trend, this one included; the comparison looks at as many before it."""
SOURCE = "the team's own records"


@dataclass(frozen=True, slots=True)
class Span:
    """What a digest is about. `key` names it: 2026-W46, 2026-11, or either with `+` for since."""

    key: str
    whole: Period
    last: Period
    """The week or month that ended: all of `whole`, but in a digest since a day."""
    zone: ZoneInfo
    unit: Literal["week", "month"] = "week"

    @property
    def since(self) -> bool:
        """Whether it is about more than one week or month."""
        return self.whole != self.last

    @property
    def name(self) -> str:
        """`Week 46 of 2026`, `November 2026`, `Since 1 December 2016`."""
        start = self.whole.start.astimezone(self.zone)
        if self.since:
            return f"Since {say_day(start)}"
        if self.unit == "month":
            return f"{MONTHS[start.month - 1]} {start.year}"
        year, week, _ = start.isocalendar()
        return f"Week {week} of {year}"


def period_name(key: str) -> str:
    """`2026-W46` → `week 46 of 2026`; `2026-11` → `November 2026`."""
    year, number = key.split("-")
    if number.startswith("W"):
        return f"week {int(number[1:])} of {year}"
    return f"{MONTHS[int(number) - 1]} {year}"


def say_period(period: Period, zone: ZoneInfo) -> str:
    """`9 to 15 November 2026`: the last day is the last one in it."""
    start = period.start.astimezone(zone).date()
    return say_span(start, (period.end - timedelta(microseconds=1)).astimezone(zone).date())


def month_from(first: date, zone: ZoneInfo) -> Period:
    """The month that begins on this day."""
    following = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
    return Period(midnight(first, zone), midnight(following, zone))


def span_of(day: date, zone: ZoneInfo, unit: Literal["week", "month"], since: date | None) -> Span:
    """The span whose last week or month has this day in it."""
    if unit == "month":
        last = month_from(day.replace(day=1), zone)
        key = f"{day.year}-{day.month:02d}"
    else:
        last = week_from(day - timedelta(days=day.weekday()), zone)
        key = say_week(last, zone)
    if since is None or midnight(since, zone) >= last.start:
        return Span(key, last, last, zone, unit)
    return Span(f"{key}+", Period(midnight(since, zone), last.end), last, zone, unit)


def earlier(span: Span, times: int = 1) -> Period:
    """The week or month so many before the span's last."""
    first = span.last.start.astimezone(span.zone).date()
    if span.unit == "week":
        return week_from(first - timedelta(days=7 * times), span.zone)
    months = first.year * 12 + first.month - 1 - times
    return month_from(date(months // 12, months % 12 + 1, 1), span.zone)


def due_span(
    now: datetime,
    zone: ZoneInfo,
    *,
    weekday: str,
    at: time,
    unit: Literal["week", "month"],
    since: date | None,
) -> tuple[Span, datetime]:
    """The last span whose time to be posted has come, and when that was.

    That time is the first such weekday, at that time of day in the zone, after the span's end.
    """
    day = now.astimezone(zone).date()
    for _ in range(3):
        first = _first_of(day, unit)
        span = span_of(first - timedelta(days=1), zone, unit, since)
        due = _due(first, zone, weekday, at)
        if due <= now:
            return span, due
        day = first - timedelta(days=1)
    raise AssertionError("one of three spans has ended")


def _first_of(day: date, unit: str) -> date:
    return day.replace(day=1) if unit == "month" else day - timedelta(days=day.weekday())


def _due(first: date, zone: ZoneInfo, weekday: str, at: time) -> datetime:
    days = (WEEKDAYS.index(weekday) - first.weekday()) % 7
    return datetime.combine(first + timedelta(days=days), at, zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Figured:
    """Everything that a digest is made of. `trend` ends with the span's last week or month."""

    flow: Flow
    before: Decided
    """What was decided in the span before."""
    trend: Sequence[tuple[Period, Decided]]
    totals: Mapping[str, Counts]
    overdue: Overdue
    changes: Sequence[Change]
    first_at: datetime | None
    times: Times
    in_time: Mapping[str, Rate] = field(default_factory=dict)
    """Platform → answered within its limit, of all that were referred that long ago; "" is all."""


def digest_of(span: Span, figured: Figured, now: datetime, limits: Mapping[str, int]) -> Digest:
    """What the figures come to; `limits` are the response times in days of overdue platforms.

    What only the team knows (its name, the channel, corrections) is added outside.
    """
    flow, totals, first = figured.flow, add_up(figured.totals.values()), figured.first_at
    late = first is not None and first >= midnight(
        span.whole.start.astimezone(span.zone).date() + timedelta(days=1), span.zone
    )
    recorded = sum(
        1 for times in range(1, TREND + 1) if first is None or earlier(span, times).end > first
    )
    return Digest(
        period=span.key,
        name=span.name,
        unit=span.unit,
        since=span.since,
        dates=say_period(span.whole, span.zone),
        start=span.whole.start,
        end=span.whole.end,
        as_of=now,
        time_zone=span.zone.key,
        source=SOURCE,
        rate=flow.happened.rejection_rate,
        rate_before=figured.before.rate,
        happened=flow.happened,
        pages=dict(flow.pages),
        certain=flow.certain,
        high=flow.high,
        gone_before=flow.gone_before,
        reversals=flow.reversals,
        days=Times(together(flow.days.values())).took(now),
        all_days=figured.times.took(now),
        in_time=figured.in_time.get(""),
        totals=totals,
        records_begin=say_day(first.astimezone(span.zone)) if first and late else "",
        first_day=None if first is None else say_day(first.astimezone(span.zone)),
        trend=tuple(_point(period, one, span) for period, one in figured.trend),
        platforms=_platforms(flow, figured),
        overdue=DigestOverdue(
            figured.overdue.total,
            dict(figured.overdue.by_platform),
            tuple(
                OldestWaiting(one.number, one.platform, days_since(one.referred_on, one.zone, now))
                for one in figured.overdue.oldest
            ),
            dict(limits),
        ),
        changes=tuple(
            PlatformChange(one.platform, one.week, one.before, one.p, recorded)
            for one in figured.changes
        ),
    )


def _point(period: Period, one: Decided, span: Span) -> TrendPoint:
    start = period.start.astimezone(span.zone)
    month = MONTHS[start.month - 1][:3]
    weekly = span.unit == "week"
    return TrendPoint(
        say_week(period, span.zone) if weekly else f"{start.year}-{start.month:02d}",
        f"{start.day} {month}" if weekly else f"{month} {start.year}",
        period.start,
        period.end,
        one.rejected,
        one.decided,
    )


def _platforms(flow: Flow, figured: Figured) -> tuple[PlatformRow, ...]:
    """The busiest first: by referred, then decided, then waiting, then name."""
    rows = []
    for name in flow.by_platform.keys() | figured.totals.keys():
        happened = flow.by_platform.get(name)
        waiting = figured.totals.get(name, Counts()).waiting
        if happened is None and waiting == 0:
            continue
        happened = happened or Happened()
        in_time = figured.in_time.get(name, Rate(0, 0))
        rows.append(
            PlatformRow(
                name,
                happened.referred,
                happened.closed,
                happened.restricted,
                happened.rejected,
                waiting,
                percentile(flow.days.get(name, {}), 50),
                happened.gone,
                in_time.numerator,
                in_time.denominator,
            )
        )
    return tuple(
        sorted(rows, key=lambda row: (-row.referred, -row.decided, -row.waiting, row.platform))
    )


def differences(
    said: Sequence[TrendPoint], now: Sequence[TrendPoint]
) -> tuple[tuple[TrendPoint, TrendPoint], ...]:
    """The points of an earlier digest's trend that are other now, each with what it is now."""
    current = {point.period: point for point in now}
    pairs = [(then, current[then.period]) for then in said if then.period in current]
    return tuple(
        (then, point)
        for then, point in pairs
        if (then.rejected, then.decided) != (point.rejected, point.decided)
    )
