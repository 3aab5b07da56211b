"""The recurring work: what APScheduler and the local workspace's clock call."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.actions.checks.planning import plan_checks_anew, plan_missing_checks
from bot.actions.figures.digest import post_digests, prepare_digests
from bot.actions.people.owners import offer_leavers
from bot.actions.recording.erase import erase_due, erase_old_reads, redact_messages
from bot.actions.recording.remind import plan_anew, remind
from bot.config import Config
from bot.ports.clock import Clock
from bot.ports.evidence import EvidenceFiles
from bot.ports.page_checks import Prober
from bot.ports.store import UnitOfWork
from handlers.async_store import AsyncStore
from handlers.clock.anchors import Anchoring
from handlers.wiring.evidence.tending import tend

if TYPE_CHECKING:
    from handlers.outbound.numbers_in_slack import NumbersInSlack
    from handlers.outbound.page_checks.page_checker import PageChecker

log = logging.getLogger(__name__)

Planner = Callable[[UnitOfWork, int, Config, datetime], int]

SEAL_AT_ONCE = 500
"""Rows in one transaction: few, so that commands need not wait long, nor memory grow for them."""
SENT_KEPT_SECONDS = 7 * 86_400.0
REDRAWN_FOR = timedelta(days=35)
"""For so long lines of a reminder are struck out when they are done."""
CONFIG_SEEN = "config seen"


def told(config: Config) -> str:
    """All that a config says; two that say the same are told alike."""
    return config.model_dump_json()


class BotSweeps:
    """Implements `handlers.clock.schedule.Sweeps`; every call may run on any number of replicas."""

    def __init__(
        self,
        store: AsyncStore,
        clock: Clock,
        config: Config,
        wake: Callable[[], None],
        prober: Prober | None = None,
        learn_people: Callable[[], Awaitable[None]] | None = None,
        truncate_log: Callable[[], None] = lambda: None,
        numbers: NumbersInSlack | None = None,
        evidence: EvidenceFiles | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._config = config
        self._wake = wake
        self._learn_people = learn_people
        self._numbers = numbers
        self._evidence = evidence
        self._truncate_log = truncate_log
        self._anchoring = Anchoring(store, clock, config, wake)
        self._planned = False
        self._checker: PageChecker | None = None
        if prober is not None:
            from handlers.outbound.page_checks.page_checker import PageChecker

            self._checker = PageChecker(store, prober, clock, config, wake)

    async def minute(self) -> None:
        """What is due: reminders, digests, messages that still say what was erased.

        Slack is asked how far numbers are, where it did not answer at the start. Once a day first
        who leads and who was deactivated. The first one plans for a new config: it may take long,
        and people are answered meanwhile.
        """
        config, clock = self._config, self._clock
        if not self._planned:
            await self.plan_for_new_config()
            self._planned = True
        if self._learn_people is not None:
            await self._learn_people()
        if self._numbers is not None:
            await self._numbers.look()
        while (await self._store.write(lambda uow: remind(uow, clock.now(), config))).more:
            self._wake()
        prepared = await self._store.read(lambda uow: prepare_digests(uow, clock.now(), config))
        if prepared.digests or prepared.too_late:
            done = await self._store.write(lambda uow: post_digests(uow, prepared, clock.now()))
            for reason in done.skipped:
                log.warning("digest left out: %s", reason)
        if await self._store.read(lambda uow: uow.erasing.count_to_redact()):
            await self._store.write(lambda uow: redact_messages(uow, clock.now()))
        self._wake()

    async def checks(self) -> None:
        """Page checks that are due, where they are on."""
        if self._checker is not None:
            await self._checker.sweep()

    async def hourly(self) -> None:
        """Forget answers and sent messages that nobody will ask for; plan checks left unplanned."""
        if self._checker is not None:
            await self._plan_all(plan_missing_checks)
        await self._store.write(lambda uow: uow.answers.purge())
        now = self._clock.now()
        if await self._store.write(lambda uow: offer_leavers(uow, now, self._config)):
            self._wake()
        await self._store.write(lambda uow: uow.reminders.forget(now - REDRAWN_FOR))
        day_ago = now - timedelta(days=1)
        await self._store.write(lambda uow: uow.platform_answers.purge(day_ago))
        month_ago = self._clock.now() - timedelta(days=30)
        await self._store.write(lambda uow: uow.batches.purge(month_ago))
        await self._store.write(lambda uow: uow.outbox.purge_sent(SENT_KEPT_SECONDS))

    async def retention(self) -> None:
        """Erase what is finished and old enough, where config says after how long; tend evidence."""
        if self._config.retention.on:
            await self._erase()
        if self._evidence is not None:
            await tend(self._store, self._evidence, self._clock.now())

    async def _erase(self) -> None:
        """Erase all that is due, some at a time; what an end midway leaves, the next sweep does."""
        clock, last, erased = self._clock, None, 0
        while True:
            batch = await self._store.write(
                lambda uow, last=last: erase_due(uow, clock.now(), self._config, last)  # type: ignore[misc]
            )
            erased += len(batch.erased)
            last = batch.last
            if last is None:
                break
        await self._store.write(lambda uow: erase_old_reads(uow, clock.now(), self._config))
        if erased:
            log.info("retention: %d referrals were erased", erased)
            await self._store.run(self._truncate_log)

    async def seal(self) -> None:
        """Append new event hashes to the chain, and keep the day's anchor."""
        while await self._store.write(lambda uow: uow.audit.seal(SEAL_AT_ONCE)) == SEAL_AT_ONCE:
            pass
        await self._anchoring.sweep()

    async def plan_for_new_config(self) -> None:
        """Where the config has changed since the last start, plan reminders and checks anew.

        Broken off, it begins anew with the next sweep or start: planning twice changes nothing.
        """
        config = self._config
        seen = told(config)
        if await self._store.read(lambda uow: uow.settings.get(CONFIG_SEEN)) == seen:
            return
        await self._plan_all(plan_anew)
        await self._plan_all(plan_checks_anew)
        if config.page_checks.on:
            await self._plan_all(plan_missing_checks)
        await self._store.write(lambda uow: uow.settings.put(CONFIG_SEEN, seen))

    async def _plan_all(self, plan: Planner) -> None:
        """Plan everything, some at once, so that nobody waits long for a referral."""
        after = 0
        while after := await self._store.write(
            lambda uow, after=after: plan(uow, after, self._config, self._clock.now())  # type: ignore[misc]
        ):
            pass
