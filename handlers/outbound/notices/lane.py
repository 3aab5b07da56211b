"""One leased lane of notices → each sent at most once, or once more only where that is harmless.

row ─► looked at again, "sending" commits ─► one try ─► taken: its referrals are marked as referred
 ▲            └► changed: not sent, and who pressed is told ├► not taken: its card says so
 │                                                         ├► in doubt: its card asks
 └────────── to be tried again later ◄─────────────────────┘
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from bot.actions.notices.preparing import piece_id
from bot.actions.notices.settling import ATTACHED, look_again, not_taken, sent
from bot.config import Config
from bot.domain.errors import StorageUnavailable
from bot.domain.evidence import Piece
from bot.domain.notice import address_of
from bot.ports.clock import Clock
from bot.ports.leases import LostLease
from bot.ports.notices import Notice, Progress, Way
from bot.ports.outbox import LaneLease, OutboxRow
from bot.ports.store import UnitOfWork
from bot.sentences import notices
from handlers.async_store import AsyncStore
from handlers.outbound.delivery.context import Timing
from handlers.outbound.notices.outcomes import (
    SECONDS,
    Connector,
    Later,
    MayHaveArrived,
    NotTaken,
    Outcome,
    Outgoing,
    Taken,
    message_id_of,
)

log = logging.getLogger(__name__)

LEASE = 2 * SECONDS
MOST_TRIES = 12
"""Tries of one row, before a person is asked."""


@dataclass(frozen=True, slots=True)
class NoticeSender:
    """Sends what lanes of notices hold."""

    store: AsyncStore
    connectors: Mapping[Way, Connector]
    clock: Clock
    config: Config
    timing: Timing

    async def run(self, lease: LaneLease) -> int:
        """Send what can be sent now and give the lane back; how many notices went out.

        Raises nothing but cancellation: what could not be recorded is taken up by whoever takes the
        lane next, as begun.
        """
        out = 0
        try:
            for row in lease.rows:
                outcome = await self._send(lease, row)
                out += isinstance(outcome, Taken)
                if (wait := self._wait(outcome, row)) is not None:
                    await self._release(lease, wait)
                    return out
            await self._release(lease, 0.0)
        except LostLease:
            log.info("lane %s went to another process", lease.lane)
        except StorageUnavailable as error:
            log.warning("lane %s: %s", lease.lane, error)
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("lane %s could not be sent", lease.lane)
        return out

    def _wait(self, outcome: Outcome | None, row: OutboxRow) -> float | None:
        """How long the lane waits before the row is tried again; None where it is done with."""
        again = isinstance(outcome, Later) or (
            isinstance(outcome, MayHaveArrived) and outcome.repeatable
        )
        if not again or row.attempts + 1 >= MOST_TRIES:
            return None
        assert isinstance(outcome, Later | MayHaveArrived)
        told = outcome.seconds
        return told if told is not None else self.timing.back_off(row.attempts + 1)

    async def _release(self, lease: LaneLease, seconds: float) -> None:
        await self.store.write(lambda uow: uow.outbox.release(lease, seconds))

    async def _send(self, lease: LaneLease, row: OutboxRow) -> Outcome | None:
        """One row; None where there was nothing to send."""
        outgoing = await self.store.write(lambda uow: self._begin(uow, lease, row))
        if outgoing is None:
            return None
        outcome = await self.connectors[outgoing.notice.way].send(outgoing)
        log.info("the notice %s: %s", row.subject, type(outcome).__name__)
        await self.store.write(lambda uow: self._settle(uow, lease, row, outgoing, outcome))
        return outcome

    def _begin(self, uow: UnitOfWork, lease: LaneLease, row: OutboxRow) -> Outgoing | None:
        """Look at the referrals again, and write down that it is being sent, in one transaction."""
        number, nth, now = int(row.data["notice"]), int(row.data["try"]), self.clock.now()
        begun = row.state != "waiting"
        kept = uow.notices.get(number)
        connector = self.connectors.get(kept.way) if kept else None
        notice: Notice | None = None
        if begun and kept and kept.tries == nth and not (connector and connector.repeatable):
            # Whoever sent it ended in the middle of it.
            message_id = message_id_of(kept, self.config)
            not_taken(uow, number, Progress.DOUBT, notices.STOPPED_SENDING, message_id, now)
        elif kept and kept.tries == nth and connector is None:
            not_taken(uow, number, Progress.REFUSED, notices.NO_CONNECTOR, "", now)
        else:
            notice = look_again(uow, number, nth, now, begun=begun)
        if notice is None:
            uow.outbox.mark_sent(lease, [row.id], channel="", ts="", settle=False)
            return None
        files = _files(uow, notice)
        if files is None:
            not_taken(uow, number, Progress.REFUSED, notices.FILE_GONE, "", now)
            uow.outbox.mark_sent(lease, [row.id], channel="", ts="", settle=False)
            return None
        uow.outbox.mark_sending(lease, [row.id], SECONDS, LEASE)
        referrals = uow.referrals.many(notice.referrals)
        pages = tuple((one.name, address_of(one)) for _, one in sorted(referrals.items()))
        return Outgoing(notice, pages, message_id_of(notice, self.config), files)

    def _settle(
        self,
        uow: UnitOfWork,
        lease: LaneLease,
        row: OutboxRow,
        outgoing: Outgoing,
        outcome: Outcome,
    ) -> None:
        """Write down what came of it, with what follows from it."""
        number, now = outgoing.notice.number, self.clock.now()
        kept = outgoing.message_id if outgoing.notice.way is Way.MAIL else ""
        last = row.attempts + 1 >= MOST_TRIES
        match outcome:
            case Later() if not last:
                uow.outbox.put_back(lease, [row.id])
                return
            case MayHaveArrived(repeatable=True) if not last:
                uow.outbox.mark_in_doubt(lease, [row.id])
                return
            case Taken():
                sent(uow, number, kept, now, self.config)
            case MayHaveArrived():
                not_taken(uow, number, Progress.DOUBT, outcome.why, kept, now)
            case NotTaken() | Later():
                not_taken(uow, number, Progress.REFUSED, outcome.why, "", now)
        uow.outbox.mark_sent(lease, [row.id], channel="", ts="", settle=False)


def _files(uow: UnitOfWork, notice: Notice) -> tuple[Piece, ...] | None:
    """The pieces of evidence that go with it; None where one is not kept any more."""
    named = [one for one in notice.answers.get(ATTACHED, "").split(",") if one]
    if not named:
        return ()
    kept = uow.evidence.of_referrals(notice.referrals)
    found = {piece_id(piece): piece for several in kept.values() for piece in several}
    return tuple(found[one] for one in named) if all(one in found for one in named) else None
