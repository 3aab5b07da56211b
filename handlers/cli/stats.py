"""`referral-bot stats`: the team's figures, as a table, as JSON or as CSV."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.actions.figures.report import StatsReport, stats, stats_query
from bot.actions.figures.report_data import report_data, report_rows
from bot.config import Config
from bot.domain.csv_text import MARK, csv_text
from bot.domain.figures.days import percentile
from bot.domain.figures.statistics import Counts
from bot.domain.people import THE_BOT
from bot.domain.redaction import printable
from bot.ports.store import Store, UnitOfWork
from bot.sentences import figures as sentences
from bot.sentences.labels import DEMO_DATA
from handlers.cli.arguments import Told, as_words, refuse_both, with_as_of, with_filters
from handlers.cli.output import NewFile, Shown, new_file, refuse_if_there
from handlers.cli.settings import open_database, read_settings
from handlers.messages.figures.digest_lines import overall
from handlers.messages.figures.stats import later_lines, on_hold

Option = str | Sequence[str] | None
_PARTS = ("referred", "closed", "restricted", "rejected", "gone", "waiting")


@click.command("stats")
@with_filters
@with_as_of
@click.option(
    "--output", type=NewFile(or_screen=True), help="A new file, not the screen (which is -)."
)
@click.pass_context
def command(context: click.Context, /, output: Path | None, **options: Any) -> None:
    """The team's figures: what became of what was referred.

    Each referral of the period once, at its latest state. Days are days in config.yaml's time zone.
    """
    environment, config = read_settings(context)
    refuse_if_there(output)
    with open_database(environment) as store, ExitStack() as stack:
        out = stack.enter_context(new_file(output)) if output else None
        if out and options["as_csv"]:
            out.write(MARK)
        print_stats(store, config, datetime.now(UTC), **options, out=out)


def print_stats(
    store: Store,
    config: Config,
    now: datetime,
    *,
    since: Option = None,
    until: Option = None,
    platform: Sequence[str] = (),
    provider: Sequence[str] = (),
    category: Sequence[str] = (),
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
    told: Told = {
        "since": since,
        "until": until,
        "platform": platform,
        "provider": provider,
        "category": category,
        "confidence": confidence,
        "as-of": as_of,
    }
    words = as_words(told)
    out = out or sys.stdout
    shown = Shown(out, data=as_csv)

    def work(uow: UnitOfWork) -> StatsReport:
        query = stats_query(uow, words, "", now, config)
        return stats(uow, query, THE_BOT, now, config, detailed=as_json or as_csv)

    report = store.read(work)
    if as_json:
        data = report_data(report, config.zone(""))
        shown.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
    elif as_csv:
        shown.write(csv_text(report_rows(report, config)))
    else:
        show_tables(report, config, out)
    return report


def _safe(text: str) -> str:
    return escape(printable(text))


def show_tables(report: StatsReport, config: Config, out: TextIO) -> None:
    """What people read: the quote, a table by platform, one by category, and what there is beside."""
    console = Console(file=out, width=None if out.isatty() else 110, highlight=False)
    if report.demo:
        console.print(DEMO_DATA, style="bold yellow")
    console.print(_safe(report.quote), style="bold")
    if rates := overall(report.counts, config, report.cohort.rejected_first):
        console.print(_safe(rates))
    for title, group in (
        (sentences.PLATFORM, report.cohort.by_platform),
        (sentences.CATEGORY, report.cohort.by_category),
    ):
        table = Table(show_footer=True)
        table.add_column(title, footer=sentences.ALL)
        for name in _PARTS:
            whole = f"{getattr(report.counts, name):,}"
            table.add_column(name.capitalize(), footer=whole, justify="right")
        table.add_column(
            sentences.REJECTED_OF_DECIDED,
            footer=report.counts.rejection_rate.told(config.percent_from),
        )
        if title == sentences.PLATFORM:
            table.add_column(sentences.MEDIAN, footer=_median(report.took.median), justify="right")
        for name, counts in sorted(group.items(), key=lambda one: (-one[1].referred, one[0])):
            median = _median(percentile(report.cohort.days.get(name, {}), 50))
            table.add_row(
                _safe(_label(title, name, report, config)),
                *_parts(counts),
                counts.rejection_rate.told(config.percent_from),
                *([median] if title == sentences.PLATFORM else []),
            )
        if group:
            console.print(table)
    for line in lines_of(report, config):
        console.print(_safe(line))


def _label(title: str, name: str, report: StatsReport, config: Config) -> str:
    if title == sentences.PLATFORM:
        return report.platform_labels.get(name, name)
    return config.category_label(name) or sentences.NOT_STATED


def _parts(counts: Counts) -> list[str]:
    return [f"{getattr(counts, name):,}" for name in _PARTS]


def _median(days: int | None) -> str:
    return "" if days is None else sentences.days(days)


def lines_of(report: StatsReport, config: Config) -> list[str]:
    """What stands below the tables."""
    cohort = report.cohort
    reasons = {
        config.reason_label(name) or sentences.NOT_STATED: count
        for name, count in sorted(cohort.by_reason.items(), key=lambda one: (-one[1], one[0]))
    }
    return [
        sentences.distinct_pages(cohort.pages.get("referred", 0)),
        *([sentences.rejection_reasons(reasons)] if reasons else []),
        *later_lines(report, config),
        sentences.beside(cohort.flagged, cohort.gone_before, cohort.withdrawn),
        *([on_hold(report.on_hold)] if report.on_hold else []),
        sentences.cohort(report.dates, report.filters),
        sentences.as_of(report.as_of_said, report.source, report.team),
    ]
