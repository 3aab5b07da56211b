"""A bot that is killed between any two steps of the job loses nothing and says nothing twice.

On SQLite; tests/chaos kills bots on PostgreSQL too, wherever they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.journeys.processes import RunningBot, running_bot, until
from tests.workspace_client import ControlClient, buttons

ANALYST, CHANNEL = "U0ANALYST", "C0REFERRALS"
PAGE = "https://www.facebook.com/groups/1234567890/"


def posts(bot: RunningBot) -> list[dict[str, Any]]:
    """What the bot posted in the channel, top level and threads."""
    timeline = bot.workspace.timeline(CHANNEL)
    return [one.as_page() for one in timeline.messages.values() if one.by_app and not one.deleted]


def cards(bot: RunningBot, *words: str) -> list[dict[str, Any]]:
    """The posted cards of R-1 that hold all of the words."""
    top = [one for one in posts(bot) if one["thread_ts"] in (None, "", one["ts"])]
    return [one for one in top if "R-1" in one["text"] and all(word in str(one) for word in words)]


async def press(control: ControlClient, bot: RunningBot, label: str) -> None:
    """Press a button of the card."""
    card = cards(bot)[0]
    block_id, action_id = buttons(card["blocks"])[label]
    await control.person(ANALYST).click(CHANNEL, card["ts"], action_id, block_id=block_id)


async def test_killed_between_any_two_steps(tmp_path: Path) -> None:
    async with running_bot(f"sqlite:///{tmp_path}/referrals.db", tmp_path) as (bot, control):
        analyst = control.person(ANALYST)

        await analyst.type(CHANNEL, f"/flag {PAGE}")
        await bot.restart()
        assert any("R-1" in str(one) for one in await analyst.private_messages(CHANNEL))
        await until(lambda: len(cards(bot, "Mark referred")) == 1)

        await bot.restart()
        await press(control, bot, "Mark referred")
        form = await analyst.modal()
        assert form is not None
        await bot.restart()
        await analyst.submit(
            form["id"],
            {
                "category": {"category": "vessels"},
                "confidence": {"confidence": "certain"},
                "basis": {"basis": "both"},
            },
        )
        await bot.restart()
        await until(lambda: len(cards(bot, "Rejected", "Restricted")) == 1)

        await press(control, bot, "Rejected")
        form = await analyst.modal()
        assert form is not None
        labels = [block["label"]["text"] for block in form["blocks"] if block["type"] == "input"]
        assert "Reason" in labels
        await bot.restart()
        await analyst.submit(form["id"], {"reason": {"reason": "terms"}})
        await bot.restart()
        await until(lambda: len(cards(bot, "Rejected on", "Appeal")) == 1)

        await analyst.type(CHANNEL, "/referrals stats")
        assert "1 of 1" in str((await analyst.private_messages(CHANNEL))[-1])
        assert len(cards(bot)) == 1
        lines = [one["text"] for one in posts(bot) if one["thread_ts"] == cards(bot)[0]["ts"]]
        lines = [line for line in lines if line != cards(bot)[0]["text"]]
        assert sum("referred" in line for line in lines) == 1, lines
        assert sum("Rejected" in line for line in lines) == 1, lines
        assert await bot.stop() == 0
        for one in posts(bot):
            assert one["text"]
            assert "facebook.com" not in str(one).replace("[.]", "")
