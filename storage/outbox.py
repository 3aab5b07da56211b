"""`bot.ports.Outbox`: messages to be sent, in lanes. All times are the database's."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Update, bindparam, delete, func, insert, select

from bot.domain.announcements import Announcement
from bot.ports import Came, ClaimedLane, LaneWork, LostLease, OutboxRow
from storage import erased_messages, outbox_rows
from storage import lanes as lane_rows
from storage.columns import SECOND, database_now
from storage.posts import SqlPosts
from storage.tables import is_parked, is_pending, is_sent, outbox

_o = outbox.c
_TAKE_PARKED = (
    delete(outbox)
    .where(_o.lane == bindparam("name"), is_parked)
    .returning(_o.id, _o.lane, _o.message, _o.subject, _o.data, _o.key, _o.created_at)
)
_KEY_BYTES = 16
_ADD = insert(outbox)
_MOMENT = 0.1


class SqlOutbox:
    """The outbox within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[str, tuple[int, str]] | None = None
        """(fence, last ts) of the lanes that `together` holds."""

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
        lane_rows.make(self._connection, names)
        self._connection.execute(_ADD, rows)
        lane_rows.mark_pending(self._connection, names)

    def claim(self, lease_seconds: float, most: int, lanes: int) -> tuple[ClaimedLane, ...]:
        """Take lanes, each with its first rows; see `bot.ports.Outbox.claim`."""
        connection = self._connection
        while True:
            names = lane_rows.free(connection, lanes)
            if not names:
                return ()
            rows = outbox_rows.first(connection, names, most)
            # Marked, but its rows are still being written by others: look elsewhere meanwhile.
            without = [name for name in names if name not in rows]
            if without:
                self._give_back(without, _MOMENT)
            if rows:
                fences = lane_rows.lease(connection, list(rows), lease_seconds)
                return tuple(ClaimedLane(name, fences[name], rows[name]) for name in rows)

    def together(self, works: Sequence[LaneWork]) -> list[Came]:
        """What each work wants of its lane, in bulk; see `bot.ports.Outbox.together`."""
        alone = len(works) == 1
        names = [lane.lane for lane, _ in works]
        self._held = lane_rows.hold(self._connection, names, skip_locked=not alone)
        try:
            return [self._one(lane, work, alone) for lane, work in works]
        finally:
            self._held = None

    def _one(self, lane: ClaimedLane, work: Callable[[SqlOutbox], None], alone: bool) -> Came:
        assert self._held is not None
        if lane.lane not in self._held and not alone:
            return Came.BUSY
        try:
            work(self)
        except LostLease:
            return Came.LOST
        return Came.DONE

    def sending(self, lane: ClaimedLane, rows: Sequence[int], arrives_within: float) -> None:
        """Before the call: these rows go out as one; until `arrives_within` s they may arrive."""
        last_ts = self._hold(lane)
        within = lane_rows.micros(arrives_within)
        self._change(outbox_rows.SENDING, lane, rows, after=last_ts, within=within)

    def doubt(self, lane: ClaimedLane, rows: Sequence[int]) -> None:
        """It is not known whether these rows arrived."""
        self._hold(lane)
        self._change(outbox_rows.IN_DOUBT, lane, rows)

    def sent(
        self, lane: ClaimedLane, rows: Sequence[int], *, channel: str, ts: str, settle: bool
    ) -> None:
        """Slack has them. With `settle`, `(channel, ts)` becomes the post of their subject."""
        last_ts = self._hold(lane)
        self._change(outbox_rows.SENT, lane, rows, where=channel, at=ts)
        if outbox_rows.later(ts, last_ts):
            self._connection.execute(lane_rows.NOTE, {"name": lane.lane, "ts": ts})
        if settle:
            posts = SqlPosts(self._connection)
            for subject in sorted({row.subject for row in lane.rows if row.id in rows}):
                posts.put(subject, channel, ts)

    def put_back(self, lane: ClaimedLane, rows: Sequence[int]) -> None:
        """They did not go out: they wait again, at their place."""
        self._hold(lane)
        self._change(outbox_rows.PUT_BACK, lane, rows)

    def park(self, lane: ClaimedLane, rows: Sequence[int], reason: str) -> None:
        """Slack refused for good; the rows leave the lane and are kept with the reason."""
        self._hold(lane)
        self._change(outbox_rows.PARK, lane, rows, why=reason)

    def release(self, lane: ClaimedLane, wait_seconds: float = 0.0) -> None:
        """Give the lease back; nobody takes the lane for `wait_seconds`."""
        self._hold(lane)
        self._give_back([lane.lane], wait_seconds)

    def extend(self, lane: ClaimedLane, lease_seconds: float) -> None:
        """Keep the lane for longer. Raises LostLease, as all calls, if the fence has moved on."""
        self._hold(lane)
        wait = lane_rows.micros(lease_seconds)
        self._connection.execute(lane_rows.EXTEND, {"name": lane.lane, "wait": wait})

    def take_over(self) -> None:
        """End all leases: only where this process is known to be alone (SQLite)."""
        lane_rows.end_all_leases(self._connection)

    def waiting(self) -> int:
        """How many rows are not sent yet."""
        found = select(func.count()).select_from(outbox).where(is_pending)
        return self._connection.execute(found).scalar_one()

    def next_in(self) -> float | None:
        """Seconds until a lane with rows may be taken; 0 if now, None if none waits."""
        return lane_rows.seconds_to_next(self._connection)

    def parked(self, limit: int = 100) -> tuple[tuple[OutboxRow, str], ...]:
        """What Slack refused for good, newest first, with the reason."""
        found = (
            select(outbox, database_now().label("now"))
            .where(is_parked)
            .order_by(_o.id.desc())
            .limit(limit)
        )
        return tuple(
            (outbox_rows.read(row), row.reason or "") for row in self._connection.execute(found)
        )

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

    # --- one lane by itself, or one of several ---------------------------------

    def _hold(self, lane: ClaimedLane) -> str:
        """The last ts of a lane, which is locked. Raises LostLease if the fence moved on."""
        held = self._held
        if held is None:
            held = lane_rows.hold(self._connection, [lane.lane])
        fence, last_ts = held.get(lane.lane, (None, ""))
        if fence != lane.fence:
            raise LostLease(f"Another process has lane {lane.lane}.")
        return last_ts

    def _change(
        self, statement: Update, lane: ClaimedLane, rows: Sequence[int], **values: Any
    ) -> None:
        each = [{"row": row, "name": lane.lane, **values} for row in rows]
        if each:
            self._connection.execute(statement, each)

    def _give_back(self, names: Sequence[str], wait_seconds: float) -> None:
        wait = lane_rows.micros(wait_seconds)
        given = [{"name": name, "wait": wait} for name in names]
        self._connection.execute(lane_rows.GIVE_BACK, given)
        lane_rows.clear_empty(self._connection, names)


_FRESH: dict[str, Any] = {"state": "waiting", "attempts": 0, "after_ts": "", "doubt_until": 0}
