"""`bot.ports.outbox.Outbox`: messages to be sent, in lanes. All times are the database's."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Row,
    Text,
    Update,
    bindparam,
    cast,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningDelete

from bot.domain.announcements import NOBODY_YET, Announcement, Message, direct
from bot.ports.outbox import LaneLease, ListMessages, Outbox, OutboxRow, Posts
from storage.outbox import lanes
from storage.retention import erased_messages
from storage.sql.dialects import SECOND, OnConnection, database_now, upsert
from storage.sql.tables import is_parked, is_pending, is_sent, outbox, posts, referrals
from storage.sql.tables import lanes as lane_rows
from storage.sql.tables_beside import listed, sql_literal

_o = outbox.c
_ROWS = (
    select(outbox, database_now().label("now"))
    .where(_o.lane == bindparam("of"), is_pending)
    .order_by(_o.id)
    .limit(bindparam("most"))
)
_NEXT = _ROWS.where(_o.message != Message.REDRAW.value)
_LAST = _ROWS.where(_o.message == Message.REDRAW.value)


def _become(state: str, **values: Any) -> Update:
    these = _o.lane == bindparam("of"), _o.id.in_(bindparam("ids", expanding=True)), is_pending
    return update(outbox).where(*these).values(state=sql_literal(state), **values)


_SENDING = _become(
    "sending",
    attempts=_o.attempts + 1,
    after_ts=bindparam("last_ts"),
    doubt_until=database_now() + bindparam("within", type_=BigInteger),
)
_IN_DOUBT = _become("in doubt")
_SENT = _become("sent", channel=bindparam("in_channel"), ts=bindparam("at"), sent_at=database_now())
_WAITING = _become("waiting", after_ts="", doubt_until=0)
_PARKED = _become("parked", reason=bindparam("why"), doubt_until=0)


def _first(connection: Connection, lane: str, most: int) -> tuple[OutboxRow, ...]:
    """The first `most` rows of a lane that are not sent yet."""
    rows = connection.execute(_NEXT, {"of": lane, "most": most}).all()
    if len(rows) < most:  # cards that only are redrawn go after everything else
        rest = {"of": lane, "most": most - len(rows)}
        rows = [*rows, *connection.execute(_LAST, rest)]
    return tuple(map(_read, rows))


def _read(row: Row[Any]) -> OutboxRow:
    """The outbox row of a database row that was selected with the database's time as `now`."""
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


def _later(ts: str, than: str) -> bool:
    """Whether Slack gave `ts` later; an update answers with the ts of the first post."""
    return (len(ts.partition(".")[0]), ts) > (len(than.partition(".")[0]), than)


_ADD = insert(outbox)
_TAKE = (
    delete(outbox)
    .where(_o.lane == bindparam("of"))
    .returning(_o.id, _o.lane, _o.message, _o.subject, _o.data, _o.key, _o.created_at)
)
_TAKE_PARKED, _TAKE_WAITING = _TAKE.where(is_parked), _TAKE.where(is_pending)
_FOR_LEADS = direct(NOBODY_YET)
_FRESH: dict[str, Any] = {"state": "waiting", "attempts": 0, "after_ts": "", "doubt_until": 0}
_KEY_BYTES = 16
_MOMENT = 0.1


class SqlOutbox(OnConnection, Outbox):
    """The outbox within one transaction.

    A call with a lease raises LostLease, and changes nothing, if the fence has moved on.
    """

    def add(self, announcements: Iterable[Announcement], at: datetime) -> None:
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
        connection = self._connection
        claimed: list[LaneLease] = []
        while not claimed and (names := lanes.free(connection, lanes_at_most)):
            for name in names:
                if rows := _first(connection, name, most):
                    fence = lanes.lease(connection, name, lease_seconds)
                    claimed.append(LaneLease(name, fence, rows))
                else:
                    # Its rows are still being written by others: look elsewhere meanwhile.
                    lanes.release(connection, name, _MOMENT)
        return tuple(claimed)

    def mark_sending(
        self, lane: LaneLease, rows: Sequence[int], arrives_within: float, lease_seconds: float
    ) -> None:
        last_ts = lanes.renew(self._connection, lane, lease_seconds)
        values = {"last_ts": last_ts, "within": lanes.micros(arrives_within)}
        self._connection.execute(_SENDING, {"of": lane.lane, "ids": list(rows), **values})

    def _change(self, to: Update, lane: LaneLease, rows: Sequence[int], **values: Any) -> str:
        """Write down what became of these rows of a lane, which is locked; its last ts."""
        last_ts = lanes.hold(self._connection, lane)
        self._connection.execute(to, {"of": lane.lane, "ids": list(rows), **values})
        return last_ts

    def mark_in_doubt(self, lane: LaneLease, rows: Sequence[int]) -> None:
        self._change(_IN_DOUBT, lane, rows)

    def mark_sent(
        self, lane: LaneLease, rows: Sequence[int], *, channel: str, ts: str, settle: bool
    ) -> None:
        if _later(ts, self._change(_SENT, lane, rows, in_channel=channel, at=ts)):
            lanes.note_ts(self._connection, lane.lane, ts)
        if settle:
            for subject in sorted({row.subject for row in lane.rows if row.id in rows}):
                SqlPosts(self._connection).put(subject, channel, ts)

    def put_back(self, lane: LaneLease, rows: Sequence[int]) -> None:
        self._change(_WAITING, lane, rows)

    def park(self, lane: LaneLease, rows: Sequence[int], reason: str) -> None:
        self._change(_PARKED, lane, rows, why=reason)

    def release(self, lane: LaneLease, wait_seconds: float = 0.0) -> None:
        lanes.hold(self._connection, lane)
        lanes.release(self._connection, lane.lane, wait_seconds)

    def renew(self, lane: LaneLease, lease_seconds: float) -> None:
        lanes.renew(self._connection, lane, lease_seconds)

    def end_all_leases(self) -> None:
        self._connection.execute(lanes.END_LEASES)

    def count_pending(self) -> int:
        found = select(func.count()).select_from(outbox).where(is_pending, _o.lane != _FOR_LEADS)
        return self._connection.execute(found).scalar_one()

    def seconds_to_next(self) -> float | None:
        free_at, now = self._connection.execute(lanes.NEXT).one()
        return None if free_at is None else max(0.0, (free_at - now) / SECOND)

    def parked(self, limit: int = 100) -> tuple[tuple[OutboxRow, str], ...]:
        found = (
            select(outbox, database_now().label("now"))
            .where(is_parked)
            .order_by(_o.id.desc())
            .limit(limit)
        )
        rows = self._connection.execute(found)
        return tuple((_read(row), row.reason or "") for row in rows)

    def send_again(self, lane: str) -> int:
        rows = self._take(_TAKE_PARKED, lane)
        if rows:
            self._append([{**row, **_FRESH} for row in rows])
        return len(rows)

    def look_for_all(self) -> int:
        self.end_all_leases()
        last_ts = select(lane_rows.c.last_ts).where(lane_rows.c.lane == _o.lane).scalar_subquery()
        waiting = update(outbox).where(_o.state == "waiting")
        doubt = waiting.values(state="in doubt", after_ts=last_ts, doubt_until=0)
        return self._connection.execute(doubt).rowcount

    def posted_last(self, limit: int) -> tuple[str, ...]:
        lane, ts = lane_rows.c.lane, lane_rows.c.last_ts
        channels = select(lane).where(ts != "", ~lane.startswith("@"))
        found = channels.order_by(func.length(ts).desc(), ts.desc()).limit(limit)
        return tuple(self._connection.execute(found).scalars())

    def move(self, lane: str, to: Sequence[str]) -> int:
        rows = self._take(_TAKE_WAITING, lane)
        if rows:
            self._append(
                [
                    {**row, **_FRESH, "lane": name, "key": secrets.token_urlsafe(_KEY_BYTES)}
                    for row in rows
                    for name in to
                ]
            )
        return len(rows)

    def _take(self, taking: ReturningDelete[Any], lane: str) -> list[dict[str, Any]]:
        gone = self._connection.execute(taking, {"of": lane})
        told = [{str(name): value for name, value in row.items()} for row in gone.mappings()]
        return sorted(told, key=lambda row: int(row.pop("id")))

    def purge_sent(self, older_than_seconds: float) -> int:
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
        if sendable := names - {_FOR_LEADS}:
            lanes.mark_pending(connection, sendable)


_p = posts.c
_GET = select(_p.channel, _p.ts).where(_p.subject == bindparam("of"))
_FORGET = delete(posts).where(_p.subject == bindparam("of"))


class SqlPosts(OnConnection, Posts):
    """Posts within one transaction."""

    def get(self, subject: str) -> tuple[str, str] | None:
        row = self._connection.execute(_GET, {"of": subject}).first()
        return (row.channel, row.ts) if row else None

    def at(self, channel: str, ts: str) -> str | None:
        # Asked rarely, so it has no index.
        found = select(_p.subject).where(_p.channel == channel, _p.ts == ts)
        return self._connection.execute(found).scalars().first()

    def put(self, subject: str, channel: str, ts: str) -> None:
        upsert(self._connection, posts, {"subject": subject, "channel": channel, "ts": ts})

    def cards(self, since: datetime) -> tuple[tuple[str, str], ...]:
        card = _p.subject == "R-" + cast(referrals.c.number, Text)
        fresh = referrals.c.finished_at.is_(None) | (referrals.c.finished_at > since)
        found = (
            select(_p.subject, _p.channel)
            .join(referrals, card)
            .where(referrals.c.erased_at.is_(None), fresh)
        )
        wait = select(_o.subject, _o.lane).where(is_pending, _o.message == Message.CARD.value)
        lists = select(_l.subject, _l.lane).join(referrals, referrals.c.number == _l.referral)
        lists = lists.where(referrals.c.erased_at.is_(None), fresh)
        cards = self._connection.execute(found.union(wait, lists).order_by(_p.subject))
        return tuple((row.subject, row.channel) for row in cards)

    def forget(self, subject: str) -> None:
        self._connection.execute(_FORGET, {"of": subject})


_l = listed.c
_NAMES = select(_l.subject, _l.lane).where(_l.referral == bindparam("number"))
_OF = select(_l.referral).where(_l.subject == bindparam("of")).order_by(_l.referral)
_LEAVE = delete(listed).where(_l.referral == bindparam("number"))


class SqlListMessages(OnConnection, ListMessages):
    """List messages within one transaction."""

    def add(self, lane: str, subject: str, numbers: Sequence[int]) -> None:
        rows = [{"referral": number, "subject": subject, "lane": lane} for number in numbers]
        self._connection.execute(insert(listed), rows)

    def numbers(self, subject: str) -> tuple[int, ...]:
        return tuple(self._connection.execute(_OF, {"of": subject}).scalars())

    def that_names(self, number: int) -> Announcement | None:
        row = self._connection.execute(_NAMES, {"number": number}).first()
        return Announcement(row.lane, Message.REDRAW, row.subject) if row else None

    def leave_out(self, number: int) -> None:
        self._connection.execute(_LEAVE, {"number": number})
