"""A replica that is paused in the middle of a message, and wakes up when another has taken over."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from bot.domain.announcements import Message
from handlers.workspace.state.faults import FaultRule
from tests.chaos.stage import Stage, stage, verified
from tests.chaos.team import CHANNELS, PEOPLE, page
from tests.chaos.work import by_the_bot, cards_of
from tests.journeys.processes import until
from tests.storage.databases import rows
from tests.workspace_client import buttons

pytestmark = [
    pytest.mark.xdist_group("chaos"),
    pytest.mark.skipif(not os.environ.get("CHAOS_SECONDS"), reason="long: run by `make chaos`"),
]


def posted(on: Stage) -> int:
    """How many messages the bot has in the channel."""
    return len(by_the_bot(on.workspace, CHANNELS[0]))


def written(url: str, message: Message) -> int:
    """How many messages of a kind were written down."""
    (found,) = rows(
        url, "SELECT count(*) AS n FROM outbox WHERE message = :kind", kind=str(message)
    )
    return int(found.n)


async def test_a_paused_replica_that_wakes_up_changes_nothing(
    postgres_url: str, tmp_path: Path
) -> None:
    async with stage(postgres_url, tmp_path, 2) as on:
        paused, other = on.replicas
        await paused.start()
        # Digests and reminders fall due by themselves: nothing else is to be posted from here on.
        await until(lambda: written(on.url, Message.DIGEST) == len(CHANNELS))
        await until(lambda: not on.store.read(lambda uow: uow.outbox.count_pending()))
        before = posted(on)
        number = len(on.team.seeded) + 1

        # It is stopped while Slack has its call; Slack posts the card and answers nobody.
        on.workspace.faults.replace([FaultRule("chat.postMessage", "slow", seconds=1.0, times=1)])
        await on.control.type(PEOPLE[0], CHANNELS[0], f"/flag {page('paused')}")
        await until(lambda: not on.workspace.faults.rules or not on.workspace.faults.rules[0].times)
        assert paused.bot.process is not None
        os.kill(paused.bot.process.pid, signal.SIGSTOP)
        paused.up = False
        await until(lambda: posted(on) == before + 1)

        # The other takes the lane over once the lease has ended, and finds the card.
        await other.start()
        await until(lambda: not on.store.read(lambda uow: uow.outbox.count_pending()))
        assert posted(on) == before + 1
        card = cards_of(on.workspace, CHANNELS[0])[number][0]
        block_id, action_id = buttons(card.blocks)["Show URL"]
        told = await on.control.click(
            PEOPLE[0], action_id, channel=card.channel, message_ts=card.ts, block_id=block_id
        )
        assert told["acknowledged"]["status"] == 200

        (row,) = rows(
            postgres_url, "SELECT * FROM outbox WHERE subject = :name", name=f"R-{number}"
        )
        os.kill(paused.bot.process.pid, signal.SIGCONT)
        paused.up = True
        await other.stop()
        answer = await on.control.type(PEOPLE[0], CHANNELS[0], f"/flag {page('awake')}")
        assert f"R-{number + 1}" in str(answer["acknowledged"]["body"])
        await until(lambda: posted(on) == before + 2)
        await asyncio.sleep(0.5)
        assert posted(on) == before + 2
        (now,) = rows(
            postgres_url, "SELECT * FROM outbox WHERE subject = :name", name=f"R-{number}"
        )
        assert now == row
        assert await paused.stop() == 0
        assert "0 faults" in await verified(on)
