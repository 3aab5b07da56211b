"""From the start of a new process to its first acknowledged `/flag`, beside a bare Bolt app's.

With 1,000,000 referrals; both are started in turns, and the best turn of each counts. The bare app
opens no database and asks Slack nothing.
"""

from __future__ import annotations

import asyncio
import time
from asyncio.subprocess import DEVNULL
from collections.abc import Sequence

from tests.benchmarks import data, stage
from tests.benchmarks.asks import flags
from tests.benchmarks.commands import SIZE, prepared
from tests.benchmarks.measuring import Row, on_one_core
from tests.benchmarks.wire import CLIENT_CORE, SERVER_CORE, pin

TURNS = 3
MOST = 2.5
GIVE_UP_SECONDS = 30.0


def run(kind: str) -> list[Row]:
    """One row."""
    with data.scratch(kind, SIZE) as url, on_one_core(CLIENT_CORE):
        prepared(url)
        return asyncio.run(_measure(kind, url))


async def _measure(kind: str, url: str) -> list[Row]:
    bare, ours = [], []
    async with stage.sink() as slack:
        environment = stage.bot_environment(url, slack)
        for turn in range(TURNS + 1):
            port = stage.free_port()
            limit = await _until_acknowledged(stage.module("bare_bolt", str(port)), port, slack)
            port = stage.free_port()
            found = await _until_acknowledged(stage.bot_command(port), port, slack, **environment)
            if turn:  # the first reads the files
                bare.append(limit)
                ours.append(found)
    what = "start to the first acknowledged command, by a bare app's"
    return [Row(what, kind, min(ours), min(bare), "s", MOST)]


async def _until_acknowledged(
    command: Sequence[str], port: int, slack: str, **environment: str
) -> float:
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=stage.ROOT,
        env={**stage.inherited(), **environment},
        stdout=DEVNULL,
        stderr=DEVNULL,
        preexec_fn=lambda: pin(0, SERVER_CORE),
    )
    flag = flags(port, slack)
    try:
        async with asyncio.timeout(GIVE_UP_SECONDS):
            while not await _acknowledged(port, flag()):
                assert process.returncode is None, f"{command[0]} ended with {process.returncode}"
                await asyncio.sleep(0.005)
        return time.perf_counter() - began
    finally:
        if process.returncode is None:
            process.terminate()  # a bot that is killed leaves its log to the next
        await process.wait()


async def _acknowledged(port: int, request: bytes) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    try:
        writer.write(request)
        return b" 200 " in await reader.readline()
    finally:
        writer.close()
