"""One suite, two databases: `store` is each of them in turn, migrated and empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import SqlStore, open_store
from tests.conftest import PostgresDatabases


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which of the two databases."""
    return str(request.param)


@pytest.fixture
def store_url(kind: str, request: pytest.FixtureRequest) -> str:
    """The address of a migrated, empty database."""
    name = "sqlite_url" if kind == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(name))


@pytest.fixture
def bare_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path}/bare.db"
        return
    postgres: PostgresDatabases = request.getfixturevalue("postgres")
    url = postgres.make_bare()
    yield url
    postgres.drop(url)


@pytest.fixture
def store(store_url: str) -> Iterator[SqlStore]:
    """A store on it."""
    with open_store(store_url) as opened:
        yield opened


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def once(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SqlStore]:
    """One database for all examples: its statements are made and planned once, as in a running bot."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("agree") / "referrals.db"
        path.write_bytes(request.getfixturevalue("migrated_sqlite"))
        with open_store(f"sqlite:///{path}") as store:
            yield store
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres")
    url = databases.make()
    with open_store(url) as store:
        yield store
    databases.drop(url)
