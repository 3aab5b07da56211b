"""A world for each test, and worlds of their own where a test needs another config."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, Protocol

import pytest

from tests.harness.with_slack.slack_harness import SlackHarness, a_world, shipped
from tests.packets import nothing_leaves


@pytest.fixture(autouse=True)
def no_packets() -> Iterator[None]:
    """Whatever is flagged, referred and shown: no packet is tried to any of it."""
    with nothing_leaves():
        yield


class MakeWorld(Protocol):
    """Makes worlds: `await make_world(guests=True)`; all are taken down at the end."""

    async def __call__(self, **config: Any) -> SlackHarness: ...


@pytest.fixture
async def make_world(sqlite_url: str) -> AsyncIterator[MakeWorld]:
    """One world, with the config a test asks for."""
    from contextlib import AsyncExitStack

    async with AsyncExitStack() as stack:

        async def make(**config: Any) -> SlackHarness:
            return await stack.enter_async_context(a_world(sqlite_url, shipped(**config)))

        yield make


@pytest.fixture
async def world(make_world: MakeWorld) -> SlackHarness:
    """The world as it is shipped."""
    return await make_world()
