"""Bringing the tables up to date with Alembic, from the package itself: no ini file is needed.

Alembic is imported only where there is something to migrate: most starts find the tables current,
and its import would be a good part of them.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from storage.sql.engines import lift_time_limit
from storage.sql.errors import OtherTables
from storage.sql.locks import Lock, take

if TYPE_CHECKING:
    from alembic.config import Config

REVISIONS = ("first", "identities", "audit macs")
"""All migrations, in order; a test compares them with `migrations/versions`."""
_SCRIPTS = Path(__file__).parent / "migrations"


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config


def upgrade(connection: Connection, to: str = "head") -> None:
    """Migrate within the connection's transaction; a second replica waits and finds it done."""
    from alembic import command

    take(connection, Lock.MIGRATE)
    lift_time_limit(connection)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def revisions(connection: Connection) -> tuple[str | None, str]:
    """The revision that the tables have (None: there are none), and the latest there is.

    Raises OtherTables where the tables have a revision that is none of ours.
    """
    latest = REVISIONS[-1]
    if not inspect(connection).has_table("alembic_version"):
        return None, latest
    current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if current is not None and current not in REVISIONS:
        raise OtherTables(f"Another version of the bot made these tables (revision {current}).")
    return current, latest
