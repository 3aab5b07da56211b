"""Bringing the tables up to date with Alembic, from the package itself: no ini file is needed.

Alembic is imported only where there is something to migrate: most starts find the tables current,
and its import would be a good part of them.
"""

from __future__ import annotations

import logging
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, select, text

from bot.sentences.operations import database
from storage.sql.dialects import Lock, take, upsert
from storage.sql.engines import lift_time_limit
from storage.sql.errors import NewerTables, OtherTables
from storage.sql.tables import settings

if TYPE_CHECKING:
    from alembic.config import Config

BREAKS: dict[str, bool] = {
    "first": True,
    "identities": False,
    "platform answers": False,
    "holds": True,
    "with leads": False,
    "audit macs": False,
    "references and appeals": True,
    "publications": False,
    "batches": False,
    "reminders": False,
    "notices": False,
    "calendar days": True,
    "evidence": False,
    "queue": False,
    "indicators": False,
    "answers in time": True,
    "list messages": False,
    "joined since": False,
    "real names": False,
    "late dates": True,
    "acknowledged reference": True,
    "own appeals": False,
    "totals": False,
    "waiting": False,
}
"""All migrations, in order, and whether a program that doesn't know it is refused after it. The others only
add: tables, columns that may be empty or fill themselves, indexes, triggers."""
REVISIONS = tuple(BREAKS)
NEEDS = "needs"
"""The setting that says which revision a program must know, which version brought it, and the latest."""
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
    if to == "head":
        _write_what_is_needed(connection)


def _write_what_is_needed(connection: Connection) -> None:
    """For older programs: which revision they must know, and which version brought it."""
    revision = next(one for one in reversed(REVISIONS) if BREAKS[one])
    kept = _needed(connection, None)
    brought = kept[1] if kept and kept[0] == revision else version("referral-bot")
    value = f"{revision} {brought} {REVISIONS[-1]}"
    upsert(connection, settings, {"name": NEEDS, "value": value})


def _needed(connection: Connection, at: str | None) -> tuple[str, str] | None:
    """The revision that a program must know, and the version that brought it.

    None unless whoever brought the tables to the revision `at` (None: to any) wrote it down.
    """
    if not inspect(connection).has_table(settings.name):
        return None
    kept = connection.execute(select(settings.c.value).where(settings.c.name == NEEDS)).scalar()
    revision, brought, head = [*str(kept or "").split(" "), "", ""][:3]
    return (revision, brought) if kept and at in (None, head) else None


def revisions(connection: Connection) -> tuple[str | None, str]:
    """The revision that the tables have (None: there are none), and the latest there is.

    Newer tables that were only added to since count as the latest. Raises NewerTables where more
    was changed, and OtherTables where the revision is none that we know of.
    """
    latest = REVISIONS[-1]
    if not inspect(connection).has_table("alembic_version"):
        return None, latest
    current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if current is not None and current not in REVISIONS:
        needed = _needed(connection, current)
        if needed is None:
            raise OtherTables(database.unknown_tables(str(current)))
        if needed[0] not in REVISIONS:
            raise NewerTables(database.newer_tables(needed[1], version("referral-bot"), needed[0]))
        return latest, latest
    return current, latest
