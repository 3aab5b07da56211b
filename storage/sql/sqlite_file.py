"""An SQLite database as files: whether they are still the ones that were opened, and belong together.

SQLite itself would write into a deleted file for ever, and merge whatever log it finds into whatever
file it finds. What tells them apart stands in the file's first page (docs/decisions/0011-files.md):
a random number of the database (`application_id`) and a count of commits (`user_version`), which
every commit writes.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import sqlite3
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot.domain.errors import StorageUnavailable
from bot.sentences.operations import database
from storage.sql.errors import Damaged, FileReplaced, StrangeLog

_HEADER = 100
_COUNT_ENDS = 0x7FFFFFFF
_WAL_HEADER, _FRAME_HEADER = 32, 24
_LITTLE, _BIG = 0x377F0682, 0x377F0683
_TRIES = 5
_GONE = {"-wal": database.log_gone, "-shm": database.shared_memory_gone}
Identity = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What a database's first page says of itself."""

    content: bytes
    database: int
    commits: int
    cookie: int
    """Grows with every change of the tables."""

    @classmethod
    def of(cls, content: bytes) -> FirstPage:
        """Of a page, or of its first 100 bytes."""
        (cookie,) = struct.unpack_from(">I", content, 40)
        (commits,) = struct.unpack_from(">I", content, 60)
        (number,) = struct.unpack_from(">I", content, 68)
        return cls(content, number, commits, cookie)

    def may_precede(self, other: FirstPage) -> bool:
        """Whether a commit may have made `other` of it, or something that is no commit of ours."""
        return (
            self.database in (0, other.database)
            and other.commits in (self.commits, self.commits % _COUNT_ENDS + 1)
            and self.cookie <= other.cookie
        )


class OpenFile:
    """The file that a store works on, known again at each transaction."""

    def __init__(self, path: str) -> None:
        self.path = os.path.realpath(path)
        self._links = path if Path(path).absolute() != Path(self.path) else ""
        """The path as it was given, where links lead to the file: the next start goes by them."""
        self._descriptor = -1
        self._identity: Identity = (0, 0)
        self._first = b""
        self._lock = threading.Lock()
        self.left_open = False
        """Whether a connection must stay open: SQLite moves its log into the file with the last."""
        self._beside: dict[str, Identity] = {}
        self._connections: list[sqlite3.Connection] = []

    def before_connecting(self) -> None:
        """Take the file's identity, the first time. Raises FileReplaced where it is another now."""
        with self._lock:
            if self._descriptor < 0:
                try:
                    self._descriptor = os.open(self.path, os.O_RDONLY)
                    found = os.fstat(self._descriptor)
                    self._identity = (found.st_dev, found.st_ino)
                    self._first = os.pread(self._descriptor, _HEADER, 0)
                except OSError as error:
                    reason = str(error.strerror).lower()
                    raise StorageUnavailable(database.file_unreadable(self.path, reason)) from None
        self._look()

    def connected(self, driver: sqlite3.Connection) -> None:
        """Another connection was made, and has opened the log. Raises FileReplaced."""
        with self._lock:
            self._beside = self._beside or {e: _identity(self.path + e) for e in _GONE}
            self._connections.append(driver)
        self._look()

    def disconnected(self, driver: sqlite3.Connection) -> None:
        """A connection was closed; with the last one SQLite takes the files beside it away."""
        with self._lock:
            self._connections = [one for one in self._connections if one is not driver]
            if not self._connections:
                self._beside = {}

    def look(self) -> None:
        """Raises FileReplaced unless the file and those beside it are the ones that were opened."""
        if not self._connections:
            return
        try:
            self._look()
        except FileReplaced:
            self._leave_open()
            raise

    def close(self) -> None:
        """Forget it, once no connection is left: closing lets go of SQLite's own locks."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _look(self) -> None:
        if _identity(self.path) != self._identity:
            raise FileReplaced(database.file_gone(self.path))
        if self._links and _identity(os.path.realpath(self._links)) != self._identity:
            raise FileReplaced(database.file_gone(self._links))
        for ending, identity in self._beside.items():
            if _identity(self.path + ending) != identity:
                raise FileReplaced(_GONE[ending](self.path))
        for _ in range(_TRIES):  # what is being written may be read in part
            with self._lock:
                first = os.pread(self._descriptor, _HEADER, 0)
                if first == self._first:
                    return
                if len(first) == _HEADER and self._continues(first):
                    self._first = first
                    return
        raise FileReplaced(database.file_overwritten(self.path))

    def _continues(self, first: bytes) -> bool:
        if len(self._first) < _HEADER:
            return True  # it was empty, and was made since
        before, now = FirstPage.of(self._first), FirstPage.of(first)
        ahead = (now.commits - before.commits) % _COUNT_ENDS
        same = before.database in (0, now.database)
        return same and ahead < _COUNT_ENDS // 2 and before.cookie <= now.cookie

    def _leave_open(self) -> None:
        """Keep SQLite from moving the log into another's file when it closes its last connection."""
        with self._lock:
            if not self.left_open:
                self.left_open = True
                for driver in self._connections:  # not even the end of Python closes them
                    ctypes.pythonapi.Py_IncRef(ctypes.py_object(driver))


def count_commit(driver: Any) -> None:
    """Have the commit that follows write the first page, with the next number."""
    (number,) = driver.execute("PRAGMA application_id").fetchone()
    if number == 0:
        driver.execute(f"PRAGMA application_id = {secrets.randbelow(_COUNT_ENDS) + 1}")
    (commits,) = driver.execute("PRAGMA user_version").fetchone()
    driver.execute(f"PRAGMA user_version = {commits % _COUNT_ENDS + 1}")


def refuse_damaged_pages(connection: Connection) -> None:
    """Raises Damaged where the pages of an SQLite file don't hold together."""
    found = connection.exec_driver_sql("PRAGMA quick_check(3)").scalars().all()
    if found != ["ok"]:
        raise Damaged(database.damaged("; ".join(map(str, found))))


def has_log(path: str) -> bool:
    """Whether a log lies beside the file, be it empty."""
    return Path(f"{os.path.realpath(path)}-wal").exists()


def refuse_strange_log(path: str) -> None:
    """Raises StrangeLog where the log beside the file is not its own. Before anything is opened."""
    file = Path(os.path.realpath(path))
    log = Path(f"{file}-wal")
    for _ in range(_TRIES):
        before = _first_page(file)
        if before is None:
            if log.exists() and any(_commits_in(log)):
                raise StrangeLog(database.log_without_file(str(file)))
            return
        belongs = _belongs(before, log)
        # A bot that runs may have moved the log into the file meanwhile, and begun it anew.
        if belongs or _first_page(file) == before:
            break
    if not belongs:
        raise StrangeLog(database.strange_log(str(file)))


def _identity(path: str) -> Identity:
    try:
        found = os.lstat(path)
    except OSError:
        return (0, 0)
    return found.st_dev, found.st_ino


def _first_page(file: Path) -> FirstPage | None:
    """None where there is no file, or an empty one."""
    try:
        with file.open("rb") as opened:
            header = opened.read(_HEADER)
            if len(header) < _HEADER:
                return None
            (size,) = struct.unpack_from(">H", header, 16)
            return FirstPage.of(header + opened.read((65536 if size == 1 else size) - _HEADER))
    except OSError:
        return None


def _belongs(file: FirstPage, log: Path) -> bool:
    first = True
    for page in _commits_in(log):
        if page.content == file.content or (first and file.may_precede(page)):
            return True
        first = False
    return first


def _commits_in(log: Path) -> Iterator[FirstPage]:
    """Each first page that a commit in the log wrote, in order, as SQLite itself would read them."""
    try:
        opened = log.open("rb")
    except OSError:
        return
    with opened:
        header = opened.read(_WAL_HEADER)
        if len(header) < _WAL_HEADER:
            return
        magic, _, size, _, *salts = struct.unpack(">6I", header[:24])
        order = {_LITTLE: "<", _BIG: ">"}.get(magic)
        sums = _checksum(order or "<", header[:24], (0, 0))
        if order is None or sums != struct.unpack(">2I", header[24:]):
            return
        waiting: list[FirstPage] = []
        while len(frame := opened.read(_FRAME_HEADER + size)) == _FRAME_HEADER + size:
            number, committed, *rest = struct.unpack(">6I", frame[:_FRAME_HEADER])
            sums = _checksum(order, frame[:8] + frame[_FRAME_HEADER:], sums)
            if rest[:2] != salts or (rest[2], rest[3]) != sums:
                return
            if number == 1:
                waiting.append(FirstPage.of(frame[_FRAME_HEADER:]))
            if committed:
                yield from waiting
                waiting = []


def _checksum(order: str, content: bytes, sums: tuple[int, int]) -> tuple[int, int]:
    """SQLite's checksum of a log, gone on with."""
    one, two = sums
    for left, right in struct.iter_unpack(f"{order}2I", content):
        one = (one + left + two) & 0xFFFFFFFF
        two = (two + right + one) & 0xFFFFFFFF
    return one, two
