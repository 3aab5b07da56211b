"""`referral-bot audit`: the history, verified and shown."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from handlers.cli_base import open_database, read_settings


@click.group()
def audit() -> None:
    """The history that nobody can change unseen."""


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def verify(context: click.Context, as_json: bool) -> None:
    """Recompute every hash and every referral; name what was edited, dropped or forged."""
    from handlers.wiring.auditing import verify as verify_all

    environment, _ = read_settings(context)
    with open_database(environment) as store:
        if not verify_all(store, as_json=as_json, say=click.echo):
            sys.exit(1)


@audit.command()
@click.argument("number", metavar="R-12")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def show(context: click.Context, number: str, as_json: bool) -> None:
    """Every event of one referral: who, what, when it happened, when it was written down.

    It shows the raw address too; that it was shown is recorded.
    """
    from handlers.wiring.auditing import show as show_one

    environment, config = read_settings(context)
    with open_database(environment) as store:
        show_one(store, config, number, datetime.now(UTC), as_json=as_json, say=click.echo)
