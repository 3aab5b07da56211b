"""`bot.ports.history.AccessLog`: reads of sensitive data, as events of a stream of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select

from bot.ports.history import AccessLog
from storage.history import events as event_rows
from storage.sql.dialects import Lock, OnConnection, take
from storage.sql.tables import ACCESS_LOG, events, personal_values


class SqlAccessLog(OnConnection, AccessLog):
    """Reads within one transaction."""

    def record(self, actor: str, what: str, referral: int | None, at: datetime) -> None:
        take(self._connection, Lock.ACCESS_LOG)
        seq = event_rows.next_seq(self._connection, ACCESS_LOG)
        personal = {"actor": actor, "what": what}
        event_rows.append_to(
            self._connection, ACCESS_LOG, seq, "read", at, _facts(referral), personal
        )


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
