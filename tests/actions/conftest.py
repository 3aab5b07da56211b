"""Actions run on the real SQLite store: what they promise holds only together with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.database import open_store
from tests.actions.desk import TEAM, Desk


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[Desk]:
    """An empty desk, whose people Slack has told of."""
    with open_store(sqlite_url) as store:
        opened = Desk(store)
        opened.knows(*TEAM)
        yield opened
