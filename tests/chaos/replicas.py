"""Real bot processes, killed once a second and started again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from tests.journeys.processes import RunningBot, until


@dataclass
class Replica:
    """One process and whether it takes requests."""

    bot: RunningBot
    up: bool = False
    since: float = 0.0
    """When it came up; where it is not up, when it was started."""
    starts: int = 0
    cut_short: bool = False
    """Whether its last start was ended by a kill."""
    starting: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start it; it is up once it says that it is ready."""
        self.starts += 1
        self.since = time.monotonic()
        await self.bot.start()
        self.up, self.since, self.cut_short = True, time.monotonic(), False

    def begin(self) -> None:
        """Start it without waiting."""
        self.starting = asyncio.create_task(self.start())

    async def kill(self) -> None:
        """SIGKILL, at whatever it is doing. The balancer is not told before."""
        if self.starting is not None and not self.starting.done():
            self.cut_short = True
            self.starting.cancel()
            with suppress(asyncio.CancelledError):
                await self.starting
        await self.bot.kill()
        self.up = False

    async def stop(self) -> int:
        """SIGTERM; its exit code. The balancer is not told before."""
        code = await self.bot.stop()
        self.up = False
        return code


@dataclass
class Kills:
    """How often processes were killed."""

    serving: int = 0
    starting: int = 0

    @property
    def all(self) -> int:
        return self.serving + self.starting


async def reap(replicas: Sequence[Replica], seconds: float) -> Kills:
    """Kill one replica every second, for so many seconds and kills, and start it again at once.

    It hits the one that has been up for longest; where none is up, one that is still starting, but
    not one whose last start was cut short already: that one may come up first, and is killed then.
    All are up again at the end.
    """
    kills = Kills()
    began = time.monotonic()
    while time.monotonic() < began + seconds or kills.all < seconds:
        due = time.monotonic() + 1.0
        await until(lambda: bool(_doomed(replicas)))
        (doomed,) = _doomed(replicas)
        if doomed.up:
            kills.serving += 1
        else:
            kills.starting += 1
        await doomed.kill()
        doomed.begin()
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        for one in replicas:
            if one.starting is not None and one.starting.done():
                one.starting.result()
    await asyncio.gather(*(one.starting for one in replicas if one.starting is not None))
    return kills


def _doomed(replicas: Sequence[Replica]) -> list[Replica]:
    """The one to be killed now; none where all are to come up first."""
    up = [one for one in replicas if one.up]
    starting = [one for one in replicas if not one.up and not one.cut_short]
    return sorted(up or starting, key=lambda one: one.since)[:1]
