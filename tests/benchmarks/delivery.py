"""A card to each of 100 channels: our delivery beside slack_sdk posting the same blocks.

Both have one shared aiohttp session, no pace between messages, and eight calls at once; Slack is
`sink` on another core. Ours takes each card from the outbox, writes "sending" down, posts, and
writes down where it stands; slack_sdk only posts.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from datetime import UTC, datetime
from statistics import median
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.actions.flag import FlagRequest, flag
from bot.config import Config
from bot.domain.people import Actor, Person, Place
from bot.ports import UnitOfWork
from handlers.outbound.composing import Composer
from handlers.outbound.delivery import Delivery
from handlers.outbound.pacing import Timing
from handlers.outbound.sendable import Sendable
from handlers.outbound.slack_client import calls_of, open_client
from handlers.wiring.threads import ThreadedStore
from storage.database import SqlStore, open_store
from tests.benchmarks import servers, stage
from tests.benchmarks.data import KINDS, cache
from tests.benchmarks.measuring import at_least
from tests.benchmarks.wire import SERVER_CORE, pin

CHANNELS, AT_ONCE = 100, 8
ROUNDS = 7
GOAL = 0.8
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
CONFIG = Config()


class _Clock:
    def now(self) -> datetime:
        """A Monday."""
        return NOW


def run() -> list[dict[str, Any]]:
    """A row for each database."""
    before = os.sched_getaffinity(0)
    pin(0, SERVER_CORE)
    try:
        return [asyncio.run(_on(kind)) for kind in KINDS]
    finally:
        os.sched_setaffinity(0, before)


async def _on(kind: str) -> dict[str, Any]:
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            return await _measure(kind, f"sqlite:///{folder}/referrals.db")
    with servers.postgresql(cache()) as server:
        name = f"delivery_{os.getpid()}"
        server.make(name)
        try:
            return await _measure(kind, server.address(name))
        finally:
            server.drop(name)


async def _measure(kind: str, url: str) -> dict[str, Any]:
    took: list[tuple[float, float]] = []
    with open_store(url) as database:
        database.migrate()
        store = ThreadedStore(database, one_writer=database.is_sqlite)
        try:
            async with (
                stage.sink(limited=False) as slack,
                open_client("xoxb-bench", f"{slack}/api/") as client,
            ):
                composer = Composer(CONFIG, _Clock())
                delivery = Delivery(
                    store, calls_of(client), composer, CONFIG, _Clock(), timing=Timing(pace=0.0)
                )
                for turn in range(ROUNDS + 1):
                    payloads = _wait_to_be_sent(database, composer, turn)
                    bare = await _post_all(client, payloads)
                    began = time.perf_counter()
                    sent = await delivery.deliver_all()
                    ours = time.perf_counter() - began
                    assert sent == CHANNELS
                    if turn:  # the first warms up
                        took.append((bare, ours))
        finally:
            store.close()
    ratio = median(bare / ours for bare, ours in took)
    return at_least(
        f"a card to each of {CHANNELS} channels, {kind}, by slack_sdk's posts",
        ratio,
        GOAL,
        per_second=round(CHANNELS / median(ours for _, ours in took)),
        limit_per_second=round(CHANNELS / median(bare for bare, _ in took)),
    )


def _wait_to_be_sent(store: SqlStore, composer: Composer, turn: int) -> list[dict[str, Any]]:
    """Flag a page in each channel; the calls that its card comes to."""
    who = Person("U0BENCH", "Analyst", lead=False)

    def work(uow: UnitOfWork) -> None:
        for n in range(CHANNELS):
            request = FlagRequest(f"https://www.facebook.com/groups/{turn}{n:04}/ offers crossings")
            flag(uow, request, Actor(who, Place(f"C{n:03}", f"team-{n}"), NOW), CONFIG)

    store.write(work)

    def payloads(uow: UnitOfWork) -> list[dict[str, Any]]:
        found = []
        for n in range(CHANNELS):
            referral = uow.referrals.last_for_page(f"facebook:group:{turn}{n:04}")
            assert referral is not None
            row = _row(referral.name, f"C{n:03}")
            sendable = composer.compose(uow, row, f"C{n:03}")
            assert isinstance(sendable, Sendable)
            found.append(sendable.payload())
        return found

    return store.read(payloads)


def _row(subject: str, lane: str) -> Any:
    from bot.domain.announcements import Message
    from bot.ports import OutboxRow

    return OutboxRow(0, lane, Message.CARD, subject, {}, "k" * 22, "waiting", 0, "", 0.0, NOW)


async def _post_all(client: AsyncWebClient, payloads: list[dict[str, Any]]) -> float:
    hands = asyncio.Semaphore(AT_ONCE)

    async def post(payload: dict[str, Any]) -> None:
        async with hands:
            await client.api_call("chat.postMessage", json=payload)

    began = time.perf_counter()
    await asyncio.gather(*(post(payload) for payload in payloads))
    return time.perf_counter() - began
