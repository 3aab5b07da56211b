"""A commit that fails after the request was acknowledged: the person is told all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

import pytest

from bot.domain.errors import StorageUnavailable, Unclear
from bot.domain.lifecycle.referral import State
from bot.ports.store import UnitOfWork
from bot.sentences.troubles import PERHAPS_RECORDED
from handlers.async_store import AsyncStore
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged, refer

T = TypeVar("T")
GROUP = "https://www.facebook.com/groups/1234567890/"


class FailsLate(AsyncStore):
    """A store that works for longer than Slack waits, and then cannot commit."""

    def __init__(self, store: AsyncStore, error: Exception) -> None:
        self._kept = store
        self._error = error
        self.go = asyncio.Event()

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        await self.go.wait()
        raise self._error

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self._kept.read(work)


ERRORS = [
    (StorageUnavailable("disk full"), "nothing was recorded"),
    (Unclear("it broke off"), PERHAPS_RECORDED),
]


def fails_late(world: SlackHarness, error: Exception) -> tuple[FailsLate, AsyncStore]:
    """Put such a store on the context; it and the one that was there."""
    context = world.bot.context
    kept, failing = context.store, FailsLate(context.store, error)
    context.store, context.seconds = failing, 0.05
    return failing, kept


@pytest.mark.parametrize(("error", "sentence"), ERRORS)
async def test_a_command(world: SlackHarness, error: Exception, sentence: str) -> None:
    failing, _ = fails_late(world, error)
    done = await world.control.type(world.analyst.id, world.referrals.id, f"/flag {GROUP}")
    assert done["acknowledged"]["status"] == 200
    assert done["acknowledged"]["body"] == ""
    failing.go.set()
    await world.settle()
    assert world.analyst.told.shows(sentence)
    assert world.count == 0


@pytest.mark.parametrize(("error", "sentence"), ERRORS)
async def test_a_click(world: SlackHarness, error: Exception, sentence: str) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    card = world.referrals.card("R-1")
    failing, kept = fails_late(world, error)
    await world.analyst.presses("Closed", card)
    failing.go.set()
    await world.settle()
    assert world.analyst.told.shows(sentence)
    world.bot.context.store = kept
    assert world.referral(1).state is State.REFERRED
