"""A year → the report of a trusted flagger (DSA Art. 22(3)), as figures, JSON data and rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.actions.figures.report import platform_name
from bot.actions.figures.report_data import PARTS
from bot.actions.recording.seeds import is_demo
from bot.config import Config
from bot.domain.figures.days import percentile
from bot.domain.figures.dsa import (
    MANY_PROVIDERS,
    ByProvider,
    ByType,
    DsaReport,
    read_as_of,
    read_year,
    year_of,
)
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.statistics import Cohort, Counts, Ground
from bot.domain.times import Period, say_as_of, say_day
from bot.ports.store import UnitOfWork

REGULATION = "Regulation (EU) 2022/2065 (Digital Services Act)"


def dsa_report(
    uow: UnitOfWork,
    year: str,
    as_of: str | None,
    now: datetime,
    config: Config,
) -> DsaReport:
    """The report on what was referred in a calendar year of config's zone.

    `as_of` is a day as people write it: what was known at its end; None is what is known now.
    Raises BadAnswer.
    """
    zone = config.zone("")
    named = read_year(year, now, zone)
    whole = year_of(named, zone)
    then = read_as_of(as_of, named, now, zone) if as_of else now
    period = Period(whole.start, min(whole.end, then))
    query = FigureQuery(whole.start, whole.end, as_of=then if as_of else None)
    found = uow.figures.by_ground(query)
    law = found[Ground.LAW]
    last = (period.end - timedelta(microseconds=1)).astimezone(zone)
    return DsaReport(
        year=named,
        organisation=config.report.organisation.strip() or config.team,
        period=period,
        dates=f"{say_day(period.start.astimezone(zone))} to {say_day(last)}",
        ended=then >= whole.end,
        zone=zone.key,
        as_of=then,
        as_of_said=say_as_of(then, zone),
        demo=is_demo(uow),
        providers=tuple(_providers(law, config)),
        types=tuple(
            ByType(name, config.category_label(name) or "Not stated", counts)
            for name, counts in _most_first(law.by_category)
        ),
        took=law.took(then),
        pages=law.pages.get("referred", 0),
        later=law.reversals,
        terms=found[Ground.TERMS].counts,
        not_stated=found[Ground.NOT_STATED].counts,
        withdrawn=sum(one.withdrawn for one in found.values()),
        on_hold=uow.figures.on_hold(query),
        independence=config.report.independence.strip(),
        nameless=sum(law.by_platform.get(name, Counts()).referred for name in MANY_PROVIDERS),
        percent_from=config.percent_from,
    )


def _providers(cohort: Cohort, config: Config) -> list[ByProvider]:
    rows = []
    for name, counts in _most_first(cohort.by_platform):
        own, days = config.platforms.get(name), cohort.days.get(name, {})
        company = own.provider.strip() if own else ""
        took = percentile(days, 50), percentile(days, 90)
        rows.append(ByProvider(name, platform_name(name, config), company, counts, *took))
    return rows


def _most_first(parts: Mapping[str, Counts]) -> list[tuple[str, Counts]]:
    return sorted(parts.items(), key=lambda one: (-one[1].referred, one[0]))


def dsa_data(report: DsaReport) -> dict[str, Any]:
    """All of it as JSON. `until` is excluded; `ready` says whether the article's demands are met."""
    return {
        "report": f"Article 22(3) of {REGULATION}",
        "organisation": report.organisation,
        "source": report.source,
        "demo_data": report.demo,
        **({"notice": "Demo data"} if report.demo else {}),
        "view": "cohort",
        "year": report.year,
        "year_ended": report.ended,
        "dates": report.dates,
        "since": report.period.start.isoformat(),
        "until": report.period.end.isoformat(),
        "time_zone": report.zone,
        "as_of": report.as_of.isoformat(),
        "notices": _counts(report.counts),
        "distinct_pages": report.pages,
        "rejection_rate": report.counts.rejection_rate.as_data(),
        "by_provider": [
            {
                "platform": one.platform,
                "service": one.service,
                "provider": one.company or None,
                **_counts(one.counts),
                "median_days": one.median,
                "ninetieth_days": one.ninetieth,
            }
            for one in report.providers
        ],
        "by_type": [
            {"category": one.category or None, "type": one.name, **_counts(one.counts)}
            for one in report.types
        ],
        "time_to_decision": report.took.as_data(),
        "appeals": {
            "appealed": report.later.appealed,
            "overturned": report.later.overturned,
            "upheld": report.later.upheld,
            "not_ended": report.open_appeals,
        },
        "closed_later": report.later.closed_later,
        "not_in_the_tables": {
            "terms_only": _counts(report.terms),
            "basis_not_stated": _counts(report.not_stated),
            "withdrawn": report.withdrawn,
        },
        "independence": report.independence or None,
        "ready": not report.missing,
        "missing": list(report.missing),
        "notes": list(report.notes),
    }


def _counts(counts: Counts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in PARTS}


def dsa_rows(report: DsaReport) -> list[list[str | int]]:
    """A heading and a row for all notices, each provider and type, and what is in no table."""
    rows: list[list[str | int]] = [
        [
            *("group", "id", "name", "provider", *PARTS, "median_days", "ninetieth_days"),
            *("year", "dates", "as_of", "organisation", "source"),
        ]
    ]
    note = "Demo data; " if report.demo else ""
    ending: list[str | int] = [
        *(report.year, report.dates, report.as_of.isoformat(), report.organisation),
        note + report.source,
    ]

    def add(group: str, names: tuple[str, str, str], counts: Counts, *days: int | None) -> None:
        median, ninetieth = ("" if one is None else one for one in days or (None, None))
        parts = (getattr(counts, part) for part in PARTS)
        rows.append([group, *names, *parts, median, ninetieth, *ending])

    add("all", ("", "", ""), report.counts, report.took.median, report.took.ninetieth)
    for one in report.providers:
        names = (one.platform, one.service, one.company)
        add("provider", names, one.counts, one.median, one.ninetieth)
    for kind in report.types:
        add("type", (kind.category, kind.name, ""), kind.counts)
    add("terms only", ("", "", ""), report.terms)
    add("basis not stated", ("", "", ""), report.not_stated)
    return rows
