"""Many channels at once: what befalls one of them befalls no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar

import pytest

from bot.domain.announcements import Message
from bot.domain.errors import StorageUnavailable
from bot.ports.outbox import LaneLease
from bot.ports.store import UnitOfWork
from handlers.async_store import AsyncStore
from handlers.messages.kit.kit import Post
from handlers.messages.kit.wording import CardContext
from handlers.outbound.delivery.composing import Composers
from handlers.workspace.state.model import SlackChannel
from tests.handlers.outbound.delivery.conftest import (
    ANALYST,
    PROMPT,
    DeliveryHarness,
    settles,
    until,
)

T = TypeVar("T")

ROOMS = [f"C0ROOM{n}" for n in range(6)]
POST = "chat.postMessage"


def fill(harness: DeliveryHarness) -> None:
    """A page is flagged in each of six channels."""
    for n, room in enumerate(ROOMS):
        members = [ANALYST, harness.workspace.app.bot_user_id]
        harness.workspace.channels[room] = SlackChannel(room, f"room-{n}", members=members)
        harness.flags(f"https://www.facebook.com/groups/88{n:04}/", channel=room)


def arrived(harness: DeliveryHarness) -> list[int]:
    """How many messages stand in each channel."""
    return [len(harness.messages(room)) for room in ROOMS]


def standing(harness: DeliveryHarness) -> int:
    """Of how many cards it is known where they stand."""

    def work(uow: UnitOfWork) -> int:
        return sum(uow.posts.get(f"R-{n + 1}") is not None for n in range(len(ROOMS)))

    return harness.store.read(work)


class DiesAfter(AsyncStore):
    """A store whose process is no more once so many writes have committed."""

    def __init__(self, harness: DeliveryHarness, writes: int) -> None:
        self._kept = harness.async_store
        self._left = writes

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        self._live()
        done = await self._kept.write(work)
        self._left -= 1
        self._live()
        return done

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        self._live()
        return await self._kept.read(work)

    def _live(self) -> None:
        if self._left <= 0:
            raise StorageUnavailable("This process is dead.")


async def killed_after(harness: DeliveryHarness, writes: int) -> None:
    """Claimed with the first write; then "sending" and "sent" of six lanes, as they come."""
    fill(harness)
    first = await harness.delivery(store=DiesAfter(harness, writes))
    with suppress(StorageUnavailable):
        await first.deliver_all()
    called, left = len(harness.calls(POST)), harness.waiting()
    harness.store.write(lambda uow: uow.outbox.end_all_leases())
    await settles(harness)
    assert arrived(harness) == [1] * 6
    assert standing(harness) == 6
    assert len(harness.calls(POST)) == 6
    looked_for = len(harness.calls("conversations.history"))
    assert looked_for <= left  # what was written down as sent is not looked for
    if writes == 1:
        assert (called, left, looked_for) == (0, 6, 0)
    if writes == 2:
        assert (called, left) == (0, 6)
        assert looked_for >= 1


@pytest.mark.parametrize("writes", range(1, 13))
async def test_killed_after_any_write_nothing_is_lost_or_doubled(
    harness: DeliveryHarness, writes: int
) -> None:
    await killed_after(harness, writes)


@pytest.mark.parametrize("writes", [1, 2, 5, 8, 11])
async def test_killed_after_a_write_on_postgresql(
    postgres_desk: DeliveryHarness, writes: int
) -> None:
    await killed_after(postgres_desk, writes)


async def a_hundred(harness: DeliveryHarness) -> None:
    rooms = [f"C0MANY{n}" for n in range(100)]
    for n, room in enumerate(rooms):
        members = [ANALYST, harness.workspace.app.bot_user_id]
        harness.workspace.channels[room] = SlackChannel(room, f"many-{n}", members=members)
        harness.flags(f"https://www.facebook.com/groups/77{n:04}/", channel=room)
    delivery = await harness.delivery(timing=replace(PROMPT, pace=60.0))
    assert await delivery.deliver_all() == 100
    assert [len(harness.messages(room)) for room in rooms] == [1] * 100
    assert len(harness.calls(POST)) == 100


async def test_a_hundred_channels_each_get_their_card_once(harness: DeliveryHarness) -> None:
    await a_hundred(harness)


async def test_a_hundred_channels_on_postgresql(postgres_desk: DeliveryHarness) -> None:
    await a_hundred(postgres_desk)


async def one_lost(harness: DeliveryHarness) -> None:
    fill(harness)
    harness.slack_fails("slow", POST, times=6, seconds=0.5)
    slow = asyncio.create_task((await harness.delivery()).deliver_all())
    await until(lambda: harness.workspace.faults.rules[0].times == 0)
    mine = LaneLease(ROOMS[2], 1, ())
    harness.store.write(lambda uow: uow.outbox.renew(mine, 0.0))  # its lease ends too early
    (taken,) = harness.store.write(lambda uow: uow.outbox.claim(60.0, 10, 9))
    assert (taken.lane, taken.rows[0].state) == (ROOMS[2], "sending")
    assert await slow == 5
    assert harness.waiting() == 1
    assert standing(harness) == 5
    harness.store.write(lambda uow: uow.outbox.release(taken))
    await harness.delivers()
    assert arrived(harness) == [1] * 6
    assert standing(harness) == 6
    assert len(harness.calls(POST)) == 6


async def test_one_that_lost_its_lane_changes_nothing_and_the_others_settle(
    harness: DeliveryHarness,
) -> None:
    await one_lost(harness)


async def test_one_that_lost_its_lane_on_postgresql(postgres_desk: DeliveryHarness) -> None:
    await one_lost(postgres_desk)


@pytest.mark.parametrize("fault", ["429", "429_bare", "500", "dropped", "is_archived"])
async def test_what_slack_does_to_one_holds_up_no_other(
    harness: DeliveryHarness, fault: str
) -> None:
    fill(harness)
    harness.slack_fails(fault, POST, seconds=30)
    assert await harness.delivers() >= 5
    assert sum(arrived(harness)) >= 5
    assert standing(harness) == sum(arrived(harness))
    if fault == "429":
        assert (harness.waiting(), len(harness.calls(POST))) == (1, 6)
        assert 25 < (harness.next_in() or 0) <= 30


async def test_a_slow_channel_keeps_no_other_from_settling(harness: DeliveryHarness) -> None:
    fill(harness)
    harness.slack_fails("slow", POST, seconds=1.0)
    slow = asyncio.create_task((await harness.delivery()).deliver_all())
    await until(lambda: harness.waiting() == 1)
    assert standing(harness) == 5
    assert not slow.done()
    assert await slow == 6


def write(data: Any, _ctx: CardContext) -> Post:
    """Figures; some cannot be written."""
    if data.get("fails") == "fault":
        raise KeyError("n")
    if data.get("fails") == "database":
        raise StorageUnavailable("The statement took too long.")
    return Post(f"{data['n']} referred")


@pytest.mark.parametrize("fails", ["fault", "database"])
async def test_one_that_cannot_be_composed_keeps_no_other_back(
    harness: DeliveryHarness, fails: str
) -> None:
    fill(harness)
    await settles(harness)
    for n, room in enumerate(ROOMS):
        harness.says(room, Message.STATS, "stats", {"n": n, "fails": fails if n == 3 else ""})
    delivery = await harness.delivery(composers={Message.STATS: Composers(write)})
    told = 1 if fails == "fault" else 0  # the lead hears of what is parked
    assert await delivery.deliver_all() == 5 + told
    assert [m.text for room in ROOMS for m in harness.messages(room)[1:]] == [
        f"{n} referred" for n in range(6) if n != 3
    ]
    parked = [why for _, why in harness.parked()]
    assert parked == (["could not be composed: KeyError"] if fails == "fault" else [])
    assert harness.waiting() == (0 if fails == "fault" else 1)
