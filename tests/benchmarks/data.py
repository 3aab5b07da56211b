"""Databases filled with `histories`: made once, kept in the cache, for SQLite and PostgreSQL.

    histories ─► rows (a process a core) ─► SQLite file of 100,000 ─► all others, copied in SQL

There is what the bot itself would have written: referrals, events with their hashes, personal
values, appeals, the chain with every event sealed (in order of referral, all at one moment), planned
reminders (ten years late, so that none is due), people, places, and the next number. There is no outbox
row, lane, post, remembered answer, claim, said digest or read of sensitive data, and no referral that was
undone, given another date or referred again. 100,000 are told one by one; of a million, the others are
copies of these (see `copying`), two and a half years of dates in all.

`audit verify` accepts what is told (tests/benchmarks/test_data.py). The cache is `cache/` beside
this module, or what REFERRAL_BOT_BENCH_CACHE names; it may be removed at any time.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from storage.database import open_store
from storage.sql.migrations import versions
from tests.benchmarks import copying, filling, histories, servers

SIZES = (10_000, 100_000, 1_000_000)
TOLD = 100_000
FORMAT = 5
"""To be raised when this module fills differently, so that the cache is made anew."""
KINDS = ("sqlite", "postgresql")
_SCRATCH = f"scratch_{os.getpid()}"


@contextmanager
def ready(kind: str, size: int) -> Iterator[str]:
    """The address of a filled database, to be read only; made if it is not in the cache."""
    if kind == "sqlite":
        yield f"sqlite:///{sqlite_file(size)}"
        return
    with servers.postgresql(cache()) as server:
        yield server.address(_postgresql(server, size))


@contextmanager
def scratch(kind: str, size: int) -> Iterator[str]:
    """A copy of the same that may be written to: one for all measurements of this process.

    It is on the disk before it is used, so that no commit waits for the copying.
    """
    if kind == "sqlite":
        copy = cache() / f"{_SCRATCH}-{size}.db"
        if not copy.exists():
            subprocess.run(["cp", "--reflink=auto", sqlite_file(size), copy], check=True)
            subprocess.run(["sync", copy], check=True)
        yield f"sqlite:///{copy}"
        return
    with servers.postgresql(cache()) as server:
        name = f"{_SCRATCH}_{size}"
        if name not in server.names():
            server.copy(_postgresql(server, size), name)
            server.run("CHECKPOINT")
        yield server.address(name)


@contextmanager
def empty(kind: str, name: str) -> Iterator[str]:
    """A new, migrated database for one measurement, removed at its end."""
    if kind == "sqlite":
        file = cache() / f"{_SCRATCH}-{name}.db"
        with open_store(f"sqlite:///{file}") as store:
            store.migrate()
        yield f"sqlite:///{file}"
        for each in cache().glob(f"{file.name}*"):
            each.unlink()
        return
    with servers.postgresql(cache()) as server:
        whole = f"{_SCRATCH}_{name}"
        server.make(whole)
        with open_store(server.address(whole)) as store:
            store.migrate()
        yield server.address(whole)
        server.drop(whole)


def remove_scratch() -> None:
    """Remove what `scratch` made, and what runs left that were cut short."""
    for file in cache().glob("scratch*"):
        file.unlink()
    with servers.postgresql(cache()) as server:
        for name in server.names():
            if name.startswith("scratch"):
                server.drop(name)


def cache() -> Path:
    """Where what was made is kept."""
    place = os.environ.get("REFERRAL_BOT_BENCH_CACHE")
    folder = Path(place) if place else Path(__file__).parent / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def version() -> str:
    """Changes with what the histories tell, how it is filled in, and the tables."""
    made_of = Path(histories.__file__).read_bytes()
    for migration in sorted(Path(versions.__path__[0]).glob("*.py")):
        made_of += migration.read_bytes()
    return f"{FORMAT}_{hashlib.sha256(made_of).hexdigest()[:8]}"


def sqlite_file(size: int) -> Path:
    """The filled SQLite file."""
    path = cache() / f"referrals-{size}-{version()}.db"
    if not path.exists():
        for old in cache().glob(f"referrals-{size}-*"):
            old.unlink()
        making = path.with_suffix(".making")
        make = (
            partial(filling.tell, making, size)
            if size == TOLD
            else partial(copying.fill_sqlite, making, sqlite_file(TOLD), size)
        )
        _said(f"making {size:,} referrals for SQLite", make)
        making.rename(path)
    return path


def _postgresql(server: servers.Server, size: int) -> str:
    """The name of the filled database on the server."""
    name = f"referrals_{size}_{version()}"
    if name not in server.names():
        for old in server.names():
            if old.startswith((f"referrals_{size}_", f"making_{size}_")):
                server.drop(old)
        making, told = f"making_{size}_{version()}", sqlite_file(TOLD)
        server.make(making)
        _said(
            f"making {size:,} referrals for PostgreSQL",
            partial(copying.fill_postgresql, server.address(making), told, size),
        )
        server.rename(making, name)
    return name


def _said(what: str, work: Any) -> None:
    start = time.monotonic()
    work()
    sys.stderr.write(f"{what}: {time.monotonic() - start:,.0f} s\n")
