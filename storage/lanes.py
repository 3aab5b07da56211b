"""Lanes: who may send on which, until when; and which of them have anything to send.

A lane is `pending` while it has rows. Writers set that without queueing behind each other: their
new rows' foreign key holds the lane's row in share (FOR KEY SHARE) until they commit, and `pending`
is only cleared under a full lock, so never while somebody's rows are about to appear.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from sqlalchemy import BigInteger, Connection, bindparam, exists, func, select, true, update

from bot.ports import ClaimedLane, LostLease
from storage.columns import SECOND, database_now
from storage.tables import has_rows, is_pending, lanes, outbox
from storage.transaction import Bulk, Order, Transaction
from storage.upserts import unless_there

_l = lanes.c
_NEW = {"pending": False, "leased": False, "free_at": 0, "fence": 0, "last_ts": ""}
# One by one, in order: two writers cannot deadlock.
_MARK = Bulk(
    Order.PENDING,
    update(lanes).where(_l.lane == bindparam("name"), _l.pending.is_(False)).values(pending=true()),
    one_each="name",
)


_later = database_now() + bindparam("wait", type_=BigInteger)
_this = _l.lane == bindparam("name")
_FREE = (
    select(_l.lane)
    .where(has_rows, _l.free_at <= database_now())
    .order_by(_l.free_at)
    .limit(1)
    .with_for_update(skip_locked=True, key_share=True)
)
_LEASE = (
    update(lanes)
    .where(_this)
    .values(leased=True, fence=_l.fence + 1, free_at=_later)
    .returning(_l.fence)
)
_HOLD = select(_l.fence, _l.last_ts).where(_this).with_for_update(key_share=True)
_NOTE = update(lanes).where(_this).values(last_ts=bindparam("ts"))
_EXTEND = update(lanes).where(_this).values(free_at=_later)
_GIVE_BACK = update(lanes).where(_this).values(leased=False, free_at=_later)
_HAS_ROWS = select(exists().where(outbox.c.lane == bindparam("name"), is_pending))
_ALONE = select(_l.lane).where(_this).with_for_update(skip_locked=True)
_CLEAR = update(lanes).where(_this).values(pending=False)
_NEXT = select(func.min(_l.free_at), database_now()).where(has_rows)


@cache
def _make(dialect: str) -> Bulk:
    return Bulk(Order.LANE, unless_there(dialect, lanes), one_each="lane")


def make(transaction: Transaction, names: Collection[str]) -> None:
    """See to it that the lanes exist."""
    dialect = "postgresql" if transaction.postgresql else "sqlite"
    transaction.write(_make(dialect), [{"lane": name, **_NEW} for name in names])


def mark_pending(transaction: Transaction, names: Collection[str]) -> None:
    """Rows were added to these lanes, in this transaction."""
    transaction.write(_MARK, [{"name": name} for name in names])


def take_free(connection: Connection, lease_seconds: float) -> tuple[str, int] | None:
    """Lease the lane with rows that has been free for longest: (lane, fence)."""
    name = connection.execute(_FREE).scalar_one_or_none()
    if name is None:
        return None
    leased = connection.execute(_LEASE, {"name": name, "wait": _micros(lease_seconds)})
    return name, leased.scalar_one()


def hold(connection: Connection, lane: ClaimedLane) -> str:
    """Lock the lane for this transaction; its last ts. Raises LostLease if the fence moved on."""
    row = connection.execute(_HOLD, {"name": lane.lane}).first()
    if row is None or row.fence != lane.fence:
        raise LostLease(f"Another process has lane {lane.lane}.")
    return str(row.last_ts)


def note_ts(connection: Connection, name: str, ts: str) -> None:
    """Slack gave this ts for the lane, which the caller holds."""
    connection.execute(_NOTE, {"name": name, "ts": ts})


def extend(connection: Connection, name: str, lease_seconds: float) -> None:
    """Keep a held lane for longer."""
    connection.execute(_EXTEND, {"name": name, "wait": _micros(lease_seconds)})


def give_back(connection: Connection, name: str, wait_seconds: float) -> None:
    """End the lease of a held lane; it stays untaken for `wait_seconds`."""
    connection.execute(_GIVE_BACK, {"name": name, "wait": _micros(wait_seconds)})
    clear_if_empty(connection, name)


def clear_if_empty(connection: Connection, name: str) -> None:
    """Forget that the lane is pending if it has no rows and nobody is adding any."""
    if connection.execute(_HAS_ROWS, {"name": name}).scalar_one():
        return
    if connection.execute(_ALONE, {"name": name}).first() is None:
        return
    if not connection.execute(_HAS_ROWS, {"name": name}).scalar_one():
        connection.execute(_CLEAR, {"name": name})


def end_all_leases(connection: Connection) -> None:
    """Whoever had a lane has it no longer; waits stay."""
    connection.execute(
        update(lanes).where(_l.leased.is_(True)).values(leased=False, fence=_l.fence + 1, free_at=0)
    )


def seconds_to_next(connection: Connection) -> float | None:
    """Until a lane with rows may be taken: 0 if now, None if no lane has rows."""
    free_at, now = connection.execute(_NEXT).one()
    return None if free_at is None else max(0.0, (free_at - now) / SECOND)


def _micros(seconds: float) -> int:
    return round(seconds * SECOND)
