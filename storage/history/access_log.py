"""`bot.ports.history.AccessLog`: reads of sensitive data, as events of a stream of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, select

from bot.ports.history import AccessLog
from storage.history import events as event_rows
from storage.sql.dialects import Lock, take
from storage.sql.tables import ACCESS_LOG, events, personal_values


class SqlAccessLog(AccessLog):
    """Reads within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, actor: str, what: str, referral: int | None, at: datetime) -> None:
        take(self._connection, Lock.ACCESS_LOG)
        event_rows.append(
            self._connection,
            referral=ACCESS_LOG,
            seq=next_seq(self._connection),
            action="read",
            happened_at=at,
            recorded_at=at,
            facts=_facts(referral),
            personal={"actor": actor, "what": what},
        )


def next_seq(connection: Connection) -> int:
    """The number of the stream's next event; the caller has its lock."""
    last = select(func.max(events.c.seq)).where(events.c.referral == ACCESS_LOG)
    return (connection.execute(last).scalar_one() or 0) + 1


def erase(connection: Connection, numbers: Iterable[int]) -> int:
    """Erase who was shown what of these referrals; how many values were erased."""
    return _erase(connection, events.c.facts.in_([_facts(number) for number in numbers]))


def erase_old(connection: Connection, before: datetime) -> int:
    """Erase who exported what, if it was recorded by `before`; how many values were erased."""
    return _erase(connection, events.c.facts == _facts(None), events.c.recorded_at <= before)


def _facts(referral: int | None) -> dict[str, int | None]:
    return {"referral": referral}


def _erase(connection: Connection, *which: ColumnElement[bool]) -> int:
    seqs = select(events.c.seq).where(events.c.referral == ACCESS_LOG, *which)
    gone = delete(personal_values).where(
        personal_values.c.referral == ACCESS_LOG, personal_values.c.seq.in_(seqs)
    )
    return connection.execute(gone).rowcount
