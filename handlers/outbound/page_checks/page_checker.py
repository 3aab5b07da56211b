"""Pages that are due to be looked at → the prober, a few at once, one at a time for each platform.

Any number of these may run on one database: a check is claimed there, with a lease in database time
and a fence. Right before a page is asked for, and again before anything is written down, the
database says whether it may still be looked at.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from bot.actions.checks.pages import begin_check, put_off, record_check
from bot.config import Config
from bot.domain.lifecycle.referral import Referral
from bot.domain.pages.status import PageToCheck
from bot.ports.clock import Clock
from bot.ports.leases import LostLease
from bot.ports.page_checks import ClaimedCheck, Prober
from bot.ports.store import UnitOfWork
from handlers.async_store import AsyncStore

log = logging.getLogger(__name__)

AT_ONCE = 50
"""Checks claimed together."""
PUT_OFF = timedelta(hours=1)
"""For a check that could not be made, through a fault of ours."""


@dataclass(frozen=True, slots=True)
class CheckTiming:
    """Real seconds. A probe that takes longer than `probe` is given up, well before the lease
    ends, so that nobody else asks for a page that is still being asked for here."""

    lease: float = 300.0
    probe: float = 200.0


class PageChecker:
    """Makes the checks that are due, `most` of them in one sweep."""

    def __init__(
        self,
        store: AsyncStore,
        prober: Prober,
        clock: Clock,
        config: Config,
        wake: Callable[[], None],
        *,
        timing: CheckTiming | None = None,
        most: int = 200,
    ) -> None:
        self._store = store
        self._prober = prober
        self._clock = clock
        self._config = config
        self._wake = wake
        self._timing = timing or CheckTiming()
        self._most = most

    async def sweep(self) -> int:
        """Make the checks that are due now, oldest first; how many pages were asked for.

        After a long downtime the rest waits for the next sweep.
        """
        asked = left = 0
        while left < self._most:
            most = min(AT_ONCE, self._most - left)
            claims = await self._store.write(
                lambda uow, most=most: uow.checks.claim(  # type: ignore[misc]
                    self._clock.now(), self._timing.lease, most
                )
            )
            if not claims:
                break
            left += len(claims)
            asked += sum(await asyncio.gather(*(map(self._in_turn, await self._hosts(claims)))))
            self._wake()
        return asked

    async def _hosts(self, claims: Sequence[ClaimedCheck]) -> list[list[ClaimedCheck]]:
        """The claims by platform, and where that says nothing, by host."""

        def read(uow: UnitOfWork) -> dict[int, Referral]:
            return uow.referrals.many(claim.referral for claim in claims)

        found = await self._store.read(read)
        groups: defaultdict[str, list[ClaimedCheck]] = defaultdict(list)
        for claim in claims:
            groups[_host(found.get(claim.referral))].append(claim)
        return list(groups.values())

    async def _in_turn(self, claims: Sequence[ClaimedCheck]) -> int:
        return sum([await self._check(claim) for claim in claims])

    async def _check(self, claim: ClaimedCheck) -> bool:
        """One check; whether its page was asked for."""
        clock, config, lease = self._clock, self._config, self._timing.lease
        try:
            page = await self._store.write(
                lambda uow: begin_check(uow, claim, clock.now(), config, lease)
            )
            if page is None:
                return False
            await self._ask(claim, page)
        except LostLease as lost:
            log.info("%s", lost)
            return False
        except Exception:
            # What the database or the prober met: its lease ends, and the check is made again.
            log.exception("the page of R-%d could not be checked", claim.referral)
            return False
        return True

    async def _ask(self, claim: ClaimedCheck, page: PageToCheck) -> None:
        clock, config = self._clock, self._config
        try:
            async with asyncio.timeout(self._timing.probe):
                reading = await self._prober.probe(page)
        except Exception as error:
            # The prober makes a reading of all that a page may do; this is our own fault.
            log.exception("the page of R-%d could not be asked for", claim.referral, exc_info=error)
            until = clock.now() + PUT_OFF
            await self._store.write(lambda uow: put_off(uow, claim, until))
            return
        await self._store.write(lambda uow: record_check(uow, claim, reading, clock.now(), config))


def _host(referral: Referral | None) -> str:
    if referral is None:
        return ""
    if referral.platform != "web":
        return referral.platform
    return urlsplit(referral.canonical).hostname or ""
