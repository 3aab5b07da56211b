"""Rows of the outbox: read for delivery, and what can become of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, Update, bindparam, func, select, update

from bot.domain.announcements import Message
from bot.ports import OutboxRow
from storage.columns import SECOND, database_now
from storage.tables import PENDING, fixed, is_pending, lanes, outbox

_o = outbox.c
_LAST_ID = 2**63 - 1
_behind = outbox.alias("behind")
# Where a lane's first rows end: looked up once for each lane, so that a long one is not read whole.
_end = (
    select(_behind.c.id)
    .where(_behind.c.lane == lanes.c.lane, _behind.c.state.in_([fixed(one) for one in PENDING]))
    .order_by(_behind.c.id)
    .offset(bindparam("most") - 1)
    .limit(1)
    .correlate(lanes)
    .scalar_subquery()
)
_FIRST = (
    select(outbox, database_now().label("now"))
    .join_from(lanes, outbox, _o.lane == lanes.c.lane)
    .where(
        lanes.c.lane.in_(bindparam("names", expanding=True)),
        is_pending,
        _o.id <= func.coalesce(_end, _LAST_ID),
    )
    .order_by(_o.lane, _o.id)
)


def _each(**values: Any) -> Update:
    these = _o.id == bindparam("row"), _o.lane == bindparam("name"), is_pending
    return update(outbox).where(*these).values(values)


SENDING = _each(
    state=fixed("sending"),
    attempts=_o.attempts + 1,
    after_ts=bindparam("after"),
    doubt_until=database_now() + bindparam("within", type_=BigInteger),
)
IN_DOUBT = _each(state=fixed("in doubt"))
SENT = _each(
    state=fixed("sent"), channel=bindparam("where"), ts=bindparam("at"), sent_at=database_now()
)
PUT_BACK = _each(state=fixed("waiting"), after_ts="", doubt_until=0)
PARK = _each(state=fixed("parked"), reason=bindparam("why"), doubt_until=0)


def first(
    connection: Connection, names: Sequence[str], most: int
) -> dict[str, tuple[OutboxRow, ...]]:
    """The first `most` rows of each of these lanes that have any."""
    found: dict[str, list[OutboxRow]] = {}
    for row in connection.execute(_FIRST, {"names": list(names), "most": most}):
        found.setdefault(row.lane, []).append(read(row))
    return {name: tuple(rows) for name, rows in found.items()}


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
