"""Bringing the tables up to date with Alembic, from the package itself: no ini file is needed.

Alembic is imported only where there is something to migrate: most starts find the tables current,
and its import would be a good part of them.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from storage.engines import lift_time_limit
from storage.locks import Lock, take

if TYPE_CHECKING:
    from alembic.config import Config

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

    Migrations form one line and their files begin with the revision's number: a test sees to it.
    """
    latest = max(file.name for file in (_SCRIPTS / "versions").glob("[0-9]*.py")).partition("_")[0]
    if not inspect(connection).has_table("alembic_version"):
        return None, latest
    found = connection.execute(text("SELECT version_num FROM alembic_version"))
    return found.scalar_one_or_none(), latest
