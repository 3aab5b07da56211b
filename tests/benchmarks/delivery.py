"""A card to each of 100 channels, in seconds; Slack is `sink` on another core.

Each card is taken from the outbox, "sending" is written down, it is posted, and where it stands is
written down. Beside it, what slack_sdk takes that only posts the same blocks, eight calls at once.
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

from bot.actions.recording.flag import FlagRequest, flag
from bot.config import Config
from bot.domain.people import Actor, Person, Place
from bot.ports.store import UnitOfWork
from handlers.async_store import AsyncStore
from handlers.outbound.delivery.composing import Composer
from handlers.outbound.delivery.context import Timing
from handlers.outbound.delivery.dispatcher import OutboxDispatcher
from handlers.outbound.delivery.sendable import Sendable
from handlers.outbound.slack_client import calls_of, open_client
from storage.database import SqlStore, open_store
from tests.benchmarks import servers, stage
from tests.benchmarks.data import KINDS, cache
from tests.benchmarks.measuring import at_most
from tests.benchmarks.wire import SERVER_CORE, pin

CHANNELS, AT_ONCE = 100, 8
ROUNDS = 7
GOAL_SECONDS = 3.0
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
        store = AsyncStore(database, one_writer=database.is_sqlite)
        try:
            async with (
                stage.sink(limited=False) as slack,
                open_client("xoxb-bench", f"{slack}/api/") as client,
            ):
                composer = Composer(CONFIG, _Clock())
                delivery = OutboxDispatcher(
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
    return at_most(
        f"a card to each of {CHANNELS} channels, {kind}, in seconds",
        max(ours for _, ours in took),
        GOAL_SECONDS,
        median_seconds=round(median(ours for _, ours in took), 2),
        slack_sdk_seconds=round(median(bare for bare, _ in took), 2),
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
    from bot.ports.outbox import OutboxRow

    return OutboxRow(0, lane, Message.CARD, subject, {}, "k" * 22, "waiting", 0, "", 0.0, NOW)


async def _post_all(client: AsyncWebClient, payloads: list[dict[str, Any]]) -> float:
    hands = asyncio.Semaphore(AT_ONCE)

    async def post(payload: dict[str, Any]) -> None:
        async with hands:
            await client.api_call("chat.postMessage", json=payload)

    began = time.perf_counter()
    await asyncio.gather(*(post(payload) for payload in payloads))
    return time.perf_counter() - began
