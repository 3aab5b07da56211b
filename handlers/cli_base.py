"""What commands share: their settings, the database they work on, a bar while they do."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from bot.config import Config
from handlers.wiring.environment import Environment, load_config, read_environment

if TYPE_CHECKING:
    from storage.database import SqlStore


def read_settings(context: click.Context) -> tuple[Environment, Config]:
    """The environment and config.yaml. Raises SetupError, with what is wrong in either."""
    environment = read_environment(os.environ, context.find_root().obj)
    return environment, load_config(environment.config_path)


@contextmanager
def open_database(environment: Environment, *, migrate: bool = False) -> Iterator[SqlStore]:
    """The database; with `migrate`, its tables brought up to date first."""
    from handlers.wiring.databases import opened

    with opened(
        environment.database_url, migrate=migrate, erasure_key=environment.erasure_key
    ) as store:
        yield store


@contextmanager
def progress_bar(what: str, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Call it with (done, total); total 0 is not known. It shows on a terminal, unless `quiet`."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


_FILTERS: list[Callable[[Any], Any]] = [
    click.option(
        "--since", metavar="DATE", help="From this day, week, month or year on, e.g. 2026-06."
    ),
    click.option("--until", metavar="DATE", help="To the end of this day, week, month or year."),
    click.option("--platform", metavar="NAME", help="E.g. facebook; the beginning will do."),
    click.option("--category", metavar="NAME", help="One of config.yaml's."),
    click.option(
        "--confidence",
        type=click.Choice(["low", "medium", "high", "certain"]),
        help="How sure the team was when it referred.",
    ),
    click.option("--json", "as_json", is_flag=True, help="For programs."),
    click.option("--csv", "as_csv", is_flag=True, help="For spreadsheets."),
]


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that narrow figures and referrals, and those of its form."""
    for decorate in reversed(_FILTERS):
        command = decorate(command)
    return command
