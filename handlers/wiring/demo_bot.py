"""The bot of the local workspace: assembled on its database, with the seeds' story told once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

from starlette.types import ASGIApp

from bot.actions.figures.digest import post_latest_digest
from bot.actions.recording.seeds import post_open_cards, tell_seeds
from bot.config import Config
from bot.config.evidence import Evidence
from bot.domain.people import Place
from handlers.outbound.delivery.context import Timing
from handlers.slack.transport.http import http_app
from handlers.slack.transport.probes import Probes
from handlers.wiring.assembly import Bot, assembled
from handlers.wiring.databases import opened
from handlers.wiring.environment import Environment
from handlers.wiring.seeds import CAST, PLACE
from handlers.workspace.state.workspace import Workspace
from storage.database import SqlStore

log = logging.getLogger(__name__)

DRAIN_TRIES = 500
ERASURE_KEY = "the local workspace has nothing to hide"
EVIDENCE_KEY = "the local workspace has nothing to hide, nor files"


@asynccontextmanager
async def demo_bot(
    workspace: Workspace, config: Config, database_url: str, address: str
) -> AsyncIterator[ASGIApp]:
    """The bot's HTTP application, at work in the workspace that is served at `address`."""
    environment = Environment(
        bot_token=workspace.bot_token,
        signing_secret=workspace.signing_secret,
        api_url=f"{address}/api/",
        evidence_key=EVIDENCE_KEY,
    )
    config = _with_evidence(config, database_url)
    timing = Timing(pace=0.0, idle=0.5)
    async with AsyncExitStack() as stack:
        database = stack.enter_context(opened(database_url, migrate=True, erasure_key=ERASURE_KEY))
        fresh = await asyncio.to_thread(_tell_story, database, config, workspace.clock.now())
        bot = await stack.enter_async_context(
            assembled(environment, config, database, workspace.clock, timing=timing)
        )
        if fresh:
            await _first_messages(bot, PLACE)
        workspace.on_clock_moved = _mover(bot)
        await stack.enter_async_context(bot.background())
        yield http_app(bot.app, Probes(bot.context, bot.delivery))
        workspace.on_clock_moved = None


def _with_evidence(config: Config, database_url: str) -> Config:
    """Files are kept beside the demo's database, where config names no directory."""
    if config.evidence.on or not database_url.startswith("sqlite:///"):
        return config
    folder = Path(database_url.removeprefix("sqlite:///")).absolute().parent / "evidence"
    return config.model_copy(update={"evidence": Evidence(directory=str(folder))})


def _tell_story(database: SqlStore, config: Config, now: datetime) -> bool:
    """Whether there was none yet. Its history is sealed by the first sweep."""
    database.write(lambda uow: uow.outbox.end_all_leases())
    if database.read(lambda uow: uow.referrals.get(1)) is not None:
        return False
    database.write(lambda uow: tell_seeds(uow, now, config, CAST, PLACE))
    return True


async def _first_messages(bot: Bot, place: Place) -> None:
    """The last week's digest, then the cards of what is flagged and waits to be referred."""
    config, now = bot.context.config, bot.context.clock.now()
    await bot.store.write(lambda uow: post_latest_digest(uow, place, now, config))
    await bot.store.write(lambda uow: post_open_cards(uow, place, now))


def _mover(bot: Bot) -> Callable[[datetime], Awaitable[None]]:
    async def moved(now: datetime) -> None:
        """What fell due at this hour is written down, and stands in the channel, before the next."""
        await bot.sweeps.minute()
        await bot.sweeps.checks()
        await bot.sweeps.retention()
        for _ in range(DRAIN_TRIES):
            await bot.delivery.deliver_all()
            if not await bot.store.read(lambda uow: uow.outbox.count_pending()):
                return
            await asyncio.sleep(0.01)
        log.warning("some messages are still waiting to be delivered")

    return moved
