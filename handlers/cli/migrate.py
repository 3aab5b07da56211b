"""`referral-bot migrate`: the database's tables and keys, brought up to date."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from bot.actions.recording.rekey import Rekeyed, rekey
from bot.actions.recording.same_page import same_pages
from bot.sentences import lists
from bot.sentences.operations import command_line
from handlers.cli.output import echo
from handlers.cli.settings import open_database, read_settings


@click.command("migrate")
@click.option("--dry-run", is_flag=True, help="Say what would happen to addresses; change nothing.")
@click.pass_context
def command(context: click.Context, dry_run: bool) -> None:
    """Bring the database's tables and keys up to date."""
    environment, config = read_settings(context)
    now = datetime.now(UTC)
    with open_database(environment, migrate=not dry_run, writes=False) as store:
        if dry_run:
            echo(command_line.DRY_MIGRATION)
        else:
            echo(command_line.migrated(store.url))
        rekeyed = store.write(lambda uow: rekey(uow, config, now, dry_run=dry_run))
        if dry_run or (rekeyed and rekeyed.looked_at):
            echo("\n".join((rekeyed or Rekeyed()).sentences()))
        else:
            for group in store.read(same_pages).values():
                echo(lists.same_page([one.name for one in group]))
