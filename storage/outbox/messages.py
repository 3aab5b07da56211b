"""`bot.ports.outbox.Outbox`: messages to be sent, in lanes. All times are the database's."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from bot.domain.announcements import Announcement
from bot.ports.outbox import LaneLease, OutboxRow
from storage.outbox import lanes
from storage.outbox import rows as outbox_rows
from storage.outbox.posts import SqlPosts
from storage.retention import erased_messages
from storage.sql.columns import SECOND, database_now
from storage.sql.tables import is_parked, is_pending, is_sent, outbox

_o = outbox.c
_ADD = insert(outbox)
_TAKE_PARKED = (
    delete(outbox)
    .where(_o.lane == bindparam("of"), is_parked)
    .returning(_o.id, _o.lane, _o.message, _o.subject, _o.data, _o.key, _o.created_at)
)
_FRESH: dict[str, Any] = {"state": "waiting", "attempts": 0, "after_ts": "", "doubt_until": 0}
_KEY_BYTES = 16
_MOMENT = 0.1


class SqlOutbox:
    """The outbox within one transaction. What is done with a leased lane raises LostLease, and
    changes nothing, if the fence has moved on."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

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

    def claim(self, lease_seconds: float, most: int, lanes_at_most: int) -> tuple[LaneLease, ...]:
        """Take lanes, each with its first rows; see `bot.ports.outbox.Outbox.claim`."""
        connection = self._connection
        claimed: list[LaneLease] = []
        while not claimed and (names := lanes.free(connection, lanes_at_most)):
            for name in names:
                if rows := outbox_rows.first(connection, name, most):
                    fence = lanes.lease(connection, name, lease_seconds)
                    claimed.append(LaneLease(name, fence, rows))
                else:
                    # Its rows are still being written by others: look elsewhere meanwhile.
                    lanes.release(connection, name, _MOMENT)
        return tuple(claimed)

    def sending(self, lane: LaneLease, rows: Sequence[int], arrives_within: float) -> None:
        """Before the call: these rows go out as one; until `arrives_within` s they may arrive."""
        connection = self._connection
        last_ts = lanes.hold(connection, lane)
        within = lanes.micros(arrives_within)
        outbox_rows.change(
            connection, outbox_rows.SENDING, lane.lane, rows, last_ts=last_ts, within=within
        )

    def doubt(self, lane: LaneLease, rows: Sequence[int]) -> None:
        """It is not known whether these rows arrived."""
        connection = self._connection
        lanes.hold(connection, lane)
        outbox_rows.change(connection, outbox_rows.IN_DOUBT, lane.lane, rows)

    def sent(
        self, lane: LaneLease, rows: Sequence[int], *, channel: str, ts: str, settle: bool
    ) -> None:
        """Slack has them. With `settle`, `(channel, ts)` becomes the post of their subject."""
        connection = self._connection
        last_ts = lanes.hold(connection, lane)
        outbox_rows.change(connection, outbox_rows.SENT, lane.lane, rows, in_channel=channel, at=ts)
        if outbox_rows.later(ts, last_ts):
            lanes.note_ts(connection, lane.lane, ts)
        if settle:
            for subject in sorted({row.subject for row in lane.rows if row.id in rows}):
                SqlPosts(self._connection).put(subject, channel, ts)

    def put_back(self, lane: LaneLease, rows: Sequence[int]) -> None:
        """They did not go out: they wait again, at their place."""
        connection = self._connection
        lanes.hold(connection, lane)
        outbox_rows.change(connection, outbox_rows.WAITING, lane.lane, rows)

    def park(self, lane: LaneLease, rows: Sequence[int], reason: str) -> None:
        """Slack refused for good; the rows leave the lane and are kept with the reason."""
        connection = self._connection
        lanes.hold(connection, lane)
        outbox_rows.change(connection, outbox_rows.PARKED, lane.lane, rows, why=reason)

    def release(self, lane: LaneLease, wait_seconds: float = 0.0) -> None:
        """Give the lease back; nobody takes the lane for `wait_seconds`."""
        connection = self._connection
        lanes.hold(connection, lane)
        lanes.release(connection, lane.lane, wait_seconds)

    def extend(self, lane: LaneLease, lease_seconds: float) -> None:
        """Keep the lane for longer."""
        connection = self._connection
        lanes.hold(connection, lane)
        lanes.extend(connection, lane.lane, lease_seconds)

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
        rows = self._connection.execute(found)
        return tuple((outbox_rows.read(row), row.reason or "") for row in rows)

    def send_again(self, lane: str) -> int:
        """Put what is parked of a lane back at its end, in order, under new ids; how many rows."""
        gone = self._connection.execute(_TAKE_PARKED, {"of": lane})
        told = [{str(name): value for name, value in row.items()} for row in gone.mappings()]
        rows = sorted(told, key=lambda row: int(row.pop("id")))
        if rows:
            self._append([{**row, **_FRESH} for row in rows])
        return len(rows)

    def purge_sent(self, older_than_seconds: float) -> int:
        """Forget what was sent long ago, but for where it stands in Slack; how many rows went."""
        connection = self._connection
        now = connection.execute(select(database_now())).scalar_one()
        old = _o.sent_at < now - round(older_than_seconds * SECOND)
        erased_messages.keep_places(connection, old)
        return connection.execute(delete(outbox).where(is_sent, old)).rowcount

    def _append(self, rows: list[dict[str, Any]]) -> None:
        connection = self._connection
        names = {row["lane"] for row in rows}
        lanes.make(connection, names)
        connection.execute(_ADD, rows)
        lanes.mark_pending(connection, names)
