"""Actions run on the real SQLite store: what they promise holds only together with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.database import open_store
from tests.harness.without_slack.action_harness import TEAM, ActionHarness


@pytest.fixture
def harness(sqlite_url: str) -> Iterator[ActionHarness]:
    """An empty desk, whose people Slack has told of."""
    with open_store(sqlite_url) as store:
        opened = ActionHarness(store)
        opened.knows(*TEAM)
        yield opened
