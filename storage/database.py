"""`open_store(url)`: transactions on SQLite or PostgreSQL, behind `bot.ports.store.Store`.

write: work ─► lock (SQLite) ─► BEGIN ─► work(unit of work) ─► COMMIT ─► result
           ▲                                  │ Conflict, PageAlreadyLive, Disconnected
           └────────── a short wait ◄─────────┘
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any, Self, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.domain.errors import Conflict, PageAlreadyLive, StorageUnavailable, Unclear, Unstorable
from bot.domain.lifecycle.audit_keys import AuditKeys
from bot.ports.store import Store, UnitOfWork
from bot.sentences.operations import database
from storage.history.events import with_keys
from storage.retention.page_fingerprints import KeyedHasher
from storage.sql.engines import make_engines, parse_address
from storage.sql.errors import Disconnected, FileReplaced, Interrupted
from storage.sql.sqlite_file import has_log, refuse_damaged_pages
from storage.unit_of_work import SqlUnitOfWork

T = TypeVar("T")

TRIES = 3
IN_USE = "in use"
PROBE = "probe"
ROOM = 64 * 1024
"""Bytes that there must be room for, once something could not be written."""
WRITER_SECONDS = 30.0
"""How long a write waits for the others of this process before it gives up (SQLite)."""


class SqlStore(Store):
    """On SQLite or PostgreSQL. Raises nothing but what `storage.sql.errors` names.

    `url` is for people to read: it hides the password. With an `erasure_key` referrals can be
    erased, and pages that were erased with it are recognised. With `audit_keys` events carry HMACs.
    """

    def __init__(
        self, address: str, erasure_key: str = "", audit_keys: AuditKeys | None = None
    ) -> None:
        self._address = parse_address(address)
        self._audit_keys = audit_keys or AuditKeys()
        self._hasher = KeyedHasher(erasure_key) if erasure_key else None
        self.url = self._address.render_as_string(hide_password=True)
        self.is_sqlite = self._address.get_backend_name() == "sqlite"
        self._had_log = self.is_sqlite and has_log(str(self._address.database))
        self._engines = make_engines(self._address)
        self._writer = threading.Lock()
        self._refused = False
        """Whether the last that was to be written could not be: then `probe` looks harder."""

    def __repr__(self) -> str:
        return f"SqlStore({self.url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, work: Callable[[UnitOfWork], T]) -> T:
        tries = TRIES
        while True:
            tries -= 1
            try:
                with self._writing() as connection:
                    return work(SqlUnitOfWork(connection, self._hasher))
            except (Conflict, PageAlreadyLive, Disconnected):
                if tries == 0:
                    raise
            except Unstorable:
                raise
            except StorageUnavailable:
                self._refused = True
                raise
            # Jitter, so that two writers do not collide again.
            time.sleep(random.uniform(0.002, 0.03) * (TRIES - tries))

    def read(self, work: Callable[[UnitOfWork], T]) -> T:
        tries = TRIES
        while True:
            tries -= 1
            try:
                with self._reading() as connection:
                    return work(SqlUnitOfWork(connection, self._hasher))
            except Disconnected:
                if tries == 0:
                    raise

    def close(self) -> None:
        """Close all connections; the store cannot be used while others are in it."""
        self._engines.dispose()

    def migrate(self) -> None:
        """Bring the tables up to date, safely for replicas that start at once.

        Raises OtherTables where another version made them.
        """
        from storage.sql.migrating import upgrade

        current, latest = self.revisions()
        if current == latest:
            return
        with self._writing() as connection:
            upgrade(connection)

    def revisions(self) -> tuple[str | None, str]:
        """The version of the tables as they are (None: there are none), and as they should be.

        Raises OtherTables where another version made them.
        """
        from storage.sql.migrating import revisions

        with self._reading() as connection:
            return revisions(connection)

    def ping(self) -> None:
        """Raises StorageUnavailable unless the database answers and its tables can be read."""
        self.read(lambda work: work.settings.get("demo"))

    def look(self) -> None:
        """Raises FileReplaced where an SQLite file was deleted or replaced; asks nothing of it."""
        self._engines.look()

    def probe(self) -> None:
        self.ping()
        self._engines.look_for_room()
        if self.is_sqlite and self._writer.locked():
            return  # somebody writes just now, and will find out
        if self._refused:
            self.write(lambda work: work.settings.put(PROBE, "x" * ROOM))
        self.write(lambda work: work.settings.put(PROBE, ""))
        self._refused = False

    def single_instance(self) -> AbstractContextManager[None]:
        """Hold the SQLite file for this process alone; AlreadyRunning if another bot has it.

        On PostgreSQL any number of replicas may run: nothing is held.
        """
        if not self.is_sqlite:
            return nullcontext()
        from storage.sql.single_instance import hold

        return hold(str(self._address.database))

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Write into an SQLite file that a bot works on it, until the end of the block."""
        if not self.is_sqlite:
            yield
            return
        self._mark(str(self._tables_changed()))
        with suppress(StorageUnavailable):
            self.truncate_log()  # so that the file itself says so
        try:
            yield
        finally:
            with suppress(StorageUnavailable):
                self._mark("")

    def perhaps_incomplete(self) -> str:
        """Whether an SQLite file was copied without its log while a bot worked on it: a sentence.

        Ask before the tables are changed. Backups that SQLite itself makes are known for complete.
        """
        if not self.is_sqlite:
            return ""
        with suppress(StorageUnavailable):
            marked = self.read(lambda work: work.settings.get(IN_USE))
            if not marked or marked != str(self._tables_changed()):
                return ""
            if not self._had_log:
                return database.perhaps_incomplete(str(self._address.database))
            # A crash, and the log is read: unless a bot is at work, the file has it all.
            with self.single_instance():
                self._mark("")
        return ""

    def check_pages(self, seconds: float) -> bool:
        """Raises Damaged where pages of an SQLite file are; whether all were looked at in that time."""
        if not self.is_sqlite:
            return True
        ends = time.monotonic() + seconds
        with self._reading() as connection:
            driver: Any = connection.connection.driver_connection
            driver.set_progress_handler(lambda: time.monotonic() > ends, 10_000)
            try:
                refuse_damaged_pages(connection)
            except Interrupted:
                return False
            finally:
                driver.set_progress_handler(None, 0)
        return True

    def _mark(self, value: str) -> None:
        self.write(lambda work: work.settings.put(IN_USE, value))

    def _tables_changed(self) -> int:
        """How often the tables of an SQLite file were changed; a copy by SQLite says another."""
        with self._reading() as connection:
            return int(connection.exec_driver_sql("PRAGMA schema_version").scalar_one())

    def truncate_log(self) -> None:
        """Let what was erased leave the file of an SQLite database, whose log may still hold it.

        Does what readers and writers of the moment permit. On PostgreSQL, VACUUM does its part.
        """
        if self.is_sqlite:
            with self._one_writer(), self._pool_wait():
                self._engines.truncate_log()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._pool_wait(), self._engines.read.begin() as connection:
            yield with_keys(connection, self._audit_keys)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._one_writer(), self._pool_wait(), self._engines.write.connect() as connection:
            transaction = connection.begin()
            try:
                yield with_keys(connection, self._audit_keys)
            except BaseException:
                transaction.rollback()
                raise
            try:
                transaction.commit()
            except Disconnected as error:
                raise Unclear(database.BROKE_WHILE_RECORDING) from error
            try:
                self._engines.look()
            except FileReplaced as error:
                raise Unclear(str(error)) from error

    @contextmanager
    def _one_writer(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
        elif self._writer.acquire(timeout=WRITER_SECONDS):
            try:
                yield
            finally:
                self._writer.release()
        else:
            raise StorageUnavailable(database.BUSY)

    @contextmanager
    def _pool_wait(self) -> Iterator[None]:
        try:
            yield
        except PoolTimeoutError:
            raise StorageUnavailable(database.POOL_IN_USE) from None


def open_store(url: str, erasure_key: str = "", audit_keys: AuditKeys | None = None) -> SqlStore:
    """The store at an SQLAlchemy URL; connects at the first use. Raises BadAddress."""
    return SqlStore(url, erasure_key, audit_keys)
