"""One bot for one SQLite file, whatever name it is called by.

An exclusive lock on a side database keeps others from the same name, also once the file itself was
replaced; a lock on the file itself (`flock`, which SQLite's own locks know nothing of) keeps them
from it under another name. The operating system gives both back when the process dies, however it
dies.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from bot.domain.errors import StorageUnavailable
from bot.sentences.operations import database as sentences
from storage.sql.errors import AlreadyRunning


@contextmanager
def hold(database: str) -> Iterator[None]:
    """Keep others out until the end of the block. Raises AlreadyRunning, StorageUnavailable."""
    path = os.path.realpath(database)
    with _name_held(path), _file_held(path):
        yield


@contextmanager
def _name_held(database: str) -> Iterator[None]:
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


@contextmanager
def _file_held(database: str) -> Iterator[None]:
    try:
        descriptor = os.open(database, os.O_RDONLY)
    except FileNotFoundError:
        yield  # its name is held; there is nothing else yet
        return
    except OSError as error:
        raise StorageUnavailable(f"{database} cannot be opened: {error.strerror}.") from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise AlreadyRunning(sentences.two_names(database)) from None
    try:
        yield
    finally:
        # Not closed: that would let go of SQLite's own locks on the file too.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
