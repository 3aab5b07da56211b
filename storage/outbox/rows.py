"""Rows of the outbox: the next ones of a lane, and what can become of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, Update, bindparam, select, update

from bot.domain.announcements import Message
from bot.ports.outbox import OutboxRow
from storage.sql.columns import SECOND, database_now
from storage.sql.tables import is_pending, outbox, sql_literal

_o = outbox.c
_NEXT = (
    select(outbox, database_now().label("now"))
    .where(_o.lane == bindparam("of"), is_pending)
    .order_by(_o.id)
    .limit(bindparam("most"))
)


def _become(state: str, **values: Any) -> Update:
    these = _o.lane == bindparam("of"), _o.id.in_(bindparam("ids", expanding=True)), is_pending
    return update(outbox).where(*these).values(state=sql_literal(state), **values)


SENDING = _become(
    "sending",
    attempts=_o.attempts + 1,
    after_ts=bindparam("last_ts"),
    doubt_until=database_now() + bindparam("within", type_=BigInteger),
)
IN_DOUBT = _become("in doubt")
SENT = _become("sent", channel=bindparam("in_channel"), ts=bindparam("at"), sent_at=database_now())
WAITING = _become("waiting", after_ts="", doubt_until=0)
PARKED = _become("parked", reason=bindparam("why"), doubt_until=0)


def first(connection: Connection, lane: str, most: int) -> tuple[OutboxRow, ...]:
    """The first `most` rows of a lane that are not sent yet."""
    return tuple(map(read, connection.execute(_NEXT, {"of": lane, "most": most})))


def change(
    connection: Connection, to: Update, lane: str, ids: Sequence[int], **values: Any
) -> None:
    """Write down what became of these rows of a lane."""
    connection.execute(to, {"of": lane, "ids": list(ids), **values})


def read(row: Row[Any]) -> OutboxRow:
    """A row that was selected with the database's time as `now`."""
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


def later(ts: str, than: str) -> bool:
    """Whether Slack gave `ts` later; an update answers with the ts of the first post."""
    return (len(ts.partition(".")[0]), ts) > (len(than.partition(".")[0]), than)
