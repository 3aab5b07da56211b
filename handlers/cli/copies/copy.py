"""`referral-bot copy`: all of an SQLite database to PostgreSQL."""

from __future__ import annotations

import json

import click

from bot.domain.errors import BadAnswer
from bot.sentences.operations import copies as sentences
from handlers.cli.copies.overview import look_over
from handlers.cli.output import echo, progress_bar
from handlers.cli.settings import read_settings
from handlers.wiring.databases import opened
from storage.copies.files import path_of
from storage.copies.to_postgresql import copy_rows
from storage.sql.errors import CannotCopy


@click.command("copy", short_help="Copy an SQLite database to PostgreSQL.")
@click.option(
    "--to",
    "target",
    metavar="URL",
    required=True,
    envvar="COPY_TO_DATABASE_URL",
    help="Like DATABASE_URL: an empty PostgreSQL database. COPY_TO_DATABASE_URL says the same "
    "without showing a password to others on this machine.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def command(context: click.Context, target: str, as_json: bool) -> None:
    """Copy an SQLite database to PostgreSQL: numbers, history, chain, messages and all.

    The bot must be stopped. The source stays as it is; counts, figures and the history are compared.
    """
    environment, _ = read_settings(context)
    source = path_of(environment.database_url)
    if source is None:
        raise BadAnswer(sentences.FROM_SQLITE)
    if path_of(target) is not None:
        raise BadAnswer(sentences.TO_POSTGRESQL)
    with opened(environment.database_url, migrate=False) as store:
        before = look_over(store)
    with opened(target, migrate=True) as store:
        with progress_bar(sentences.COPYING, as_json) as progress:
            counts = copy_rows(source, target, progress)
        with progress_bar(sentences.VERIFYING, as_json):
            after = look_over(store)
        if after != before:
            raise CannotCopy(sentences.figures_differ(store.url))
        if as_json:
            known = {"to": store.url, "rows": counts, "faults": len(after.faults)}
            echo(json.dumps(known, indent=2))
            return
        rows = sum(counts.values())
        echo(sentences.copied(store.url, after.referrals, after.events, rows))
        echo(sentences.USE_IT)
