"""SQLite's files: copied as they stand at one instant, looked over, and put in their place whole."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import URL

from bot.sentences.operations import copies as sentences
from storage.sql.engines import parse_address
from storage.sql.errors import CannotCopy, StrangeLog
from storage.sql.single_instance import hold
from storage.sql.sqlite_file import refuse_strange_log

Progress: TypeAlias = Callable[[int, int], None]
"""Called with how much is done, and of how much."""

_PAGES = 2_000
_WITH_IT = ("", "-wal", "-shm")


def address_of(path: Path) -> str:
    """The database's address of an SQLite file."""
    return URL.create("sqlite", database=str(path)).render_as_string()


def back_up(source: Path, to: Path, progress: Progress) -> None:
    """Copy a database that may be in use; `to` is there, readable for its owner alone, once it is whole.

    Raises CannotCopy where there is no such database, or something at `to` already.
    """
    if to.exists():
        raise CannotCopy(sentences.is_there(str(to)))
    part = to.with_name(f"{to.name}.part")
    try:
        copy_file(source, part, progress)
        _place(part, to)
    except OSError as error:
        raise CannotCopy(sentences.cannot_write(str(to), str(error.strerror).lower())) from None
    finally:
        _remove(part)


def copy_file(source: Path, to: Path, progress: Progress) -> None:
    """A new file with what `source` holds now, without a log beside it. Raises CannotCopy, OSError."""
    if not source.is_file() or not source.stat().st_size:
        raise CannotCopy(sentences.no_database_at(str(source)))
    _remove(to)
    os.close(os.open(to, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    address = f"{source.absolute().as_uri()}?mode=rw" if os.access(source, os.W_OK) else ""
    address = address or f"{source.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        refuse_strange_log(str(source))
        with (
            closing(sqlite3.connect(address, uri=True, isolation_level=None)) as file,
            closing(sqlite3.connect(to, isolation_level=None)) as copy,
        ):
            # A reader that stays: what others write meanwhile neither shows nor begins it anew.
            file.execute("BEGIN").execute("SELECT count(*) FROM sqlite_master").fetchone()
            file.backup(
                copy,
                pages=_PAGES,
                progress=lambda _, left, all_: progress(all_ - left, all_),
                sleep=0,
            )
            whole = [row[0] for row in copy.execute("PRAGMA integrity_check(1)")]
            if whole != ["ok"]:
                raise CannotCopy(sentences.damaged(str(source), str(whole[0])))
        as_one_file(to)
    except (sqlite3.Error, StrangeLog) as error:
        raise CannotCopy(sentences.damaged(str(source), str(error))) from None


def as_one_file(path: Path) -> None:
    """Leave nothing of a closed database in a log beside it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = DELETE")


@dataclass(slots=True)
class Restoring:
    """A copy of a backup that is made ready at `address` before it takes its place."""

    address: str
    replaces: Path | None
    """The database that stands there now, if any."""
    aside: Path | None = None
    """Where that was put."""


@contextmanager
def restoring(
    backup: Path, path: Path, progress: Progress, *, replace: bool, now: datetime
) -> Iterator[Restoring]:
    """Make a backup ready within the block; at its end it becomes the database at `path`.

    What stands there is kept under another name. Raises CannotCopy where something does and `replace`
    does not say so, AlreadyRunning where a bot runs; then, and where the block raises, all stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with hold(str(path)):
        there = path if path.exists() and path.stat().st_size else None
        if there and not replace:
            raise CannotCopy(sentences.say_replace(str(path)))
        part = path.with_name(f"{path.name}.restoring")
        try:
            copy_file(backup, part, progress)
            made = Restoring(address_of(part), there)
            yield made
            as_one_file(part)
            made.aside = _put_aside(path, now) if there else None
            _remove(path)
            part.rename(path)
            _to_disk(path)
        except OSError as error:
            reason = str(error.strerror).lower()
            raise CannotCopy(sentences.cannot_write(str(path), reason)) from None
        finally:
            _remove(part)


def erased_on_request(path: Path) -> dict[str, int]:
    """What was erased on request in a database, whatever its version: uid → number.

    Raises CannotCopy where it cannot be read.
    """
    query = """
        SELECT lower(substr(hex(first.hash), 1, 20)), first.referral
        FROM events erased JOIN events first ON first.referral = erased.referral AND first.seq = 1
        WHERE erased.action = 'erase' AND erased.facts LIKE '%"why":%"request"%'
    """
    try:
        refuse_strange_log(str(path))
        with closing(sqlite3.connect(path)) as file:
            return {str(uid): int(number) for uid, number in file.execute(query)}
    except (sqlite3.Error, StrangeLog) as error:
        raise CannotCopy(sentences.damaged(str(path), str(error))) from None


def highest_number(path: Path) -> int:
    """The highest number that a database has given out; 0 where it cannot be read."""
    try:
        refuse_strange_log(str(path))
        with closing(sqlite3.connect(path)) as file:
            (last,) = file.execute("SELECT max(last) FROM counters").fetchone()
            return int(last or 0)
    except (sqlite3.Error, StrangeLog):
        return 0


def _put_aside(path: Path, now: datetime) -> Path:
    with suppress(sqlite3.Error, StrangeLog):
        refuse_strange_log(str(path))
        with closing(sqlite3.connect(path)) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    aside = path.with_name(f"{path.name}.before-restore-{now:%Y%m%d-%H%M%S}")
    if aside.exists():
        raise CannotCopy(sentences.is_there(str(aside)))
    for suffix in _WITH_IT:
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    return aside


def _place(part: Path, to: Path) -> None:
    """Give a whole file its name, which nothing may have taken meanwhile."""
    try:
        os.link(part, to)
    except FileExistsError:
        raise CannotCopy(sentences.is_there(str(to))) from None
    except OSError:  # a file system without hard links
        part.rename(to)
    _to_disk(to)


def _to_disk(path: Path) -> None:
    for one in (path, path.parent):
        number = os.open(one, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _remove(path: Path) -> None:
    for suffix in (*_WITH_IT, "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def for_tools(address: str) -> str:
    """A PostgreSQL database's address as pg_dump takes it, without the password."""
    url = parse_address(address)
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    return bare.render_as_string()


def path_of(address: str) -> Path | None:
    """The file of an SQLite database; None of any other. Raises BadAddress."""
    url = parse_address(address)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None
