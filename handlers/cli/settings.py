"""What commands work on: the environment, config.yaml, the database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.config import Config
from handlers.wiring.databases import check_audit_key, opened
from handlers.wiring.environment import Environment, load_config, read_environment
from storage.database import SqlStore


def read_settings(context: click.Context) -> tuple[Environment, Config]:
    """The environment and config.yaml. Raises SetupError, with what is wrong in either."""
    environment = read_environment(os.environ, context.find_root().obj)
    return environment, load_config(environment.config_path)


@contextmanager
def open_database(
    environment: Environment, *, migrate: bool = False, writes: bool = True
) -> Iterator[SqlStore]:
    """The database; with `migrate`, its tables brought up to date first.

    Raises SetupError where something may be written (`writes`) with another audit key than the bot's.
    """
    with opened(
        environment.database_url,
        migrate=migrate,
        erasure_key=environment.erasure_key,
        audit_keys=environment.audit_keys,
    ) as store:
        if writes:
            check_audit_key(store)
        yield store
