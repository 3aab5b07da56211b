"""One bot for one SQLite file: an exclusive lock on a side database.

SQLite's own lock is the one file lock that the standard library has on every system; the operating
system gives it back when the process dies, however it dies.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from bot.domain.errors import StorageUnavailable
from storage.sql.errors import AlreadyRunning


@contextmanager
def hold(database: str) -> Iterator[None]:
    """Keep others out until the end of the block. Raises AlreadyRunning, StorageUnavailable."""
    side = f"{database}.running"
    try:
        connection = sqlite3.connect(side, timeout=0, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise StorageUnavailable(f"{side} cannot be opened: {error}.") from None
    with closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY":
                raise StorageUnavailable(f"{side} cannot be locked: {error}.") from None
            raise AlreadyRunning(
                f"Another bot is running on {database}. Stop it first, or use PostgreSQL for "
                "several at once."
            ) from None
        yield
