"""The engines: how each database is connected to, and how its transactions begin."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.domain.errors import NeedsHelp, StorageUnavailable
from bot.domain.redaction import redacted
from bot.sentences.operations import database
from storage.sql.errors import BadAddress, FileReplaced, ours, translated
from storage.sql.sqlite_file import OpenFile, count_commit, refuse_strange_log

POOL_SIZE = 8
BUSY_MS = 5_000
LEAST_ROOM = 1024 * 1024
"""Bytes that have to be free on the disk of an SQLite file."""
WRITER_CACHE_KIB, READER_CACHE_KIB = 4_000, 2_000
"""SQLite's own caches of pages. A reader's is dropped whenever somebody has written, and the system
keeps the file's pages for all of them: larger ones made nothing quicker (docs/performance.md)."""
OLDEST_SQLITE = (3, 35)
"""The first version that has RETURNING."""
_POSTGRES = ("postgres", "postgresql", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class Engines:
    """One for writing, one for reading; on PostgreSQL they share their connections."""

    write: Engine
    read: Engine
    file: OpenFile | None = None
    """What an SQLite database is kept in."""

    def look(self) -> None:
        """Raises FileReplaced where an SQLite database's file isn't the one that was opened."""
        if self.file is not None:
            self.file.look()

    def truncate_log(self) -> None:
        """Move SQLite's log into the file and empty it, as far as other connections permit."""
        with closing(self.write.raw_connection()) as connection:
            self.look()
            # Outside any transaction, which SQLAlchemy's own connections would begin.
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    def look_for_room(self) -> None:
        """Raises StorageUnavailable where the disk of an SQLite file is full."""
        name = self.write.url.database
        if self.write.dialect.name != "sqlite" or name is None:
            return
        with suppress(OSError):
            disk = os.statvfs(Path(name).parent)
            if disk.f_bavail * disk.f_frsize < LEAST_ROOM:
                raise NeedsHelp(database.DISK_FULL)

    def dispose(self) -> None:
        """Close all connections, but to a file that was replaced: its successor is left alone."""
        try:
            self.look()
        except FileReplaced:
            return
        self.read.dispose()
        self.write.dispose()
        if self.file is not None:
            self.file.close()


def parse_address(address: str) -> URL:
    """The database's URL, with the driver we use. Raises BadAddress in plain words."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise BadAddress(database.NOT_AN_ADDRESS) from None
    if url.drivername in _POSTGRES:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise BadAddress(database.unknown_database(url.drivername))
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise BadAddress(database.NEEDS_A_FILE)
    return url.set(drivername="sqlite+pysqlite")


def make_engines(url: URL) -> Engines:
    """Engines for a parsed address; nothing is connected to yet."""
    try:
        engines = _sqlite(url) if url.get_backend_name() == "sqlite" else _postgres(url)
    except (ArgumentError, NoSuchModuleError, TypeError) as error:
        raise BadAddress(database.cannot_be_used(redacted(str(error)))) from None
    for engine in {id(engines.write): engines.write, id(engines.read): engines.read}.values():
        event.listen(engine, "handle_error", translated)
    return engines


def _postgres(url: URL) -> Engines:
    # A bot on SQLite need not have the driver, and does not wait for its import.
    from storage.sql.postgres import begin_pooled, postgres_engine

    base = postgres_engine(url)
    read = base.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    event.listen(base, "begin", begin_pooled)  # the other's transactions are told to it too
    return Engines(base, read)


def lift_time_limit(connection: Connection) -> None:
    """Lift the time limit of this transaction's statements, since it reads everything."""
    if connection.dialect.name == "postgresql":
        from storage.sql.postgres import lift_limits

        lift_limits(connection)


def _sqlite(url: URL) -> Engines:
    assert url.database is not None
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        raise BadAddress(database.old_sqlite(sqlite3.sqlite_version, oldest))
    refuse_strange_log(url.database)
    _make_file(Path(url.database))
    write = create_engine(url, pool_size=1, max_overflow=0, pool_timeout=BUSY_MS / 1000)
    read = create_engine(url, pool_size=POOL_SIZE, max_overflow=0, pool_timeout=10)
    file = OpenFile(url.database)
    for engine, begin in ((write, "BEGIN IMMEDIATE"), (read, "BEGIN")):
        _prepare_sqlite(engine, begin, file, reads_only=engine is read)
    return Engines(write, read, file)


def _make_file(path: Path) -> None:
    """Make the file, readable for its owner alone, in a folder that exists."""
    try:
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StorageUnavailable(
            database.cannot_be_made(str(path), str(error.strerror).lower())
        ) from None


def _prepare_sqlite(engine: Engine, begin: str, file: OpenFile, *, reads_only: bool) -> None:
    @event.listens_for(engine, "do_connect")
    def _do_connect(_dialect: Any, _record: Any, _args: Any, _settings: Any) -> None:
        file.before_connecting()

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
        # sqlite3 would begin by itself, deferred and only at the first change.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {BUSY_MS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            f"cache_size = -{READER_CACHE_KIB if reads_only else WRITER_CACHE_KIB}",
            "temp_store = MEMORY",
            "secure_delete = ON",  # what was erased is overwritten, not only forgotten
            f"query_only = {int(reads_only)}",
            "schema_version",  # whoever has read has opened the log
        ):
            with _translated():
                cursor.execute(f"PRAGMA {pragma}").fetchall()
        cursor.close()
        file.connected(connection)

    @event.listens_for(engine, "close")
    def _close(connection: sqlite3.Connection, _record: Any) -> None:
        file.disconnected(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        file.look()
        with _translated():
            driver.execute(begin)
        connection.info["changes"] = driver.total_changes

    if reads_only:
        return

    @event.listens_for(engine, "commit")
    def _commit(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        if driver.total_changes != connection.info["changes"]:
            with _translated():
                count_commit(driver)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, UnicodeError) as error:
        raise ours(error, "sqlite", disconnected=False) or error from error
