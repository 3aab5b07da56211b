"""The schedule only says when; errors are told and never stop it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from handlers.clock.schedule import start, stop


@dataclass
class Swept:
    """Notes what it was called for; fails the first time."""

    calls: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    cut_short: bool = False
    takes: float = 0.0

    async def minute(self) -> None:
        self.calls.append("minute")
        if self.calls.count("minute") == 1:
            raise RuntimeError("the database is away")

    async def checks(self) -> None:
        self.calls.append("checks")

    async def hourly(self) -> None:
        self.calls.append("hourly")

    async def retention(self) -> None:
        self.calls.append("retention")

    async def seal(self) -> None:
        self.calls.append("seal")
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.takes)
        except asyncio.CancelledError:
            self.cut_short = True
            raise
        finally:
            self.at_once -= 1


async def until_called(swept: Swept, name: str, times: int) -> None:
    async with asyncio.timeout(10):
        while swept.calls.count(name) < times:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_every_sweep_runs_at_once_and_again_and_a_failure_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    swept = Swept()
    scheduler = start(swept, minute=0.05, hour=3600, seal=0.05)
    await until_called(swept, "minute", 3)
    await until_called(swept, "checks", 3)
    await until_called(swept, "seal", 3)
    await stop(scheduler)
    assert swept.calls.count("hourly") == 1
    assert "the sweep “minute” failed" in caplog.text
    assert "the database is away" in caplog.text


async def test_a_slow_sweep_is_not_begun_twice_and_is_cut_short_at_the_end(
    caplog: pytest.LogCaptureFixture,
) -> None:
    swept = Swept(takes=60.0)
    scheduler = start(swept, minute=0.05, hour=3600, seal=0.05)
    await until_called(swept, "minute", 4)
    await stop(scheduler)
    assert not scheduler.running
    await asyncio.sleep(0)
    assert swept.most_at_once == 1
    assert swept.cut_short
    assert caplog.text.count("Traceback") == 1  # of the sweep that fails
    calls = len(swept.calls)
    await asyncio.sleep(0.15)
    assert len(swept.calls) == calls
    await stop(scheduler)


async def test_missed_sweeps_are_made_up_for_once() -> None:
    swept = Swept()
    scheduler = start(swept, minute=0.05, hour=3600, seal=0.05, jitter=0.0)
    await until_called(swept, "seal", 1)
    scheduler.pause()
    before = len(swept.calls)
    await asyncio.sleep(0.5)
    scheduler.resume()
    await asyncio.sleep(0.02)
    assert 1 <= len(swept.calls) - before <= 6
    await stop(scheduler)


def test_jobs_are_never_dropped_for_being_late() -> None:
    async def look() -> None:
        scheduler = start(Swept())
        jobs = scheduler.get_jobs()
        assert {job.id for job in jobs} == {
            "minute",
            "checks",
            "hourly",
            "retention",
            "seal",
        }
        assert all(job.misfire_grace_time is None for job in jobs)
        assert all(job.coalesce and job.max_instances == 1 for job in jobs)
        await stop(scheduler)

    asyncio.run(look())
