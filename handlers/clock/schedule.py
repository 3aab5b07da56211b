"""The recurring sweeps, on APScheduler in memory. It only says when; `Sweeps` does the work.

What is due stands in the database and is claimed there, so every replica runs this, a sweep that
is missed is made up for by the next, and nothing here needs to be remembered.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = logging.getLogger(__name__)


class Sweeps(Protocol):
    """What is done again and again. Each may run at any time, and on several replicas at once."""

    async def minute(self) -> None:
        """Reminders and digests that are due."""

    async def checks(self) -> None:
        """Page checks that are due."""

    async def hourly(self) -> None:
        """Purges."""

    async def retention(self) -> None:
        """What is finished and old enough is erased."""

    async def seal(self) -> None:
        """New event hashes into the chain."""


def start(
    sweeps: Sweeps,
    *,
    minute: float = 60.0,
    hour: float = 3600.0,
    seal: float = 15.0,
    jitter: float = 0.1,
) -> AsyncIOScheduler:
    """Begin to sweep, the first time at once; intervals are in real seconds.

    `jitter` is the share of an interval by which replicas are kept from sweeping in step. End it
    with `stop`. Errors of a sweep are logged, and its next run comes as planned.
    """
    logging.getLogger("apscheduler.executors.default").addFilter(_is_news)
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for name, sweep, seconds in (
        ("minute", sweeps.minute, minute),
        ("checks", sweeps.checks, minute),
        ("hourly", sweeps.hourly, hour),
        ("retention", sweeps.retention, hour),
        ("seal", sweeps.seal, seal),
    ):
        scheduler.add_job(
            _logged(name, sweep),
            IntervalTrigger(seconds=seconds, timezone="UTC", jitter=seconds * jitter or None),
            id=name,
            name=name,
            next_run_time=datetime.now(UTC),
        )
    scheduler.start()
    return scheduler


async def stop(scheduler: AsyncIOScheduler) -> None:
    """Plan no more sweeps; one that is under way is cancelled, its transaction is not."""
    if not scheduler.running:
        return
    scheduler.shutdown(wait=False)
    await asyncio.sleep(0)  # it ends in the loop's next turn


def _is_news(record: logging.LogRecord) -> bool:
    """A sweep that `stop` cancelled is no error, though APScheduler logs one for it."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


def _logged(name: str, sweep: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        try:
            await sweep()
        except asyncio.CancelledError:
            log.info("the sweep “%s” is cut short: the bot stops", name)
        except Exception:
            log.exception("the sweep “%s” failed; it runs again as planned", name)

    return run
