"""Real processes: a backup while the bot runs, a kill, a restore, and on: nothing acts on another page."""

from __future__ import annotations

import asyncio
import os
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

from bot.domain.lifecycle.referral import State
from handlers.workspace.state.faults import FaultRule
from handlers.workspace.state.model import SlackMessage
from storage.database import open_store
from tests.journeys.processes import COMMAND, RunningBot, run_here, running_bot, until
from tests.workspace_client import ClientPerson, ControlClient

FIRST, WAITS, LOST, OTHER = (f"https://www.facebook.com/groups/77000000{n}/" for n in range(4))
CHANNEL = "C0REFERRALS"


async def command(bot: RunningBot, *words: str) -> str:
    """`referral-bot …`, as whoever runs the bot types it."""
    process = await asyncio.create_subprocess_exec(
        str(COMMAND),
        *words,
        cwd=bot.folder,
        env={**os.environ, "DATABASE_URL": bot.database_url},
        stdout=PIPE,
        stderr=PIPE,
    )
    said, errors = await process.communicate()
    assert process.returncode == 0, said.decode() + errors.decode()
    return said.decode()


def posted(bot: RunningBot, channel: str = CHANNEL) -> list[SlackMessage]:
    """What the bot posted in a channel."""
    timeline = bot.workspace.timeline(channel)
    return [one for one in timeline.messages.values() if one.by_app and not one.deleted]


def cards(bot: RunningBot, name: str) -> list[SlackMessage]:
    return [one for one in posted(bot) if one.text.startswith(f"{name} ") and not one.is_reply]


async def flags(bot: RunningBot, who: ClientPerson, url: str, name: str) -> None:
    await who.type(CHANNEL, f"/flag {url}")
    await until(lambda: bool(cards(bot, name)))


async def test_a_restore_in_the_middle(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/referrals.db"
    async with running_bot(url, tmp_path) as (bot, control):
        who = control.person("U0ANALYST")
        await flags(bot, who, FIRST, "R-1")
        # R-2's card waits when the backup is made, and is posted after it.
        bot.workspace.faults.replace([FaultRule("chat.postMessage", "429", seconds=1)])
        await who.type(CHANNEL, f"/flag {WAITS}")
        said = await command(bot, "backup", "backup.db")
        assert "2 referrals, 2 events" in said
        bot.workspace.faults.replace([])
        await until(lambda: bool(cards(bot, "R-2")))
        await flags(bot, who, LOST, "R-3")
        await bot.kill()
        said = await command(bot, "restore", "backup.db", "--replace")
        assert "New referrals go on at R-103." in said
        await bot.start()
        await until(lambda: any("restored from a backup" in one.text for one in told(bot)))
        await flags(bot, who, OTHER, "R-103")
        (lost,) = cards(bot, "R-3")
        answer = await presses(bot, control, lost, "do:show_url")
        assert answer.startswith("This was posted from another database, where R-3 may be another")
        (kept,) = cards(bot, "R-1")
        assert FIRST.removeprefix("https://") in await presses(bot, control, kept, "do:show_url")
        # What waited had arrived, and is not said twice.
        await until(lambda: pending(url) == 0)
        assert [len(cards(bot, name)) for name in ("R-1", "R-2", "R-3", "R-103")] == [1] * 4
        keys = [one.metadata["event_payload"]["key"] for one in posted(bot) if one.metadata]
        assert len(keys) == len(set(keys))
        with open_store(url) as store:
            found = store.read(lambda uow: uow.referrals.many(range(1, 200)))
        assert {n: one.state for n, one in found.items()} == dict.fromkeys(
            (1, 2, 103), State.FLAGGED
        )
        assert "0 faults" in await run_here(url, "audit", "verify")


async def test_a_mistyped_database_is_told_and_gives_no_number_twice(tmp_path: Path) -> None:
    async with running_bot(f"sqlite:///{tmp_path}/referrals.db", tmp_path) as (bot, control):
        who = control.person("U0ANALYST")
        await flags(bot, who, FIRST, "R-1")
        await bot.stop()
        bot.database_url = f"sqlite:///{tmp_path}/refferals.db"
        await bot.start()
        await until(lambda: any("from another database" in one.text for one in told(bot)))
        await flags(bot, who, OTHER, "R-101")
        assert "Slack shows R-1 from another database" in (tmp_path / "bot.log").read_text()


def told(bot: RunningBot) -> list[SlackMessage]:
    """What the lead was told in private."""
    return posted(bot, bot.workspace.direct_message("U0LEAD").id)


def pending(url: str) -> int:
    with open_store(url) as store:
        return store.read(lambda uow: uow.outbox.count_pending())


async def presses(bot: RunningBot, control: ControlClient, on: SlackMessage, action_id: str) -> str:
    """Press a button, or choose the item of More, and what was answered."""
    who = control.person("U0ANALYST")
    before = len(bot.workspace.ephemerals.of("U0ANALYST", CHANNEL))
    await who.click(CHANNEL, on.ts, action_id)
    await until(lambda: len(bot.workspace.ephemerals.of("U0ANALYST", CHANNEL)) > before)
    page: dict[str, Any] = bot.workspace.ephemerals.of("U0ANALYST", CHANNEL)[-1].as_page()
    return str(page)[str(page).index("This was") :] if "This was" in str(page) else str(page)
