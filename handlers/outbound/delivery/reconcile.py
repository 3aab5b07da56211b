"""An attempt whose answer is not known → settled, or to be sent (again)."""

from __future__ import annotations

import logging

from bot.ports.outbox import OutboxRow
from handlers.outbound.delivery.context import DeliveryContext
from handlers.outbound.delivery.lane_records import LaneRecords
from handlers.outbound.delivery.read_back import (
    Absent,
    FoundInSlack,
    cannot_read,
    find,
    search_for,
)
from handlers.outbound.delivery.sendable import HAVE_POSTS, describe
from handlers.outbound.delivery.steps import LaneWaits, RowsDone, Step
from handlers.outbound.delivery.verdicts import RefusedForGood, Verdict

log = logging.getLogger(__name__)


async def reconcile(
    context: DeliveryContext, records: LaneRecords, row: OutboxRow, channel: str
) -> Step | None:
    """Find out about an attempt whose answer is not known; None: it may be sent (again)."""
    if row.doubt_ends_in > 0:
        return LaneWaits(row.doubt_ends_in)
    search = await context.store.read(lambda uow: search_for(uow, row, channel))
    if search is None:  # it was an update
        await records.put_back([row.id])
        return None
    found = await find(
        context.call_slack,
        search,
        lambda seconds: records.renew_and_wait(seconds, row.attempts),
    )
    if isinstance(found, FoundInSlack):
        log.info("%s had arrived", describe(row))
        context.counts.found_again += 1
        if search.key != row.key:
            await records.card_posted(row, found.channel, found.ts)
            return None
        settles = row.message in HAVE_POSTS
        await records.sent([row.id], channel=found.channel, ts=found.ts, settles=settles)
        return RowsDone(frozenset({row.id}))
    if isinstance(found, Absent):
        await records.put_back([row.id])
        return None
    return await _cannot_tell(context, records, row, found)


async def _cannot_tell(
    context: DeliveryContext, records: LaneRecords, row: OutboxRow, found: Verdict
) -> Step | None:
    if cannot_read(found):
        preferred = context.config.delivery.in_doubt_without_history
        log.warning(
            "%s may have arrived, and the history of %s cannot be read: the scope is missing. "
            "As config prefers a %s, it is %s.",
            describe(row),
            row.lane,
            preferred,
            "sent again" if preferred == "double" else "parked",
        )
        if preferred == "double":
            await records.put_back([row.id])
            return None
        await records.park([row], "in_doubt")
        return RowsDone(frozenset({row.id}))
    if isinstance(found, RefusedForGood):
        await records.park([row], found.reason)
        return RowsDone(frozenset({row.id}))
    return LaneWaits(context.pause_after(found, row.attempts))
