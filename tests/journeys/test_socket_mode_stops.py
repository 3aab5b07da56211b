"""SIGTERM in Socket Mode: what is in hand is finished and acknowledged, nothing new is taken."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from bot.config import Config
from bot.sentences import troubles
from handlers.slack.transport.manifest import manifest
from handlers.workspace.app import workspace_app
from handlers.workspace.serving import serve
from handlers.workspace.state.workspace import Workspace
from storage.database import open_store
from tests.journeys.processes import START_SECONDS, RunningBot, until
from tests.workspace_client import ControlClient

ANALYST, CHANNEL = "U0ANALYST", "C0REFERRALS"
PAGES = [f"https://www.facebook.com/groups/{n}234567890/" for n in range(1, 4)]
ENDS_WITHIN = 10.0


@asynccontextmanager
async def listening_bot(url: str, folder: Path) -> AsyncIterator[tuple[RunningBot, ControlClient]]:
    """A bot process on a socket of the workspace, which has no other way to reach it."""
    workspace = Workspace()
    workspace.event_retry_delays = ()
    workspace.deadline = 20.0
    workspace.use_manifest(manifest(Config(), request_url=None, socket=True))
    async with serve(workspace_app(workspace)) as address, ControlClient(address) as control:
        bot = RunningBot(workspace, address, url, folder, 0, mode="socket")
        await bot.launch()
        await connected(control)
        try:
            yield bot, control
        finally:
            if bot.process is not None and bot.process.returncode is None:
                await bot.kill()
            workspace.close()


async def connected(control: ControlClient) -> None:
    """Wait until the workspace sees one socket of the bot."""
    for _ in range(int(START_SECONDS / 0.02)):
        if (await control.state())["sockets"] == 1:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the bot did not connect")


def asked_who(bot: RunningBot) -> int:
    """How often the bot has asked what a channel is: the last before it records something new."""
    return sum(one.name == "conversations.info" for one in bot.workspace.wire.entries)


def has_cards(bot: RunningBot, count: int) -> bool:
    """Whether so many cards stand in the channel."""
    timeline = bot.workspace.timeline(CHANNEL)
    return sum(one.by_app and not one.is_reply for one in timeline.messages.values()) == count


async def test_sigterm_while_a_command_is_in_hand(sqlite_url: str, tmp_path: Path) -> None:
    async with listening_bot(sqlite_url, tmp_path) as (bot, control):
        file = sqlite_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")  # so that what is to be recorded waits
            first = asyncio.create_task(control.type(ANALYST, CHANNEL, f"/flag {PAGES[0]}"))
            await until(lambda: asked_who(bot) == 1)
            ending = asyncio.create_task(bot.stop())
            await until(lambda: "stopping" in (tmp_path / "bot.log").read_text())
            refused = await control.type(ANALYST, CHANNEL, f"/flag {PAGES[1]}")
            other.execute("ROLLBACK")
        async with asyncio.timeout(ENDS_WITHIN):
            assert await ending == 0
        assert "R-1" in str((await first)["acknowledged"]["body"])
        assert troubles.RESTARTING in str(refused["acknowledged"]["body"])

        await bot.launch()
        await connected(control)
        answer = await control.type(ANALYST, CHANNEL, f"/flag {PAGES[2]}")
        assert "R-2" in str(answer["acknowledged"]["body"])
        await until(lambda: has_cards(bot, 2))
        assert await bot.stop() == 0
        assert has_cards(bot, 2)
    with open_store(sqlite_url) as store:
        known = store.read(lambda uow: uow.referrals.many(range(1, 10)))
        assert [one.url for one in known.values()] == [PAGES[0], PAGES[2]]
        assert store.read(lambda uow: uow.outbox.count_pending()) == 0
