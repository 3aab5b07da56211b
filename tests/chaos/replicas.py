"""Real bot processes, killed once a second and started again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.journeys.processes import RunningBot


@dataclass
class Replica:
    """One process and whether it takes requests."""

    bot: RunningBot
    up: bool = False
    up_since: float = 0.0
    starts: int = 0

    async def start(self) -> None:
        """Start it; it is up once it says that it is ready."""
        self.starts += 1
        await self.bot.start()
        self.up, self.up_since = True, time.monotonic()

    async def kill(self) -> None:
        """SIGKILL. The balancer is not told before."""
        await self.bot.kill()
        self.up = False

    async def stop(self) -> int:
        """SIGTERM; its exit code. The balancer is not told before."""
        code = await self.bot.stop()
        self.up = False
        return code


async def reap(replicas: Sequence[Replica], seconds: float) -> int:
    """Every second, kill the replica that has been up for longest and start it again; how often.

    Where none is up at that second, the next one that comes up is killed at once. All are up again
    at the end.
    """
    ends = time.monotonic() + seconds
    starting: set[asyncio.Task[None]] = set()
    kills = 0
    while time.monotonic() < ends:
        began = time.monotonic()
        up = [one for one in replicas if one.up]
        if up:
            doomed = min(up, key=lambda one: one.up_since)
            await doomed.kill()
            kills += 1
            starting.add(asyncio.create_task(doomed.start()))
            await asyncio.sleep(max(0.0, began + 1.0 - time.monotonic()))
        else:
            await asyncio.wait(starting, return_when=asyncio.FIRST_COMPLETED)
        for done in [one for one in starting if one.done()]:
            starting.discard(done)
            done.result()
    await asyncio.gather(*starting)
    return kills
