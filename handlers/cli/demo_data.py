"""`referral-bot demo-data`: an empty database, filled with a story."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from bot.sentences.operations import command_line
from handlers.cli.output import echo, progress_bar
from handlers.cli.settings import open_database, read_settings
from handlers.wiring.seeds import CAST, PLACE, seed


@click.group("demo-data")
def command() -> None:
    """Fill an empty database with demo data."""


@command.command(short_help="The press articles' story, flagged to decided.")
@click.pass_context
def seeds(context: click.Context) -> None:
    """The story of the press articles: 1,200 referred, 578 closed, 485 rejected, 137 waiting."""
    environment, config = read_settings(context)
    with (
        open_database(environment, migrate=True) as store,
        store.single_instance(),
        progress_bar(command_line.WRITING_THE_STORY) as progress,
    ):
        done = seed(store, config, datetime.now(UTC), CAST, PLACE, progress)
    echo(command_line.story_written(done), err=True)
