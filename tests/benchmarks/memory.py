"""Memory at rest beside a bare Bolt app's, and after 20,000 commands beside that at rest.

The bots of both databases run at once, each on a core, so that the commands take half the time;
for memory it makes no difference. Flags and clicks in turn, 8 connections each. Memory is PSS.
"""

from __future__ import annotations

import asyncio
import itertools

from tests.benchmarks import data, stage
from tests.benchmarks.asks import clicks, flags
from tests.benchmarks.commands import SIZE, prepared
from tests.benchmarks.measuring import Row
from tests.benchmarks.wire import CLIENT_CORE, SERVER_CORE, load

COMMANDS = 20_000
MOST_AT_REST, MOST_AFTER = 2.2, 1.2
SETTLE_SECONDS = 2.0
CORES = {"sqlite": SERVER_CORE, "postgresql": CLIENT_CORE}


def run_for_both() -> list[Row]:
    """Two rows for each database."""
    return asyncio.run(_both())


async def _both() -> list[Row]:
    found = await asyncio.gather(*(asyncio.to_thread(_on, kind) for kind in data.KINDS))
    return [row for rows in found for row in rows]


def _on(kind: str) -> list[Row]:
    with data.scratch(kind, SIZE) as url:
        return asyncio.run(_measure(kind, url))


async def _measure(kind: str, url: str) -> list[Row]:
    waiting = prepared(url)
    async with (
        stage.sink(limited=True) as slack,
        stage.bare() as (_, bolt),
        stage.our_bot(url, slack, core=CORES[kind]) as (port, bot),
    ):
        await asyncio.sleep(SETTLE_SECONDS)
        bare, at_rest = stage.memory(bolt.pid), stage.memory(bot.pid)
        in_turn = itertools.cycle((flags(port, slack), clicks(port, slack, waiting)))
        sent = await load(port, lambda: next(in_turn)(), seconds=600, most=COMMANDS)
        assert sent.answers == COMMANDS, f"{sent.answers:,} commands in ten minutes"
        await asyncio.sleep(SETTLE_SECONDS)
        after = stage.memory(bot.pid)
    return [
        Row("memory at rest, by a bare app's", kind, at_rest, bare, "MiB", MOST_AT_REST),
        Row(f"memory after {COMMANDS:,} commands", kind, after, at_rest, "MiB", MOST_AFTER),
    ]
