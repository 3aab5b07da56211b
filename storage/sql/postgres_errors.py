"""How psycopg's errors become ours; imported where the database is PostgreSQL."""

from __future__ import annotations

import psycopg

from bot.domain.errors import Conflict, PageAlreadyLive, StorageUnavailable
from storage.sql.errors import LIVE_PAGE_INDEX, Disconnected, Unstorable


def from_postgres(error: BaseException, disconnected: bool) -> Exception | None:
    """Our error for one of psycopg's; None for any other. `disconnected`: the connection broke."""
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
