"""One suite, two databases: `store` is each of them in turn, migrated and empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.database import SqlStore, open_store


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated, empty database."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(name))


@pytest.fixture
def store(store_url: str) -> Iterator[SqlStore]:
    """A store on it."""
    with open_store(store_url) as opened:
        yield opened
