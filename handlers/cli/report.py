"""`referral-bot report`: a period on one page to print, and the yearly report of a trusted flagger."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot.actions.figures.dsa_report import dsa_data, dsa_report, dsa_rows
from bot.actions.figures.pack import Pack, keep_pack, pack
from bot.config import Config
from bot.domain.csv_text import MARK, csv_text
from bot.domain.figures.dsa_markdown import markdown
from bot.domain.figures.sheet import Sheet
from bot.domain.figures.sheet_html import sheet_html
from bot.domain.figures.statistics import Standing
from bot.sentences.operations import command_line
from bot.sentences.reporting import pack as sentences
from handlers.cli.arguments import as_words, refuse_both, with_as_of, with_filters
from handlers.cli.output import (
    NewFile,
    Shown,
    echo,
    new_file,
    progress_bar,
    refuse_if_there,
    show_sheet,
)
from handlers.cli.settings import open_database, read_settings
from handlers.messages.figures.pack import sheet


@click.group("report")
def command() -> None:
    """Reports for others than the team."""


@command.command(short_help="The yearly report of a trusted flagger (DSA Art. 22(3)).")
@click.option("--year", metavar="YEAR", required=True, help="The calendar year, e.g. 2026.")
@with_as_of
@click.option("--json", "as_json", is_flag=True, help="For programs, not Markdown.")
@click.option("--csv", "as_csv", is_flag=True, help="For spreadsheets, not Markdown.")
@click.option(
    "--output", type=NewFile(or_screen=True), help="A new file, not the screen (which is -)."
)
@click.pass_context
def dsa(
    context: click.Context,
    year: str,
    as_of: str | None,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
) -> None:
    """The yearly report of a trusted flagger (DSA Art. 22(3)), as Markdown.

    Notices of illegal content by provider, by type of content and by action taken. It has no
    personal data in it. Exit code 1: it is written, but something that the article asks for is
    missing, and standard error says what.
    """
    refuse_both(as_json, as_csv)
    refuse_if_there(output)
    environment, config = read_settings(context)
    now = datetime.now(UTC)
    with open_database(environment) as store, progress_bar(command_line.COUNTING_NOTICES):
        made = store.read(lambda uow: dsa_report(uow, year, as_of, now, config))
    if as_json:
        text = json.dumps(dsa_data(made), indent=2, ensure_ascii=False) + "\n"
    else:
        text = csv_text(dsa_rows(made)) if as_csv else markdown(made)
    if output:
        with new_file(output) as out:
            out.write(f"{MARK if as_csv else ''}{text}")
        count = made.counts.referred
        said = command_line.report_written(str(output), made.dates, count, made.as_of_said)
        echo(said, err=True)
    else:
        Shown(sys.stdout, data=as_csv).write(text)
    if made.on_hold:
        held, unseen = sum(made.on_hold.values()), made.on_hold.get(Standing.UNSEEN, 0)
        echo(command_line.report_has_held(held, unseen), err=True)
    for note in made.notes:
        echo(command_line.report_note(note), err=True)
    for missing in made.missing:
        echo(command_line.report_not_ready(missing), err=True)
    if made.missing:
        sys.exit(1)


@command.command(short_help="A period on one page to print, with its tables as files.")
@with_filters
@click.option(
    "--as-of", metavar="DATE", help="What was known at the end of that day, month or year."
)
@click.option(
    "--html",
    type=NewFile(),
    help="A new page; its tables and data go beside it, as CSV and JSON.",
)
@click.pass_context
def period(context: click.Context, /, html: Path | None, **options: Any) -> None:
    """What became of what was referred in a period: the whole, by month, platform, category, reason.

    Without --html it is printed, and counts as not published. The figures are those of `stats`.
    """
    as_json, as_csv = options.pop("as_json"), options.pop("as_csv")
    refuse_both(as_json, as_csv)
    environment, config = read_settings(context)
    now = datetime.now(UTC)
    words = as_words({name.replace("_", "-"): value for name, value in options.items()})
    with open_database(environment) as store:
        made = store.read(lambda uow: pack(uow, words, now, config))
        page = sheet(made, config)
        if html:
            written = _write(html, made, page, config)
            number = store.write(lambda uow: keep_pack(uow, made, now, config))
            echo(sentences.written([str(path) for path in written], number), err=True)
            return
    if as_json:
        Shown(sys.stdout).write(made.data)
    elif as_csv:
        rows = ([table.title, *row] for table in page.tables for row in table.csv_rows(page.source))
        Shown(sys.stdout, data=True).write(csv_text(rows))
    else:
        show_sheet(page, config.percent_from)


def _write(html: Path, made: Pack, page: Sheet, config: Config) -> list[Path]:
    """The page last: where it is, all that belongs to it is."""
    tables = {html.with_name(f"{html.stem}-{one.name}.csv"): one for one in page.tables if one.rows}
    data = html.with_suffix(".json")
    for path in (html, data, *tables):
        refuse_if_there(path)
    for path, table in tables.items():
        with new_file(path) as out:
            out.write(MARK + csv_text(table.csv_rows(page.source)))
    with new_file(data) as out:
        out.write(made.data)
    with new_file(html) as out:
        out.write(sheet_html(page, config.percent_from))
    return [html, data, *tables]
