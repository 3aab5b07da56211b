"""`referral-bot migrate`: the database's tables and keys, brought up to date."""

from __future__ import annotations

import click

from bot.actions.recording.rekey import rekey
from bot.sentences import command_line
from handlers.cli.settings import open_database, read_settings


@click.command("migrate")
@click.pass_context
def command(context: click.Context) -> None:
    """Bring the database's tables and keys up to date."""
    environment, config = read_settings(context)
    with open_database(environment, migrate=True) as store:
        click.echo(command_line.migrated(store.url))
        rekeyed = store.write(lambda uow: rekey(uow, config))
        if rekeyed and rekeyed.looked_at:
            click.echo("\n".join(rekeyed.sentences()))
