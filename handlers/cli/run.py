"""`referral-bot run`: the bot itself."""

from __future__ import annotations

import gc
import os
from typing import Any

import click

from handlers.wiring.environment import load_config, read_environment

LEVELS = ("debug", "info", "warning", "error")


@click.command("run")
@click.option(
    "--mode",
    type=click.Choice(["socket", "http"]),
    help="Default: socket where SLACK_APP_TOKEN is set, else http.",
)
@click.option(
    "--host", metavar="HOST", default="127.0.0.1", show_default=True, help="Where to listen."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=3000,
    show_default=True,
    help="http: on which port.",
)
@click.option(
    "--health-port",
    type=click.IntRange(0, 65535),
    help="socket: where /healthz, /readyz and /metrics answer. Default: nowhere.",
)
@click.option(
    "--metrics-port",
    type=click.IntRange(0, 65535),
    help="A port of its own for /metrics, which is then on no other.",
)
@click.option(
    "--log-level",
    type=click.Choice(LEVELS),
    default="info",
    show_default=True,
    help="What is logged at least.",
)
@click.option("--existing", is_flag=True, help="Refuse to begin a new, empty SQLite database.")
@click.pass_context
def command(context: click.Context, /, log_level: str, **how: Any) -> None:
    """Run the bot until SIGTERM or Ctrl-C.

    SLACK_BOT_TOKEN and SLACK_APP_TOKEN (socket) or SLACK_SIGNING_SECRET (http) come from the
    environment, and so does DATABASE_URL; referral-bot check says what is missing.
    """
    gc.disable()  # until it runs: what a start makes stays, and looking for garbage in it takes time
    from handlers.cli.logs import set_up
    from handlers.wiring.run import run_bot

    environment = read_environment(os.environ, context.find_root().obj)
    config = load_config(environment.config_path)
    set_up(environment, config, log_level)
    run_bot(environment, config, **how)
