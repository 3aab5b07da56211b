"""`referral-bot report dsa`: the yearly report of a trusted flagger."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.actions.figures.dsa_report import dsa_data, dsa_report, dsa_rows
from bot.domain.csv_text import MARK, csv_text
from bot.domain.figures.dsa_markdown import markdown
from bot.domain.figures.statistics import Standing
from bot.sentences.operations import command_line
from handlers.cli.arguments import refuse_both
from handlers.cli.output import Shown, echo, new_file, progress_bar, refuse_if_there
from handlers.cli.settings import open_database, read_settings


@click.group("report")
def command() -> None:
    """Reports for others than the team."""


@command.command(short_help="The yearly report of a trusted flagger (DSA Art. 22(3)).")
@click.option("--year", metavar="YEAR", required=True, help="The calendar year, e.g. 2026.")
@click.option(
    "--as-of", metavar="DATE", help="What was known at the end of that day, month or year."
)
@click.option("--json", "as_json", is_flag=True, help="For programs, not Markdown.")
@click.option("--csv", "as_csv", is_flag=True, help="For spreadsheets, not Markdown.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="A new file, not the screen."
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
