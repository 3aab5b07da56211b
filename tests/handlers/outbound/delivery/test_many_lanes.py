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
from tests.handlers.outbound.delivery.conftest import ANALYST, PROMPT, Desk, settles, until

T = TypeVar("T")

ROOMS = [f"C0ROOM{n}" for n in range(6)]
POST = "chat.postMessage"


def fill(desk: Desk) -> None:
    """A page is flagged in each of six channels."""
    for n, room in enumerate(ROOMS):
        members = [ANALYST, desk.workspace.app.bot_user_id]
        desk.workspace.channels[room] = SlackChannel(room, f"room-{n}", members=members)
        desk.flags(f"https://www.facebook.com/groups/88{n:04}/", channel=room)


def arrived(desk: Desk) -> list[int]:
    """How many messages stand in each channel."""
    return [len(desk.messages(room)) for room in ROOMS]


def standing(desk: Desk) -> int:
    """Of how many cards it is known where they stand."""

    def work(uow: UnitOfWork) -> int:
        return sum(uow.posts.get(f"R-{n + 1}") is not None for n in range(len(ROOMS)))

    return desk.store.read(work)


class DiesAfter(AsyncStore):
    """A store whose process is no more once so many writes have committed."""

    def __init__(self, desk: Desk, writes: int) -> None:
        self._kept = desk.async_store
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


async def killed_after(desk: Desk, writes: int) -> None:
    """Claimed with the first write; then "sending" and "sent" of six lanes, as they come."""
    fill(desk)
    first = await desk.delivery(store=DiesAfter(desk, writes))
    with suppress(StorageUnavailable):
        await first.deliver_all()
    called, left = len(desk.calls(POST)), desk.waiting()
    desk.store.write(lambda uow: uow.outbox.end_all_leases())
    await settles(desk)
    assert arrived(desk) == [1] * 6
    assert standing(desk) == 6
    assert len(desk.calls(POST)) == 6
    looked_for = len(desk.calls("conversations.history"))
    assert looked_for <= left  # what was written down as sent is not looked for
    if writes == 1:
        assert (called, left, looked_for) == (0, 6, 0)
    if writes == 2:
        assert (called, left) == (0, 6)
        assert looked_for >= 1


@pytest.mark.parametrize("writes", range(1, 13))
async def test_killed_after_any_write_nothing_is_lost_or_doubled(desk: Desk, writes: int) -> None:
    await killed_after(desk, writes)


@pytest.mark.parametrize("writes", [1, 2, 5, 8, 11])
async def test_killed_after_a_write_on_postgresql(postgres_desk: Desk, writes: int) -> None:
    await killed_after(postgres_desk, writes)


async def a_hundred(desk: Desk) -> None:
    rooms = [f"C0MANY{n}" for n in range(100)]
    for n, room in enumerate(rooms):
        members = [ANALYST, desk.workspace.app.bot_user_id]
        desk.workspace.channels[room] = SlackChannel(room, f"many-{n}", members=members)
        desk.flags(f"https://www.facebook.com/groups/77{n:04}/", channel=room)
    delivery = await desk.delivery(timing=replace(PROMPT, pace=60.0))
    assert await delivery.deliver_all() == 100
    assert [len(desk.messages(room)) for room in rooms] == [1] * 100
    assert len(desk.calls(POST)) == 100


async def test_a_hundred_channels_each_get_their_card_once(desk: Desk) -> None:
    await a_hundred(desk)


async def test_a_hundred_channels_on_postgresql(postgres_desk: Desk) -> None:
    await a_hundred(postgres_desk)


async def one_lost(desk: Desk) -> None:
    fill(desk)
    desk.slack_fails("slow", POST, times=6, seconds=0.5)
    slow = asyncio.create_task((await desk.delivery()).deliver_all())
    await until(lambda: desk.workspace.faults.rules[0].times == 0)
    mine = LaneLease(ROOMS[2], 1, ())
    desk.store.write(lambda uow: uow.outbox.renew(mine, 0.0))  # its lease ends too early
    (taken,) = desk.store.write(lambda uow: uow.outbox.claim(60.0, 10, 9))
    assert (taken.lane, taken.rows[0].state) == (ROOMS[2], "sending")
    assert await slow == 5
    assert desk.waiting() == 1
    assert standing(desk) == 5
    desk.store.write(lambda uow: uow.outbox.release(taken))
    await desk.delivers()
    assert arrived(desk) == [1] * 6
    assert standing(desk) == 6
    assert len(desk.calls(POST)) == 6


async def test_one_that_lost_its_lane_changes_nothing_and_the_others_settle(desk: Desk) -> None:
    await one_lost(desk)


async def test_one_that_lost_its_lane_on_postgresql(postgres_desk: Desk) -> None:
    await one_lost(postgres_desk)


@pytest.mark.parametrize("fault", ["429", "429_bare", "500", "dropped", "is_archived"])
async def test_what_slack_does_to_one_holds_up_no_other(desk: Desk, fault: str) -> None:
    fill(desk)
    desk.slack_fails(fault, POST, seconds=30)
    assert await desk.delivers() >= 5
    assert sum(arrived(desk)) >= 5
    assert standing(desk) == sum(arrived(desk))
    if fault == "429":
        assert (desk.waiting(), len(desk.calls(POST))) == (1, 6)
        assert 25 < (desk.next_in() or 0) <= 30


async def test_a_slow_channel_keeps_no_other_from_settling(desk: Desk) -> None:
    fill(desk)
    desk.slack_fails("slow", POST, seconds=1.0)
    slow = asyncio.create_task((await desk.delivery()).deliver_all())
    await until(lambda: desk.waiting() == 1)
    assert standing(desk) == 5
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
async def test_one_that_cannot_be_composed_keeps_no_other_back(desk: Desk, fails: str) -> None:
    fill(desk)
    await settles(desk)
    for n, room in enumerate(ROOMS):
        desk.says(room, Message.STATS, "stats", {"n": n, "fails": fails if n == 3 else ""})
    delivery = await desk.delivery(composers={Message.STATS: Composers(write)})
    told = 1 if fails == "fault" else 0  # the lead hears of what is parked
    assert await delivery.deliver_all() == 5 + told
    assert [m.text for room in ROOMS for m in desk.messages(room)[1:]] == [
        f"{n} referred" for n in range(6) if n != 3
    ]
    parked = [why for _, why in desk.parked()]
    assert parked == (["could not be composed: KeyError"] if fails == "fault" else [])
    assert desk.waiting() == (0 if fails == "fault" else 1)
