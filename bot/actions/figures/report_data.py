"""A report as JSON data and as rows of a table: for `--json`, `--csv` and what is posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.actions.figures.report import StatsReport
from bot.config import Config
from bot.domain.csv_text import Cell
from bot.domain.figures.days import percentile
from bot.domain.figures.query import NOT_STATED
from bot.domain.figures.rates import FOR_COMPARISON
from bot.domain.figures.shares import DAYS, HOURS
from bot.domain.figures.statistics import Counts

PARTS = ("referred", "closed", "restricted", "rejected", "gone", "waiting")


def report_data(report: StatsReport, zone: ZoneInfo) -> dict[str, Any]:
    """Everything of a report as JSON. Days are days in the zone; `until` is the last day."""
    cohort, counts = report.cohort, report.counts
    return {
        "team": report.team,
        "source": report.source,
        "demo_data": report.demo,
        **({"notice": "Demo data"} if report.demo else {}),
        "view": "cohort",
        "since": _day(report.query.since, zone),
        "until": _day(report.query.until and report.query.until - timedelta(microseconds=1), zone),
        "dates": report.dates,
        "time_zone": zone.key,
        "as_of": report.as_of.isoformat(),
        "filters": {
            "platforms": list(report.query.platforms),
            "providers": list(report.query.providers),
            "categories": list(report.query.categories),
            "confidence": report.query.confidence,
        },
        **_counts(counts),
        "flagged": cohort.flagged,
        "gone_before_referring": cohort.gone_before,
        "withdrawn": cohort.withdrawn,
        **({"on_hold": dict(report.on_hold)} if report.on_hold else {}),
        "distinct_pages": cohort.pages.get("referred", 0),
        "distinct_pages_by_standing": {name: cohort.pages.get(name, 0) for name in PARTS},
        "rejection_rate": _headline(counts),
        "rejected_of_referred": counts.rejected_of_referred.as_data(interval=True),
        "rejected_although_certain": cohort.certain,
        "rejected_although_high": cohort.high,
        "time_to_outcome": report.took.as_data(),
        **_answers(report),
        "appeals_and_reversals": asdict(cohort.reversals)
        | {"overturned_of_appeals": cohort.reversals.overturned_of_appeals.as_data()},
        "by_platform": {
            name: _counts(parts)
            | {
                "rejection_rate": parts.rejection_rate.as_data(interval=True),
                "median_days": percentile(cohort.days.get(name, {}), 50),
            }
            for name, parts in _ordered(cohort.by_platform)
        },
        "by_category": {
            name or "not stated": _counts(parts)
            | {"rejection_rate": parts.rejection_rate.as_data(interval=True)}
            for name, parts in _ordered(cohort.by_category)
        },
        "by_reason": {
            name or "not stated": n
            for name, n in sorted(cohort.by_reason.items(), key=lambda one: (-one[1], one[0]))
        },
        **(
            {
                "by_month": {
                    one.key: _counts(one.counts)
                    | {
                        "rejection_rate": one.counts.rejection_rate.as_data(interval=True),
                        "first_decisions": one.happened.rejection_rate.as_data(interval=True),
                    }
                    for one in report.months
                }
            }
            if report.months
            else {}
        ),
        "by_channel": {name: _counts(parts) for name, parts in _ordered(report.places)},
        **(
            {"by_flagger": {name: _counts(parts) for name, parts in _ordered(report.flaggers)}}
            if report.flaggers
            else {}
        ),
        "quote": report.quote,
    }


def _answers(report: StatsReport) -> dict[str, Any]:
    """Answers in time, and what came later."""
    cohort, answered = report.cohort, report.answered
    return {
        "rejected_of_first_decisions": cohort.rejected_first.as_data(),
        "answered_within_limit": report.in_time.as_data(),
        "answered_within": {
            **{f"{n}_hours": answered.within_hours(n).as_data() for n in HOURS},
            **{f"{n}_days": answered.within_days(n).as_data() for n in DAYS},
        },
        "first_sign": cohort.signed.as_data() | {"median_days": percentile(cohort.signs, 50)},
        "median_days_by_first_decision": {
            name: percentile(days, 50) for name, days in sorted(cohort.by_first.items())
        },
        "later_attempts": {
            "referred": cohort.again.referred,
            "closed_of_decided": cohort.again.succeeded.as_data(),
        },
        "returned_within_30_days": cohort.returned.as_data(),
        "dates_entered_late": cohort.entered_late.as_data(),
        "by_confidence": {
            name or "not stated": _counts(parts) for name, parts in _ordered(cohort.by_confidence)
        },
    }


def _day(instant: datetime | None, zone: ZoneInfo) -> str | None:
    return instant.astimezone(zone).date().isoformat() if instant else None


def _counts(counts: Counts) -> dict[str, Any]:
    return {name: getattr(counts, name) for name in PARTS}


def _headline(counts: Counts) -> dict[str, Any]:
    return counts.rejection_rate.as_data(interval=True) | {
        "label": FOR_COMPARISON,
        "bounds": {"lower": counts.lower.as_data(), "upper": counts.upper.as_data()},
    }


def _ordered(parts: Mapping[str, Counts]) -> list[tuple[str, Counts]]:
    return sorted(parts.items(), key=lambda one: (-one[1].referred, one[0]))


HEADINGS = (
    *("group", "name", *PARTS, "rejected_numerator", "decided_denominator", "rejected_percent"),
    *("median_days", "id", "as_of", "dates", "source"),
)


def report_rows(report: StatsReport, config: Config) -> list[list[Cell]]:
    """A heading and a row for the whole, each platform, category, reason and channel.

    What people read stands in `name`, what programs know it by in `id`. The rate is a numerator, a
    denominator and what is said of them; empty without decisions.
    """
    rows: list[list[Cell]] = [list(HEADINGS)]
    cohort, labels = report.cohort, report.platform_labels
    note = "Demo data; " if report.demo else ""
    ending: list[Cell] = [report.as_of.isoformat(), report.dates, note + report.source]

    def add(
        group: str, name: str, counts: Counts, key: str = "", median: int | None = None
    ) -> None:
        rate = counts.rejection_rate
        fraction = (rate.numerator, rate.denominator, rate.percent) if rate.known else (None,) * 3
        parts = (getattr(counts, part) for part in PARTS)
        rows.append([group, name, *parts, *fraction, median, key or None, *ending])

    add("all", ", ".join(report.filters), report.counts, median=report.took.median)
    for key, counts in _ordered(cohort.by_platform):
        median = percentile(cohort.days.get(key, {}), 50)
        add("platform", labels.get(key, key), counts, key, median)
    for key, counts in _ordered(cohort.by_category):
        add("category", config.category_label(key) or NOT_STATED, counts, key)
    for key, n in sorted(cohort.by_reason.items(), key=lambda one: (-one[1], one[0])):
        name = config.reason_label(key) or NOT_STATED
        parts = [n if part == "rejected" else None for part in PARTS]
        rows.append(["reason", name, *parts, None, None, None, None, key or None, *ending])
    for one in report.months:
        add("month", one.name, one.counts, one.key)
    for name, counts in _ordered(report.places):
        add("channel", name, counts, report.ids.get(name, ""))
    for name, counts in _ordered(report.flaggers):
        add("flagger", name, counts, report.ids.get(name, ""))
    return rows
