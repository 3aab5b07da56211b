"""`referral-bot import`: its options, and nothing that other commands would have to load."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from handlers.cli_base import open_database, progress_bar, read_settings


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what would happen; record nothing.")
@click.option("--skip-faulty", is_flag=True, help="Leave out rows that cannot be taken.")
@click.option(
    "--faults",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A new CSV of the rows that cannot be taken, with why.",
)
@click.option(
    "--channel", default="", metavar="ID", help="Whose they are; the only one if left out."
)
@click.option("--private", is_flag=True, help="A channel that the bot has not seen is private.")
@click.option("--by", default="import", metavar="USER", help="Slack user id of whoever imports.")
@click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="How 03/04/2026 is meant.")
@click.option("--encoding", metavar="NAME", help="Where it is not UTF-8 or UTF-16.")
@click.option(
    "--default",
    "defaults",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="For cells that are empty, e.g. confidence=certain; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def import_(context: click.Context, /, **options: Any) -> None:
    """Bring in a team's earlier records, from CSV or JSON.

    The file is checked first, and nothing is recorded while any row cannot be taken. Importing it
    again adds nothing. docs/import.md names the columns.
    """
    from handlers.cli_import import Asked, run_import
    from handlers.wiring.system_clock import SystemClock

    environment, config = read_settings(context)
    with (
        open_database(environment, migrate=True) as store,
        progress_bar("Importing", options["as_json"]) as progress,
    ):
        well = run_import(store, config, SystemClock(), Asked(**options), progress)
    if not well:
        sys.exit(1)
