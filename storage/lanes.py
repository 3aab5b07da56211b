"""Lanes: who may send on which, until when; and which of them have anything to send.

A lane is `pending` while it has rows. Writers set that without queueing behind each other: their
new rows' foreign key holds the lane's row in share (FOR KEY SHARE) until they commit, and `pending`
is only cleared under a full lock, so never while somebody's rows are about to appear.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Update,
    bindparam,
    exists,
    func,
    select,
    true,
    update,
)

from storage.columns import SECOND, database_now
from storage.tables import has_rows, is_pending, lanes, outbox
from storage.upserts import insert_unless_there

_l = lanes.c
_NEW = {"pending": False, "leased": False, "free_at": 0, "fence": 0, "last_ts": ""}
# One by one, in order: two writers cannot deadlock.
_MARK = (
    update(lanes).where(_l.lane == bindparam("name"), _l.pending.is_(False)).values(pending=true())
)


_later = database_now() + bindparam("wait", type_=BigInteger)
_this = _l.lane == bindparam("name")
_these = _l.lane.in_(bindparam("names", expanding=True))
_empty = ~exists().where(outbox.c.lane == _l.lane, is_pending)
_FREE = (
    select(_l.lane)
    .where(has_rows, _l.free_at <= database_now())
    .order_by(_l.free_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, key_share=True)
)
_LEASE = (
    update(lanes)
    .where(_these)
    .values(leased=True, fence=_l.fence + 1, free_at=_later)
    .returning(_l.lane, _l.fence)
)
_ALL = select(_l.lane, _l.fence, _l.last_ts).where(_these).order_by(_l.lane)
_HOLD = _ALL.with_for_update(key_share=True)
_HOLD_FREE = _ALL.with_for_update(key_share=True, skip_locked=True)


def _each(**values: Any) -> Update:
    return update(lanes).where(_this).values(values)


NOTE = _each(last_ts=bindparam("ts"))
EXTEND = _each(free_at=_later)
GIVE_BACK = _each(leased=False, free_at=_later)
_EMPTY = select(_l.lane).where(_these, _empty).order_by(_l.lane).with_for_update(skip_locked=True)
_CLEAR = update(lanes).where(_these, _empty).values(pending=False)
_NEXT = select(func.min(_l.free_at), database_now()).where(has_rows)


def make(connection: Connection, names: Collection[str]) -> None:
    """See to it that the lanes exist."""
    rows = [{"lane": name, **_NEW} for name in sorted(names)]
    connection.execute(insert_unless_there(connection, lanes), rows)


def mark_pending(connection: Connection, names: Collection[str]) -> None:
    """Rows were added to these lanes, in this transaction."""
    connection.execute(_MARK, [{"name": name} for name in sorted(names)])


def free(connection: Connection, most: int) -> list[str]:
    """Lock up to `most` lanes with rows, those that have been free for longest; others' are left."""
    return list(connection.execute(_FREE, {"most": most}).scalars())


def lease(connection: Connection, names: Sequence[str], lease_seconds: float) -> dict[str, int]:
    """Lease these lanes, which the caller has locked; the fence of each."""
    wait = micros(lease_seconds)
    leased = connection.execute(_LEASE, {"names": list(names), "wait": wait})
    return {row.lane: row.fence for row in leased}


def hold(
    connection: Connection, names: Sequence[str], *, skip_locked: bool = False
) -> dict[str, tuple[int, str]]:
    """Lock lanes for this transaction, in order; (fence, last ts) of each.

    With `skip_locked`, those that another transaction has locked are left out.
    """
    found = _HOLD_FREE if skip_locked else _HOLD
    held = connection.execute(found, {"names": sorted(names)})
    return {row.lane: (row.fence, row.last_ts) for row in held}


def clear_empty(connection: Connection, names: Collection[str]) -> None:
    """Forget of these lanes, which the caller holds, that they are pending: of those that have no
    rows and to which nobody is adding any."""
    alone = connection.execute(_EMPTY, {"names": sorted(names)}).scalars().all()
    if alone:
        # Looked at again, now that nobody can add: rows may have come before the lock.
        connection.execute(_CLEAR, {"names": alone})


def end_all_leases(connection: Connection) -> None:
    """Whoever had a lane has it no longer; waits stay."""
    connection.execute(
        update(lanes).where(_l.leased.is_(True)).values(leased=False, fence=_l.fence + 1, free_at=0)
    )


def seconds_to_next(connection: Connection) -> float | None:
    """Until a lane with rows may be taken: 0 if now, None if no lane has rows."""
    free_at, now = connection.execute(_NEXT).one()
    return None if free_at is None else max(0.0, (free_at - now) / SECOND)


def micros(seconds: float) -> int:
    """Seconds as the lanes' times count them."""
    return round(seconds * SECOND)
