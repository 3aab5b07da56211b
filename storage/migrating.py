"""Bringing the tables up to date with Alembic, from the package itself: no ini file is needed."""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.engines import lift_time_limit
from storage.locks import Lock, take

_SCRIPTS = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config


def upgrade(connection: Connection, to: str = "head") -> None:
    """Migrate within the connection's transaction; a second replica waits and finds it done."""
    take(connection, Lock.MIGRATE)
    lift_time_limit(connection)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def revisions(connection: Connection) -> tuple[str | None, str]:
    """The revision that the tables have (None: there are none), and the latest there is."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return MigrationContext.configure(connection).get_current_revision(), head
