"""`referral-bot export`: any number of referrals, to a file or to standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.actions.figures.export import COHORT, Export, asked_for, mark_of, note_export, written
from bot.config import Config
from bot.domain.people import NOWHERE, THE_BOT, Actor
from bot.ports.store import Store, UnitOfWork
from bot.sentences.operations import command_line
from handlers.cli.arguments import Told, as_words, refuse_both, with_filters
from handlers.cli.output import NewFile, Shown, echo, new_file, progress_bar, refuse_if_there
from handlers.cli.settings import open_database, read_settings


@click.command("export")
@with_filters
@click.option(
    "--cohort",
    is_flag=True,
    help="Those that stats count in the period, with what is private or on hold.",
)
@click.option(
    "--output", type=NewFile(or_screen=True), help="A new file, not the screen (which is -)."
)
@click.pass_context
def command(
    context: click.Context,
    /,
    as_json: bool,
    as_csv: bool,
    cohort: bool,
    output: Path | None,
    **told: str | Sequence[str] | None,
) -> None:
    """The referrals themselves, as CSV or JSON.

    A period takes those to which something happened in it. That they were exported is recorded.
    What is on hold is left out, but with --cohort.
    """
    environment, config = read_settings(context)
    with (
        open_database(environment) as store,
        progress_bar(command_line.WRITING_REFERRALS, output is None) as progress,
    ):
        done = write_export(
            store,
            config,
            datetime.now(UTC),
            told,
            as_json=as_json,
            as_csv=as_csv,
            cohort=cohort,
            output=output,
            progress=lambda pieces: progress(pieces, 0),
        )
    if output:
        echo(command_line.file_written(str(output), done.title), err=True)


def write_export(
    store: Store,
    config: Config,
    now: datetime,
    told: Told,
    *,
    as_json: bool,
    as_csv: bool,
    cohort: bool,
    output: Path | None,
    progress: Callable[[int], None],
) -> Export:
    """Write what was asked for, and note first that it was. What is on hold is left out,
    but of a cohort.

    `told` are the filters as people write them; days are days in config's zone. `progress` hears
    how many pieces (about one a referral) are written. A file appears whole or not at all, and one
    that is there already is not written over. Raises BadAnswer.
    """
    refuse_both(as_json, as_csv)
    words = as_words(told)
    form, counted = "json" if as_json else "csv", COHORT if cohort else ""

    actor = Actor(THE_BOT, NOWHERE, now)

    def note(uow: UnitOfWork) -> Export:
        export = asked_for(uow, f"{form} {counted} {words}", THE_BOT, "", now, config)
        note_export(uow, export, actor)
        return export

    refuse_if_there(output)
    export = store.write(note)
    with ExitStack() as stack:
        file = stack.enter_context(new_file(output)) if output else None
        out = file or Shown(sys.stdout, data=True)

        def work(uow: UnitOfWork) -> None:
            if output:
                out.write(mark_of(export))
            pieces = written(uow, export, actor, config)
            for number, piece in enumerate(pieces, 1):
                out.write(piece)
                if number % 500 == 0:
                    progress(number)

        store.read(work)
    return export
