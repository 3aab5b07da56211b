"""`referral-bot run`: the bot itself."""

from __future__ import annotations

import gc
import os

import click

from handlers.wiring.environment import load_config, read_environment


@click.command("run")
@click.option(
    "--mode",
    type=click.Choice(["socket", "http"]),
    help="Default: socket where SLACK_APP_TOKEN is set, else http.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="http: where to listen.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=3000,
    show_default=True,
    help="http: on which port.",
)
@click.option("--existing", is_flag=True, help="Refuse to begin a new, empty SQLite database.")
@click.pass_context
def command(context: click.Context, mode: str | None, host: str, port: int, existing: bool) -> None:
    """Run the bot until SIGTERM or Ctrl-C.

    SLACK_BOT_TOKEN and SLACK_APP_TOKEN (socket) or SLACK_SIGNING_SECRET (http) come from the
    environment, and so does DATABASE_URL; referral-bot check says what is missing.
    """
    gc.disable()  # until it runs: what a start makes stays, and looking for garbage in it takes time
    from handlers.cli.logs import set_up
    from handlers.wiring.run import run_bot

    environment = read_environment(os.environ, context.find_root().obj)
    config = load_config(environment.config_path)
    set_up(environment)
    run_bot(environment, config, mode=mode, host=host, port=port, existing=existing)
