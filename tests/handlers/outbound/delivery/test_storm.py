"""Senders that die one after the other, while Slack has its worst day: still exactly once."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from bot.domain.errors import StorageUnavailable
from bot.domain.lifecycle.referral import Action
from bot.ports.store import UnitOfWork
from handlers.async_store import AsyncStore
from handlers.workspace.state.faults import FaultRule
from tests.handlers.outbound.delivery.conftest import (
    CHANNEL,
    PRIVATE,
    PROMPT,
    DeliveryHarness,
    until,
)

T = TypeVar("T")

FAULTS = ("429_bare", "500", "503", "fatal_error", "ratelimited", "dropped", "lost_answer")
REFERRALS = 24

# Half a second is enough here for what is on its way to arrive.
TIMING = replace(PROMPT, call=0.5, before_call=0.5, margin=-0.5, lease=2.0)


class Mortal(AsyncStore):
    """A store that its process loses at some moment: after that, nothing is written by it."""

    def __init__(self, store: AsyncStore) -> None:
        self._kept = store
        self.dead = False

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        if self.dead:
            raise StorageUnavailable("This process is dead.")
        return await self._kept.write(work)

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        if self.dead:
            raise StorageUnavailable("This process is dead.")
        return await self._kept.read(work)


async def lives_and_dies(harness: DeliveryHarness, seconds: float) -> None:
    """A sender runs for a while, and is killed: it writes nothing more and its calls break off."""
    store = Mortal(harness.async_store)
    delivery = await harness.delivery(timing=TIMING, store=store)
    life = asyncio.create_task(delivery.run(asyncio.Event()))
    await asyncio.sleep(seconds)
    store.dead = True
    life.cancel()
    await asyncio.wait({life})


async def storm(harness: DeliveryHarness) -> None:
    chance = random.Random(20260303)
    harness.workspace.faults.replace(
        [
            FaultRule(method, fault, share=0.03)
            for fault in FAULTS
            for method in ("chat.*", "conv*")
        ],
        seed=4,
    )
    closed = set()
    for n in range(REFERRALS):
        page = f"https://www.facebook.com/groups/77{n:04}/"
        (number,) = harness.flags(page, channel=(CHANNEL, PRIVATE)[n % 2])
        if n % 2 == 0:
            harness.refers(number)
        if n % 4 == 0:
            harness.does(number, Action.CLOSE)
            closed.add(number)
        if n % 2:
            await asyncio.gather(
                *(lives_and_dies(harness, chance.uniform(0.02, 0.4)) for _ in range(2))
            )
    stop = asyncio.Event()
    last = asyncio.create_task((await harness.delivery(timing=TIMING)).run(stop))
    await until(lambda: not harness.waiting(), 60.0)
    stop.set()
    await last

    cards = harness.messages() + harness.messages(PRIVATE)
    assert sorted(int(card.text.split()[0][2:]) for card in cards) == list(range(1, REFERRALS + 1))
    for card in harness.messages():
        number = int(card.text.split()[0][2:])
        lines = [line.split(" by ")[0].partition(": ")[2] for line in harness.thread(card)]
        if number in closed:
            assert "Closed on" in card.text
            assert lines == ["Marked referred", "Closed"]
        else:
            assert "Referred on" in card.text
            assert lines == ["Marked referred"]
    assert not harness.parked()
    assert harness.calls("conversations.history") or harness.calls("conversations.replies")


async def test_a_storm_on_sqlite(harness: DeliveryHarness) -> None:
    await storm(harness)


async def test_a_storm_on_postgresql(postgres_desk: DeliveryHarness) -> None:
    await storm(postgres_desk)
