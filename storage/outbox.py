"""`bot.ports.Outbox`: messages to be sent, in lanes. All times are the database's."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from bot.domain.announcements import Announcement, Message
from bot.ports import ClaimedLane, OutboxRow
from storage import erased_messages, lanes
from storage.columns import SECOND, database_now
from storage.posts import SqlPosts
from storage.tables import is_parked, is_pending, is_sent, outbox
from storage.transaction import Bulk, Order, Transaction

_o = outbox.c
_ROWS = (
    select(outbox, database_now().label("now"))
    .where(_o.lane == bindparam("name"), is_pending)
    .order_by(_o.id)
    .limit(bindparam("most"))
)
_TAKE_PARKED = (
    delete(outbox)
    .where(_o.lane == bindparam("name"), is_parked)
    .returning(_o.id, _o.lane, _o.message, _o.subject, _o.data, _o.key, _o.created_at)
)
_KEY_BYTES = 16
_ADD = Bulk(Order.MESSAGE, insert(outbox))
_MOMENT = 0.1


class SqlOutbox:
    """The outbox within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def _connection(self) -> Connection:
        return self._transaction.connection

    def add(self, announcements: Iterable[Announcement], at: datetime) -> None:
        """Write messages down, in order; `at` is business time, for the record."""
        rows = [
            {
                "lane": one.lane,
                "message": one.message.value,
                "subject": one.subject,
                "data": dict(one.data),
                "key": secrets.token_urlsafe(_KEY_BYTES),
                **_FRESH,
                "created_at": at,
            }
            for one in announcements
        ]
        if rows:
            self._append(rows)

    def _append(self, rows: list[dict[str, Any]]) -> None:
        names = {row["lane"] for row in rows}
        lanes.make(self._transaction, names)
        self._transaction.write(_ADD, rows)
        lanes.mark_pending(self._transaction, names)

    def claim(self, lease_seconds: float, most: int) -> ClaimedLane | None:
        """Take a lane that has messages, is not leased and need not wait, with its first rows."""
        while True:
            taken = lanes.take_free(self._connection, lease_seconds)
            if taken is None:
                return None
            name, fence = taken
            rows = self._connection.execute(_ROWS, {"name": name, "most": most}).all()
            if rows:
                return ClaimedLane(name, fence, tuple(_row(row) for row in rows))
            # Marked, but its rows are still being written by others: look elsewhere meanwhile.
            lanes.give_back(self._connection, name, _MOMENT)

    def sending(self, lane: ClaimedLane, rows: Sequence[int], arrives_within: float) -> None:
        """Before the call: these rows go out as one; until `arrives_within` s they may arrive."""
        last_ts = lanes.hold(self._connection, lane)
        self._change(
            lane,
            rows,
            state="sending",
            attempts=_o.attempts + 1,
            after_ts=last_ts,
            doubt_until=database_now() + round(arrives_within * SECOND),
        )

    def doubt(self, lane: ClaimedLane, rows: Sequence[int]) -> None:
        """It is not known whether these rows arrived."""
        lanes.hold(self._connection, lane)
        self._change(lane, rows, state="in doubt")

    def sent(
        self, lane: ClaimedLane, rows: Sequence[int], *, channel: str, ts: str, settle: bool
    ) -> None:
        """Slack has them. With `settle`, `(channel, ts)` becomes the post of their subject."""
        last_ts = lanes.hold(self._connection, lane)
        self._change(lane, rows, state="sent", channel=channel, ts=ts, sent_at=database_now())
        if _later(ts, last_ts):
            lanes.note_ts(self._connection, lane.lane, ts)
        if settle:
            posts = SqlPosts(self._connection)
            found = select(_o.subject).where(_o.id.in_(rows)).distinct()
            for subject in sorted(self._connection.execute(found).scalars()):
                posts.put(subject, channel, ts)

    def put_back(self, lane: ClaimedLane, rows: Sequence[int]) -> None:
        """They did not go out: they wait again, at their place."""
        lanes.hold(self._connection, lane)
        self._change(lane, rows, state="waiting", after_ts="", doubt_until=0)

    def park(self, lane: ClaimedLane, rows: Sequence[int], reason: str) -> None:
        """Slack refused for good; the rows leave the lane and are kept with the reason."""
        lanes.hold(self._connection, lane)
        self._change(lane, rows, state="parked", reason=reason, doubt_until=0)

    def release(self, lane: ClaimedLane, wait_seconds: float = 0.0) -> None:
        """Give the lease back; nobody takes the lane for `wait_seconds`."""
        lanes.hold(self._connection, lane)
        lanes.give_back(self._connection, lane.lane, wait_seconds)

    def extend(self, lane: ClaimedLane, lease_seconds: float) -> None:
        """Keep the lane for longer. Raises LostLease, as all calls, if the fence has moved on."""
        lanes.hold(self._connection, lane)
        lanes.extend(self._connection, lane.lane, lease_seconds)

    def take_over(self) -> None:
        """End all leases: only where this process is known to be alone (SQLite)."""
        lanes.end_all_leases(self._connection)

    def waiting(self) -> int:
        """How many rows are not sent yet."""
        found = select(func.count()).select_from(outbox).where(is_pending)
        return self._connection.execute(found).scalar_one()

    def next_in(self) -> float | None:
        """Seconds until a lane with rows may be taken; 0 if now, None if none waits."""
        return lanes.seconds_to_next(self._connection)

    def parked(self, limit: int = 100) -> tuple[tuple[OutboxRow, str], ...]:
        """What Slack refused for good, newest first, with the reason."""
        found = (
            select(outbox, database_now().label("now"))
            .where(is_parked)
            .order_by(_o.id.desc())
            .limit(limit)
        )
        return tuple((_row(row), row.reason or "") for row in self._connection.execute(found))

    def send_again(self, lane: str) -> int:
        """Put what is parked of a lane back at its end, in order, under new ids; how many rows."""
        gone = self._connection.execute(_TAKE_PARKED, {"name": lane})
        told = [{str(name): value for name, value in row.items()} for row in gone.mappings()]
        rows = sorted(told, key=lambda row: int(row.pop("id")))
        if rows:
            self._append([{**row, **_FRESH} for row in rows])
        return len(rows)

    def purge_sent(self, older_than_seconds: float) -> int:
        """Forget what was sent long ago, but for where it stands in Slack; how many rows went."""
        old = _o.sent_at < self._now() - round(older_than_seconds * SECOND)
        erased_messages.keep_places(self._connection, old)
        gone = delete(outbox).where(is_sent, old)
        return self._connection.execute(gone).rowcount

    def _now(self) -> int:
        return self._connection.execute(select(database_now())).scalar_one()

    def _change(self, lane: ClaimedLane, rows: Sequence[int], **values: Any) -> None:
        self._connection.execute(
            update(outbox).where(_o.id.in_(rows), _o.lane == lane.lane, is_pending).values(values)
        )


_FRESH: dict[str, Any] = {"state": "waiting", "attempts": 0, "after_ts": "", "doubt_until": 0}


def _later(ts: str, than: str) -> bool:
    """Whether Slack gave `ts` later; an update answers with the ts of the first post."""
    return (len(ts.partition(".")[0]), ts) > (len(than.partition(".")[0]), than)


def _row(row: Row[Any]) -> OutboxRow:
    return OutboxRow(
        id=row.id,
        lane=row.lane,
        message=Message(row.message),
        subject=row.subject,
        data=row.data,
        key=row.key,
        state=row.state,
        attempts=row.attempts,
        after_ts=row.after_ts,
        doubt_ends_in=max(0.0, (row.doubt_until - row.now) / SECOND),
        created_at=row.created_at,
    )
