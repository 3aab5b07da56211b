"""Real bot processes, killed once a second and started again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from tests.journeys.processes import RunningBot, until

AT_WORK = 0.3
"""A process that came up serves for so long before it is killed: something is to be in hand."""


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
    told_to_stop: float = 0.0

    async def start(self) -> None:
        """Start it; it is up once it says that it is ready."""
        await self.begin()
        assert self.starting is not None
        await self.starting

    async def begin(self) -> None:
        """Start it without waiting until it is up."""
        self.starts += 1
        await self.bot.launch()
        self.since = time.monotonic()
        self.starting = asyncio.create_task(self._comes_up())

    async def _comes_up(self) -> None:
        await self.bot.until_ready()
        self.up, self.since, self.cut_short = True, time.monotonic(), False

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
        self.told_to_stop = time.monotonic()
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


async def reap(
    replicas: Sequence[Replica], seconds: float, people: Sequence[asyncio.Task[None]]
) -> Kills:
    """Kill one replica every second, for so many seconds and kills, and start it again at once.

    It goes on while people are at work, though not for longer than as long again. It hits
    the one that has been up for longest and is at work; where none is up, one that is still
    starting, but not one whose last start was cut short already: that one may come up first.
    """
    kills = Kills()
    began = time.monotonic()
    while True:
        spent = time.monotonic() - began
        at_work = spent < 2 * seconds and not all(one.done() for one in people)
        if spent >= seconds and kills.all >= seconds and not at_work:
            break
        due = time.monotonic() + 1.0
        await until(lambda: bool(_doomed(replicas)))
        (doomed,) = _doomed(replicas)
        if doomed.up:
            kills.serving += 1
        else:
            kills.starting += 1
        await doomed.kill()
        await doomed.begin()
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        for one in replicas:
            if one.starting is not None and one.starting.done():
                one.starting.result()
    await asyncio.gather(*(one.starting for one in replicas if one.starting is not None))
    return kills


def _doomed(replicas: Sequence[Replica]) -> list[Replica]:
    """The one to be killed now; none where all are to come up first."""
    up = [one for one in replicas if one.up]
    at_work = [one for one in up if time.monotonic() >= one.since + AT_WORK]
    starting = [one for one in replicas if not one.up and not one.cut_short]
    return sorted(at_work if up else starting, key=lambda one: one.since)[:1]
