"""`referral-bot manifest`: the Slack app's manifest, made from the code."""

from __future__ import annotations

import json

import click

from bot.sentences.operations import manifest as sentences
from handlers.cli.output import echo
from handlers.cli.settings import read_settings
from handlers.slack.transport.manifest import manifest, refuse_request_url


@click.command("manifest")
@click.option("--request-url", metavar="URL", help="For HTTP mode: https://…/slack/events.")
@click.pass_context
def command(context: click.Context, request_url: str | None) -> None:
    """Print the Slack app manifest (JSON), to paste into Slack. Socket Mode unless --request-url."""
    _, config = read_settings(context)
    if request_url is not None:
        request_url = request_url.strip()
        refuse_request_url(request_url)
    made = manifest(config, request_url=request_url, socket=request_url is None)
    echo(json.dumps(made, indent=2, ensure_ascii=False))
    if request_url is not None:
        echo(sentences.VERIFY, err=True)
