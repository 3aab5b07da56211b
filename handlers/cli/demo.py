"""`referral-bot demo`: the bot in its local workspace."""

from __future__ import annotations

import os

import click

from handlers.cli.logs import set_up
from handlers.cli.output import echo
from handlers.wiring.demo import run_demo
from handlers.wiring.environment import load_config, read_environment


@click.command("demo")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8765,
    show_default=True,
    help="The page's port on this machine.",
)
@click.option("--reset", is_flag=True, help="Start afresh: forget what the last demo left.")
@click.option("--no-browser", is_flag=True, help="Don't open the page.")
@click.pass_context
def command(context: click.Context, port: int, reset: bool, no_browser: bool) -> None:
    """Try the bot on this machine: no Slack needed."""
    environment = read_environment(os.environ, context.find_root().obj)
    config = load_config(environment.config_path)
    set_up(environment, config, "warning")
    run_demo(config, port=port, reset=reset, browser=not no_browser, say=echo)
