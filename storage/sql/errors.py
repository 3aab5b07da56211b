"""What storage raises, and how a driver's error becomes one of ours.

Besides these only what `bot.domain.errors` has for storage leaves it: Conflict, PageAlreadyLive,
Unclear, Unstorable and StorageUnavailable, which all of these are.
"""

from __future__ import annotations

import re
import sqlite3

from sqlalchemy.engine import ExceptionContext

from bot.domain.errors import Conflict, NeedsHelp, PageAlreadyLive, StorageUnavailable, Unstorable
from bot.domain.redaction import redacted
from bot.sentences.operations import database as sentences

LIVE_PAGE_INDEX = "uq_referrals_live_page"


class AlreadyRunning(StorageUnavailable):
    """Another bot runs on this SQLite file."""


class Disconnected(StorageUnavailable):
    """The connection broke before the commit: nothing was recorded, the work may be run again."""


class Damaged(NeedsHelp):
    """The file holds what no database would have written."""


class Interrupted(StorageUnavailable):
    """What was asked of SQLite took longer than it was given."""


class FileReplaced(NeedsHelp):
    """The file of an SQLite database was deleted or replaced while it was in use."""


class StrangeLog(NeedsHelp):
    """Beside an SQLite file lies a log that isn't this file's."""


class OtherTables(StorageUnavailable):
    """Another version of the bot made the tables, and this one does not carry them over."""


class CannotCopy(StorageUnavailable):
    """A database is not copied, backed up or restored, and why."""


class NewerTables(StorageUnavailable):
    """A later version of the bot changed the tables in a way that this one cannot work with."""


class BadAddress(StorageUnavailable):
    """The database's address cannot be used."""


def translated(context: ExceptionContext) -> Exception | None:
    """Our error for one that a driver raised; None for every other error."""
    user = (context.engine.url.username if context.engine else None) or ""
    broke = context.is_disconnect
    return ours(context.original_exception, context.dialect.name, disconnected=broke, user=user)


def ours(
    error: BaseException, dialect: str, *, disconnected: bool, user: str = ""
) -> Exception | None:
    """Our error for a driver's; `disconnected` says that the connection broke, `user` whose it is."""
    if isinstance(error, sqlite3.Error):
        return _from_sqlite(error)
    if dialect == "postgresql":
        found = _from_postgres(error, disconnected, user)
        if found is not None:
            return found
    if isinstance(error, UnicodeDecodeError):
        return Damaged(sentences.damaged(type(error).__name__))
    if isinstance(error, UnicodeError):
        return Unstorable(sentences.HALF_A_CHARACTER)
    return None


def _from_sqlite(error: sqlite3.Error) -> Exception:
    said = redacted(str(error))
    if isinstance(error, sqlite3.IntegrityError) and said.startswith("UNIQUE constraint failed"):
        if said.endswith("referrals.page_key"):
            return PageAlreadyLive(sentences.PAGE_IS_LIVE)
        return Conflict(sentences.two_writers(said))
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return Damaged(sentences.damaged(said))
    if name == "SQLITE_INTERRUPT":
        return Interrupted(sentences.database_said(said))
    if name == "SQLITE_FULL":
        return NeedsHelp(sentences.DISK_FULL)
    if name.startswith("SQLITE_IOERR"):
        return NeedsHelp(sentences.disk_failed(said))
    return StorageUnavailable(sentences.database_said(said))


def _from_postgres(error: BaseException, disconnected: bool, user: str) -> Exception | None:
    # A bot on SQLite need not have the driver, and does not wait for its import.
    import psycopg

    if not isinstance(error, psycopg.Error):
        return None
    if isinstance(error, psycopg.errors.UniqueViolation):
        if error.diag.constraint_name == LIVE_PAGE_INDEX:
            return PageAlreadyLive(sentences.PAGE_IS_LIVE)
        return Conflict(sentences.two_writers(str(error.diag.constraint_name)))
    if isinstance(error, psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure):
        return Conflict(sentences.two_writers(type(error).__name__))
    said = redacted(error.diag.message_primary or str(error).partition("\n")[0])
    if refused := re.search(r'permission denied for (\w+) "?(\w+)', said):
        return StorageUnavailable(sentences.no_right(said, refused[1], refused[2], user))
    if isinstance(error, psycopg.errors.DataCorrupted | psycopg.errors.IndexCorrupted):
        return Damaged(sentences.damaged_server(said))
    if isinstance(error, psycopg.errors.DiskFull):
        return NeedsHelp(sentences.DISK_FULL)
    if isinstance(error, psycopg.DataError):
        return Unstorable(sentences.cannot_keep(said))
    if disconnected:
        return Disconnected(sentences.connection_broke(said))
    return StorageUnavailable(sentences.database_said(said))
