"""`referral-bot check`: what is wrong with the set-up, and how to mend it."""

from __future__ import annotations

import os
import sys

import click

from bot.config.variables import faults
from handlers.cli.output import echo
from handlers.wiring.check import run_checks
from handlers.wiring.environment import read_environment


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Say what is wrong with the set-up, and how to mend it."""
    faulty = dict(faults(os.environ))
    usable = {name: value for name, value in os.environ.items() if name not in faulty}
    environment = read_environment(usable, context.find_root().obj)
    if not run_checks(environment, as_json=as_json, say=echo, faulty=faulty):
        sys.exit(1)
