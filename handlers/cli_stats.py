"""Figures on a terminal, as JSON and as CSV: what `referral-bot stats` and `digest` print."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TextIO

from bot.actions.digest import last_ended, post_digest, preview, span_named
from bot.actions.report import StatsReport, stats, stats_query
from bot.actions.report_data import report_data, report_rows
from bot.config import Config
from bot.domain.errors import BadAnswer, Refusal
from bot.domain.exports import harmless
from bot.domain.people import THE_BOT
from bot.domain.statistics import Counts, percentile
from bot.ports import Store, UnitOfWork
from handlers.blocks.digest import digest_as_text
from handlers.blocks.digest_lines import overall
from handlers.cli_files import refuse_both

Option = str | None


def print_stats(
    store: Store,
    config: Config,
    now: datetime,
    *,
    since: Option = None,
    until: Option = None,
    platform: Option = None,
    category: Option = None,
    confidence: Option = None,
    as_of: Option = None,
    as_json: bool = False,
    as_csv: bool = False,
    out: TextIO | None = None,
) -> StatsReport:
    """Print a cohort's figures: a table on a terminal, else plain lines, or JSON, or CSV.

    Dates are days in config's time zone, written as people write them. Raises BadAnswer.
    """
    refuse_both(as_json, as_csv)
    told = {
        "since": since,
        "until": until,
        "platform": platform,
        "category": category,
        "confidence": confidence,
        "as-of": as_of,
    }
    words = " ".join(f"{name} {value}" for name, value in told.items() if value)
    out = out or sys.stdout

    def work(uow: UnitOfWork) -> StatsReport:
        query = stats_query(uow, words, "", now, config)
        return stats(uow, query, THE_BOT, now, config, detailed=as_json or as_csv)

    report = store.read(work)
    if as_json:
        data = report_data(report, config.zone(""))
        out.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
    elif as_csv:
        out.write(as_csv_text(report_rows(report)))
    else:
        _table(report, config, out)
    return report


def as_csv_text(rows: Iterable[Sequence[str | int]]) -> str:
    """Rows as CSV, in which no spreadsheet finds a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        writer.writerow([harmless(value) for value in row])
    return text.getvalue()


def _table(report: StatsReport, config: Config, out: TextIO) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(file=out, width=None if out.isatty() else 110, highlight=False)
    if report.demo:
        console.print("Demo data", style="bold yellow")
    console.print(escape(report.quote), style="bold")
    console.print(escape(overall(report.counts)))
    for title, group in (
        ("Platform", report.cohort.by_platform),
        ("Category", report.cohort.by_category),
    ):
        table = Table(show_footer=True)
        table.add_column(title, footer="All")
        for name in ("referred", "closed", "restricted", "rejected", "gone", "waiting"):
            whole = f"{getattr(report.counts, name):,}"
            table.add_column(name.capitalize(), footer=whole, justify="right")
        table.add_column("Rejected of decided", footer=report.counts.rejection_rate.said)
        if title == "Platform":
            table.add_column("Median", footer=_median(report.took.median), justify="right")
        for name, counts in sorted(group.items(), key=lambda one: (-one[1].referred, one[0])):
            median = _median(percentile(report.cohort.days.get(name, {}), 50))
            table.add_row(
                escape(_label(title, name, report, config)),
                *_parts(counts),
                counts.rejection_rate.said,
                *([median] if title == "Platform" else []),
            )
        if group:
            console.print(table)
    for line in _lines(report, config):
        console.print(escape(line))


def _label(title: str, name: str, report: StatsReport, config: Config) -> str:
    if title == "Platform":
        return report.platform_labels.get(name, name)
    return config.category_label(name) or "not stated"


def _parts(counts: Counts) -> list[str]:
    names = ("referred", "closed", "restricted", "rejected", "gone", "waiting")
    return [f"{getattr(counts, name):,}" for name in names]


def _median(days: int | None) -> str:
    return "" if days is None else f"{days:,} days" if days else "under 1 day"


def _lines(report: StatsReport, config: Config) -> list[str]:
    cohort = report.cohort
    reasons = ", ".join(
        f"{config.reason_label(name) or 'not stated'} {n:,}"
        for name, n in sorted(cohort.by_reason.items(), key=lambda one: (-one[1], one[0]))
    )
    later = cohort.reversals
    return [
        f"Distinct pages referred: {cohort.pages.get('referred', 0):,}.",
        f"Rejected although certain: {cohort.certain:,}; although high: {cohort.high:,}.",
        *([f"Reasons for rejection: {reasons}."] if reasons else []),
        f"Time to outcome: {report.took.said}.",
        f"Appealed {later.appealed:,}, overturned {later.overturned:,}, upheld {later.upheld:,}; "
        f"closed later {later.closed_later:,}; reappeared {later.reappeared:,}.",
        f"Beside these: {cohort.flagged:,} flagged and not referred, {cohort.gone_before:,} gone "
        f"before they were referred, {cohort.withdrawn:,} withdrawn"
        + (f", {report.held:,} on hold (for leads)." if report.held else "."),
        f"What became of the pages referred {report.dates}, each once, at its latest state."
        + (f" Only {', '.join(report.filters)}." if report.filters else ""),
        f"As of {report.as_of_said}; from {report.source} ({report.team}).",
    ]


def print_digest(
    store: Store,
    config: Config,
    now: datetime,
    *,
    week: str | None = None,
    channel: str | None = None,
    post: bool = False,
    as_json: bool = False,
    out: TextIO | None = None,
) -> Mapping[str, Any]:
    """Print a digest as text or JSON; with `post`, also write it down to be posted, once.

    `channel` is an id or a name; it may be left out where the bot is used in one channel only.
    """
    out = out or sys.stdout

    def look(uow: UnitOfWork) -> tuple[str, dict[str, Any]]:
        place = _channel(uow, channel, config)
        return place, preview(uow, place, now, config, week or "last")

    place, data = store.read(look)
    posted = False
    if post:
        span = span_named(week, place, config) if week else last_ended(place, now, config)
        posted = bool(store.write(lambda uow: post_digest(uow, place, span, now, config)))
    if as_json:
        shown = {**data, "posted": posted} if post else data
        out.write(json.dumps(shown, indent=2, ensure_ascii=False) + "\n")
    else:
        out.write(_plain(digest_as_text(data, config).text) + "\n")
    if post and not posted:
        raise Refusal(f"The digest of {data['period']} was posted in this channel before.")
    return data


def _plain(mrkdwn: str) -> str:
    """Slack's text for a terminal: without its marks and escapes."""
    text = mrkdwn.replace("*", "").replace("\u200b", "")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _channel(uow: UnitOfWork, named: str | None, config: Config) -> str:
    places = [one for one in uow.places.all() if one.id[:1] in ("C", "G")]
    if named:
        wanted = named.removeprefix("#")
        found = [one.id for one in places if wanted in (one.id, one.name)]
        if not found:
            listed = ", ".join(f"#{one.name} ({one.id})" for one in places) or "none yet"
            raise BadAnswer(f"The bot knows no channel “{named[:40]}”; it knows: {listed}.")
        return found[0]
    allowed = [one.id for one in places if config.allows(one.id)]
    if len(allowed) > 1:
        listed = ", ".join(f"#{one.name} ({one.id})" for one in places)
        raise BadAnswer(f"Say whose digest with --channel; there are: {listed}.")
    return allowed[0] if allowed else ""
