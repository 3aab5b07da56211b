"""A card to each of 100 channels, with 1,000,000 referrals: all within three seconds.

Each card is taken from the outbox, "sending" is written down, it is composed and posted, and where
it stands is written down. The stand-in for Slack (`sink`) is on another core and takes one message
a second and channel; rounds are further apart.
"""

from __future__ import annotations

import asyncio
import time
from datetime import datetime

from bot.actions.recording.flag import FlagRequest, flag
from bot.config import Config
from bot.domain.people import Actor, Person, Place
from bot.ports.store import UnitOfWork
from handlers.async_store import AsyncStore
from handlers.outbound.delivery.composing import Composer
from handlers.outbound.delivery.context import Timing
from handlers.outbound.delivery.dispatcher import OutboxDispatcher
from handlers.outbound.slack_client import calls_of, open_client
from storage.database import SqlStore, open_store
from tests.benchmarks import data, stage
from tests.benchmarks.commands import SIZE
from tests.benchmarks.histories import NOW
from tests.benchmarks.measuring import Row, on_one_core
from tests.benchmarks.wire import SERVER_CORE

CHANNELS = 100
ROUNDS = 3
SECONDS_ALLOWED = 3.0
CONFIG = Config()


class _Clock:
    def now(self) -> datetime:
        """A Monday."""
        return NOW


def run(kind: str) -> list[Row]:
    """One row: the slowest of several rounds."""
    with data.scratch(kind, SIZE) as url, on_one_core(SERVER_CORE):
        slowest = asyncio.run(_slowest(url))
    return [Row(f"a card to each of {CHANNELS} channels", kind, slowest, SECONDS_ALLOWED, "s", 1.0)]


async def _slowest(url: str) -> float:
    took = []
    with open_store(url) as database:
        store = AsyncStore(database, one_writer=database.is_sqlite)
        try:
            async with (
                stage.sink() as slack,
                open_client("xoxb-bench", f"{slack}/api/") as client,
            ):
                delivery = OutboxDispatcher(
                    store,
                    calls_of(client),
                    Composer(CONFIG, _Clock()),
                    CONFIG,
                    _Clock(),
                    timing=Timing(pace=0.0),
                )
                for turn in range(ROUNDS + 1):
                    _flag_in_each_channel(database, turn)
                    began = time.perf_counter()
                    sent = await delivery.deliver_all()
                    seconds = time.perf_counter() - began
                    assert sent == CHANNELS, f"{sent} of {CHANNELS} were sent"
                    if turn:  # the first warms up
                        took.append(seconds)
                    await asyncio.sleep(1.0)
        finally:
            store.close()
    return max(took)


def _flag_in_each_channel(store: SqlStore, turn: int) -> None:
    who = Person("U0BENCH", "Analyst")

    def work(uow: UnitOfWork) -> None:
        for n in range(CHANNELS):
            request = FlagRequest(f"https://www.facebook.com/groups/{turn}{n:04}/ offers crossings")
            flag(uow, request, Actor(who, Place(f"C{n:03}", f"team-{n}"), NOW), CONFIG)

    store.write(work)
