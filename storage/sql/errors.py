"""What storage raises, and how a driver's error becomes one of ours.

Besides these only what `bot.domain.errors` has for storage leaves it: Conflict, PageAlreadyLive,
Unclear and StorageUnavailable, which all of these are.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy.engine import ExceptionContext

from bot.domain.errors import Conflict, PageAlreadyLive, StorageUnavailable

LIVE_PAGE_INDEX = "uq_referrals_live_page"


class AlreadyRunning(StorageUnavailable):
    """Another bot runs on this SQLite file."""


class Disconnected(StorageUnavailable):
    """The connection broke before the commit: nothing was recorded, the work may be run again."""


class Unstorable(StorageUnavailable):
    """The database cannot hold this text (a NUL character, half a character); none was recorded."""


class OtherTables(StorageUnavailable):
    """Another version of the bot made the tables, and this one does not carry them over."""


class BadAddress(StorageUnavailable):
    """The database's address cannot be used."""


def translated(context: ExceptionContext) -> Exception | None:
    """Our error for what a driver raised; None leaves errors alone that are no driver's."""
    return ours(
        context.original_exception, context.dialect.name, disconnected=context.is_disconnect
    )


def ours(error: BaseException, dialect: str, *, disconnected: bool) -> Exception | None:
    """The same, of the error itself; `disconnected`: the connection broke."""
    if isinstance(error, sqlite3.Error):
        return _from_sqlite(error)
    if dialect == "postgresql":
        found = _from_postgres(error, disconnected)
        if found is not None:
            return found
    if isinstance(error, UnicodeError):
        return Unstorable("This text holds half a character, which no database can keep.")
    return None


def _from_sqlite(error: sqlite3.Error) -> Exception:
    said = str(error)
    if isinstance(error, sqlite3.IntegrityError) and said.startswith("UNIQUE constraint failed"):
        if said.endswith("referrals.page_key"):
            return PageAlreadyLive("Another referral of this page is live.")
        return Conflict(f"Two writers met: {said}.")
    return StorageUnavailable(f"The database said: {said}. Nothing was recorded.")


def _from_postgres(error: BaseException, disconnected: bool) -> Exception | None:
    # A bot on SQLite need not have the driver, and does not wait for its import.
    import psycopg

    if not isinstance(error, psycopg.Error):
        return None
    if isinstance(error, psycopg.errors.UniqueViolation):
        if error.diag.constraint_name == LIVE_PAGE_INDEX:
            return PageAlreadyLive("Another referral of this page is live.")
        return Conflict(f"Two writers met at {error.diag.constraint_name}.")
    if isinstance(error, psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure):
        return Conflict("Two writers met.")
    said = error.diag.message_primary or str(error).partition("\n")[0]
    if isinstance(error, psycopg.DataError):
        return Unstorable(f"The database cannot keep this: {said}.")
    if disconnected:
        return Disconnected(f"The connection to the database broke: {said}. Nothing was recorded.")
    return StorageUnavailable(f"The database said: {said}. Nothing was recorded.")
