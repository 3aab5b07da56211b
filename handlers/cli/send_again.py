"""`referral-bot send-again`: once the cause is mended, send what Slack refused."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from bot.actions.recording.parking import send_all_again
from bot.sentences.operations import command_line
from handlers.cli.output import echo
from handlers.cli.settings import open_database, read_settings


@click.command("send-again")
@click.pass_context
def command(context: click.Context) -> None:
    """Send again what Slack refused, once the cause is mended.

    `referral-bot check` says what waits, and why.
    """
    environment, _ = read_settings(context)
    with open_database(environment) as store:
        done = store.write(lambda uow: send_all_again(uow, datetime.now(UTC)))
    for lane, count in done.items():
        echo(command_line.sent_again(lane, count))
    if not done:
        echo(command_line.NOTHING_TO_SEND_AGAIN)
