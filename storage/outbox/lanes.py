"""Lanes: who may send on which, until when; and which of them have anything to send.

A lane is `pending` while it has rows. Writers set that without queueing behind each other: their
new rows' foreign key holds the lane's row in share (FOR KEY SHARE) until they commit, and `pending`
is only cleared under a full lock, so never while somebody's rows are about to appear.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BigInteger, Connection, CursorResult, bindparam, exists, func, select, update

from bot.ports.leases import LostLease
from bot.ports.outbox import LaneLease
from storage.sql.dialects import SECOND, database_now, insert_unless_there
from storage.sql.tables import has_rows, is_pending, lanes, outbox

_l = lanes.c
_NEW = {"pending": False, "leased": False, "free_at": 0, "fence": 0, "last_ts": ""}
_this = _l.lane == bindparam("of")
_later = database_now() + bindparam("wait", type_=BigInteger)
_empty = ~exists().where(outbox.c.lane == _l.lane, is_pending)

_MARK = update(lanes).where(_this, _l.pending.is_(False)).values(pending=True)
_FREE = (
    select(_l.lane)
    .where(has_rows, _l.free_at <= database_now())
    .order_by(_l.free_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, key_share=True)
)
_LEASE = (
    update(lanes)
    .where(_this)
    .values(leased=True, fence=_l.fence + 1, free_at=_later)
    .returning(_l.fence)
)
_ours = _l.fence == bindparam("our_fence")
_HOLD = select(_l.last_ts).where(_this, _ours).with_for_update(key_share=True)
_RENEW = update(lanes).where(_this, _ours).values(free_at=_later).returning(_l.last_ts)
_NOTE_TS = update(lanes).where(_this).values(last_ts=bindparam("ts"))
_RELEASE = update(lanes).where(_this).values(leased=False, free_at=_later)
_LOCK_EMPTY = select(_l.lane).where(_this, _empty).with_for_update(skip_locked=True)
_CLEAR = update(lanes).where(_this, _empty).values(pending=False)
END_LEASES = (
    update(lanes).where(_l.leased.is_(True)).values(leased=False, fence=_l.fence + 1, free_at=0)
)
"""Lanes that have to wait still wait."""
NEXT = select(func.min(_l.free_at), database_now()).where(has_rows)


def make(connection: Connection, names: Iterable[str]) -> None:
    """Make the lanes that do not exist, in order, so that two writers cannot deadlock.

    ON CONFLICT DO UPDATE would set `pending` in the same statement, but it locks the row even where
    it changes nothing, and all who write to a channel would queue behind its sender.
    """
    adding = insert_unless_there(connection, lanes)
    connection.execute(adding, [{"lane": name, **_NEW} for name in sorted(names)])


def mark_pending(connection: Connection, names: Iterable[str]) -> None:
    """Mark these lanes, to which this transaction has added rows, in the same order as `make`."""
    connection.execute(_MARK, [{"of": name} for name in sorted(names)])


def free(connection: Connection, most: int) -> Sequence[str]:
    """Lock up to `most` free lanes with rows, longest free first; skip those that others lock."""
    return connection.execute(_FREE, {"most": most}).scalars().all()


def lease(connection: Connection, name: str, seconds: float) -> int:
    """Lease a lane that the caller has locked; its new fence."""
    leased = connection.execute(_LEASE, {"of": name, "wait": micros(seconds)})
    fence: int = leased.scalar_one()
    return fence


def hold(connection: Connection, lane: LaneLease) -> str:
    """Lock a leased lane until the commit; the last ts that Slack gave for it.

    Raises LostLease if the fence has moved on.
    """
    return _last_ts(connection.execute(_HOLD, _fenced(lane)), lane)


def renew(connection: Connection, lane: LaneLease, seconds: float) -> str:
    """The same as `hold`, and the lease lasts for so many seconds from now."""
    return _last_ts(connection.execute(_RENEW, {**_fenced(lane), "wait": micros(seconds)}), lane)


def _fenced(lane: LaneLease) -> dict[str, Any]:
    return {"of": lane.lane, "our_fence": lane.fence}


def _last_ts(held: CursorResult[Any], lane: LaneLease) -> str:
    last_ts: str | None = held.scalar()
    if last_ts is None:
        raise LostLease(f"Another process has lane {lane.lane}.")
    return last_ts


def note_ts(connection: Connection, name: str, ts: str) -> None:
    """Keep the last ts that Slack gave for a lane, which the caller has locked."""
    connection.execute(_NOTE_TS, {"of": name, "ts": ts})


def release(connection: Connection, name: str, wait_seconds: float) -> None:
    """Give a lane back, which the caller has locked; it isn't `pending` if it has no rows."""
    connection.execute(_RELEASE, {"of": name, "wait": micros(wait_seconds)})
    if connection.execute(_LOCK_EMPTY, {"of": name}).first() is not None:
        # Looked at again, now that nobody can add: rows may have come before the lock.
        connection.execute(_CLEAR, {"of": name})


def micros(seconds: float) -> int:
    """Seconds in the unit of the lanes' times."""
    return round(seconds * SECOND)
